"""The account as a network: who is tied to whom, by which fact, on whose word. The only door to networkx's types.

An edge stands on one fact, so that two reports of one meeting make one edge, and it says who reports it; `collapse`
makes one edge a pair, for measures. Which edges a fact has is said in `kg.account.edges`.

- `choice`: which kinds of entities, edges, layers, acts and statuses are drawn.
- `acts`: which facts are chosen by what is done in them.
- `absence`: why a network has no edges, and which other choice has some.
- `overlaps`: when two situations held at once.
- `co_membership`: edges between those who were in one body at one time.
- `drawing`: an account to a network of edges, or of entities and facts.
- `gatherings`: ties of large gatherings, which measures leave out unless told otherwise.
- `pairs`: a network to one edge a pair, for measures.
"""

from kg.network.choice import Choice
from kg.network.drawing import network
from kg.network.pairs import collapse

__all__ = ["Choice", "collapse", "network"]
