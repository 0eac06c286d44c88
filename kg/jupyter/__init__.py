"""Jupyter: `%load_ext kg`.

- `magics`: `%kg` and `%%sparql`, with completion; the only module that imports IPython.
- `lines`: the line of a magic as words, with variables of the notebook filled in.
- `displays`: what a cell shows.
"""
