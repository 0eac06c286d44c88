"""Records and their account as RDF: N-Quads lines, one a statement, the same bytes for the same input.

The account and the entities are the default graph; each article's claims are one named graph. What a claim
says uses the `said:` twin of each role, so that no query for the account can meet a denial, a plan or a rumour.
"""

from kg.rdf.account import account_lines, background_stream, fact_stream
from kg.rdf.claims import article_lines
from kg.rdf.projection import projected
from kg.rdf.terms import Terms, quads
from kg.rdf.turtle import to_jsonld, to_trig, to_turtle
from kg.rdf.whole import lines_of, segments_of

__all__ = [
    "Terms",
    "account_lines",
    "article_lines",
    "background_stream",
    "fact_stream",
    "lines_of",
    "projected",
    "quads",
    "segments_of",
    "to_jsonld",
    "to_trig",
    "to_turtle",
]
