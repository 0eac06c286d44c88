"""What claims amount to, by the rule: a status with its basis for each fact and each filler of its roles.

- `voices`: whose voice a claim is: the way upward from a speaker to its side.
- `counting`: which claims count.
- `rule`: the rows of the rule: from who says what to a status.
- `tally`: the claims on one fact, counted for the rule.
- `facts`: the account as values.
- `standing`: how a fact or a filler stands.
- `context`: the facts to judge, with what the rule reads beside their claims.
- `compute`: works out the account of all facts.
- `conflicts`: asserting claims that cannot all be so.
- `edges`: the edges that the ontology's shortcuts draw between the fillers of a fact.
"""
