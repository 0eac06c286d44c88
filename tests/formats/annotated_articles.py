"""Articles with claims, for what goes to annotation tools and comes back: any letters, any spans, any fields."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from kg.annotation.reader import read_source
from kg.annotation.source_text import SourceText
from kg.evidence.article_text import digest
from kg.formats.tools.incoming import Known, readings
from kg.formats.tools.layers import Layered
from kg.model.dates import parse
from kg.model.records import Article, Claim, Evidence, EvidenceKind, Figure, Scope, Stance, Text
from tests.making import ENTITIES, core

ID = "herald-1"
# Names of entities; letters beyond the first plane; combining marks; from right to left; every sort of line end; signs
# that formats use themselves.
PIECES = (
    "Ann", "Bob", "Harbour", "Trade", "🤝", "\U0001d518🙂", "e\u0301", "שלום", "سلام", " ", " ", "\n", "\r\n", "\r",
    "\u2028", "\x85", "\t", "a|b", "\\n", ";", "x", "–", "\ufeff", "\u200d",
)  # fmt: skip
WORDS = st.text("aé🙂ש|\\;:=,#\"'{}&<> \n\t", min_size=1, max_size=12).map(str.strip).filter(bool)
LINES = WORDS.map(lambda its: its.replace("\n", " ").replace("\t", " ")).filter(lambda its: its.isprintable())
TIMES = st.sampled_from(["2023-12", "2023-12-13~", "../2021-08", "2023-12-04/2023-12-08", "2023"]).map(parse)
FIGURES = st.sampled_from(
    [Figure("3", "5"), Figure("20", None), Figure("2.5", "2.5", "EUR; x=3"), Figure("1", "1", "a\\b")]
)
IDS = st.sampled_from(["ann", "bob", "xan", "herald"])
SOME = st.lists(IDS, max_size=2, unique=True)


@st.composite
def _claim(draw: st.DrawFn, number: int, text: str) -> Claim:
    """A claim on one to four spans, which may overlap, nest, touch, or be the same twice."""
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 9)).map(lambda its: (its[0], its[0] + its[1]))
    spans = [
        Evidence(
            start=start,
            end=min(end, len(text)),
            sha256=digest(text[start:end]),
            kind=draw(st.sampled_from(EvidenceKind)),
        )
        for start, end in draw(st.lists(places, min_size=1, max_size=4))
    ]
    roles = {
        "participant": tuple(draw(st.lists(IDS, min_size=1, max_size=3, unique=True))),
        **({"place": ("harbour",)} if draw(st.booleans()) else {}),
        **({"topic": ("trade",)} if draw(st.booleans()) else {}),
    }
    maybe = st.none() | LINES
    return Claim(
        article=ID, id=f"c{number}", fact=f"f{draw(st.integers(0, 2))}", type="Meeting", evidence=tuple(spans),
        roles=roles,        stance=draw(st.sampled_from(Stance)), scope=draw(st.sampled_from(Scope)), label=draw(maybe),
        when=draw(st.none() | TIMES), said=draw(st.none() | TIMES),
        speaker=tuple(draw(SOME)), via=tuple(draw(SOME)),
        document=draw(st.sampled_from([None, "readout-1"])), mode=draw(st.sampled_from([None, "direct", "implied"])),
        part_of=draw(st.sampled_from([None, "visit-1"])), fulfils=draw(st.sampled_from([None, "plan-1"])),
        values=draw(st.dictionaries(st.sampled_from(["deaths", "cost"]), FIGURES, max_size=2)), qualifier=draw(maybe),
        annotator=draw(maybe), note=draw(st.none() | WORDS),
    )  # fmt: skip


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[Claim]]:
    """A text, and claims on it."""
    text = "".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14)))
    return text, [draw(_claim(number, text)) for number in range(draw(st.integers(0, 3)))]


def known(text: str) -> Known:
    """What a project knows that has one article with this text."""
    its = Text(file=f"{ID}.txt", sha256=digest(text), characters=len(text))
    article = Article(id=ID, title="A", publisher="herald", published=parse("2023-12-14"), text=its)
    return Known({ID: article}, ENTITIES, core())


def claims_of(layered: Sequence[Layered], text: str) -> dict[str, Claim]:
    """The claims that come back, as a project's reader reads them from the file that is written."""
    (reading,) = readings(layered, known(text), "a tool")
    document = read_source(SourceText(reading.file, reading.text))
    assert [str(its) for its in document.faults if not its.is_warning] == []
    return {its.id: its for its in document.claims}
