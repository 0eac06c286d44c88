"""Publishers, articles and places as foreign data write them, with the country that they belong to or lie in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from kg.formats.imports.actors import Actors, Found
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.lookups import Entry, shipped
from kg.formats.imports.naming import id_of, tidy
from kg.formats.imports.streams import RefusedRow
from kg.model import dates
from kg.model.records import ACTORS, Article, Entity, Kind

_RECENT = 100_000  # articles of which it is remembered that they were given


class Publishers:
    """Looks up names of publishers, each once: in the user's table, among the project's entities, in our tables."""

    def __init__(self, gathering: Gathering, actors: Actors, table: Mapping[str, Entry]) -> None:
        self._gathering, self._actors = gathering, actors
        self._own, self._shipped = table, {**shipped("organizations"), **shipped("publishers")}
        self._found: dict[str, Found] = {}
        self._count_row = gathering.attempt.count
        gathering.before_records(self._count)

    def entity(self, name: str) -> str:
        """Give the id of a publisher, by its name or the name of its host.

        One that no table knows is an organization of which no more is said.
        """
        if (found := self._found.get(name)) is None:
            id_ = self.known(name)
            found = Found(id_ or self._add(name), id_ is not None)
            self._gathering.attempt.put(self._found, name, found)
        self._count_row(found)
        return found.id

    def known(self, name: str) -> str | None:
        """Give the id of a publisher that a table or the project knows, or None."""
        for part in _with_wider_hosts(name):
            if entry := self._own.get(part):
                return self._actors.add(entry)
            if known := self._gathering.entity_named(part, ACTORS):
                return known
            if entry := self._shipped.get(part):
                return self._actors.add(entry)
        return None

    def _add(self, name: str) -> str:
        if not tidy(name):
            raise RefusedRow("a publisher whose name cannot be written", name)
        return self._gathering.add_entity(Entity(id=id_of(name), kind=Kind.ORGANIZATION, name=name))

    def _count(self) -> None:
        for name, found in self._found.items():
            if not found.is_known:
                self._gathering.report.miss("publishers", name, found.rows)


def _with_wider_hosts(name: str) -> list[str]:
    """Give a name; if it is that of a host, also the hosts that it belongs to.

    >>> _with_wider_hosts("eng.news.example"), _with_wider_hosts("The Daily Example")
    (['eng.news.example', 'news.example'], ['The Daily Example'])
    """
    parts = [] if " " in name else name.split(".")
    return [name, *(".".join(parts[at:]) for at in range(1, len(parts) - 1))]


_EXTERNAL = '"published-basis":"external"'
_is_plain = re.compile(r"[0-9]{1,60}").fullmatch  # an id as it is


class Articles:
    """Gives articles of which a data set says no more than the day by which they had been published.

    Parameters
    ----------
    gathering
        Takes them.
    coder
        The id of the data set, with which their ids begin.
    """

    def __init__(self, gathering: Gathering, coder: str) -> None:
        self._gathering, self._coder = gathering, coder
        self._recent: dict[tuple[str, str, str], str] = {}

    def by_then(self, name: str, publisher: str, day: str, url: str = "", *, is_id: bool = False) -> str:
        """Give the id of an article that was published on a day or before.

        Parameters
        ----------
        name
            What tells it from the others of the data set; its id is made of it.
        publisher
            The id of its publisher.
        day
            Which it is.
        url
            Its address, if the data say it.
        is_id
            Whether the name is an id already.
        """
        key = (name, publisher, day)
        if (id_ := self._recent.get(key)) is None:
            if len(self._recent) >= _RECENT:
                self._recent.clear()
            id_ = f"{self._coder}-{name if is_id or _is_plain(name) else id_of(name)}"
            self._gathering.attempt.put(self._recent, key, id_)
            address = f',"url":{msgspec.json.encode(url).decode()}' if url else ""
            head = f'{{"article":{{"id":"{id_}","publisher":"{publisher}","published":"/{day}",{_EXTERNAL}{address}'
            self._gathering.add_head(id_, day, f'{head},"coded-by":"{self._coder}"}}}}')
        return id_

    def of_story(self, story: str, publisher: str, day: str) -> str:
        """Give the id of the article that a story is with a publisher, which was published on a day or before."""
        return self.by_then(self.story_id(story, publisher), publisher, day, is_id=True)

    def story_id(self, story: str, publisher: str) -> str:
        """Make an id of a story: what two publishers print is two articles; of an unknown one, it is the coder's."""
        return id_of(story) if publisher == self._coder else f"{id_of(story)}-{publisher}"

    def on(self, name: str, publisher: str, published: str, *, url: str = "", title: str = "") -> str:
        """Give the id of an article, made of an id, that was published at a time, in EDTF, as the data say."""
        article = Article(
            id=f"{self._coder}-{name}", publisher=publisher, coded_by=self._coder, title=tidy(title), url=url or None,
            published=dates.parse(published), published_basis="external",
        )  # fmt: skip
        return self._gathering.add_article(article)


class Places:
    """Turns the parts of an address into places, each inside the next."""

    def __init__(self, gathering: Gathering, link: str) -> None:
        self._gathering, self._link = gathering, link  # the ontology's, from a place to that which it lies inside
        self._found: dict[tuple[str, ...], str | None] = {}

    def entity(
        self, names: Sequence[str], country: tuple[str, str | None], identifiers: Mapping[str, str]
    ) -> str | None:
        """Give the id of a place.

        Parameters
        ----------
        names
            From the nearest outward, such as a city and its province, without the country.
        country
            Its name, and the id of its entity if there is one.
        identifiers
            Of the nearest, such as its coordinates.

        Returns
        -------
        str or None
            The id of the nearest; the country's where no name is given, None where that is not known either.
        """
        key = (*names, "", *map(str, country), *identifiers.values())
        if key not in self._found:
            inside = country[1]
            names = [its for its in map(tidy, names) if its]
            precise = {scheme: its for scheme, text in identifiers.items() if (its := tidy(text))}
            for at in range(len(names) - 1, -1, -1):
                name = ", ".join(filter(None, [*names[at:], country[0]]))
                entity = Entity(
                    id=id_of(name), kind=Kind.PLACE, name=name, links={self._link: (inside,)} if inside else {},
                    identifiers=precise if at == 0 else {},
                )  # fmt: skip
                inside = self._gathering.add_entity(entity)
            self._gathering.attempt.put(self._found, key, inside)
        return self._found[key]
