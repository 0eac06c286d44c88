"""Answers as rows (the JSON of the command line) and as lines for people.

- `doubts`: who contests a fact or an edge, and in what its claims conflict.
- `facts`: facts, with who asserts and who denies them.
- `ordering`: the orders in which facts are listed, and how many of them.
- `explanations`: why a fact stands as it does, claim by claim.
- `conflicts`: claims that cannot all be so, and denials of a part of a fact.
- `between`: what is said of two entities together.
- `counted`: how much there is of what, and who deals with whom.
- `profiles`: who an entity is, on one screen.
- `tabular`: rows as separated text, and as a data frame.
- `diff`: what was learnt between two days.
- `timeline`: facts in order of time.
- `in_time`: paths on which each step can follow the one before.
- `networks`: ranks, paths and groups of actors.
- `brokers`: who stands between whom, by side, country or kind.
- `emptiness`: why an answer is empty, and what to ask instead.
- `sources`: faults, coverage, and the counts of a build.
- `repairs`: what became of the spans of edited texts.
- `queries`: the named queries.
- `fragile`: what falls with a single source.
- `sensitivity`: how far the ranks of actors move without sources, or with what is unconfirmed.
- `chance`: ranks and groups beside what chance alone would give.
- `storing`: a measure into the build, for SPARQL.
- `citations`: references to facts and claims in reports, written and compared with the graph.
- `patterns`: the worked patterns of the guide on annotating.
- `guide`: the guide on annotating, which `kg help` prints.
"""
