"""A project of any size and stated shape, the same for the same seed.

Three claims a fact, on average; a meeting has five fillers; actors are drawn from a heavy tail (a few are
everywhere); nine facts in ten are asserted by a newspaper or by a participant's ministry, the tenth is only
hinted, asked or denied. Articles hold about fifty claims each.
"""

from __future__ import annotations

import hashlib
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

CLAIMS_A_FACT, CLAIMS_AN_ARTICLE, TAIL = 3, 50, 1.2
HASH = hashlib.sha256(b"a span of no text").hexdigest()


def write(folder: Path, claims: int, seed: int = 1) -> Path:
    """Write a project of that many claims as YAML, a file an article."""
    people = begin(folder, claims)
    (folder / "sources/entities.yaml").write_text("\n".join(entities(people)) + "\n")
    for number, its_head, told in articles(claims, people, seed):
        (folder / f"sources/a{number:06d}.yaml").write_text("\n".join([*its_head, *told]) + "\n")
    return folder


def write_lines(folder: Path, claims: int, seed: int = 1, articles_a_file: int = 10**9) -> Path:
    """Write the same project as JSON Lines."""
    people = begin(folder, claims)
    with (folder / "sources/entities.jsonl").open("w") as out:
        for line in entities(people):
            id_, _, fields = line.partition(": ")
            out.write(f'{{"entity":{as_json(f"id: {id_}", fields[1:-1])}}}\n')
    for number, its_head, told in articles(claims, people, seed):
        with (folder / f"sources/part{number // articles_a_file:06d}.jsonl").open("a") as out:
            out.write(f'{{"article":{as_json(f"id: a{number:06d}", *its_head[1:-1])}}}\n')
            for text in told:
                its = as_json(f"article: a{number:06d}", *text.replace("  - ", "", 1).splitlines())
                out.write(f'{{"claim":{its}}}\n')
    return folder


def write_quads(project: Path, target: Path) -> None:
    """Write all quads of a built project to one file."""
    with target.open("wb") as out:
        for path in sorted((project / "build/segments").rglob("*.nq")):
            out.write(path.read_bytes())


def begin(folder: Path, claims: int) -> int:
    """Write what stands around the sources, and say how many people there are."""
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    (folder / "kg.toml").write_text('title = "Synthetic"\nbase = "https://example.org/synthetic/"\n')
    (folder / "sources").mkdir()
    return max(20, claims // 10)


def articles(claims: int, people: int, seed: int) -> Iterator[tuple[int, list[str], list[str]]]:
    """Draw articles: number, lines of the head, and the claims' lines."""
    draw = random.Random(seed)
    facts = [fact(number, people, draw) for number in range(claims // CLAIMS_A_FACT + 1)]
    for first in range(0, claims, CLAIMS_AN_ARTICLE):
        number = first // CLAIMS_AN_ARTICLE
        told = [claim(each, draw.choice(facts), draw) for each in range(first, min(first + CLAIMS_AN_ARTICLE, claims))]
        yield number, head(number), told


def as_json(*pairs: str) -> str:
    """Turn our own plain lines of YAML, `name: value`, into JSON."""
    held = ",".join(pair.strip() for pair in pairs)
    quoted = re.sub(
        r"[\w-][\w -]*", lambda found: found[0] if found[0].isdigit() and len(found[0]) < 9 else f'"{found[0]}"', held
    )
    return f"{{{re.sub(', +', ',', quoted.replace(': ', ':'))}}}"


def entities(people: int) -> Iterator[str]:
    for number in range(people // 10):
        yield f"c{number}: {{kind: Country, name: Country {number}}}"
        yield f"m{number}: {{kind: Organization, name: Ministry {number}, links: {{institution-of: c{number}}}}}"
        yield f"p{number}: {{kind: Place, name: Place {number}, links: {{part-of: c{number}}}}}"
    for number in range(20):
        yield f"n{number}: {{kind: Organization, name: Newspaper {number}}}"
        yield f"t{number}: {{kind: Topic, name: Topic {number}}}"
    for number in range(people):
        yield f"a{number}: {{kind: Person, name: Actor {number}, links: {{member-of: m{number % (people // 10)}}}}}"


def head(number: int) -> list[str]:
    day = f"20{10 + number // 336 % 80:02d}-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"
    return ["article:", f"  title: Article {number}", f"  publisher: n{number % 20}", f"  published: {day}", "claims:"]


def fact(number: int, people: int, draw: random.Random) -> tuple[str, int, bool]:
    """Draw what the claims on a fact share: its lines, a ministry of one party, and whether it is only hinted."""
    actors: list[int] = []
    while len(actors) < 3:
        actor = min(int(draw.paretovariate(TAIL)) - 1, people - 1)
        actors += [actor] if actor not in actors else []
    where = f"p{draw.randrange(people // 10)}"
    who = ", ".join(f"a{actor}" for actor in actors)
    roles = f"{{participant: [{who}], place: {where}, topic: t{draw.randrange(20)}}}"
    day = f"2009-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
    line = f"    fact: f{number}\n    type: Meeting\n    roles: {roles}\n    when: {day}"
    return line, actors[0] % (people // 10), draw.random() < 0.1


def claim(number: int, about: tuple[str, int, bool], draw: random.Random) -> str:
    line, ministry, is_only_hinted = about
    speaker = f"\n    speaker: m{ministry}" if draw.random() < 0.5 else ""
    stance = draw.choice(["suggests", "asks", "denies"]) if is_only_hinted else "asserts"
    start = number % CLAIMS_AN_ARTICLE * 100
    evidence = f"[{{at: [{start}, {start + 80}], sha256: {HASH}}}]"
    return f"  - id: c{number}\n{line}{speaker}\n    stance: {stance}\n    evidence: {evidence}"
