"""What is wrong with a sentence that cites: marks that it lacks, marks without cause, and one side cited as several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.base.hints import counted, several
from kg.report.cited_sentences import Cited, CitedSentence
from kg.report.cited_things import Thing
from kg.report.marks import CONTESTED, NOT_COUNTED, NOT_READ, VOICES

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
    return frozenset([*(mark.says for mark in sentence.marks), *labels])


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
        about = thing.fact.fact if thing.fact else thing.id
        lacking = [mark for mark in thing.needs if mark not in said and (about, mark) not in told]
        if not lacking:
            continue
        told.update((about, mark) for mark in lacking)
        at = cited.at if cited in sentence.cited else sentence.at
        words = " and ".join(_SAID.get(mark, f"that it is {mark}") for mark in lacking)
        hint = f"write `[{', '.join(lacking)}]` in the sentence, or as the label of the link"
        yield Lack(at, f"cites `{thing.id}` without saying {words}", hint)


def needless(sentence: CitedSentence, things: Pairs) -> Iterator[Lack]:
    """Find marks in brackets that fit nothing that the sentence cites."""
    true = {mark for _, thing in things for mark in thing.says}
    for mark in sentence.marks:
        if mark.voices is None and mark.says not in true:
            at = sentence.passage.origin(mark.start)
            stands = several(list(dict.fromkeys(f"{thing.id}: {thing.stands}" for _, thing in things if thing.stands)))
            yield Lack(at, f"`[{mark.says}]`: nothing that the sentence cites is", f"it cites {stands}" if stands else "")


def voices_cited(sentence: CitedSentence, things: Pairs) -> Iterator[Lack]:
    """Find claims of one side that are cited as if there were several, and voices that are counted wrongly.

    Two claims on one fact, of one stance, that one voice stands behind are one: a sentence that cites both says so by
    `[one voice]`.
    """
    groups: dict[tuple[str, str], dict[str, tuple[Cited, Thing]]] = defaultdict(dict)
    for cited, thing in things:
        if thing.claim is not None and thing.fact is not None:
            groups[thing.fact.fact, thing.claim.stance.value].setdefault(thing.id, (cited, thing))
    stated = [mark for mark in sentence.marks if mark.voices is not None]
    labels = [number for its in sentence.every for number in _numbers(its)]
    most = max([*(mark.voices or 0 for mark in stated), *labels], default=None)
    for (fact, _), claims in groups.items():
        voices = _voices(claims)
        if len(claims) > max(1, len(voices)) and most is None:
            cited = list(claims.values())[-1][0]
            at = cited.at if cited in sentence.cited else sentence.at
            whose = f"`{several(voices)}`" if voices else "the publisher’s alone, who only repeats"
            what = f"{len(claims)} claims on `{fact}` are of {counted(len(voices), 'voice')}: {whose}"
            yield Lack(at, what, f"write `[{'one voice' if len(voices) < 2 else f'{len(voices)} voices'}]`: one side is one voice")
    yield from _miscounted(sentence, things, most)


def _numbers(its: Cited) -> list[int]:
    return [int(mark.split()[0]) for mark in its.marks or () if mark.endswith(f" {VOICES}")]


def _voices(claims: dict[str, tuple[Cited, Thing]]) -> list[str]:
    found = (voice for _, its in claims.values() if its.claim for voice in its.snapshot.account.readings[its.claim.key].voices)
    return sorted(set(found))


def _miscounted(sentence: CitedSentence, things: Pairs, most: int | None) -> Iterator[Lack]:
    """Compare the number of voices that a sentence states with those that stand behind what it cites."""
    if most is None:
        return
    voices = {voice for _, its in things for voice in _behind(its)}
    if most > len(voices):
        mark = next((mark for mark in sentence.marks if mark.voices == most), None)
        at = sentence.passage.origin(mark.start) if mark else sentence.at
        what = f"{counted(most, 'voice')} stated: behind what is cited {'is' if len(voices) == 1 else 'are'} {counted(len(voices), 'voice')}"
        whose = f": {several(sorted(voices))}" if voices else ""
        yield Lack(at, what + whose, "a side is one voice, whatever its organs, papers and releases")


def _behind(its: Thing) -> Sequence[str]:
    if its.claim is not None:
        return its.snapshot.account.readings[its.claim.key].voices
    return its.matter.voices if its.matter is not None else ()
