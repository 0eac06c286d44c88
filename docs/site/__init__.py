"""The site of `make docs`: pages of Markdown from README, docs/, the notebooks, the docstrings and the ontology.

- `__main__`: writes all pages and the settings with which mkdocs builds them.
- `texts`: the repository's own texts, with their links as the site needs them.
- `notebooks`: notebooks, executed.
- `reference`: a page for each package of `kg`.
- `terms`: pages on the terms of the ontology.
"""
