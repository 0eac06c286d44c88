"""Evidence in the texts of articles, which stay outside the project: quotes, offsets and hashes.

- `article_text`: the texts of articles, read exactly and hashed exactly.
- `offsets`: positions in code points, UTF-16 code units and bytes, each to the other.
- `line_ends`: texts of which the line ends alone have changed.
- `quotes`: where quoted words stand in a text, and why they are not found.
- `spans`: the evidence of an annotation file that is edited in place, and its text.
- `anchoring`: replaces the quotes of an annotation file by offsets and hashes.
- `relocating`: where words of a text stand in an edited one: certainly, probably, or nowhere.
- `repairing`: finds the spans of an annotation file again in an edited text, and reports what became of each.
- `proofreading`: an annotation file with the words that its evidence points to.
- `yaml_edits`: changes single values of a YAML file; all else stays as it is.
- `record_lines`: records as lines of a YAML file, put in and taken out.
- `record_edits`: changes fields, items and pairs of a YAML file; all else stays as it is.
- `wrapped`: lines that were broken only to fit a width, as one.
- `coverage`: finds the sentences of a text that no evidence touches, and those that are ticked off.
"""
