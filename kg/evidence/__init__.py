"""Evidence between words and places: quotes, offsets and hashes, in a text that stays outside the project.

- `article_text`: the texts of articles, read exactly and hashed exactly.
- `quotes`: where quoted words stand in a text, and why they are not found.
- `anchoring`: one annotation file: its quotes to offsets and hashes; its spans found again in an edited text.
- `yaml_edits`: a YAML file changed at single values; all else stays as it is.
- `coverage`: which sentences of a text no evidence touches.
"""
