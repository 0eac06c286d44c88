"""SPARQL: the store that is asked, what is refused, and results as Python values.

- `loading`: a new store, from files of quads.
- `store`: quads loaded into Oxigraph and asked.
- `tokens`: SPARQL as tokens, and the guard that refuses what may not be asked.
- `groups`: what stands between the braces of a query, and which variables have a value there.
- `binding`: binds values to the variables of a query.
- `diagnosis`: why a query cannot be parsed, in words, at its place.
- `term_faults`: faults within one term: IRIs, language tags, escapes, numbers.
- `clause_faults`: faults of whole clauses: of VALUES, SELECT and blank nodes.
- `earlier_terms`: refuses terms of an earlier edition of the model.
- `library`: named queries, the package's (in `named/`) and a project's own.
- `arguments`: values of parameters as users type them, NAME=VALUE.
- `engine_process`: the engine in a process of its own, which answers one query and can be ended.
- `limits`: asks within limits of seconds, rows and memory.
- `result`: what a query gave.
- `term_values`: RDF terms as Python values.
- `result_formats`: results in the W3C's formats.
- `bounded`: an answer written whole in one format, or refused since it is too long: for a server.
- `dataframes`: rows as data frames of pandas, polars and Arrow.
"""
