"""Records laid out in files as people and programs do: YAML, and JSON Lines in any order, plain or compressed."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.annotation.yaml_writer import flow

Fields = dict[str, Any]
ENDINGS = (".jsonl", ".jsonl", ".jsonl.gz", ".jsonl.zst")


def laid_out(
    records: Iterable[tuple[str, Fields]], raw: Sequence[bytes], judgements: Sequence[Fields], rng: random.Random
) -> dict[str, bytes]:
    """Give the files of a project: names below its folder, and what stands in them."""
    every = list(records)
    files = {"kg.toml": b'title = "Drawn"\nbase = "https://example.org/drawn/"\n'}
    left: list[tuple[str, Fields]] = []
    entities = [fields for kind, fields in every if kind == "entity"]
    in_yaml = rng.choice((0, len(entities) // 2, len(entities)))
    text = "".join(f"{its['id']}: {flow(_without(its, 'id'))}\n" for its in entities[:in_yaml])
    if text:
        files["sources/entities.yaml"] = text.encode()
    left += [("entity", its) for its in entities[in_yaml:]]
    claims = [fields for kind, fields in every if kind == "claim"]
    readings: list[str] = []
    for head in (fields for kind, fields in every if kind == "article"):
        if rng.randrange(3) or f"sources/{head['id']}.yaml" in files:
            left.append(("article", head))
            continue
        its = [claim for claim in claims if claim.get("article") == head["id"] and rng.randrange(8)]
        claims = [claim for claim in claims if not any(claim is each for each in its)]
        files |= _articles(head, its, readings, rng)
    left += [("claim", claim) for claim in claims]
    if judgements and rng.randrange(2):
        files["sources/identity.yaml"] = "".join(f"- {flow(its)}\n" for its in judgements).encode()
    else:
        left += [("judgement", its) for its in judgements]
    if readings:
        files["kg.toml"] += f"readings = {{{', '.join(readings)}}}\n".encode()
    return files | _lines(left, raw, rng)


def _articles(head: Fields, claims: list[Fields], readings: list[str], rng: random.Random) -> dict[str, bytes]:
    """Write an article and its claims as YAML, now and then as two readings of it."""
    id_ = head["id"]
    if rng.randrange(6):
        return {f"sources/{id_}.yaml": _article(head, claims)}
    if rng.randrange(2):
        readings.append(f'{id_} = "{rng.choice(("ab", "cd"))}"')
    half = len(claims) // 2 + 1
    return {
        f"sources/{id_}.ab.yaml": _article(head, claims[:half]),
        f"sources/{id_}.cd.yaml": _article(head, claims[1:]),
    }


def _article(head: Fields, claims: list[Fields]) -> bytes:
    lines = [f"article: {flow(_without(head, 'id'))}\n", "claims:\n" if claims else "claims: []\n"]
    return "".join([*lines, *(f"  - {flow(_without(its, 'article'))}\n" for its in claims)]).encode()


def _lines(records: list[tuple[str, Fields]], raw: Sequence[bytes], rng: random.Random) -> dict[str, bytes]:
    """Write records as JSON Lines, in one to four files, in any order."""
    lines = [_line(kind, fields, rng) for kind, fields in records]
    lines += raw
    lines += [b"", b"  "][: rng.randrange(3)]
    rng.shuffle(lines)
    count = rng.choice((1, 1, 2, 4))
    names = [f"sources/{rng.choice(('', 'more/'))}p{number}{rng.choice(ENDINGS)}" for number in range(count)]
    files: dict[str, list[bytes]] = {name: [] for name in names}
    for line in lines:
        files[rng.choice(names)].append(line)
    return {name: compressed(name, _joined(its, rng)) for name, its in files.items()}


def _joined(lines: list[bytes], rng: random.Random) -> bytes:
    end = rng.choice((b"\n", b"\n", b"\n", b"\r\n"))
    mark = b"\xef\xbb\xbf" if not rng.randrange(5) else b""
    return mark + end.join(lines) + (end if rng.randrange(3) else b"")


def _line(kind: str, fields: Fields, rng: random.Random) -> bytes:
    """Write a record as one line: mostly compactly, now and then with blanks or escapes, or in another order."""
    match rng.randrange(8):
        case 0:
            return json.dumps({kind: fields}).encode()
        case 1:
            return f' {{ "{kind}" : {json.dumps(fields, ensure_ascii=False)} }} '.encode()
        case 2:
            its = dict(sorted(fields.items(), reverse=True))
            return json.dumps({kind: its}, separators=(",", ":"), ensure_ascii=False).encode()
        case 3 if not rng.randrange(3):
            return json.dumps({"KIND": fields}).replace("KIND", f"\\u{ord(kind[0]):04x}{kind[1:]}", 1).encode()
        case _:
            return json.dumps({kind: fields}, separators=(",", ":"), ensure_ascii=False).encode()


def _without(fields: Fields, name: str) -> Fields:
    return {key: value for key, value in fields.items() if key != name}


def compressed(name: str, data: bytes) -> bytes:
    """Compress data as the name of its file says."""
    if name.endswith(".gz"):
        return gzip.compress(data, mtime=0)
    if name.endswith(".zst"):
        from backports import zstd

        return bytes(zstd.compress(data))
    return data


def lines_of(name: str, data: bytes) -> Iterator[bytes]:
    """Give the lines of such a file again."""
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    elif name.endswith(".zst"):
        from backports import zstd

        data = zstd.decompress(data)
    yield from data.split(b"\n")
