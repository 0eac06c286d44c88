"""Results of SPARQL queries as Python values: rows with names, dates as dates, short ids beside IRIs."""

from kg.results.result import SHOWN, Result
from kg.results.terms import Iri
from kg.results.written import FORMATS

__all__ = ["FORMATS", "SHOWN", "Iri", "Result"]
