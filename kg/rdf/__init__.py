"""Records and their account as RDF: N-Quads lines, one a statement, the same bytes for the same input.

The account and the entities are the default graph; each article's claims are one named graph. What a claim
says uses the `said:` twin of each role, so that no query for the account can meet a denial, a plan or a rumour.

- `terms`: terms of N-Quads, written as text.
- `claims`: one article and its claims, as the lines of the article's graph.
- `account`: the account, the entities and the ontology's named terms, as lines of the default graph.
- `canonical`: statements in one form whoever has written them, and their checksum.
- `measurements`: a measure with the scores of all actors, as the lines of a graph of its own.
- `whole`: a whole graph as lines.
- `projection`: a claim as plain triples, for SHACL to validate.
- `turtle`: Turtle, TriG, JSON-LD and RDF/XML for people.
"""

from kg.rdf.account import account_lines, background_stream, fact_stream, voice_lines
from kg.rdf.claims import article_lines, claim_lines, head_lines
from kg.rdf.projection import projected
from kg.rdf.terms import Terms, quads
from kg.rdf.turtle import to_jsonld, to_rdfxml, to_trig, to_turtle
from kg.rdf.whole import lines_by_article, lines_of

__all__ = [
    "Terms",
    "account_lines",
    "article_lines",
    "background_stream",
    "claim_lines",
    "fact_stream",
    "head_lines",
    "lines_by_article",
    "lines_of",
    "projected",
    "quads",
    "to_jsonld",
    "to_rdfxml",
    "to_trig",
    "to_turtle",
    "voice_lines",
]
