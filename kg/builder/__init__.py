"""A project folder to `build/`: read, judged, written, verified, and swapped in whole.

- `pipeline`: the steps of a build, in order.
- `fingerprints`: the files that a build is made of, with their sizes, times and hashes.
- `read_cache`: documents kept from one build to the next.
- `account_files`: facts judged and written one by one, their quads in a fixed number of files.
- `writer`: checked records to the files of a build, and to its store.
- `manifest`: counts and hashes of a build, and whether they still hold.
- `in_parts`: builds that Spark has written in parts, read without it.
- `releases`: the new build swapped in by one rename; which build is served, and whether it is of today's sources.
- `measures`: measures kept in a build, each a graph of its own.
- `audit`: every byte of a build checked.
"""
