"""Who is who: judgements of identity, and pairs that may be one.

- `judging`: makes and takes back judgements of identity, in `sources/identity.yaml`.
- `effects`: what a judgement would change in how facts, fillers and edges stand.
- `duplicates`: what may be one, best first.
- `pairs`: a pair that may be one, as rows and lines.
- `blocking`: which things are worth comparing.
- `name_forms`: names in the forms by which they are compared.
- `alike_entities`: compares entities.
- `alike_facts`: compares facts.
"""
