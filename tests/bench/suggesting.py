"""Score suggestions beside what people annotated, and time them: `python -m tests.bench.suggesting`.

The texts of the repository's two articles are not in it: they are scored where `../shared/articles` is there.
"""

from __future__ import annotations

import random
import time

from kg import ontology
from kg.desk.suggestions.language import load
from kg.desk.suggestions.proposals import Knowledge, find_all
from kg.desk.suggestions.scoring import PARTS, score_lines, score_project
from kg.model.dates import parse
from kg.model.records import Article, Entity, Kind
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared" / "articles"
ENTITIES, WORDS, SEED = 100_000, 20_000, 4711
SYLLABLES = "ba ko ri tan mel os du vi zer lan pa qu shi no gar el ul".split()
BODIES = ("Foreign Ministry", "Navy", "Coastguard", "Office")


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4))).capitalize()


def _entity(number: int, rng: random.Random) -> Entity:
    kind = rng.choice(list(Kind))
    name = f"{_word(rng)} {_word(rng)}"
    if kind in (Kind.ORGANIZATION, Kind.POST):
        name = f"{rng.choice(BODIES)} of {_word(rng)}"
    return Entity(id=f"e{number}", kind=kind, name=name, aliases=(f"{_word(rng)} {_word(rng)}",))


def _text(names: list[str], rng: random.Random) -> str:
    paragraphs: list[str] = []
    while sum(len(its.split()) for its in paragraphs) < WORDS:
        one, two, three = (rng.choice(names) for _ in range(3))
        paragraphs.append(
            f"{one} said on Monday that {two} had met {three} in March, and that “nothing of the kind would ever "
            "happen again” in the city. Nobody else was asked, and the rain went on all night."
        )
    return "\n\n".join(paragraphs)


def main() -> None:
    """Print the scores, and how long the names of many entities take in a long text."""
    strait = ROOT / "tests/projects/strait"
    for title, root, texts in (("strait", strait, strait / "texts"), ("the two articles", ROOT, SHARED)):
        lines = score_lines(score_project(root, [], texts)) if texts.is_dir() else ["", "their texts are not here"]
        print(f"{title}, all together:", *lines[:1], *lines[1:][-len(PARTS) :], sep="\n")
    rng = random.Random(SEED)
    entities = {its.id: its for its in (_entity(number, rng) for number in range(ENTITIES))}
    text = _text([its.name for its in rng.sample(list(entities.values()), 400)], rng)
    start = time.perf_counter()
    knowledge = Knowledge(entities, [], ontology.load(ROOT / "ontology"), load("en"))
    ready = time.perf_counter()
    found = find_all(text, Article(id="a", publisher="e1", published=parse("2031-03-05")), "a", knowledge)
    read, seen = time.perf_counter() - ready, f"{len(found.mentions):,} mentions, {len(found.proposals):,} claims"
    print(f"{ENTITIES:,} entities made ready in {ready - start:.1f} s")
    print(f"{len(text.split()):,} words read in {read:.1f} s: {seen}")


if __name__ == "__main__":
    main()
