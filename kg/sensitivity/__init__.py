"""What a finding rests on.

- `withdrawals`: facts, edges and paths that fall when one voice, outlet, relay or article is withdrawn.
"""
