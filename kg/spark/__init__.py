"""The build on Spark: the same rule, function by function, over rows of a cluster; and measures of what it built.

- `working`: what every worker reads beside its rows.
"""
