"""What a finding rests on.

- `withdrawals`: facts, edges and paths that fall when one voice, publisher or article is withdrawn.
"""
