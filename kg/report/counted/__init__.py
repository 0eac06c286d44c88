"""How much there is of what, and between whom.

- `dyads`: who deals with whom, how much and how.
- `pairing`: what joins each two actors or sides, counted fact by fact.
- `pair_rows`: a pair as a row.
- `counts`: how much there is of what.
- `counting`: facts counted group by group.
- `dimensions`: by what facts are counted.
- `sums`: figures of facts, added up.
"""
