"""Citations: what they say, in each format, and that what they write is accepted when a report is verified."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import structs

import kg
from kg.base.errors import NotFoundError, UsageError
from kg.base.project import Project
from kg.cli.main import run
from kg.graph.graph import Graph
from kg.model.dates import parse
from kg.model.records import Article, Claim, Entity, Evidence, Records
from tests.examples import examples
from tests.graphs import STRAIT, graph_of, in_memory
from tests.making import ARTICLES, ENTITIES, article, claim, core

BOTH = ("ann", "bob")
TALK = (claim("a-foreign", id_="spoke"), claim("b-foreign", "denies", article="gazette-1", id_="never"))
ROW = structs.replace(claim(None, id_="row"), evidence=(Evidence(row="20718170"),))


def test_a_fact_is_cited_by_all_claims_that_decided() -> None:
    x = "2d711642b726b044"  # what the hash of an `x` begins with
    assert str(graph_of(TALK).cite("m")) == (
        "B Foreign, in Gazette of 2023-12-14, denying a meeting of Ann and Bob "
        "([one-sided, contested by a party](https://example.org/small/fact/m#status=one-sided&contested=by-party))."
        "[^gazette-1/never]\n\n"
        "A Foreign, in Herald of 2023-12-14: Ann and Bob met "
        "([one-sided, contested by a party](https://example.org/small/fact/m#status=one-sided&contested=by-party))."
        "[^herald-1/spoke]\n\n"
        "Of the fact m: contested by a party; denied by bland "
        "([one-sided, contested by a party](https://example.org/small/fact/m#status=one-sided&contested=by-party)).\n\n"
        "[^gazette-1/never]: Claim [gazette-1/never](https://example.org/small/claim/gazette-1/never#status=one-sided"
        "&contested=by-party) in “gazette-1”, Gazette, 2023-12-14, "
        f"[characters 0–1](https://example.org/small/article/gazette-1#char=0,1&sha256={x})\n\n"
        "[^herald-1/spoke]: Claim [herald-1/spoke](https://example.org/small/claim/herald-1/spoke#status=one-sided"
        "&contested=by-party) in “herald-1”, Herald, 2023-12-14, "
        f"[characters 0–1](https://example.org/small/article/herald-1#char=0,1&sha256={x})\n"
    )


@pytest.mark.parametrize(
    ("claims", "cited", "label"),
    [
        ([claim("a-foreign", id_="c")], "m", "one-sided"),
        ([claim("b-foreign", "denies", id_="c")], "m", "denied"),
        ([claim("a-foreign", "announces", when="2024", id_="c")], "m", "planned"),
        ([claim(None, "asks", id_="c")], "m", "unconfirmed"),
        ([claim("whisper", id_="c")], "herald-1/c", "alleged"),
        ([ROW], "m", "reported, not read"),
        ([claim("ann", id_="c"), claim("ann", "denies", article="herald-2")], "herald-1/c", "denied, does not count"),
        ([claim("ann"), claim("bob"), claim("c-foreign", "denies", id_="c")], "herald-1/c",
         "on-record, contested by an outsider"),
    ],
)  # fmt: skip
def test_a_citation_says_how_its_fact_stands(claims: list[Claim], cited: str, label: str) -> None:
    text = str(graph_of(claims).cite(cited))
    assert f" ([{label}](https://example.org/small/fact/m#status={label.partition(',')[0]}" in text


def test_who_denies_a_filler_is_named(strait: Graph) -> None:
    (its,) = strait.cite("council-session").citations
    assert its.reservations == (
        "claims conflict: whereabouts",
        "representative Jon Berg (Defence Ministry of Orlund): denied, denied by orlund, velmark",
    )


def test_rows_that_nobody_read_are_cited_as_such() -> None:
    text = str(graph_of([ROW]).cite("m"))
    assert text.startswith(
        "Herald of 2023-12-14 (coded by Herald, row 20718170; not read): Ann and Bob met ([reported, not read]("
    )
    assert "#status=reported&read=no)" in text
    assert "[row 20718170](https://example.org/small/article/herald-1#row=20718170)" in text


def test_one_claim_is_cited_alone_and_by_its_address() -> None:
    graph = graph_of(TALK)
    by_key = graph.cite("herald-1/spoke")
    assert [claim["claim"] for its in by_key.citations for claim in its.claims] == ["herald-1/spoke"]
    assert graph.cite("https://example.org/small/claim/herald-1/spoke#status=denied") == by_key
    assert graph.cite(["fact:m", "m", "fact:m"]).citations == graph.cite(["m", "m"]).citations * 2
    assert repr(by_key) == "<Citations of herald-1/spoke>"


@pytest.mark.parametrize(
    ("cited", "message"),
    [
        ("n", "no such fact: `n`\n  hint: `kg facts` lists them"),
        ("ann", "no such fact: `ann`\n  hint: `ann` is an entity: `kg explain A B` explains what names two, "
         "`kg facts --entity ann` lists all"),
        ("herald-1/spoken", "no such claim: `herald-1/spoken`\n  hint: did you mean `herald-1/spoke`?"),
        ("heraldd-1/spoke", "no such claim: `heraldd-1/spoke`\n  hint: did you mean `herald-1/spoke`?"),
    ],
)  # fmt: skip
def test_what_there_is_not_is_told_with_what_is_near(cited: str, message: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        graph_of(TALK).cite(cited)
    assert str(caught.value) == message


def test_nothing_and_no_format() -> None:
    graph = graph_of(TALK)
    with pytest.raises(UsageError, match=r"^nothing to cite\n  hint: name facts, or claims as `article/claim`$"):
        graph.cite([])
    with pytest.raises(UsageError, match=r"^no such format: `bibtx`\n  hint: did you mean `bibtex`\?$"):
        graph.cite("m", "bibtx")


# -- other programs --------------------------------------------------------------------------------------------

CSL = {  # of the schema of CSL 1.0.2: the variables that we write, each with its type
    "id": str, "type": str, "title": str, "container-title": str, "issued": dict, "accessed": dict, "language": str,
    "URL": str, "archive_location": str, "note": str, "custom": dict,
}  # fmt: skip


def in_article(**fields: Any) -> Graph:
    its = structs.replace(article("herald-1"), **fields)
    return graph_of([claim("a-foreign", id_="c")], {**ARTICLES, "herald-1": its})


@pytest.mark.parametrize(
    ("published", "issued", "dated"),
    [
        ("2023-12-14", {"date-parts": [[2023, 12, 14]]}, "  year = {2023},\n  month = {12},\n  day = {14},\n"),
        ("2023-12", {"date-parts": [[2023, 12]]}, "  year = {2023},\n  month = {12},\n"),
        ("2023~", {"date-parts": [[2023]], "circa": True}, "  date = {2023~},\n"),
        ("2023-12-14/2023-12-16", {"date-parts": [[2023, 12, 14], [2023, 12, 16]]},
         "  date = {2023-12-14/2023-12-16},\n"),
        ("../2023-12-14", {"literal": "by 2023-12-14"}, "  addendum = {by 2023-12-14},\n"),
    ],
)  # fmt: skip
def test_a_day_of_publication_in_each_format(published: str, issued: dict[str, Any], dated: str) -> None:
    graph = in_article(published=parse(published))
    (item,) = json.loads(str(graph.cite("m", "csl")))
    assert item["issued"] == issued
    assert dated in str(graph.cite("m", "bibtex"))


def test_csl_holds_what_the_schema_knows() -> None:
    graph = in_article(
        url="https://h.example/1?a=b", archived="https://a.example/1", retrieved="2023-12-20", language="en"
    )
    (item,) = json.loads(str(graph.cite("m", "csl")))
    assert {name: type(value) for name, value in item.items()} == CSL
    assert item["type"] == "article-newspaper"
    assert item["accessed"] == {"date-parts": [[2023, 12, 20]]}
    assert item["note"].startswith(
        "A Foreign, in Herald of 2023-12-14: Ann and Bob met. Status: one-sided. "
        "Claim herald-1/c, characters 0–1, SHA-256 2d711642"
    )
    (row,) = json.loads(str(graph_of([ROW]).cite("m", "csl")))
    assert (row["type"], row["id"]) == ("dataset", "herald-1/row")


def test_bibtex_is_escaped_and_holds_each_claim_once() -> None:
    graph = in_article(title="50 % of {A} & b_c\\d: José 田", url="https://h.example/a{b}?c=d&e=%20#f")
    text = str(graph.cite(["m", "herald-1/c"], "bibtex"))
    assert text.startswith(
        "@misc{herald-1/c,\n"
        "  title = {{50 \\% of \\{A\\} \\& b\\_c\\textbackslash{}d: José 田}},\n"
        "  howpublished = {Herald},\n"
        "  year = {2023},\n  month = {12},\n  day = {14},\n"
        "  url = {https://h.example/a%7Bb%7D?c=d&e=%20#f},\n"
        "  note = {A Foreign, in Herald of 2023-12-14: Ann and Bob met. Status: one-sided. "
    )
    assert text.count("@misc") == 1
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")


def test_json_is_what_the_command_line_prints(strait: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    its = ["cite", "amarant-boarding", "--format", "json", "--project", str(strait.project.root)]
    assert run(its) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row == strait.cite("amarant-boarding").row()[0]
    assert (row["status"], row["build"]) == ("on-record", strait.manifest["root"][:12])
    assert [claim["claim"] for claim in row["claims"]] == row["basis"]


def test_the_shell_writes_what_python_does(strait: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--project", str(strait.project.root)]
    assert run(["cite", "pier-charge", "claim:wire-2031-03-24/talks-stated", "--format", "bibtex", *options]) == 0
    its = strait.cite(["pier-charge", "wire-2031-03-24/talks-stated"], "bibtex")
    assert capsys.readouterr() == (str(its), "")
    assert run(["cite", "pier-charge", "--without", "kestria", *options]) == 0
    told = "statuses are those of this slice: `kg verify` needs the same words\n"
    assert capsys.readouterr() == (str(strait.slice(without="kestria").cite("pier-charge")), told)
    assert run(["cite", "pier-chrage", *options]) == 1
    assert capsys.readouterr().err == "no such fact: `pier-chrage`\n  hint: did you mean `pier-charge`?\n"
    assert "<pre>@misc{" in its._repr_html_()


# -- what is cited is accepted -----------------------------------------------------------------------------------

WORDS = st.text(
    st.sampled_from("ab Z.!?\"'“”‘’«»„()[]{}<>*_`~#|\\^$&@+-=:;,1/田é\u200f\n\t"), min_size=1, max_size=14
).map(lambda text: text if any(letter.isalnum() for letter in text) else f"{text}a")
STANCES = st.sampled_from(["asserts", "announces", "suggests", "asks", "declines", "denies", "retracts"])
SPEAKERS = st.sampled_from([None, "ann", "bob", "a-foreign", "b-foreign", "c-foreign", "whisper", "xan"])


@st.composite
def worlds(draw: st.DrawFn) -> Graph:
    """A graph of a few claims, whose names and titles hold whatever Markdown, quotations and marks are made of."""
    names = {id_: draw(WORDS) for id_ in (*BOTH, "herald", "gazette", "xan")}
    entities: dict[str, Entity] = {
        id_: structs.replace(its, name=names.get(id_, its.name)) for id_, its in ENTITIES.items()
    }
    articles: dict[str, Article] = {
        id_: structs.replace(its, title=draw(WORDS), url=draw(st.sampled_from([None, "https://h.example/a_(b)*c"])))
        for id_, its in ARTICLES.items()
    }
    claims = [
        structs.replace(
            claim(draw(SPEAKERS), draw(STANCES), article=draw(st.sampled_from([*ARTICLES])), id_=f"c{number}",
                  fact=draw(st.sampled_from(["m", "n"])), label=None),
            **({"evidence": (Evidence(row=draw(WORDS)),)} if draw(st.booleans()) else {}),
        )
        for number in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    records = Records(entities, dict(sorted(articles.items())), tuple(sorted(claims, key=lambda its: its.key)))
    return in_memory(Project(Path(), "https://example.org/small/", "Small"), records, core())


def everything(graph: Graph) -> Iterable[str]:
    return [*graph.account.facts, *graph.claims]


@given(worlds())
@example(
    in_memory(
        Project(Path(), "https://example.org/small/", "Small"),
        Records(
            {**ENTITIES, "herald": structs.replace(ENTITIES["herald"], name="1‘\n")},
            ARTICLES,
            (structs.replace(ROW, evidence=(Evidence(row="1’"),)),),
        ),
        core(),
    )
)
@settings(max_examples=examples(60))
def test_what_is_cited_is_accepted(graph: Graph) -> None:
    found = graph.verify(str(graph.cite(everything(graph))))
    assert [str(its) for its in found.findings] == []
    assert found.not_compared == 0
    assert found.references > 0


def test_what_is_cited_of_the_worked_example_is_accepted(strait: Graph) -> None:
    with_texts = kg.open(strait.project.root, texts=STRAIT / "texts")
    text = str(with_texts.cite(everything(strait)))
    assert [str(its) for its in strait.verify(text).findings] == []
    assert [str(its) for its in with_texts.verify(text).findings] == []
