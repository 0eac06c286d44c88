"""What a finding rests on.

- `withdrawals`: facts, edges and paths that fall when one voice, outlet, relay or article is withdrawn.
- `null_model`: measures beside those of random networks with the same numbers of facts.
- `two_modes`: actors and the facts that tie them, drawn anew at random with these numbers kept.
"""
