"""The build on Spark: the same rule, function by function, over rows of a cluster; and measures of what it built.

- `building`: the steps of a build, in order.
- `working`: what every worker reads beside its rows.
- `frames`: rows of a table in and out of Python workers.
- `reading`: the files that are read, and their lines with the places where these stand.
- `checking`: claims read and checked: the steps, and what they come to.
- `claim_rows`: claims read and checked one by one in the workers.
- `crosschecks`: what crosses claims.
- `identity`: judgements of identity.
- `refusals`: what is wrong, as rows of a table.
- `slicing`: what a slice leaves of claims and heads.
- `judging`: facts judged one by one in the workers.
- `lines`: the quads as N-Quads, in sorted parts.
- `places`: folders and files on any file system.
- `release`: a build written beside the served one, verified, and committed by its manifest.
"""

from kg.spark.building import Built, build

__all__ = ["Built", "build"]
