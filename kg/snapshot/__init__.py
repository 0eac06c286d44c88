"""One account of one project: looked up, sliced and told in sentences.

- `snapshot`: what a graph holds: records, account, ontology and store, each loaded when first needed.
- `loaders`: how each of these is loaded.
- `slices`: a part of an account by time, source, speaker, status, type or entity.
- `cut_options`: the options of a slice, as users write them.
- `cut_words`: what a slice leaves, in words.
- `parameters`: the parameters of a query, as users write them.
- `missing`: what was probably meant by an id that there is not.
- `namesakes`: what tells entities of one name apart.
- `networks`: the network of its edges, and how many of them nobody read.
- `areas`: with which side each actor is counted.
- `claim_order`: the order in which claims are told.
- `sentences`: attributed sentences for claims and facts.
"""
