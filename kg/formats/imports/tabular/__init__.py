"""Tables of any sort to records: a map says which column fills which field.

- `extras`: what is wrong where a library is missing that only some files need.
- `cells`: values of any file as text.
- `headers`: finds the header of a table.
- `delimited`: tables as text: encoding, delimiter, rows.
- `sheets`: XLSX.
- `parquet`: Parquet.
- `json_lines`: JSON Lines.
- `opening`: opens a file of any of these sorts, and says what was found.
- `fields`: what a map says of one field, and how cells are read as it says.
- `maps`: reads a map.
- `terms`: compares a map with an ontology.
- `fillers`: cells to entities.
- `said`: what a row says, before its entities have ids.
- `facts`: which rows tell of one fact.
- `checking`: whether a row's claim is sound.
- `claims`: one row to its claim.
- `rows`: all rows of a table.
- `guesses`: what a column may hold, by its name and its first cells.
- `drafting`: writes a first map from a header.
"""
