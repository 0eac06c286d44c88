"""The build on Spark: the same rule, function by function, over rows of a cluster; and measures of what it built.

- `java`: the Java in which Spark runs.
- `failures`: what Spark says where it gives up, in a line.
- `session`: Spark, started for the command line.
- `working`: what every worker reads beside its rows.
"""
