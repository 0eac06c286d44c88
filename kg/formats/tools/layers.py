"""An article as an annotation tool holds it: its text, mentions of entities, and claims on spans of the text."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from kg.base.errors import KgError, Place
from kg.model.records import EvidenceKind

SPEAKER = "speaker"  # a link from a claim to who says it; every other link is named after a role


class ToolError(KgError):
    """What an annotation tool gave, and what cannot be read; nothing was written."""

    exit_code = 1


class Span(Struct, frozen=True):
    """A piece of evidence, in code points, the end exclusive."""

    start: int
    end: int
    kind: str = EvidenceKind.TEXT.value


class Mention(Struct, frozen=True, order=True):
    """Words that name an entity; the entity is an id or a name, and empty where nobody has said yet who it is."""

    start: int
    end: int
    entity: str


class Link(Struct, frozen=True):
    """That a mention fills a role of a claim, or is its speaker."""

    role: str  # empty where nobody has said which
    mention: int  # its position in the list of mentions


class Marked(Struct, frozen=True):
    """A claim on spans of text."""

    spans: tuple[Span, ...]
    texts: dict[str, str]  # field -> its value as a text; see `claim_texts`
    links: tuple[Link, ...] = ()
    is_foreign: bool = False  # whether somebody else's scheme calls it something that may be a claim
    place: Place | None = None


class Layered(Struct, frozen=True):
    """An article with its layers."""

    name: str  # the article's id, as far as the tool's name of the document tells it
    text: str
    mentions: tuple[Mention, ...]
    claims: tuple[Marked, ...]
    annotator: str = ""
    place: Place | None = None


def need_inside(spans: Iterable[tuple[int, int]], text: str, place: Place) -> None:
    """Make sure that spans lie in a text, and hold something.

    Raises
    ------
    ToolError
        If one does not.

    >>> need_inside([(0, 9)], "A text", Place("a.ann", 3))
    Traceback (most recent call last):
    kg.formats.tools.layers.ToolError: a.ann:3:1: a span from 0 to 9, where the text has 6 characters
      hint: is it the text that was annotated? offsets begin with 0, and the end is exclusive
    """
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            what = f"a span from {start} to {end}, where the text has {len(text)} characters"
            hint = "is it the text that was annotated? offsets begin with 0, and the end is exclusive"
            raise ToolError(what, hint, place)
