"""One article under two ids is pointed out with both places, and not merged; an agency's text in two papers is not."""

from __future__ import annotations

import pytest

from kg.annotation.reader import read_source
from kg.annotation.source_text import SourceText
from kg.check import Checked, check
from tests.check.test_check import ENTITIES, ITS, claim

PAPERS = "herald: {kind: Organization, name: The Herald}\nwire: {kind: Organization, name: The Wire}\n"
ONE, OTHER = "1" * 64, "2" * 64


def head(sha256: str = "", **fields: str) -> str:
    given = {"title": "Ministers meet", "publisher": "gazette", "published": "2024-03-05"} | fields
    if sha256:
        given["text"] = f"{{file: a.txt, sha256: {sha256}, characters: 90}}"
    return (
        "article:\n" + "".join(f"  {name}: {value}\n" for name, value in given.items()) + "claims:\n" + claim("a", "f")
    )


def checked(*heads: str) -> Checked:
    texts = {"entities": ENTITIES + PAPERS} | {f"p{number}": text for number, text in enumerate(heads, 1)}
    return check([read_source(SourceText(f"sources/{name}.yaml", text)) for name, text in texts.items()], ITS)


def told(*heads: str) -> list[str]:
    found = checked(*heads)
    assert len(found.articles) == len(found.claims) == len(heads)  # none is merged, and none refused
    return [str(fault) for fault in found.faults]


def test_one_text_under_two_ids_of_one_publisher() -> None:
    assert told(head(ONE), head(ONE, title="Talks", published="2024-03-06")) == [
        "sources/p2.yaml:5:31: warning: `p1`, at sources/p1.yaml:1:1, and `p2` have one text (`sha256`): "
        "its claims count as those of two articles\n"
        "  hint: if they are one article, keep one of the two, with the claims of both; if not, mend what they have in "
        "common"
    ]


def test_one_text_of_two_publishers_may_be_an_agencys() -> None:
    assert told(head(ONE), head(ONE, publisher="herald")) == [
        "sources/p2.yaml:5:31: warning: `p1`, at sources/p1.yaml:1:1, and `p2` have one text (`sha256`): "
        "`gazette` and `herald` count as two sources of it\n"
        "  hint: a text that both took from an agency: say `agency:` in both heads; one article under two ids: keep "
        "one of the two, with the claims of both"
    ]


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (head(), head(), "one publisher, day and title"),
        (head(ONE), head(OTHER), "one publisher, day and title"),
        (head(), head(title="'Ministers meet!'"), "one publisher, day and title"),
        (head(), head(title="MINISTERS  MEET"), "one publisher, day and title"),
        (head(title="Beyoncé sings"), head(title="Beyonce\u0301 sings"), "one publisher, day and title"),
        (head(ONE, agency="wire"), head(ONE, agency="wire"), "one text (`sha256`)"),
        (head(ONE, agency="wire"), head(ONE, publisher="herald"), "one text (`sha256`)"),
        (
            head(url="https://www.example.org/a?b=1"),
            head(url="http://example.org/a/?b=1#top", title="Talks"),
            "one address",
        ),
    ],
)
def test_what_two_articles_have_in_common_is_named(one: str, other: str, said: str) -> None:
    (warning,) = told(one, other)
    assert f"warning: `p1`, at sources/p1.yaml:1:1, and `p2` have {said}: " in warning


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (head(ONE), head(OTHER, title="Talks")),
        (head(), head(published="2024-03-06")),
        (head(), head(publisher="herald")),
        (head(url="https://example.org/a?b=1"), head(url="https://example.org/a?b=2", title="Talks")),
        (head(ONE, agency="wire"), head(ONE, agency="wire", publisher="herald")),
        (head(title="'…'"), head(title="'?'")),
    ],
)
def test_two_articles_stay_two_without_a_word(one: str, other: str) -> None:
    assert told(one, other) == []


def test_each_of_many_is_told_once_beside_the_first() -> None:
    found = told(head(ONE), head(ONE), head(ONE), head(OTHER, title="Talks"))
    assert [line.partition(": ")[0].split(":")[0] for line in found] == ["sources/p2.yaml", "sources/p3.yaml"]
    assert all("`p1`, at sources/p1.yaml:1:1, and" in line for line in found)
