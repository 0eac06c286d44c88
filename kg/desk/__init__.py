"""The annotator's desk: from an article to checked claims, and from names to who is meant.

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
- `answer_schema`: the form of a model's answer, from the ontology.
- `instructions`: what a model is told, and the article in pieces.
- `model_endpoint`: a model behind an OpenAI-compatible endpoint.
- `model_claims`: claims of an answer to fields of an annotation, or to reasons why they are refused.
- `model_checks`: what the checker says of claims that are in no file yet.
- `modelled`: a model asked about an article, corrected once.
"""
