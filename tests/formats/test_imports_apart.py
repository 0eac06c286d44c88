"""Two that are called alike, two articles, two events stay two in an import; what was imported is not lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.formats.imports.importing import Brought
from tests.formats import events
from tests.formats.importing import HERE, Imported, bring_in, project_of
from tests.formats.test_imports_maps import MEETING, claims

SMITHS = (
    "john-smith-orlund: {kind: Person, name: John Smith}\njohn-smith-velm: {kind: Person, name: John Smith}\n"
    "aa-group: {kind: Organization, name: AA Group, aliases: [Georgia]}\ngeorgia-x: {kind: Person, name: Georgia}\n"
    "zz: {kind: Person, name: Zed, aliases: [Twin]}\nyy: {kind: Person, name: Yed, aliases: [Twin]}\n"
)


def table(project: Path, capsys: pytest.CaptureFixture[str], rows: str, map_: str = MEETING, code: int = 0) -> Imported:
    """Import a table into a project."""
    data, path = project / "d.csv", project / "map.yaml"
    data.write_text(rows, "utf-8")
    path.write_text(map_, "utf-8")
    return bring_in(project, capsys, "table", data, "--map", path, expected=code)


def met(its: Imported) -> list[list[str]]:
    return sorted(claim["roles"]["participant"] for claim in its.claims)


def test_namesakes_are_told_apart_by_their_ids_in_any_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = project_of(tmp_path / "p", SMITHS)
    rows = ["john-smith-velm,Ana", "john-smith-orlund,Ana", "john-smith-orlund,john-smith-velm"]
    found = [met(table(project, capsys, "\n".join(["a,b", *its]))) for its in (rows, rows[::-1])]
    assert found[0] == found[1]
    assert found[0] == [
        ["ana", "john-smith-orlund"], ["ana", "john-smith-velm"], ["john-smith-orlund", "john-smith-velm"],
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["John Smith", "Twin"])
def test_a_name_of_several_is_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    its = table(project_of(tmp_path / "p", SMITHS), capsys, f"a,b\n{name},Ana\nBen,Ana\n")
    ids = "`john-smith-orlund`, `john-smith-velm`" if name == "John Smith" else "`yy`, `zz`"
    assert [one["reason"] for one in its.report["refused"]] == [
        f"a name that several entities of the project have ({ids}), and no table of yours says which: `{name}`"
    ]
    assert met(its) == [["ana", "ben"]]


def test_a_name_goes_before_the_alias_of_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    its = table(project_of(tmp_path / "p", SMITHS), capsys, "a,b\nGeorgia,Ana\n")
    assert met(its) == [["ana", "georgia-x"]]


def test_a_lookup_may_describe_two_of_one_name(tmp_path: Path) -> None:
    look = "{minister: {id: js-1, name: John Smith, kind: Person}, mayor: {id: js-2, name: John Smith, kind: Person}}"
    map_ = MEETING.replace("{column: a, kind: Person}", f"{{column: a, kind: Person, lookup: {look}}}")
    its = claims("a,b\nminister,Ana\nmayor,Ana\nminister,mayor\nmayor,minister\nJohn Smith,Ana\n", map_, tmp_path)
    assert {id_ for claim in its.claims for id_ in claim["roles"]["participant"]} >= {"ana", "js-1", "js-2"}
    assert its.refused == [(6, "a name that your table gives to several (`js-1`, `js-2`): `John Smith`")]


def test_a_table_of_names_may_have_two_of_one_name(tmp_path: Path) -> None:
    names = "name,id,kind,aliases\nJohn Smith,js-1,Person,JS Velm\nJohn Smith,js-2,Person,JS Orlund\n"
    (tmp_path / "names.csv").write_text(names)
    its = claims("a,b\nJS Velm,Ana\nJS Orlund,Ana\nJohn Smith,Ana\n", f"{MEETING}names: [names.csv]\n", tmp_path)
    assert sorted(claim["roles"]["participant"] for claim in its.claims) == [["ana", "js-1"], ["ana", "js-2"]]
    assert its.refused == [(4, "a name that your table gives to several (`js-1`, `js-2`): `John Smith`")]


def test_an_icews_actor_is_none_of_two_and_no_alias_of_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entities = (
        "kim-a: {kind: Person, name: Kim Yong-chol}\nkim-b: {kind: Person, name: Kim Yong-chol}\n"
        "mattis: {kind: Person, name: James Mattis}\n"
        "zz-party: {kind: Organization, name: ZZ, aliases: [James Mattis]}\n"
    )
    data = tmp_path / "x.tab"
    rows = [events.row(1, **{"Source Name": "Kim Yong-chol"}), events.row(2, **{"Source Name": "James Mattis"})]
    data.write_text(events.table(*rows), "utf-8")
    its = bring_in(project_of(tmp_path / "p", entities), capsys, "icews", data)
    assert ["several entities" in one["reason"] for one in its.report["refused"]] == [True]
    assert ["mattis" in str(claim["roles"]) for claim in its.claims] == [True]


def test_rows_without_a_day_of_two_tables_are_two_facts(tmp_path: Path) -> None:
    facts = [
        claims("a,b,n\nAna,Ben,1\n", f"{MEETING.replace('table: t', f'table: {name}')}row: {{column: n}}\n", tmp_path)
        for name in ("t", "u")
    ]
    assert len({its.claims[0]["fact"] for its in facts}) == 2


def test_ids_of_events_that_differ_are_different(tmp_path: Path) -> None:
    named = ["aB3", "Ab3", "ab3", "E 1", "e-1", "E1", "e1", "é1", "e1.", "a-1"]
    rows = "\n".join(f"Ana,Ben,{name}" for name in named)
    map_ = f"{MEETING}fact: {{column: e}}\n"
    found = {claim["fact"] for claim in claims(f"a,b,e\n{rows}\n", map_, tmp_path).claims}
    assert (len(found), "t-e1" in found, "t-ab3" in found) == (len(named), True, True)
    other = claims("a,b,e\nAna,Ben,1\n", map_.replace("table: t", "table: t-a"), tmp_path)
    assert other.claims[0]["fact"] not in found


def test_an_agency_is_not_taken_for_a_publisher(tmp_path: Path) -> None:
    map_ = f"{MEETING}publisher: {{column: p, kind: Organization}}\nagency: {{column: g, kind: Organization}}\n"
    its = claims("a,b,p,g\nAna,Ben,Reuters,\nAna,Cid,,Reuters\nAna,Dan,Post,Reuters\n", map_, tmp_path)
    heads = sorted((head["publisher"], head.get("agency")) for head in its.articles)
    assert heads == [("jonas-feld", "reuters"), ("post", "reuters"), ("reuters", None)]


def test_a_row_has_one_publisher(tmp_path: Path) -> None:
    map_ = f"{MEETING}publisher: {{column: p, kind: Organization, split: ';'}}\n"
    its = claims("a,b,p\nAna,Ben,Reuters;AP News\nAna,Ben,Reuters\n", map_, tmp_path)
    assert its.refused == [(2, "several in `publisher`, of which an article has one: `Reuters, AP News`")]
    assert len(its.claims) == 1


def test_days_that_differ_of_one_address_are_told(tmp_path: Path) -> None:
    map_ = f"{MEETING}url: {{column: u}}\npublished: {{column: d}}\ntitle: {{column: t}}\n"
    rows = "Ana,Ben,https://e.example/a,2031-03-05,First\nAna,Cid,http://www.e.example/a,2031-03-09,Other\n"
    its = claims(f"a,b,u,d,t\n{rows}Ana,Dan,https://e.example/b,2031-03-05,One\n", map_, tmp_path)
    assert [head["published"] for head in its.articles] == ["2031-03-09", "2031-03-05"]
    assert [note for note in its.notes if "several days" in note] == [
        "1 address has several days of publication, or titles; the first is `http://www.e.example/a`: the latest day, "
        "with its title, is taken"
    ]


@pytest.mark.parametrize("cell", ["12 or 13", "1 000 5", "10 million", "12 - 15", "12 13", "12 (unconfirmed)", "1 day"])
def test_a_cell_that_holds_more_than_a_number_is_no_figure(cell: str, tmp_path: Path) -> None:
    its = claims(
        f"a,b,n\nAna,Ben,{cell}\nAna,Cid,12..15\nAna,Dan,3.5 EUR\n",
        f"{MEETING}values: {{deaths: {{column: n}}}}\n",
        tmp_path,
    )
    assert [line for line, _ in its.refused] == [2]
    assert sorted(claim["values"]["deaths"] for claim in its.claims) == ["12..15", "3.5 EUR"]


def test_nobody_in_particular_speaks_and_does_nothing_else(tmp_path: Path) -> None:
    its = claims("a,b\nunnamed,Ana\nBen,Ana\n", MEETING, tmp_path)
    assert [line for line, _ in its.refused] == [2]
    assert sorted(entity["id"] for entity in its.entities) == ["ana", "ben", "jonas-feld"]


def test_an_import_of_which_no_row_can_be_used_replaces_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = project_of(tmp_path / "p")
    map_ = f"{MEETING}when: {{column: d}}\n"
    table(project, capsys, "a,b,d\nAna,Ben,2031-03-04\n", map_)
    before = (project / "sources/imported.jsonl").read_bytes()
    its = table(project, capsys, "a,b,d\nAna,Ben,03/04/2031\n", map_, code=1)
    assert ((project / "sources/imported.jsonl").read_bytes(), its.report["mapped"]) == (before, 0)
    data = tmp_path / "x.tab"
    data.write_text(events.table(), "utf-8")
    new = project / "sources/new.jsonl"
    assert run(["import", "icews", str(data), "-o", str(new), "--project", str(project)]) == 1
    assert not new.exists()
    assert capsys.readouterr().err == ("nothing was written: no row could be used\n  hint: the report says why\n")


def test_entities_that_are_gone_from_a_file_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = project_of(tmp_path / "p")
    table(project, capsys, "a,b\nAna,Ben\nAna,Cid\n")
    written = project / "sources/imported.jsonl"
    by_hand = json.dumps({"entity": {"id": "by-hand", "kind": "Person", "name": "By Hand"}})
    written.write_text(f"{by_hand}\n{written.read_text()}")
    its = table(project, capsys, "a,b\nAna,Ben\n")
    assert its.report["notes"][-1] == (
        "2 entities that stood in the file before, and no more: `by-hand`, `cid`; `kg check` says whether others of "
        "your files name them"
    )
    assert its.report["notes"][-2] == "1 claim fewer than stood in the file before: 1 now"
    assert "no more" not in table(project, capsys, "a,b\nAna,Ben\n").report["notes"][-1]
    nothing = table(project, capsys, "a,b\n,\n", code=1)
    assert not [note for note in nothing.report["notes"] if "before" in note], (
        "nothing was written, and nothing is gone"
    )


def test_what_came_from_another_data_set_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = project_of(tmp_path / "p")
    table(project, capsys, "a,b\nAna,Ben\n")
    written = project / "sources/imported.jsonl"
    before = written.read_bytes()
    data = tmp_path / "x.tab"
    data.write_text(events.table(events.row(1)), "utf-8")
    assert run(["import", "icews", str(data), "-o", str(written), "--project", str(project)]) == 2
    assert capsys.readouterr().err.startswith(f"`{written}` is kept: it is coded by `jonas-feld`, and this by `icews`")
    assert written.read_bytes() == before
    assert sorted(its.name for its in written.parent.iterdir() if "imported" in its.name) == ["imported.jsonl"]


@pytest.mark.parametrize("was_there", [True, False])
def test_what_somebody_saves_while_an_import_runs_is_kept(
    was_there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output = project_of(tmp_path / "project") / "sources/met.jsonl"
    words = ["import", "icews", str(HERE / "samples/icews.tab"), "-o", str(output), "--project", str(output.parents[1])]
    if was_there:
        assert run(words) == 0
    theirs = (output.read_bytes() if was_there else b"") + b'{"entity":{"id":"mine","kind":"Person","name":"Mine"}}\n'
    usable = Brought.usable_lines

    def late(self: Brought) -> Iterator[bytes]:
        output.write_bytes(theirs)
        yield from usable(self)

    monkeypatch.setattr(Brought, "usable_lines", late)
    capsys.readouterr()
    assert run(words) == 1
    assert output.read_bytes() == theirs
    assert "changed meanwhile" in (told := capsys.readouterr().err) or "there is a file by now" in told
