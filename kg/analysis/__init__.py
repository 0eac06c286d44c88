"""Measures of networks: pure functions, which give the same answer to the same network, to the last digit.

They take what `kg.network.network` draws, or what `collapse` makes of it. Weight counts distinct facts: it is a
strength and not a distance, so that every tie is one step. Direction is not looked at.

- `measures`: scores of actors; in large networks computed by NetworKit.
- `numbered`: a network with its actors numbered in the order of their ids.
- `ranks`: actors in order of a measure, ties shown as ties.
- `paths`: the shortest ways from one actor to another.
- `grouping`: groups of actors with more ties inside than between.
- `notes`: the lines below a table of measures: what it describes, and how little.
"""

from kg.analysis.grouping import Group, groups
from kg.analysis.measures import MEASURES
from kg.analysis.notes import about, note
from kg.analysis.paths import Path, Step, path
from kg.analysis.ranks import Rank, ordinals, rank

__all__ = ["MEASURES", "Group", "Path", "Rank", "Step", "about", "groups", "note", "ordinals", "path", "rank"]
