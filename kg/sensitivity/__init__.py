"""What a finding rests on, and how far a ranking can be trusted.

- `sources`: each voice, outlet, relay, article or publisher withdrawn in turn, and the account of what it touches.
- `serving`: who serves whom, and which facts may turn where articles that tell of it are withdrawn.
- `withdrawals`: facts, edges and paths that fall when one of these is withdrawn.
- `ties`: the ties of a network, fact by fact, so that those of some facts can be exchanged.
- `rankings`: how the ranks of actors move when one of these is withdrawn, or unconfirmed edges are counted too.
- `halves`: how often actors are among the first in random halves of the articles.
- `null_model`: measures beside those of random networks with the same numbers of facts.
- `two_modes`: actors and the facts that tie them, drawn anew at random with these numbers kept.
"""
