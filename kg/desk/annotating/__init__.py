"""Claims made on a page: the project as it is read, tried, and changed; nothing here speaks HTTP.

- `workspace`: one object that joins them: what the page asks.
- `claim_values`: a claim as a page has it and as its file has it.
- `making`: a change made to the values of a file, in memory.
- `steps`: what was changed, to be undone and done again byte by byte.
- `changes`: changes to annotation files, merged with those of others.
- `drafts`: claims that are begun, kept beside the sources.
- `states`: lists the articles of a project with how far each has come.
- `sources`: the project's documents, ontology and account, read again only where a file has changed.
- `times`: a time as people say it.
- `effects`: what a claim changes in the account, in words.
- `attempts`: what the checker and the account would say of a claim that is being made.
- `forms`: what the ontology and the project offer for each field of a claim.
- `selections`: what selected words of an article can be.
- `views`: one article with its claims, and what is wrong with each.
"""
