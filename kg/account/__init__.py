"""What claims amount to, by the rule: a status with its basis for each fact and each filler of its roles.

- `facts`: the account as values.
- `voices`: whose voice a claim is: the way upward from a speaker to its side.
- `places`: which places lie inside which.
- `incompatible`: times, fillers and figures that cannot be had together.
- `words`: what one speaker says in one claim.
- `superseding`: what a speaker's later words on a fact take the place of.
- `counting`: which claims count, for a fact and for each of its fillers.
- `tally`: the claims on one fact, counted for the rule.
- `rule`: the rows of the rule: from who says what to a status.
- `context`: the facts to judge, and what the rule reads beside their claims.
- `compute`: works out the account of all facts.
- `at_once`: what held at once and cannot have.
- `conflicts`: asserting claims that cannot all be so.
- `conflicts_by_fact`: the same of single facts, found as they are asked for.
- `whereabouts`: in how many places one person was at once, day by day.
- `standing`: how a fact or a filler stands, in words.
- `figures`: the figures that claims give of a fact.
- `edges`: the edges that the ontology's shortcuts draw between the fillers of a fact.
- `support`: which claims and voices an edge rests on, and who denies a fact or a filler.
- `unaccepted`: why something is not accepted, and which facts are part of such a one.
"""
