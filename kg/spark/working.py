"""What every worker reads beside its rows: the ontology, the entities, and the heads of articles while they are few."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from kg.account.voices import Links
from kg.base.iris import Names
from kg.model.records import Article, Entity
from kg.ontology import Ontology
from kg.rdf import Terms


class Background(Struct, frozen=True, dict=True):
    """The background of a project's claims, sent once to each worker.

    Parameters
    ----------
    ontology
        Of the project.
    names
        How its things are named.
    entities
        Sound, by id, as they are shown; where they are many, in a file.
    articles
        Sound heads, by id; empty where heads are joined to claims, and each row carries its own.
    replaced
        Other ids of entities and facts -> the id that is shown.
    """

    ontology: Ontology
    names: Names
    entities: Mapping[str, Entity]
    articles: dict[str, Article]
    replaced: dict[str, str] = {}

    @cached_property
    def links(self) -> Links:
        """What the rule reads beside the claims."""
        return Links.among(self.entities, self.articles, self.ontology)

    @cached_property
    def terms(self) -> Terms:
        """What a writer of lines needs to name things."""
        return Terms(self.names, self.ontology, self.entities, self.replaced)
