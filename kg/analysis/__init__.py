"""Measures of networks: pure functions, which give the same network the same scores, to the last digit shown.

They take what `kg.network.network` or `collapse` returns. A tie weighs the number of its distinct facts: how strong
it is, not how long, so that in distances every tie is one step. Direction makes no difference.

- `measures`: scores of actors; in large networks computed by NetworKit.
- `methods`: by which engine, seed and threads a result was computed.
- `betweenness`: the shortest paths of many actors at once; of all actors, or estimated from some.
- `numbered`: a network with its actors numbered in the order of their ids.
- `ranks`: actors in order of a measure, ties shown as ties.
- `paths`: the shortest ways from one actor to another.
- `temporal_paths`: ways on which each step may follow the one before in time.
- `time_search`: the first of such ways, by what a step does to the time.
- `grouping`: groups of actors with more ties inside than between.
- `modularity`: how much more ties lie inside the groups that are found than between them.
- `brokering`: between whom each actor stands, by their groups.
- `repeated`: ranks of many networks that are nearly alike.
- `notes`: the lines below a table of measures: what it describes, and how little ranks of few actors mean.
"""

from kg.analysis.brokering import Broker, Brokerage, BrokerRoles, brokerage
from kg.analysis.grouping import Group, Groups, groups
from kg.analysis.measures import MEASURES
from kg.analysis.methods import Method
from kg.analysis.notes import about, note
from kg.analysis.paths import Path, Step, path
from kg.analysis.ranks import Rank, Ranks, ordinals, rank
from kg.analysis.temporal_paths import TimedPath, path_in_time

__all__ = [
    "MEASURES",
    "Broker",
    "BrokerRoles",
    "Brokerage",
    "Group",
    "Groups",
    "Method",
    "Path",
    "Rank",
    "Ranks",
    "Step",
    "TimedPath",
    "about",
    "brokerage",
    "groups",
    "note",
    "ordinals",
    "path",
    "path_in_time",
    "rank",
]
