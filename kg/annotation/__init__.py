"""Annotation files, YAML and JSON Lines, to records and back; every fault at its line and column.

- `source_text`: a file as text: bounded in size, UTF-8, with line and column of every offset.
- `yaml_events`: what YAML's parser finds in a text, bounded in depth.
- `yaml_writer`: values as the YAML of an annotation file.
- `yaml_tree`: YAML text to plain values.
- `yaml_places`: where the values of a YAML text stand.
- `compressed`: files of lines as streams, plain, gzip or zstd.
- `scalars`: one value of a file to what it means: an id, a date, a name, an address.
- `record_fields`: the fields of one record, each taken and checked by itself.
- `schema`: which fields an entity, an article and a claim have.
- `judgements`: entries of `identity.yaml` to judgements of identity.
- `field_guide`: what each field and word of an annotation means, with an example.
- `drafts`: records with a fault: what could be read of them, to be checked further.
- `counting`: how many claims stand in a file, sound or not, and wherever.
- `document`: a file that has been read: its sound records, its faults, and where each stands.
- `json_line`: one line of JSON Lines to the fields of its record, or to what is wrong with it, with the column.
- `json_places`: where the values of a line of JSON Lines stand.
- `jsonl_reader`: JSON Lines to a document.
- `jsonl_writer`: records to JSON Lines.
- `reader`: YAML files to documents, and all files of a project.
"""
