"""Jupyter: `%load_ext kg`.

- `magics`: `%kg` and `%%sparql`, with completion; the only module that imports IPython.
- `displays`: what a cell shows.
"""
