"""Refuses terms of an earlier edition of the model in a query, which would silently find nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise

from kg.ontology.earlier import replaced_terms
from kg.query.tokens import shown, tokens


def earlier_terms(text: str, prefixes: Mapping[str, str]) -> dict[str, int]:
    """Find the terms of an earlier edition in a query.

    Parameters
    ----------
    text
        The query.
    prefixes
        Those that are known without being declared.

    Returns
    -------
    dict
        The IRI of each -> the position at which it first stands.

    >>> earlier_terms("ASK { ?claim said:act dip:rejection }", {"dip": "https://w3id.org/dramatis/diplomacy#"})
    {'https://w3id.org/dramatis/diplomacy#rejection': 22}
    """
    if not any(term.id in text for term in replaced_terms().values()):
        return {}
    read = [token for token in tokens(text) if token.lastgroup != "comment"]
    spaces = dict(prefixes) | {
        name["prefix"]: iri[0][1:-1] for name, iri in pairwise(read) if name["prefix"] is not None and iri["iri"]
    }
    found: dict[str, int] = {}
    for token in read:
        iri = token[0][1:-1] if token["iri"] else spaces.get(token["prefix"] or "", "") + (token["local"] or "")
        if iri in replaced_terms():
            found.setdefault(iri, token.start())
    return found


def refuse_earlier_terms(text: str, found: Mapping[str, int], replaced: Collection[str]) -> None:
    """Refuse a query for terms of an earlier edition that the project's ontology does not declare itself.

    Parameters
    ----------
    text
        The query.
    found
        As `earlier_terms` gives it.
    replaced
        The local names of those that the project's ontology does not declare itself.

    Raises
    ------
    QueryError
        With line and column, and the term to use instead.
    """
    for iri, position in found.items():
        term = replaced_terms()[iri]
        if term.id in replaced:
            raise shown(f"unknown term `{term.name}`", term.term_hint, text, position)
