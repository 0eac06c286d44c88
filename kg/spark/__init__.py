"""The build on Spark: the same rule, function by function, over rows of a cluster; and measures of what it built.

- `java`: the Java in which Spark runs.
- `failures`: what Spark says where it gives up, in a line.
- `session`: Spark, started for the command line.
- `building`: the steps of a build, in order.
- `working`: what every worker reads beside its rows.
- `frames`: rows of a table in and out of Python workers.
- `checking`: claims read and checked.
- `slicing`: what a slice leaves of claims and heads.
- `judging`: facts judged one by one in the workers.
- `lines`: the quads as N-Quads, in sorted parts.
- `places`: folders and files on any file system.
- `release`: a build written beside the served one, verified, and committed by its manifest.
"""

from kg.spark.building import Built, build

__all__ = ["Built", "build"]
