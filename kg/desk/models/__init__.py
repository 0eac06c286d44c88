"""Suggestions for an article by a model, of which those are kept that the text and the checker bear out.

- `answer_schema`: the form of a model's answer, from the ontology.
- `instructions`: what a model is told, and the article in pieces.
- `model_endpoint`: a model behind an OpenAI-compatible endpoint.
- `model_claims`: claims of an answer to fields of an annotation, or to reasons why they are refused.
- `model_checks`: what the checker says of claims that are in no file yet.
- `modelled`: a model asked about an article, corrected once.
- `model_file`: what a model suggests, written into a file.
"""
