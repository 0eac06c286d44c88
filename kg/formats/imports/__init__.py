"""Foreign data to records: tables, event data and lists of office-holders become JSON Lines.

- `streams`: the rows of a file, plain or packed, with the bytes of each.
- `sorting`: lines in order, however many.
- `naming`: ids for what has only a name, and names that may be one.
- `reports`: what became of each row, and which names and codes no table knows.
- `gathering`: entities, articles and claims of all rows, folded, in a fixed order.
- `known`: the entities that the project has already.
- `lookups`: tables of names, with the columns that a user's own table has too.
- `actors`: names of actors to entities.
- `background`: publishers and places.
- `events`: rows of coded events to claims, by the codes of the ontology.
- `icews`: event data of ICEWS.
- `tabular`: tables of any sort, by a map that says which column is what.
- `importing`: what every import has in common.

The tables of names lie in `tables/`, as CSV.
"""
