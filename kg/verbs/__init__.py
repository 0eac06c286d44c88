"""The verbs of the command line: each is parse, one call, print."""

from kg.verbs import facts, network, pages, query, sources, time
from kg.verbs.app import app

__all__ = ["app", "facts", "network", "pages", "query", "sources", "time"]
