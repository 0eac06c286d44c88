"""Accounts in time: what changed between two of them, and facts in order of time.

- `changes`: what differs between two accounts.
- `chronology`: facts in order of time, and how long situations are known to have lasted.
"""
