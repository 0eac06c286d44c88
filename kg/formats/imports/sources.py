"""Where rows come from: the page or publication that a row names, as an article coded by the data set."""

from __future__ import annotations

from urllib.parse import urlsplit

from kg.base.addresses import address_fault
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.lookups import Tables
from kg.formats.imports.naming import id_of, short_hash
from kg.formats.imports.offices import Named, one_line
from kg.model import dates
from kg.model.records import ACTORS, Article, Entity, Kind


class Sources:
    """Gives the articles of rows.

    Parameters
    ----------
    gathering
        Takes articles and publishers.
    tables
        The user's own.
    coder
        The id of the data set.
    by
        The day by which it had been published, and so had all that it names.
    """

    def __init__(self, gathering: Gathering, tables: Tables, coder: str, by: str) -> None:
        self._gathering, self._coder, self._by = gathering, coder, by
        self._named = Named(gathering, tables.publishers)

    def article(self, url: str = "", publisher: str = "", published: str = "", title: str = "") -> str | None:
        """Give the article that a row names.

        Parameters
        ----------
        url, publisher, published, title
            As far as the row says; without a publisher, the host of the address is taken for it.

        Returns
        -------
        str or None
            Its id; None if the row names neither an address that a page may link to nor a publisher.
        """
        link = url if url and address_fault(url) is None else ""
        name = one_line([publisher]) or (urlsplit(link).hostname or "").removeprefix("www.")
        if not name:
            return None
        key = "|".join((link, publisher, published, title))
        return self._gathering.add_article(
            Article(
                id=f"{self._coder}-{short_hash(key, 12)}",
                publisher=self._publisher(name),
                coded_by=self._coder,
                title=one_line([title]),
                url=link or None,
                published=self._published(published),
                published_basis="external",
            )
        )

    def _published(self, text: str) -> dates.When:
        """Read the day of publication, as exact as it is given; without one, it is the day by which it had been."""
        try:
            when = dates.parse(text[:10]) if text else None
        except dates.DateError:
            when = None
        return when if when and when.latest else dates.parse(f"/{self._by}")

    def _publisher(self, name: str) -> str:
        if found := self._named.entity(name):
            return found
        if known := self._gathering.entity_named(name, ACTORS):
            return known
        self._gathering.attempt.later(self._gathering.report.miss, "publishers", name)
        return self._gathering.add_entity(Entity(id=id_of(name), kind=Kind.ORGANIZATION, name=name))
