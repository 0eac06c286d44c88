"""Two annotations of one article: how far they agree, and a third one made of both.

- `readings`: two annotations of one article, read to be compared.
- `matching`: which claims of two annotations are about the same words and fact.
- `coefficients`: Krippendorff's alpha, and the distances between values.
- `agreement`: how far two annotations agree, and where they differ.
- `agreement_lines`: the same for people, and as a table.
- `adjudication`: a third annotation, of what two agree on and what is to be decided.
"""
