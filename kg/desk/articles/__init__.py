"""Adding an article: its text kept, and what its page says of itself found or missing.

- `incoming`: a file, stdin or an address as bytes.
- `kinds`: whether bytes are a page, a PDF or a text.
- `stated`: a field with where it is stated, or why it is missing; days that agree or do not.
- `plain`: texts as they are.
- `pdf`: the text of a PDF.
- `page`: the main text of an HTML page.
- `page_head`: what a page says of itself in its metadata.
- `head`: the head of an article: given, stated or missing; entities by their names.
- `article_file`: the annotation file of an article that was just added.
- `adding`: text and annotation file written, both or neither.
"""
