"""The build on Spark: the same rule, function by function, over rows of a cluster; and measures of what it built.

- `java`: the Java in which Spark runs.
- `failures`: what Spark says where it gives up, in a line.
- `session`: Spark, started for the command line.
- `building`: the steps of a build, in order.
- `working`: what every worker reads beside its rows.
- `bodies`: records in binary columns, read back.
- `frames`: rows of a table in and out of Python workers.
- `listing`: the files that are read.
- `reading`: their lines with the places where these stand.
- `damage`: a file that Spark could not read to its end, named as whoever asked has named it.
- `checking`: claims read and checked: the steps, and what they come to.
- `read_sources`: the sources read: what holds no claims on the driver, claims where they are.
- `claim_rows`: claims read and checked one by one in the workers.
- `crosschecks`: what crosses claims.
- `identity`: judgements of identity.
- `packed`: entities that are too many for every worker to hold as records: each keeps them in a file.
- `joined_heads`: heads of articles that are too many for every worker to hold.
- `refusals`: what is wrong, as rows of a table.
- `refused`: all that refuses anything, as one table.
- `slicing`: what a slice leaves of claims and heads.
- `accounting`: from sound claims to what they amount to.
- `judging`: facts judged one by one in the workers.
- `lines`: the quads as N-Quads, in sorted parts.
- `crossing`: what crosses facts: who served where, parts of what is not accepted, conflicts.
- `tables`: the six tables of a build.
- `writing`: the files of a build, each read back.
- `network`: the network of a build as tables: its edges, and one tie a pair of actors.
- `measures`: scores, components, communities and triangles of such a network.
- `graphx`: GraphX, which Python reaches through the gateway to Java.
- `ranking`: ranks scored on Spark, the first of them brought here.
- `places`: folders and files on any file system.
- `release`: a build written beside the served one, verified, and committed by its manifest.
"""

from kg.spark.building import Built, build

__all__ = ["Built", "build"]
