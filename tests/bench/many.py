"""Projects of millions of claims as JSON Lines in parts, written as a stream, the same for the same size and shape.

Of the shape of `synthetic`: three claims a fact, fifty an article, three actors of a heavy tail in a meeting, one fact
in ten only hinted, asked or denied. A skewed one has one fact with a twentieth of all claims, and one actor in a fifth
of all facts.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from tests.bench.synthetic import CLAIMS_A_FACT, CLAIMS_AN_ARTICLE, HASH, TAIL, as_json, begin, entities, head

A_FILE = 50_000  # claims of one file, about 20 MB
EVEN, SKEWED = "even", "skewed"
CROWDED, EVERYWHERE = 20, 5  # one claim in so many is on one fact; one fact in so many has one actor


def write(folder: Path, claims: int, shape: str = EVEN) -> Path:
    """Write a project of that many claims."""
    people = begin(folder, claims)
    with (folder / "sources/entities.jsonl").open("w") as out:
        for line in entities(people):
            id_, _, fields = line.partition(": ")
            out.write(f'{{"entity":{as_json(f"id: {id_}", fields[1:-1])}}}\n')
    facts = _Facts(claims, people, shape)
    for first in range(0, claims, A_FILE):
        with (folder / f"sources/part{first // A_FILE:05d}.jsonl").open("w") as out:
            out.writelines(_lines(first, min(first + A_FILE, claims), facts))
    return folder


class _Facts:
    """What all claims on a fact say, drawn from its number alone."""

    def __init__(self, claims: int, people: int, shape: str) -> None:
        self.number, self.people, self.is_skewed = claims // CLAIMS_A_FACT + 1, people, shape == SKEWED
        self.fields = lru_cache(200_000)(self._fields)

    def _fields(self, number: int) -> tuple[str, int, bool]:
        draw = random.Random(number)
        actors = [self.people - 1] if self.is_skewed and number % EVERYWHERE == 0 else []
        while len(actors) < 3:
            actor = min(int(draw.paretovariate(TAIL)) - 1, self.people - 1)
            actors += [actor] if actor not in actors else []
        places = self.people // 10
        roles = {"participant": [f"a{its}" for its in actors], "place": [f"p{draw.randrange(places)}"]}
        roles["topic"] = [f"t{draw.randrange(20)}"]
        day = f"2009-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
        its = json.dumps({"fact": f"f{number}", "type": "Meeting", "roles": roles, "when": day}, separators=(",", ":"))
        return its[1:-1], actors[-1] % places, draw.random() < 0.1


def _lines(first: int, end: int, facts: _Facts) -> Iterator[str]:
    draw = random.Random(first)
    for number in range(first, end):
        article = number // CLAIMS_AN_ARTICLE
        if number % CLAIMS_AN_ARTICLE == 0:
            yield f'{{"article":{as_json(f"id: a{article:06d}", *head(article)[1:-1])}}}\n'
        crowded = facts.is_skewed and draw.randrange(CROWDED) == 0
        told, ministry, is_hinted = facts.fields(0 if crowded else draw.randrange(facts.number))
        speaker = f'"speaker":"m{ministry}",' if draw.random() < 0.5 else ""
        stance = draw.choice(("suggests", "asks", "denies")) if is_hinted else "asserts"
        start = number % CLAIMS_AN_ARTICLE * 100
        yield (
            f'{{"claim":{{"article":"a{article:06d}","id":"c{number}",{told},{speaker}"stance":"{stance}",'
            f'"evidence":[{{"at":[{start},{start + 80}],"sha256":"{HASH}"}}]}}}}\n'
        )
