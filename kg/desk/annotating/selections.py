"""What selected words of an article can be: whom they name, when, who speaks, which facts. Found as suggestions are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from msgspec import Struct

from kg.base.errors import UsageError
from kg.base.letters import is_between_letters
from kg.check.states import head_of
from kg.desk.annotating.sources import Current
from kg.desk.annotating.times import time_words
from kg.desk.articles.head import slug
from kg.desk.suggestions.days import FoundDay, find_days
from kg.desk.suggestions.language import load
from kg.desk.suggestions.names import Mention
from kg.desk.suggestions.proposals import LONGEST, Knowledge, day_of
from kg.desk.suggestions.quotations import quotations
from kg.desk.suggestions.speakers import Scene, Speech, find_speeches
from kg.desk.suggestions.suggesting import ENGLISH
from kg.evidence.coverage import Sentence, sentences
from kg.model.records import Article, Entity

Row = dict[str, Any]
_MOST_TYPES = 5
_LONGEST_NAME = 100  # characters
T = TypeVar("T", Mention, Sentence, FoundDay)


class _Scene(Struct, frozen=True):
    """What was found in one article's text, for all selections in it."""

    text: str
    head: Article | None
    pieces: Sequence[Sentence]
    mentions: Sequence[Mention]
    entities: Mapping[str, Entity]
    days: Sequence[FoundDay]
    speeches: Sequence[Speech]
    knowledge: Knowledge | None
    notes: tuple[str, ...]


class _Selected:
    """A selection, and what was found that it touches."""

    def __init__(self, scene: _Scene, start: int, end: int) -> None:
        self.scene, self.start, self.end = scene, start, end
        self.mentions = self.meeting(scene.mentions, start, end)
        self.pieces = self.meeting(scene.pieces, start, end)
        self.days = self.meeting(scene.days, start, end)

    @staticmethod
    def meeting(found: Sequence[T], start: int, end: int) -> list[T]:
        """Give what touches a stretch of the text; of an empty one, the place itself."""
        return [its for its in found if its.start < max(end, start + 1) and start < its.end]


def selection(current: Current, name: str, start: int, end: int) -> Row:
    """Say what selected words of an article can be.

    Parameters
    ----------
    current
        The project as it stands.
    name
        Of the annotation.
    start, end
        Of the selection, in code points, in either order; what lies outside the text is left out.

    Returns
    -------
    dict
        The selection widened to whole letters (grapheme clusters), without blanks around it; whom it names, with how;
        the days that it names; who speaks in its sentence; fact types at which its words hint, and facts that it may
        mean; a new entity's id and name. `notes` says what is not looked for, and what would help.

    Raises
    ------
    NotFoundError
        If there is no such article.
    UsageError
        If there is no text to select from.
    """
    current.refresh()
    document = current.document(name)
    text, problem = current.text(document)
    if text is None:
        raise UsageError("there is no text to select from", problem)
    first, last = widened(text, min(start, end), max(start, end))
    scene = _scene(current, document.reading_of, head_of(document), text)
    selected = _Selected(scene, first, last)
    words = " ".join(text[first:last].split())
    return {
        "start": first, "end": last, "words": text[first:last], "entities": _entities(selected),
        "days": [{"when": its.when, "words": time_words(its.when)} for its in selected.days],
        "speech": _speech(selected), **_types_and_facts(current, selected),
        "new_entity": _new_entity(words if not (selected.mentions or selected.days) else ""),
        "notes": [*scene.notes],
    }  # fmt: skip


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    r"""Widen a selection to whole letters, and leave out the blanks around it.

    >>> widened(" Jose\u0301 left. ", 0, 5), widened("a b", 1, 2), widened("ab", -3, 9)
    ((1, 6), (2, 2), (0, 2))
    """
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    is_empty = start == end
    while not is_between_letters(text, start):
        start -= 1
    while not is_empty and not is_between_letters(text, end):
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, start) if is_empty else (start, end)


def _scene(current: Current, id_: str, head: Article | None, text: str) -> _Scene:
    """Find what stands in a text; what the last article's text holds is kept as long as no file changes."""
    found = current.scenes.get(id_)
    if not isinstance(found, _Scene) or found.text != text or found.head != head:
        found = _found(current, id_, head, text)
        current.scenes = {id_: found}
    return found


def _found(current: Current, id_: str, head: Article | None, text: str) -> _Scene:
    code = head.language if head and head.language else ENGLISH
    notes, mentions = [], []
    knowledge, language = None, load(code, current.project.root / "languages")
    try:
        knowledge = current.sources.knowledge(code)
        mentions = knowledge.naming.mentions(text)
    except UsageError as error:  # the library that finds names is not installed
        notes.append(f"names are not looked for: {error.what}: {error.hint}")
    if not language.is_known:
        notes.append(f"no file of the language `{code}`: its words are not known, names alone are found")
    pieces = [its for its in sentences(text) if len(its.words) <= LONGEST]
    days = find_days(pieces, day_of(head), language)
    if day_of(head) is None:
        notes.append("no day of publication: `yesterday`, weekdays and the like are not resolved")
    speeches: list[Speech] = []
    if knowledge is not None:
        its = Scene(text, pieces, mentions, quotations(text), knowledge.entities, knowledge.holders(id_), language)
        speeches = find_speeches(its)
    return _Scene(text, head, pieces, mentions, current.sources.entities, days, speeches, knowledge, tuple(notes))


def _entities(selected: _Selected) -> list[Row]:
    """List whom a selection names, each once, with how the text names them."""
    scene = selected.scene
    found: dict[str, Row] = {}
    for mention in selected.mentions:
        words = " ".join(scene.text[mention.start : mention.end].split())
        several = ", which several have" if len(mention.entities) > 1 else ""
        for id_ in mention.entities:
            its = scene.entities[id_]
            why = f"{mention.how}: {words}{several}"
            found.setdefault(id_, {"id": id_, "name": its.name, "kind": its.kind.value, "why": why})
    return [*found.values()]


def _new_entity(words: str) -> Row:
    """Offer words as the name of an entity that there is not yet; not what is longer than a name."""
    name = words if len(words) <= _LONGEST_NAME else ""
    return {"id": slug(name), "name": name}


def _speech(selected: _Selected) -> Row:
    """Tell who speaks in the first of the selected sentences in which somebody does."""
    starts, text = {its.start for its in selected.pieces}, selected.scene.text
    for its in selected.scene.speeches:
        if its.start in starts:
            verb = text[its.verb[0] : its.verb[1]] if its.verb else ""
            speakers = [*(its.speakers or its.candidates)]
            return {"verb": verb, "speakers": speakers, "via": [*its.via], "why": its.why}
    return {"verb": "", "speakers": [], "via": [], "why": ""}


def _types_and_facts(current: Current, selected: _Selected) -> Row:
    """Find the fact types at which words of the selection hint, else of its sentences; and facts that it may mean."""
    scene, pieces = selected.scene, selected.pieces
    if scene.knowledge is None:
        return {"types": [], "facts": []}
    hints = [hint for piece in pieces for hint in scene.knowledge.words.find(piece, scene.mentions)]
    inside = [hint for hint in hints if selected.start <= hint.start and hint.end <= selected.end] or hints
    types = [*dict.fromkeys(hint.type for hint in inside)][:_MOST_TYPES]
    around = [its for piece in pieces for its in selected.meeting(scene.mentions, piece.start, piece.end)]
    days = [its.when for its in selected.days]
    facts = scene.knowledge.facts("").find(_ids(selected.mentions or around), _ids(around), days, types)
    snapshot = current.snapshot
    return {
        "types": types,
        "facts": [
            {"id": its.fact, "type": its.type, "words": snapshot.teller.brief.heading(known), "why": its.why}
            for its in facts
            if (known := snapshot.account.facts.get(snapshot.shown(its.fact))) is not None
        ],
    }  # fmt: skip


def _ids(mentions: Iterable[Mention]) -> list[str]:
    return [*dict.fromkeys(its.entities[0] for its in mentions if len(its.entities) == 1)]
