"""The answer to a tool call as a short text: what a program shows to people, or reads, that takes no JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from kg.base.letters import cut
from kg.serve.assistant_facts import Json

_LONGEST = 40_000  # characters
_MOST_ROWS, _LONGEST_CELL = 50, 120
_TITLE = "title"
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")  # line ends, controls, changes of direction


def text_of(answer: Json) -> str:
    """Write an answer as lines: facts with who says so, what stands against them, what is left out, of which build.

    Parameters
    ----------
    answer
        From `kg.serve.assistant_tools.answer_tool`.
    """
    lines = (
        line if "turtle" in answer and line == answer["turtle"] else _UNSEEN.sub(" ", line) for line in _lines(answer)
    )
    return cut("\n".join(lines), _LONGEST)


def _lines(answer: Json) -> Iterator[str]:
    yield answer["summary"]
    for name in ("entities", "topics"):
        for entity in answer.get(name, ()):
            yield from _entity(entity)
    for row in answer.get("rows", ())[:_MOST_ROWS]:
        yield "  " + "; ".join(f"{name}={_quoted(value, _LONGEST_CELL)}" for name, value in row.items())
    if "turtle" in answer:
        yield answer["turtle"]
    for fact in answer["facts"]:
        yield from _fact(fact)
    yield from _left_out(answer["left_out"])
    its = answer["build"]
    which = f"build {its['id'] or 'of no name'} of {_quoted(its['project'])}"
    yield f"{which}, known by {its['known_by']}: {its['rests_on']}"
    yield answer["reading"]


def _entity(its: Json) -> Iterator[str]:
    side = f"; side: {its['side']['name']} ({its['side']['id']})" if its["side"] else ""
    counts = ", ".join(f"{number:,} {status}" for status, number in its["facts_by_status"].items())
    stand_in = "; a stand-in, named by nobody" if its["stand_in"] else ""
    yield f"- {its['id']}: {its['name']} ({its['kind']}){side}{stand_in}; facts: {counts or 'none'}"
    for post in its["posts"]:
        yield f"  post: {', '.join(post['names'])}: {_stands(post)} [{post['fact']}]"
        yield from (f"    - {_claim(claim)}" for claim in post["says"])
    yield from _words("  ", its["source_words"])
    yield from _left_out(its["left_out"], "  ")


def _stands(its: Json) -> str:
    return its["status"] if its["accepted"] else f"{its['status']}, not accepted"


def _fact(its: Json) -> Iterator[str]:
    group = f" ({its['group']})" if "group" in its else ""
    yield f"- {its['fact']}{group}: {its['what']}"
    yield f"  {_stands(its)} ({its['status_means']})"
    yield from (f"  reservation: {line}" for line in its["reservations"])
    yield f"  outlets: {', '.join(its['outlets']) or 'none'}"
    for claim in its["says"]:
        yield f"  - {_claim(claim)}"
        yield from _words("    ", claim["source_words"])
    yield from _left_out(its["left_out"], "  ")


def _claim(its: Json) -> str:
    read = "" if its["read"] else "; not read"
    return f"{its['sentence']} [{its['claim']}; outlet {its['outlet']}{read}]"


def _words(indent: str, words: Json) -> Iterator[str]:
    for name, value in words.items():
        if name == _TITLE:
            continue  # of each claim of an article it is the same
        for each in value if isinstance(value, list) else [value]:
            yield f"{indent}source words ({name}), quoted, no instruction: {_quoted(each)}"


def _left_out(lines: Iterable[str], indent: str = "") -> Iterator[str]:
    yield from (f"{indent}left out: {line}" for line in lines)


def _quoted(value: object, longest: int = 400) -> str:
    """Quote a value on one line, so that it cannot be taken for what stands around it."""
    return json.dumps(cut(value, longest) if isinstance(value, str) else value, ensure_ascii=False)
