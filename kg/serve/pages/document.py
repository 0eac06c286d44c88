"""The page of a primary document: the claims behind which it stands."""

from __future__ import annotations

from kg.serve.pages.items import said
from kg.serve.pages.lists import listed
from kg.serve.pages.things import Thing, missing
from kg.serve.pages.visit import Visit


def document(visit: Visit, id_: str, part: str = "") -> Thing:
    """Find a primary document that claims name.

    Raises
    ------
    NotFoundError
        If no claim of the slice names it.
    """
    keys = visit.index.by_document.get(id_)
    if keys is None:
        raise missing(visit, "document", id_)
    ordered = visit.index.newest(keys)

    def values() -> dict[str, object]:
        claims = listed(
            visit, "claims", "Claims behind which it stands", ordered, lambda key: said(visit, key), "said", "",
            main="claims",
        )  # fmt: skip
        return {"heading": id_, "claims": claims}

    iri = visit.graph.project.names.document(id_)
    return Thing("document", id_, iri, values, lambda: {"document": id_, "claims": ordered}, part)
