"""The frozen values of the data model: records as annotated, and their dates.

- `records`: entities, articles, claims and their evidence; kinds, stances and statuses.
- `judgements`: which ids name one thing, who says so, and on which day.
- `dates`: dates as annotated (EDTF), with the first and the last day that they can mean.
- `period`: the time of a fact, from the times that its claims give.
"""
