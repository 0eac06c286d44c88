"""`Graph`: the object that users hold.

- `graph`: asks, slices, measures, draws and explains one account.
- `asking`: pairs, counts, single actors, and how far measures can be trusted.
- `opening`: from a project folder to a graph.
- `opening_tables`: from the tables of a build on Spark to a graph.
- `left_out`: what the answer to a query leaves out.
- `completion`: what may come next in a query.
- `unknown_names`: which names in a query nothing in the graph has.
"""
