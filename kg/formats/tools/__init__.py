"""Annotation tools, both ways: INCEpTION, brat and Label Studio, by one form of what all of them hold.

- `layers`: an article as an annotation tool holds it: its text, mentions of entities, and claims on spans.
- `claim_texts`: the fields of a claim as texts, which is what layers of all tools can hold.
- `mentions`: where the names of entities stand in a text.
- `outgoing`: the articles of a graph as layers.
- `incoming`: what a tool gives back, as the files of annotations that it becomes.
- `incoming_files`: these files, written none over another.
- `yaml_file`: a file of annotations, written as YAML.
- `brat_lines`: the lines of brat's standoff format.
- `brat`: brat's standoff format, both ways.
- `brat_foreign`: spans and relations of other people's corpora in brat's format.
- `brat_settings`: how brat is set up for an ontology.
- `label_studio`: the JSON of Label Studio, both ways.
- `label_studio_settings`: how Label Studio is set up for an ontology.
- `exports`: what an export for each tool holds.
- `files`: which files each tool exports.
- `archives`: ZIP files, read within bounds.
- `uima`: articles as UIMA CAS, which INCEpTION reads and writes.
- `inception`: files and projects of INCEpTION, both ways.
- `inception_settings`: how a project of INCEpTION is set up for an ontology.
"""
