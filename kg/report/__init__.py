"""Answers as rows (the JSON of the command line) and as lines for people.

- `facts`: facts, explanations and conflicts.
- `diff`: what was learnt between two days.
- `timeline`: facts in order of time.
- `networks`: ranks, paths and groups of actors.
- `sources`: faults, coverage, and the counts of a build.
- `queries`: the named queries.
- `fragile`: what falls with a single source.
- `patterns`: the worked patterns of the guide on annotating.
- `guide`: the guide on annotating, which `kg help` prints.
"""
