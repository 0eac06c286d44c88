"""The options of a slice, as users write them, to the cut that they mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec import structs

from kg.account.facts import Account
from kg.base.errors import NotFoundError, UsageError
from kg.base.hints import listed, meant, unknown
from kg.model.dates import When, parse
from kg.model.records import Records, Status
from kg.ontology import Ontology
from kg.snapshot.slices import Cut, Filters, Interval, OneOrMore, Withdrawn

STATUSES = tuple(status.value for status in Status)  # a closed list: another word is wrong usage, not a name to find


def day_of(text: str, option: str) -> str:
    """Read a day of knowledge: the latest possible day of an EDTF date.

    Raises
    ------
    UsageError
        If it is no date, or open.
    """
    when = _when(text, option)
    if when.latest is None:
        raise UsageError(f"{option}: no last day in `{text}`", "write a day: YYYY-MM-DD")
    return when.latest


def interval_of(text: str, option: str) -> Interval:
    """Read a day or an interval."""
    when = _when(text, option)
    return when.earliest, when.latest


def _when(text: str, option: str) -> When:
    try:
        return parse(text)
    except ValueError as error:
        what, hint = getattr(error, "what", str(error)), getattr(error, "hint", "")
        raise UsageError(f"{option}: {what}", hint) from error


def as_list(some: OneOrMore) -> list[str]:
    """List the words of an option, which may be one, several or none."""
    return [] if some is None else [some] if isinstance(some, str) else list(some)


def cut_of(options: Mapping[str, Any], records: Records, whole: Account, ontology: Ontology) -> Cut:
    """Read the options of a slice, as `Graph.slice` describes them.

    Parameters
    ----------
    options
        Those that are given, by name.
    records, whole, ontology
        Of the whole graph, in which every name must exist.

    Raises
    ------
    UsageError
        If a date cannot be read, an interval ends before it starts, or there is no such status.
    NotFoundError
        If any other name does not exist.
    """
    for status in sorted(set(as_list(options.get("status"))) - set(STATUSES)):
        raise UsageError(*unknown("status", status, STATUSES))
    there: dict[str, tuple[Collection[str], str]] = {
        "article": (records.articles, "article"),
        "publisher": ({its.publisher for its in records.articles.values()}, "publisher"),
        "speaker": (records.entities, "entity"),
        "voice": ({voice for reading in whole.readings.values() for voice in reading.voices}, "voice"),
        "type": (ontology.types, "fact type"),
        "entity": (records.entities, "entity"),
    }
    named = {option: known(as_list(options.get(option)), *its) for option, its in there.items()}
    named["status"] = frozenset(as_list(options.get("status")))
    filters = [structs.replace(Filters(), **named)] if any(named.values()) else []
    if options.get("certainly") and not (options.get("on") or options.get("between")):
        raise UsageError("certainly: of which days?", "give `on` or `between` too")
    for option in ("on", "between"):
        if text := options.get(option):
            interval = interval_of(text if isinstance(text, str) else "/".join(text), option)
            filters.append(Filters(between=interval, certainly=options.get("certainly", False)))
    known_by = options.get("known_by")
    return Cut(
        known_by=day_of(known_by, "known-by") if known_by else None,
        withdrawn=withdraw(as_list(options.get("without")), records, whole),
        filters=tuple(filters),
    )


def withdraw(names: Iterable[str], records: Records, whole: Account) -> Withdrawn:
    """Resolve what is to be withdrawn: an article, else a publisher with all its articles, else a voice.

    A newsroom is a publisher and a voice: ``voice:arab-news`` withdraws only what it says in its own voice.

    Raises
    ------
    NotFoundError
        If a name is none of these.
    """
    publishers = {article.publisher for article in records.articles.values()}
    voices = {voice for reading in whole.readings.values() for voice in reading.voices}
    articles, gone = set(), set()
    for name in names:
        sort, _, id_ = name.rpartition(":")
        if id_ in records.articles and sort in ("", "article"):
            articles.add(id_)
        elif id_ in publishers and sort in ("", "publisher"):
            articles.update(article.id for article in records.articles.values() if article.publisher == id_)
        elif id_ in voices and sort in ("", "voice"):
            gone.add(id_)
        else:
            known = {*records.articles, *publishers, *voices}
            raise NotFoundError(
                f"without: no such article, publisher or voice: `{name}`",
                meant(id_, known, f"there are {listed(known)}"),
            )
    return Withdrawn(frozenset(articles), frozenset(gone))


def known(names: Iterable[str], there: Collection[str], thing: str) -> frozenset[str]:
    """Make sure that every name exists.

    Raises
    ------
    NotFoundError
        If one does not, with what was probably meant.
    """
    wanted = frozenset(names)
    for name in sorted(wanted):
        if name not in there:
            raise NotFoundError(*unknown(thing, name, there))
    return wanted
