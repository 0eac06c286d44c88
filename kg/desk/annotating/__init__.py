"""Claims made on a page: the project as it is read, tried, and changed; nothing here speaks HTTP.

- `claim_values`: a claim as a page has it and as its file has it.
- `making`: a change made to the values of a file, in memory.
- `steps`: what was changed, to be undone and done again byte by byte.
- `changes`: changes to annotation files, merged with those of others.
- `drafts`: claims that are begun, kept beside the sources.
- `states`: lists the articles of a project with how far each has come.
"""
