"""What is wrong with a sentence that cites: marks that it lacks, marks without cause, and one side cited as several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.account.standing import contested_by
from kg.base.hints import counted, several
from kg.report.citations.cited_sentences import Cited, CitedSentence
from kg.report.citations.cited_things import Thing
from kg.report.citations.marks import CONTESTED, KNOWN_BY, NOT_COUNTED, NOT_READ, general, known_by, voices_of

_SAID = {
    CONTESTED: "that it is contested", NOT_READ: "that nobody read it", NOT_COUNTED: "that the claim does not count",
}  # fmt: skip
Pairs = Sequence[tuple[Cited, Thing]]


class Lack(NamedTuple):
    """What is wrong with a sentence, and where."""

    at: int
    what: str
    hint: str


def said_in(sentence: CitedSentence) -> frozenset[str]:
    """Give the marks that a sentence has, in brackets, classes and labels."""
    labels = (mark for its in sentence.every for mark in its.marks or ())
    return frozenset(general(says) for says in (*(mark.says for mark in sentence.marks), *labels))


def unmarked(sentence: CitedSentence, things: Pairs) -> Iterator[Lack]:
    """Find what is cited without a mark that says how it stands.

    Parameters
    ----------
    sentence
        Of a report.
    things
        Its references, those of its footnotes too, with what they are of.
    """
    said, told = said_in(sentence), set[tuple[str, str]]()
    for cited, thing in things:
        about = thing.name if thing.fact is None or thing.matter is not thing.fact else thing.fact.fact
        lacking = [mark for mark in thing.needs if mark not in said and (about, mark) not in told]
        if not lacking:
            continue
        told.update((about, mark) for mark in lacking)
        at = cited.at if cited in sentence.cited else sentence.at
        words = " and ".join(_words(mark, thing) for mark in lacking)
        hint = f"write `[{', '.join(lacking)}]` in the sentence, or as the label of the link"
        yield Lack(at, f"cites `{thing.name}` without saying {words}", hint)


def _words(mark: str, thing: Thing) -> str:
    if mark.startswith(KNOWN_BY):
        return f"that this was {mark}: it is {thing.since} now"
    return _SAID.get(mark, f"that it is {mark}")


def needless(sentence: CitedSentence, things: Pairs) -> Iterator[Lack]:
    """Find marks in brackets that fit nothing that the sentence cites."""
    true = {mark for _, thing in things for mark in thing.says}
    true |= {contested_by(by) for _, thing in things if thing.matter and (by := thing.matter.contested)}
    true |= {known_by(day) for cited, _ in things if (day := cited.reference.fields.get("known-by"))}
    for mark in sentence.marks:
        if mark.voices is None and mark.says not in true:
            at = sentence.passage.origin(mark.start)
            stands = several(
                list(dict.fromkeys(f"{thing.name}: {thing.stands}" for _, thing in things if thing.stands))
            )
            yield Lack(
                at, f"`[{mark.says}]`: nothing that the sentence cites is", f"it cites {stands}" if stands else ""
            )


def voices_cited(sentence: CitedSentence, things: Pairs) -> Iterator[Lack]:
    """Find claims of one side that are cited as if there were several, and voices that are counted wrongly.

    Two claims on one fact, of one stance, that one voice stands behind are one: a sentence that cites both says so by
    `[one voice]`.
    """
    stated = _stated(sentence)
    if stated is not None:
        yield from _miscounted(sentence, things, *stated)
        return
    groups: dict[tuple[str, str], dict[str, tuple[Cited, Thing]]] = defaultdict(dict)
    for cited, thing in things:
        if thing.claim is not None and thing.fact is not None:
            groups[thing.fact.fact, thing.claim.stance.value].setdefault(thing.id, (cited, thing))
    for (fact, _), claims in groups.items():
        voices = sorted({voice for _, its in claims.values() for voice in _behind(its)})
        number = max(1, len(voices))
        if len(claims) > number:
            here = [its for its, _ in claims.values() if its in sentence.cited]
            whose = f"`{several(voices)}`" if voices else "a publisher’s, who repeats what others say"
            what = f"{len(claims)} claims on `{fact}` are of {counted(number, 'voice')}: {whose}"
            hint = f"write `[{'one voice' if number == 1 else f'{number} voices'}]`: a side is one voice"
            yield Lack(here[-1].at if here else sentence.at, what, hint)


def _stated(sentence: CitedSentence) -> tuple[int, int] | None:
    """Give how many voices the marks of a sentence state, the most of them, and where that stands."""
    marks = [(mark.voices, sentence.passage.origin(mark.start)) for mark in sentence.marks if mark.voices is not None]
    labels = [(voices_of(mark), its.at) for its in sentence.every for mark in its.marks or ()]
    return max([*marks, *((number, at) for number, at in labels if number is not None)], default=None)


def _miscounted(sentence: CitedSentence, things: Pairs, number: int, at: int) -> Iterator[Lack]:
    """Compare the number of voices that a sentence states with those that stand behind what it cites."""
    voices = sorted({voice for _, its in things for voice in _behind(its)})
    if number > max(1, len(voices)):
        whose = f": {several(voices)}" if voices else ""
        what = f"{counted(number, 'voice')} stated, and {counted(len(voices), 'voice')} behind what is cited{whose}"
        yield Lack(at, what, "a side is one voice, whatever its organs, papers and releases")


def _behind(its: Thing) -> Sequence[str]:
    if its.claim is not None:
        return its.snapshot.account.readings[its.claim.key].voices
    return its.matter.voices if its.matter is not None else ()
