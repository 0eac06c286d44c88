"""What every import has in common: rows are read, folded, hashed, counted and written; what is wrong is told."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.cli.main import run
from kg.cli.new_project import start
from kg.formats.imports.naming import id_of, tidy
from kg.formats.imports.quoting import rows_with
from kg.formats.imports.reports import Report
from kg.formats.imports.sorting import SortedLines
from kg.formats.imports.streams import quoted_rows
from kg.formats.imports.tabular.opening import Settings, opened
from tests.conftest import ROOT
from tests.formats.events import row, table

MIRRORED = (row(1), row(2, Source_Name="France", Target_Name="Kenya"))
VISIT = (
    row(3, CAMEO_Code="042", Source_Name="Ann Arbor", Intensity="1.9"),
    row(4, CAMEO_Code="043", Source_Name="France", Target_Name="Ann Arbor", Intensity="2.8"),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    start(tmp_path / "p", "https://example.org/p/")
    return tmp_path / "p"


def bring_in(project: Path, text: str | bytes, *more: str, name: str = "events.tab") -> list[dict[str, Any]]:
    """Import a table into the project; its records."""
    file = project.parent / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    output = project / "sources/events.jsonl"
    assert run(["import", "icews", str(file), "-o", str(output), "--project", str(project), *more]) == 0
    return [json.loads(line) for line in output.read_text("utf-8").splitlines()]


def of(records: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    return [its[sort] for its in records if sort in its]


def report_of(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_both_rows_of_one_meeting_in_one_story_are_one_claim(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = bring_in(project, table(*MIRRORED), "--format", "json")
    (claim,) = of(records, "claim")
    assert claim["roles"] == {"participant": ["france", "kenya"], "place": [id_of("Nairobi, Kenya")]}
    assert [its["row"] for its in claim["evidence"]] == ["1", "2"]
    assert [its["sha256"] for its in claim["evidence"]] == [
        hashlib.sha256(its.encode()).hexdigest() for its in MIRRORED
    ]
    (article,) = of(records, "article")
    assert article == {
        "id": "icews-7-the-valley-gazette", "publisher": "the-valley-gazette", "published": "/2018-06-01",
        "published-basis": "external", "coded-by": "icews",
    }  # fmt: skip
    report = report_of(capsys)
    assert (report["read"], report["mapped"], report["folded"], report["refused"]) == (2, 2, 1, [])
    assert report["unmatched"] == {"actors": {}, "codes": {}, "publishers": {"The Valley Gazette": 2}}


def test_a_visit_is_one_fact_from_either_end_with_the_figures_of_both(project: Path) -> None:
    (claim,) = of(bring_in(project, table(*VISIT)), "claim")
    assert claim["roles"]["agent"] == ["ann-arbor"]
    assert claim["roles"]["host"] == ["france"]
    assert claim["values"] == {"intensity": "1.9..2.8"}


def test_who_attacks_whom_is_not_turned_round(project: Path) -> None:
    attack = row(1, CAMEO_Code="190"), row(2, CAMEO_Code="190", Source_Name="France", Target_Name="Kenya")
    assert len({claim["fact"] for claim in of(bring_in(project, table(*attack)), "claim")}) == 2
    agreed = row(1, CAMEO_Code="057"), row(2, CAMEO_Code="057", Source_Name="France", Target_Name="Kenya")
    (claim,) = of(bring_in(project, table(*agreed)), "claim")
    assert claim["roles"]["agent"] == ["france", "kenya"]


def test_two_stories_of_one_meeting_are_two_claims_on_one_fact(project: Path) -> None:
    other = row(2, Story_ID="8", Publisher="The Inland Post")
    claims = of(bring_in(project, table(row(1), other)), "claim")
    assert len(claims) == 2
    assert len({claim["fact"] for claim in claims}) == 1
    graph = kg.build(project)
    fact = graph.account.facts[claims[0]["fact"]]
    assert fact.voices == ("the-inland-post", "the-valley-gazette")


def test_what_was_coded_says_so_and_is_quoted_from_its_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fact = of(bring_in(project, table(*MIRRORED)), "claim")[0]["fact"]
    kg.build(project)
    capsys.readouterr()
    assert run(["explain", fact, "--project", str(project)]) == 0
    plain = capsys.readouterr().out
    assert "by 2018-06-01 (coded by ICEWS, rows 1, 2; not read): France and Kenya met" in plain
    assert "at rows 1, 2, not read; voice: the-valley-gazette" in plain
    file = str(project.parent / "events.tab")
    assert run(["explain", fact, "--project", str(project), "--rows", file]) == 0
    assert f"“{' '.join(MIRRORED[0].split())}”" in capsys.readouterr().out
    Path(file).write_text(table(MIRRORED[0], row(2, Publisher="Another")), "utf-8")
    assert run(["explain", fact, "--project", str(project), "--rows", file]) == 0
    changed = capsys.readouterr().out
    assert f"“{' '.join(MIRRORED[0].split())}”" in changed
    assert "row 2: not in the file as it is now" in changed
    evidence = kg.open(project).explain(fact, rows=file)["claims"][0]["evidence"]
    assert [its["missing"] for its in evidence] == [None, "not in the file as it is now"]


def test_rows_are_verified_by_their_hashes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (claim,) = of(bring_in(project, table(*MIRRORED)), "claim")
    file, source = project.parent / "events.tab", project / "sources/events.jsonl"
    line = next(at for at, its in enumerate(source.read_text("utf-8").splitlines(), start=1) if '"claim"' in its)
    capsys.readouterr()
    check = ["check", str(source), "--project", str(project), "--rows", str(file)]
    assert run(check) == 0
    said = capsys.readouterr()
    assert (said.out, said.err.splitlines()[-1]) == ("", "2 rows: 2 verified, 0 not")
    file.write_text(table(MIRRORED[0], row(2, Publisher="Another")), "utf-8")
    assert run(check) == 1
    said, hint = capsys.readouterr(), "import the file anew where it is a newer one; else give all files of its rows"
    assert said.out.startswith(f"sources/events.jsonl:{line}:")
    assert said.out.endswith(f": row `2` does not stand so in `{file}`\n  hint: {hint}, `--rows FILE --rows FILE`\n")
    assert said.err.splitlines()[-1] == "2 rows: 1 verified, 1 not"
    file.write_text(table(row(7)), "utf-8")
    assert run(check) == 1
    said = capsys.readouterr()
    assert said.out.count("hint") == 1
    assert f": none of 2 rows stands in `{file}`\n" in said.out
    assert run(["check", "--project", str(project), "--rows", str(file), "--rows", "nofile"]) == 2
    assert claim["evidence"][1]["row"] == "2"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (row(9, Source_Name="NA"), "no source"),
        (row(9, Target_Name=""), "no target"),
        (row(9, Target_Name="Kenya"), "source and target are one: `kenya`"),
        (row(9, CAMEO_Code="ZZ"), "a code that stands for nothing here: `ZZ`"),
        (row(9, Event_Date="2018-02-30"), "no day: `2018-02-30`"),
        (row(9, Event_Date="6/1/2018"), "no day: `6/1/2018`"),
        (row(9) + "\tmore", "another number of cells than the header has: `21`"),
    ],
)
def test_a_row_that_is_not_usable_is_refused_and_counted(
    project: Path, capsys: pytest.CaptureFixture[str], wrong: str, reason: str
) -> None:
    records = bring_in(project, table(row(1), wrong, row(2, Story_ID="8")), "--format", "json")
    assert len(of(records, "claim")) == 2
    report = report_of(capsys)
    assert report["refused"] == [{"line": 3, "reason": reason}]
    assert (report["read"], report["mapped"]) == (3, 2)


def test_a_row_that_is_not_utf_8_costs_no_other(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = table(row(1), row(2, City="Orléans", Story_ID="8")).encode("latin-1")
    assert len(of(bring_in(project, text, "--format", "json"), "claim")) == 1
    assert report_of(capsys)["refused"] == [{"line": 3, "reason": "the row is not UTF-8"}]


def packed(text: bytes, ending: str, folder: Path) -> bytes:
    if ending == ".gz":
        return gzip.compress(text)
    if ending == ".zst":
        return zstd.compress(text)
    path = folder / "made.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside/events.tab", text)
    return path.read_bytes()


@pytest.mark.parametrize("head", [True, False])
def test_quoted_cells_and_times_of_day_are_read_as_others(
    head: bool, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = bring_in(project, table(*MIRRORED, row(5, Source_Name='Ann "Nan" Lee')))
    header, *rows = table(*MIRRORED, row(5, Source_Name='Ann "Nan" Lee')).splitlines()
    rows = [its.replace("2018-06-01", "2018-06-01 00:00:00") for its in rows]
    quoted = ["\t".join('"' + cell.replace('"', '""') + '"' for cell in its.split("\t")) for its in (header, *rows)]
    capsys.readouterr()
    found = bring_in(project, "\r\n".join([quoted[0] if head else header, *quoted[1:]]), "--format", "json")
    assert report_of(capsys)["refused"] == []
    assert [its for its in found if "claim" not in its] == [its for its in plain if "claim" not in its]
    hashes = {its["row"]: its["sha256"] for claim in of(found, "claim") for its in claim["evidence"]}
    assert hashes["5"] == hashlib.sha256(quoted[3].encode()).hexdigest()
    assert [{**its, "evidence": 0} for its in of(found, "claim")] == [
        {**its, "evidence": 0} for its in of(plain, "claim")
    ]


@pytest.mark.parametrize("ending", [".gz", ".zst", ".zip"])
def test_packed_files_are_read_as_plain_ones(project: Path, tmp_path: Path, ending: str) -> None:
    text = table(*MIRRORED, *VISIT)
    plain = bring_in(project, text)
    assert bring_in(project, packed(text.encode(), ending, tmp_path), name=f"events.tab{ending}") == plain


@pytest.mark.parametrize("ending", [".gz", ".zst", ".zip"])
def test_a_packed_file_that_is_cut_off_writes_nothing(
    project: Path, tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row(n, Story_ID=n, City=random.Random(n).randbytes(9).hex()) for n in range(500)]
    file = tmp_path / f"cut.tab{ending}"
    file.write_bytes(packed(table(*rows).encode(), ending, tmp_path)[:-300])
    output = project / "sources/events.jsonl"
    output.write_text("", "utf-8")
    assert run(["import", "icews", str(file), "-o", str(output), "--project", str(project)]) == 1
    said = capsys.readouterr().err
    assert f"cut.tab{ending}:1:1: cannot be read further" in said
    assert "write it anew" in said
    assert output.read_bytes() == b""


def test_stdin_and_stdout_carry_an_import(project: Path) -> None:
    plain = bring_in(project, table(*MIRRORED))
    (project / "sources/events.jsonl").unlink()
    words = [sys.executable, "-m", "kg.cli.main", "import", "icews", "-", "-o", "-", "--project", str(project)]
    done = subprocess.run(words, cwd=ROOT, input=table(*MIRRORED), capture_output=True, text=True, check=True)
    assert [json.loads(line) for line in done.stdout.splitlines()] == plain
    assert "2 rows read: 2 mapped, 1 of them folded" in done.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("code", ["042", "ZZ"])
def test_the_report_beside_records_on_stdout_is_in_the_format_asked_for(
    project: Path, code: str, encoding: str
) -> None:
    file = project.parent / "events.tab"
    file.write_text(table(row(1, CAMEO_Code=code, Source_Name="Zoë\u200b Ōtani 国")), "utf-8")
    words = ["import", "icews", str(file), "--project", str(project), "--format", "json", "-o"]
    asked = [sys.executable, "-m", "kg.cli.main", *words, "-"]
    done = subprocess.run(
        asked, cwd=ROOT, capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": encoding}
    )
    beside = subprocess.run([*asked[:-1], str(project.parent / "x.jsonl")], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == beside.returncode == (0 if code == "042" else 1)
    assert json.loads(done.stderr) == json.loads(beside.stdout)
    assert json.loads(done.stderr)["read"] == 1
    written = project.parent / "x.jsonl"
    assert written.exists() == (code == "042")  # of what cannot be used at all no file is made
    assert code == "ZZ" or done.stdout == written.read_bytes()


def test_a_file_of_another_form_is_refused_with_what_it_lacks(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project.parent / "other.csv"
    file.write_text("who,whom\nAnn,Bo\n", "utf-8")
    assert run(["import", "icews", str(file), "-o", str(project / "sources/x.jsonl"), "--project", str(project)]) == 1
    assert "other.csv:1:1: not of this format: no column `Event ID`, `Event Date`" in capsys.readouterr().err
    assert not (project / "sources/x.jsonl").exists()
    assert run(["import", "icews", "nowhere.tab", "-o", "-", "--project", str(project)]) == 2
    assert "`nowhere.tab`: no such file" in capsys.readouterr().err


def test_what_nothing_came_of_says_so(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = project.parent / "events.tab"
    file.write_text(table(row(1, CAMEO_Code="ZZ")), "utf-8")
    assert run(["import", "icews", str(file), "-o", "-", "--project", str(project)]) == 1
    assert "1 row read: 0 mapped" in capsys.readouterr().err


def test_an_entity_of_the_project_is_named_and_not_given_again(project: Path) -> None:
    with (project / "sources/entities.yaml").open("a", encoding="utf-8") as stream:
        stream.write("kenya-here: {kind: Country, name: Kenya}\ncourier: {kind: Organization, name: HC, ")
        stream.write("aliases: [The Valley Gazette]}\n")
    records = bring_in(project, table(*MIRRORED))
    assert of(records, "claim")[0]["roles"]["participant"] == ["france", "kenya-here"]
    assert of(records, "article")[0]["publisher"] == "courier"
    assert not {"kenya", "kenya-here", "courier"} & {its["id"] for its in of(records, "entity")}
    assert kg.build(project).account.facts


def test_a_second_import_gives_no_entity_of_the_first_again(project: Path, tmp_path: Path) -> None:
    bring_in(project, table(*MIRRORED))
    file, output = tmp_path / "more.tab", project / "sources/more.jsonl"
    file.write_text(table(row(5, Story_ID="9", Target_Name="Qatar")), "utf-8")
    assert run(["import", "icews", str(file), "-o", str(output), "--project", str(project)]) == 0
    more = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    assert [its["id"] for its in of(more, "entity")] == ["qatar"]
    assert run(["check", "--project", str(project)]) == 0


def test_a_users_own_table_of_names_goes_before_ours(project: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text(
        "name,id,kind,anonymous,link,to\nAnn Arbor,ann,Person,,member-of,Kenya\nKenya,ke,Country,,,\n", "utf-8"
    )
    records = bring_in(project, table(*VISIT), "--actors", str(names))
    ann = next(its for its in of(records, "entity") if its["id"] == "ann")
    assert ann == {"id": "ann", "kind": "Person", "name": "Ann Arbor", "links": {"member-of": ["ke"]}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,kind\na,Person\n", "names.csv:1:1: no column `name`"),
        ("name,kind\nAnn,Persn\n", "names.csv:2:1: no kind: `Persn`\n  hint: did you mean `Person`?"),
        ("name,anonymous\nAnn,perhaps\n", "names.csv:2:1: `anonymous` is neither yes nor no: `perhaps`"),
        ("name,kind\n,Person\n", "names.csv:2:1: no name"),
    ],
)
def test_a_table_of_names_that_is_wrong_says_where(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    (tmp_path / "names.csv").write_text(text, "utf-8")
    (tmp_path / "events.tab").write_text(table(row(1)), "utf-8")
    words = ["import", "icews", str(tmp_path / "events.tab"), "-o", "-", "--actors", str(tmp_path / "names.csv")]
    assert run([*words, "--project", str(project)]) == 1
    assert said in capsys.readouterr().err


def test_a_newer_file_changes_only_what_changed(project: Path) -> None:
    rows = [row(number, Story_ID=number, Source_Name=f"Actor {number}") for number in range(30)]
    before = {json.dumps(its) for its in bring_in(project, table(*rows))}
    after = {json.dumps(its) for its in bring_in(project, table(*rows[:20], row(77, Story_ID=77), *rows[21:]))}
    gone, come = before - after, after - before
    assert len(gone) == 3  # the actor, the article and the claim of the row that is no more
    assert len(come) == 2  # the article and the claim of the new one: Kenya is there, as where they met


def test_rows_in_another_order_give_the_same_bytes(project: Path) -> None:
    rows = [
        row(n, Story_ID=n % 7, CAMEO_Code=("040", "042", "190")[n % 3], Source_Name=f"Actor {n % 5}") for n in range(60)
    ]
    bring_in(project, table(*rows))
    first = (project / "sources/events.jsonl").read_bytes()
    random.Random(1).shuffle(rows)
    bring_in(project, table(*rows))
    assert (project / "sources/events.jsonl").read_bytes() == first


@given(st.lists(st.binary(max_size=9).map(lambda its: its.replace(b"\n", b"")), max_size=60), st.integers(1, 300))
def test_lines_come_back_in_order_whatever_fits_into_memory(some: list[bytes], most: int) -> None:
    with SortedLines(most) as lines:
        for line in some:
            lines.add(line)
        assert list(lines) == sorted(some, key=lambda line: line + b"\n")


def test_rows_of_every_sort_of_file_are_found_again(tmp_path: Path) -> None:
    cells = [["no", "who"], ["1", "Ann"], ["2", "Bo\nBerg"]]
    book = openpyxl.Workbook()
    for its in cells:
        book.active.append(its)
    book.save(tmp_path / "a.xlsx")
    pq.write_table(pa.table({"no": ["1", "2"], "who": ["Ann", "Bo\nBerg"]}), tmp_path / "a.parquet")
    written = 'no,who\r\n1,Ann\r\n2,"Bo\nBerg"\r\n'
    (tmp_path / "a.csv").write_text(written, "utf-8", newline="")
    (tmp_path / "wide.csv").write_text(written, "utf-16", newline="")
    term = b'{"start":  "2031-01-01"}'
    (tmp_path / "a.json").write_bytes(b'[{"id": 1, "terms": [%b, {}]}]' % term)
    assert list(rows_with([tmp_path / "a.json"], frozenset({hashlib.sha256(term).hexdigest()})).values()) == [
        term.decode()
    ]
    book.create_sheet("empty", 0)
    book.save(tmp_path / "below.xlsx")  # rows of a sheet that is not the first, which a map may name
    with opened(tmp_path / "a.xlsx", Settings(), (), Report()) as table:
        assert len(rows_with([tmp_path / "below.xlsx"], frozenset(its.sha256 for its in table.rows))) == 2
    for name in ("a.xlsx", "a.parquet", "a.csv", "wide.csv"):
        with opened(tmp_path / name, Settings(), (), Report()) as table:
            wanted = {its.sha256: its for its in table.rows}
        assert len(wanted) == 2
        found = rows_with([tmp_path / name], frozenset(wanted))
        assert found.keys() == wanted.keys()
        assert all(cell in found[digest] for digest, its in wanted.items() for cell in its.cells if name != "a.xlsx")


CELLS = st.lists(st.lists(st.text('ab,;"\n\tü ', max_size=6), min_size=2, max_size=4), min_size=1, max_size=8)


@given(CELLS)
def test_the_bytes_of_a_row_are_those_of_the_file(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    written = [",".join('"' + cell.replace('"', '""') + '"' for cell in cells) for cells in rows]
    path = tmp_path_factory.mktemp("rows") / "a.csv"
    path.write_bytes("".join(f"{its}\r\n" for its in written).encode())
    report = Report()
    found = list(quoted_rows(path, report))
    assert [its.raw.decode() for its in found] == written
    assert [its.cells for its in found] == rows
    assert report.refused == 0


# What nobody sees is no part of a name.
NAMES = st.text(min_size=1, max_size=12).map(lambda name: tidy(name) or name)


@given(NAMES, NAMES)
def test_two_names_have_two_ids(one: str, other: str) -> None:
    if one.casefold() != other.casefold() and one.replace(" ", "-") != other.replace(" ", "-"):
        assert id_of(one) != id_of(other)
    assert id_of(one) == id_of(one)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    path = tmp_path / "many.tab"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(table())
        for number in range(60_000):
            stream.write(row(number, Story_ID=number, Source_Name=f"Actor {number % 500}") + "\n")
    return path


def test_memory_stays_bounded_however_many_rows_there_are(many: Path, project: Path) -> None:
    """Rows of 14 MB are sorted within 4 MB: what is held does not grow with the file."""
    code = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from kg import ontology\n"
        "from kg.formats.imports.gathering import Gathering\n"
        "from kg.formats.imports.icews import Icews\n"
        "from kg.formats.imports.lookups import Tables\n"
        "from kg.formats.imports.reports import Report\n"
        "gathering = Gathering(Report(), most=4_000_000)\n"
        "importer = Icews(gathering, ontology.load(ontology.core_folder()), Tables())\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "importer.read(Path(sys.argv[1]))\n"
        "written = sum(map(len, gathering.records()))\n"
        "grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before\n"
        "assert written > 20_000_000, written\n"
        "assert grown < 50_000, grown\n"  # kilobytes
    )
    done = subprocess.run([sys.executable, "-c", code, str(many)], cwd=ROOT, env=os.environ, check=False)
    assert done.returncode == 0
