"""Event data comes in: rows of small files, with counts made by hand, and those of the real samples, counted anew."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.cli.main import run
from kg.cli.new_project import start
from tests.conftest import ROOT

SAMPLES = Path(__file__).parent / "samples"
MENTIONS = ("--mentions", str(SAMPLES / "gdelt-mentions.csv"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    start(tmp_path / "project")
    for path in (tmp_path / "project/sources").iterdir():
        path.unlink()
    return tmp_path / "project"


class Brought:
    """What an import wrote, and its report."""

    def __init__(self, project: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        out = project / "sources/brought.jsonl"
        capsys.readouterr()
        self.code = run(["import", *arguments, "-o", str(out), "--project", str(project), "--format", "json"])
        printed = capsys.readouterr()
        self.report: dict[str, Any] = json.loads(printed.out) if printed.out else {}
        self.stderr, self.bytes = printed.err, out.read_bytes() if out.exists() else b""
        records = [next(iter(json.loads(line).items())) for line in self.bytes.splitlines()]
        self.entities = {its["id"]: its for kind, its in records if kind == "entity"}
        self.articles = {its["id"]: its for kind, its in records if kind == "article"}
        self.told_all = [its for kind, its in records if kind == "claim"]
        self.claims = {its["id"]: its for its in self.told_all}  # one of each id, which are unique within an article

    def named(self, name: str) -> dict[str, Any]:
        (found,) = [its for its in self.entities.values() if its["name"] == name]
        return dict(found)


def counts(report: dict[str, Any]) -> tuple[int, int, int, int]:
    return report["read"], report["mapped"], report["folded"], len(report["refused"])


def refused(report: dict[str, Any]) -> list[tuple[int, str]]:
    return [(its["line"], its["reason"]) for its in report["refused"]]


def test_rows_of_icews(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    its = Brought(project, capsys, "icews", str(SAMPLES / "icews.tab"))
    assert counts(its.report) == (13, 8, 1, 5)
    assert its.report["folded_by"] == {"Visit": 1}
    assert refused(its.report) == [
        (10, "no source"), (11, "no day: `2021-05`"), (12, "a code that stands for nothing here: `9999`"),
        (13, "source and target are one: `kenya`"), (14, "another number of cells than the header has: `3`"),
    ]  # fmt: skip
    assert its.report["unmatched"] == {
        "actors": {"John Roe": 1}, "codes": {"0241": 1, "9999": 1}, "publishers": {"A Daily": 4},
    }  # fmt: skip
    visit = its.claims["row-101"]
    assert visit["roles"] == {"agent": ["jane-doe"], "host": ["kenya"], "place": [visit["roles"]["place"][0]]}
    assert visit["values"] == {"intensity": "1.9..2.8"}  # of the visit, and of the same visit as its host
    assert [row["row"] for row in visit["evidence"]] == ["101", "102"]
    assert its.claims["row-103"]["fact"] == its.claims["row-104"]["fact"]  # one meeting, in two stories
    one, other = its.claims["row-105"], its.claims["row-106"]
    assert one["fact"] != other["fact"]
    assert (one["roles"]["agent"], one["roles"]["recipient"]) == (other["roles"]["recipient"], other["roles"]["agent"])
    assert its.articles["icews-9002-xinhua"] == {
        "id": "icews-9002-xinhua", "publisher": "xinhua", "published": "/2021-05-04", "published-basis": "external",
        "coded-by": "icews",
    }  # fmt: skip
    assert its.articles[its.claims["row-108"]["article"]]["publisher"] == "icews"


def test_kinds_and_sides_are_told_by_tables(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    its = Brought(project, capsys, "icews", str(SAMPLES / "icews.tab"))
    named = {name: its.named(name) for name in ("Jane Doe", "John Roe", "Militant (Mali)", "Police (Mali)", "Mali")}
    assert [entity["kind"] for entity in named.values()] == ["Person", "Group", "Group", "Organization", "Country"]
    assert [entity.get("links") for entity in named.values()] == [
        {"member-of": ["mali"]}, {"member-of": ["kenya"]}, None, {"institution-of": ["mali"]}, None,
    ]  # fmt: skip
    assert [name for name, entity in named.items() if entity.get("anonymous")] == ["Militant (Mali)"]
    assert its.named("Unspecified Actor")["anonymous"]
    assert its.entities["xinhua"]["links"] == {"institution-of": ["china"]}  # the state's
    assert its.entities["reuters"]["links"] == {"located-in": ["united-kingdom"]}  # which says nothing of its side
    place = its.named("Nairobi, Nairobi Area, Kenya")
    assert place["identifiers"] == {"coordinates": "-1.28,36.82"}


def test_events_of_gdelt_with_their_mentions(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    its = Brought(project, capsys, "gdelt", str(SAMPLES / "gdelt.csv"), *MENTIONS)
    assert counts(its.report) == (
        14,
        7,
        3,
        7,
    )  # two mentions tell one visit in one article
    assert sorted(refused(its.report)) == [
        (4, "a mention of an event that is refused: `505`"),
        (5, "a mention of an event that is not in these files: `999`"),
        (5, "no target"), (6, "no day: `never`"), (6, "no source"), (7, "source and target are one: `mali`"),
        (8, "not of 57, 58, 61 columns: `2`"),
    ]  # fmt: skip
    assert its.report["notes"] == ["1 event beside the main one of a sentence (IsRootEvent 0)"]
    visits = [claim for claim in its.told_all if claim["type"] == "Visit"]
    assert len({claim["fact"] for claim in visits}) == 1
    assert sorted(len(claim["evidence"]) for claim in visits) == [2, 4]  # an event's row, and its mention's
    assert {its.articles[claim["article"]]["url"] for claim in visits} == {
        "https://www.news.example/a", "https://paper.example/x",
    }  # fmt: skip
    later = next(each for each in its.articles.values() if "paper" in each["url"])
    assert later["published"] == "/2021-05-05"  # when it was found
    assert {its.entities[claim["roles"]["host"][0]]["name"] for claim in visits} == {"Government (Kenya)"}
    assert visits[0]["values"]["confidence"] == "50"


def test_figures_of_the_coder_are_shown_and_are_no_conflict(
    project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Two articles have another tone each, and the coder is surer of one of them: no two papers disagree."""
    mentions = (SAMPLES / "gdelt-mentions.csv").read_text().splitlines()
    other = mentions[1].replace("\t50\t900\t-2.5", "\t90\t900\t4.5")
    assert other != mentions[1]
    (tmp_path / "mentions.csv").write_text("\n".join([mentions[0], other, *mentions[2:]]) + "\n")
    its = Brought(project, capsys, "gdelt", str(SAMPLES / "gdelt.csv"), "--mentions", str(tmp_path / "mentions.csv"))
    (fact,) = {claim["fact"] for claim in its.told_all if claim["values"].get("confidence") == "90"}
    assert {claim["values"]["confidence"] for claim in its.told_all if claim["fact"] == fact} == {"50", "90"}
    assert run(["build", "--project", str(project)]) == 0
    capsys.readouterr()
    assert run(["conflicts", "--project", str(project)]) == 0
    assert "confidence" not in capsys.readouterr().out
    assert run(["explain", fact, "--project", str(project)]) == 0
    shown = capsys.readouterr().out
    assert "confidence: 50" in shown
    assert "confidence: 90" in shown
    assert "superseded" not in shown


def test_events_of_gdelt_alone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    its = Brought(project, capsys, "gdelt", str(SAMPLES / "gdelt.csv"))
    assert counts(its.report) == (8, 4, 1, 4)
    assert its.named("Civilians")["anonymous"]
    assert its.named("Rebels (Mali)") == {
        "id": "rebels-mali-4d0195", "kind": "Group", "name": "Rebels (Mali)", "anonymous": True,
    }  # fmt: skip
    assert its.entities["united-nations"]["kind"] == "Organization"
    assert its.report["unmatched"]["actors"] == {"ABCIAN": 1}
    assert its.claims["row-503"]["roles"]["place"] == ["kenya"]
    assert "place" not in its.claims["row-504"]["roles"]


def test_rows_of_ucdp(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    its = Brought(project, capsys, "ucdp", str(SAMPLES / "ucdp.csv"))
    assert counts(its.report) == (8, 4, 0, 4)
    assert refused(its.report) == [
        (5, "its sources name no day of publication: `Yearbook 2021`"),
        (7, "it ends before it begins: `2021-05-09/2021-05-08`"), (8, "no two sides"),
        (9, "a code that stands for nothing here: `4`"),
    ]  # fmt: skip
    daily = next(each for each in its.articles.values() if each["publisher"] == "a-daily")
    assert (daily["title"], daily["published"]) == ("Fighting at the river", "2021-05-04")
    told = [claim for claim in its.told_all if claim["article"] == daily["id"]]
    assert [claim["roles"]["agent"] for claim in told] == [[its.named("Government (Mali)")["id"]]] * 2
    assert told[0]["values"] == {
        "deaths-side-a": "2", "deaths-side-b": "7", "deaths-civilians": "0", "deaths-unknown": "0",
        "deaths-best": "9", "deaths": "8..12",
    }  # fmt: skip
    assert its.named("Government (Mali)")["links"] == {"institution-of": ["mali"]}
    of_officials = its.claims["row-2"]
    assert (of_officials["when"], of_officials["values"]["deaths"]) == ("2021-05-08/2021-05-10", "3")
    assert its.named("Officials (Mali)") == {
        "id": of_officials["speaker"][0], "kind": "Group", "name": "Officials (Mali)", "anonymous": True,
    }  # fmt: skip
    assert its.named("Civilians (Mali)")["id"] == of_officials["roles"]["recipient"][0]
    own = its.claims["row-3"]
    assert (its.articles[own["article"]]["publisher"], own["when"]) == ("ucdp", "2021-05-03~")
    assert its.articles[own["article"]]["published"] == "/2021-05-12"  # the last day that its source names
    assert (own["roles"]["place"], own["speaker"]) == (["mali"], ["a-daily"])


def test_the_day_of_the_data_set_itself_can_be_given(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    its = Brought(project, capsys, "ucdp", str(SAMPLES / "ucdp.csv"), "--published", "2022-06-01")
    assert counts(its.report) == (8, 5, 0, 3)
    assert its.articles[its.claims["row-4"]["article"]]["published"] == "/2022-06-01"


def test_rows_of_polecat(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    its = Brought(project, capsys, "polecat", str(SAMPLES / "polecat.txt"))
    assert counts(its.report) == (5, 3, 0, 2)
    assert refused(its.report) == [(5, "no target"), (6, "a code that stands for nothing here: `DANCE`")]
    assert its.report["unmatched"]["codes"] == {"ASSAULT-primitive": 1, "DANCE": 1}
    by_type = {claim["type"]: claim for claim in its.told_all}
    assert by_type["Meeting"]["roles"]["participant"] == ["chad", "kenya", "mali"]
    assert by_type["Visit"]["roles"]["agent"] == ["jane-doe"]
    assert its.articles[by_type["Visit"]["article"]]["published"] == "2021-05-04"  # the data say it
    assert its.articles[by_type["Action"]["article"]]["published"] == "/2021-05-03"


FORMATS = (
    ("icews", "icews.tab"), ("gdelt", "gdelt.csv", *MENTIONS), ("gdelt", "gdelt.csv"), ("ucdp", "ucdp.csv"),
    ("polecat", "polecat.txt"),
)  # fmt: skip


@pytest.mark.parametrize("arguments", FORMATS, ids=lambda its: f"{its[0]}{len(its)}")
def test_what_came_in_has_no_fault_and_says_that_nobody_read_it(
    arguments: tuple[str, ...], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kind, name, *options = arguments
    its = Brought(project, capsys, kind, str(SAMPLES / name), *options)
    assert run(["check", "--project", str(project)]) == 0
    assert run(["build", "--project", str(project)]) == 0
    capsys.readouterr()
    for claim in its.told_all:
        assert run(["explain", claim["fact"], "--project", str(project)]) == 0
        told = capsys.readouterr().out
        assert "not read" in told
        assert "characters 0" not in told


@pytest.mark.parametrize(("kind", "name"), [("icews", "icews.tab"), ("gdelt", "gdelt.csv"), ("polecat", "polecat.txt")])
def test_packed_files_and_rows_in_another_order_are_the_same(
    kind: str, name: str, project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    first = Brought(project, capsys, kind, str(SAMPLES / name))
    packed, lines = tmp_path / f"{name}.gz", (SAMPLES / name).read_bytes().splitlines(keepends=True)
    packed.write_bytes(gzip.compress(b"".join(lines)))
    assert Brought(project, capsys, kind, str(packed)).bytes == first.bytes
    head, rows = (lines[:0], lines) if kind == "gdelt" else (lines[:1], lines[1:])
    (tmp_path / name).write_bytes(b"".join([*head, *reversed(rows)]))
    assert Brought(project, capsys, kind, str(tmp_path / name)).bytes == first.bytes


def test_tables_of_your_own_go_first(project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    actors, publishers, codes = (tmp_path / f"{name}.csv" for name in ("actors", "publishers", "codes"))
    actors.write_text("name,id,kind,link,to\nJohn Roe,the-minister,Person,institution-of,mali\n")
    publishers.write_text("name,id,kind,link,to\nA Daily,daily,Organization,institution-of,kenya\n")
    codes.write_text("code,type,act,target,swapped\n9999,Statement,praise,,\n112,Message,demand,recipient,yes\n")
    its = Brought(
        project, capsys, "icews", str(SAMPLES / "icews.tab"), "--actors", str(actors), "--publishers", str(publishers),
        "--codes", str(codes),
    )  # fmt: skip
    assert counts(its.report) == (13, 9, 1, 4)
    assert its.report["unmatched"]["actors"] == its.report["unmatched"]["publishers"] == {}
    assert its.claims["row-107"]["roles"]["agent"] == ["the-minister"]
    assert its.entities["the-minister"]["links"] == {"institution-of": ["mali"]}
    assert its.entities["daily"]["links"] == {"institution-of": ["kenya"]}
    assert its.claims["row-111"]["roles"] | {"place": []} == {
        "agent": ["mali"], "about": ["kenya"], "act": ["praise"], "place": [],
    }  # fmt: skip
    assert (its.claims["row-108"]["type"], its.claims["row-108"]["roles"]["agent"]) == ("Message", ["kenya"])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("code,act\n1,praise\n", "codes.csv:1:1: no column `type`"),
        ("code,type,deed\n1,Statement,praise\n", "codes.csv:1:1: no column of a table of codes: `deed`"),
        ("code,type\n1,Meting\n", "codes.csv:2:1: no fact type: `Meting`"),
        ("code,type\n,Meeting\n", "codes.csv:2:1: no code"),
        (
            "code,type,act\n1,Statement,attack\n",
            "codes.csv:2:1: no concept that may be the act of a Statement: `attack`",
        ),
        ("code,type,target\n\n1,Action,host\n", "codes.csv:3:1: no role of Action: `host`"),
        ("code,type,swapped\n1,Action,perhaps\n", "codes.csv:2:1: `swapped` is neither yes nor no: `perhaps`"),
        ("code,type\n1,Gathering\n", "codes.csv:2:1: source and target fill no role"),
    ],
)
def test_faults_of_a_table_of_codes(
    text: str, fault: str, project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "codes.csv").write_text(text)
    arguments = ("icews", str(SAMPLES / "icews.tab"), "--codes", str(tmp_path / "codes.csv"))
    its = Brought(project, capsys, *arguments)
    assert (its.code, its.bytes) == (1, b"")
    assert f"{fault}\n" in its.stderr


@pytest.fixture
def data() -> Path:
    folder = ROOT.parent / "shared/data"
    if not folder.is_dir():
        pytest.skip("the samples of real data are not here: no ../shared/data")
    return folder


def test_the_real_rows_of_icews(project: Path, capsys: pytest.CaptureFixture[str], data: Path) -> None:
    """Folds are counted anew: by story, what the code is once its mirror is taken off, day, the two, and the place."""
    its = Brought(project, capsys, "icews", str(data / "icews-2018-sample.tab"))
    with (data / "icews-2018-sample.tab").open() as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert counts(its.report) == (len(rows), len(rows), 511, 0)
    meetings, visits = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for row in rows:
        one, other, code = row["Source Name"], row["Target Name"], row["CAMEO Code"]
        where = tuple(row[name] for name in ("City", "District", "Province", "Country"))
        if code in ("040", "044", "046"):
            meetings[row["Story ID"], *sorted((one, other)), *where] += 1
        elif code in ("042", "043"):
            visits[row["Story ID"], *((one, other) if code == "042" else (other, one)), *where] += 1
    assert its.report["folded_by"]["Meeting"] == meetings.total() - len(meetings)
    assert its.report["folded_by"]["Visit"] == visits.total() - len(visits)
    assert len({claim["fact"] for claim in its.told_all}) == 2_371
    stories = {(row["Story ID"], row["Publisher"]) for row in rows if row["Story ID"] != "NA"}
    of_stories = [each for each in its.articles if each.split("-")[1].isdigit()]
    assert {each.split("-")[1] for each in of_stories} == {story for story, _ in stories}
    assert len(of_stories) == len(stories)


def test_the_real_rows_of_gdelt(project: Path, capsys: pytest.CaptureFixture[str], data: Path) -> None:
    its = Brought(project, capsys, "gdelt", str(data / "gdelt-events-sample.csv"))
    with (data / "gdelt-events-sample.csv").open() as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    reasons = Counter(reason.partition(":")[0] for _, reason in refused(its.report))
    assert reasons["no source"] == sum(not row[5] for row in rows)
    assert reasons["no target"] == sum(bool(row[5]) and not row[15] for row in rows)
    assert its.report["mapped"] + len(its.report["refused"]) == its.report["read"] == len(rows)
    mentions = str(data / "gdelt-mentions-sample.csv")
    with_mentions = Brought(project, capsys, "gdelt", str(data / "gdelt-events-sample.csv"), "--mentions", mentions)
    ids = {row[0] for row in rows}
    with Path(mentions).open() as lines:
        lost = sum(row[0] not in ids for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    reasons = Counter(reason.partition(":")[0] for _, reason in refused(with_mentions.report))
    assert reasons["a mention of an event that is not in these files"] == lost


@pytest.mark.parametrize("country", ["mexico", "myanmar"])
def test_the_real_rows_of_ucdp(country: str, project: Path, capsys: pytest.CaptureFixture[str], data: Path) -> None:
    path = data / f"ucdp-ged-{country}-100.csv"
    its = Brought(project, capsys, "ucdp", str(path), "--published", "2024-07-01")
    with path.open() as lines:
        rows = list(csv.DictReader(lines))
    assert counts(its.report) == (len(rows), len(rows), 0, 0)
    facts = {claim["fact"]: claim for claim in its.told_all}
    assert len(facts) == len(rows)
    best = sum(float(row["best"]) for row in rows)
    assert sum(float(claim["values"]["deaths-best"]) for claim in facts.values()) == best
    titles = {each.get("title") for each in its.articles.values()}
    assert all(title is None or any(title.split()[0] in row["source_article"] for row in rows) for title in titles)
