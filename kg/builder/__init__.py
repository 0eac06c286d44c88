"""A project folder to `build/`: read, judged, written, verified, and swapped in whole.

- `pipeline`: the steps of a build, in order.
- `fingerprints`: the files that a build is made of, with their sizes, times and hashes.
- `read_cache`: documents kept from one build to the next.
- `article_files`: the quads of articles, a file each.
- `fact_files`: the account of many facts, judged and written piece by piece.
- `sorted_lines`: sorts more lines than fit into memory.
- `workers`: a second process that takes a part of the work.
- `writer`: records and account to the files of a build.
- `previous`: the build before this one, as far as it can be built upon.
- `manifest`: counts and hashes of a build, and whether they still hold.
- `releases`: the new build swapped in by one rename; which build is served, and whether it is of today's sources.
- `audit`: every byte of a build checked.
"""
