"""The options of a slice, as users write them, to the cut that they mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec import structs

from kg.account.facts import Account, Withdrawal
from kg.base.errors import NotFoundError, UsageError
from kg.base.hints import named, unknown
from kg.model.dates import When, parse
from kg.model.records import Records, Status
from kg.ontology import Ontology
from kg.snapshot.missing import meant_thing
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
        raise UsageError(f"{option}: no last day in {named(text)}", "write a day: YYYY-MM-DD")
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
    named = {option: known(as_list(options.get(option)), *its, records) for option, its in there.items()}
    named["status"] = frozenset(as_list(options.get("status")))
    filters = [structs.replace(Filters(), **named)] if any(named.values()) else []
    if options.get("read"):
        filters.append(Filters(read=True))
    if options.get("certainly") and not (options.get("on") or options.get("between")):
        raise UsageError("`certainly`: of which days?", "give a day (on) or an interval (between) too")
    for option in ("on", "between"):
        if (text := options.get(option)) is not None:  # an empty one is no date
            interval = interval_of(text if isinstance(text, str) else "/".join(text), f"`{option}`")
            filters.append(Filters(between=interval, certainly=options.get("certainly", False)))
    known_by = options.get("known_by")
    return Cut(
        known_by=day_of(known_by, "`known_by`") if known_by is not None else None,
        withdrawn=withdraw(as_list(options.get("without")), records, whole),
        filters=tuple(filters),
    )


def withdraw(names: Iterable[str], records: Records, whole: Account) -> Withdrawn:
    """Resolve what is to be withdrawn: an article, an outlet with all that came through it, a voice or a relay.

    An id that is several of these is written with what is meant: ``outlet:reuters``, ``voice:reuters``,
    ``relay:reuters``, ``article:…``.

    Raises
    ------
    UsageError
        If an id could be several of these.
    NotFoundError
        If a name is none of them.
    """
    there = sources(records, whole)
    gone: dict[str, set[str]] = {sort: set() for sort in there}
    for name in names:
        asked, _, id_ = name.rpartition(":")
        id_ = records.replaced.get(id_, id_) if id_ not in records.articles else id_
        sorts = [sort for sort, ids in there.items() if id_ in ids and asked in ("", sort)]
        if not sorts and asked in _RENAMED:
            hint = f"since the second edition, `{_RENAMED[asked]}:{id_}` has taken its place: {_OUTLET}"
            raise UsageError(f"`without`: no such sort of source: `{asked}:`", hint)
        if not sorts:
            known = set().union(*there.values())
            raise NotFoundError(
                f"`without`: no such {asked or 'article, outlet, voice or relay'}: {named(name)}",
                meant_thing(id_, there.get(asked, known), records),
            )
        if len(sorts) > 1:
            ways = ", ".join(f"`{sort}:{id_}`" for sort in sorts)
            raise UsageError(
                f"`without`: `{id_}` is {' and '.join(_A[sort] for sort in sorts)}", f"write one of {ways}"
            )
        gone[sorts[0]].add(id_)
    voices, outlets, relays = (frozenset(gone[sort]) for sort in ("voice", "outlet", "relay"))
    return Withdrawn(frozenset(gone["article"]), Withdrawal(voices, outlets, relays))


_RENAMED = {"publisher": "outlet"}  # sorts of sources in the first edition -> what has replaced each
_OUTLET = "all that came through it, wherever it was published; `article:…` withdraws an article"
_A = {"article": "an article", "outlet": "an outlet", "voice": "a voice", "relay": "a relay"}


def sources(records: Records, whole: Account) -> dict[str, set[str]]:
    """Name whatever can be withdrawn, by its sort."""
    readings = whole.readings.values()
    return {
        "article": set(records.articles),
        "outlet": {reading.outlet for reading in readings},
        "voice": {voice for reading in readings for voice in reading.voices},
        "relay": {relay for claim in records.claims for relay in claim.via},
    }


def known(names: Iterable[str], there: Collection[str], thing: str, records: Records) -> frozenset[str]:
    """Make sure that every name exists; another id of an entity stands for the one that is shown.

    Raises
    ------
    NotFoundError
        If one does not, with what was probably meant.
    """
    wanted = frozenset(name if name in there else records.replaced.get(name, name) for name in names)
    for name in sorted(wanted):
        if name not in there:
            if thing == "fact type":
                raise NotFoundError(*unknown(thing, name, there))
            raise NotFoundError(f"no such {thing}: {named(name)}", meant_thing(name, there, records))
    return wanted
