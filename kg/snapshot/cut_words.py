"""What a slice leaves, in words: for whoever gets a page or a picture of it alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.account.voices import ANONYMOUS
from kg.snapshot.sentences import Teller
from kg.snapshot.slices import Filters, Interval, Withdrawn


def words_of(filters: Iterable[Filters], withdrawn: Withdrawn, teller: Teller) -> list[str]:
    """Say what filters keep and which articles are taken away.

    Parameters
    ----------
    filters, withdrawn
        Of the slice. Its day of knowledge and the sources that are taken away are not told here: the page lets its
        reader change them, and tells them itself.
    teller
        Names what they are about.

    Returns
    -------
    list of str
        Such as ``on 2031-03-04``, ``said by Orlund``.
    """
    found = [words for one in filters for words in _words(one, teller)]
    gone = sorted(withdrawn.articles)
    return found + ([f"without {_named(gone, 'the article {}', 'the articles {}', teller)}"] if gone else [])


def _words(its: Filters, teller: Teller) -> Iterator[str]:
    ontology = teller.ontology
    if its.between:
        yield f"{'certainly ' if its.certainly else ''}{_when(its.between)}"
    for one, several, ids in (
        ("of the article {}", "of the articles {}", its.article),
        ("published by {}", "published by {}", its.publisher),
        ("said by {}", "said by {}", its.speaker),
        ("of the voice {}", "of the voices {}", its.voice),
        ("naming {}", "naming {}", its.entity),
    ):
        if ids:
            yield _named(sorted(ids), one, several, teller)
    if its.status:
        yield f"only what is {_ored(ontology.statuses[its_].label for its_ in sorted(its.status))}"
    if its.type:
        yield f"only of the type {_ored(ontology.types[its_].label for its_ in sorted(its.type))}"
    if its.read:
        yield "only what somebody read"


def _when(between: Interval) -> str:
    first, last = between
    if first == last:
        return f"on {first}"
    return " ".join(filter(None, (f"from {first}" if first else "", f"to {last}" if last else "")))


def _named(ids: list[str], one: str, several: str, teller: Teller) -> str:
    return (several if len(ids) > 1 else one).format(_ored(source_name(its, teller) for its in ids))


def source_name(id_: str, teller: Teller) -> str:
    """Name an entity, an article by its publisher and day, and voices of an article that nobody names."""
    article = teller.articles.get(id_.removeprefix(ANONYMOUS))
    if article is None:
        return teller.name(id_) if id_ in teller.entities else id_
    told = f"{teller.name(article.publisher)}, {article.published.text}"
    return f"anonymous sources of {told}" if id_.startswith(ANONYMOUS) else told


def _ored(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
