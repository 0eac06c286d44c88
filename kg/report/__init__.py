"""Answers as rows (the JSON of the command line) and as lines for people.

- `facts`: facts, explanations and conflicts.
- `diff`: what was learnt between two days.
- `timeline`: facts in order of time.
- `networks`: ranks, paths and groups of actors.
- `emptiness`: why an answer is empty, and what to ask instead.
- `sources`: faults, coverage, and the counts of a build.
- `queries`: the named queries.
- `fragile`: what falls with a single source.
"""
