"""What a map may say, what its faults look like, how cells are read, and what the report says of a table."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.base.errors import UsageError
from kg.base.installing import to_install
from kg.cli.main import run
from kg.cli.new_project import start
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.importing import UnreadableError, bring_in_table, draft_of
from kg.formats.imports.naming import id_of
from kg.formats.imports.replacing import need_imported
from kg.formats.imports.reports import Report
from kg.formats.imports.tabular import maps
from kg.formats.imports.tabular.extras import MissingLibraryError
from kg.formats.imports.tabular.fields import Cells, Source
from kg.formats.imports.tabular.fields import day as day_of
from kg.formats.imports.tabular.fields import number as figure_of
from kg.formats.imports.tabular.guesses import Guess, guess
from kg.formats.imports.tabular.maps import MapError
from kg.formats.imports.tabular.opening import Settings
from kg.formats.imports.tabular.rows import Table
from kg.model.records import Entity, Kind
from tests.conftest import ROOT
from tests.formats.test_imports_table import MAP, ROWS, Imported, sheet, table, write
from tests.making import core

HEAD = "table: t\ncoded-by: {name: Jonas Feld, kind: Person}\nby: 2031-04-30\nstance: asserts\n"
MEETING = f"{HEAD}type: Meeting\nroles: {{participant: [{{column: a, kind: Person}}, {{column: b, kind: Person}}]}}\n"


def fault(map_: str, folder: Path, file: str = "a,b,c\nAna,Ben,x\n") -> str:
    with pytest.raises(MapError) as caught:
        Imported(write(folder, file), map_, folder)
    return caught.value.what.replace(f"{folder}/", "")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "table: meetings\n", "",
            "map.yaml:1:1: no `table`\n  hint: name the table by an id of a word or two: `table: …`",
        ),
        ("type: Meeting\n", "", "map.yaml:1:1: no `type`\n  hint: add `type:`; docs/exchange.md explains it"),
        (
            "type: Meeting", "type: Meting",
            "map.yaml:5:7: no such fact type: `Meting`\n  hint: did you mean `Meeting`?",
        ),
        (
            "stance: asserts", "stance: assert",
            "map.yaml:6:9: no such stance: `assert`\n  hint: did you mean `asserts`?",
        ),
        (
            "participant:", "particpant:",
            "map.yaml:9:3: `Meeting`: no role `particpant`\n  hint: did you mean `participant`?",
        ),
        (
            "{column: who, kind", "{column: whoo, kind",
            "map.yaml:10:7: no column `whoo` in `t.csv`\n  hint: did you mean `who`?",
        ),
        (
            "{column: who, kind: Person}", "{column: who, kind: Persn}",
            "map.yaml:10:27: unknown kind `Persn`\n  hint: did you mean `Person`?",
        ),
        (
            "kind: Organization}\n", "kind: Topic}\n",
            "map.yaml:12:35: `publisher` takes no Topic\n"
            "  hint: write `kind:` and one of `Country`, `Group`, `Organization`, `Person`, `Post`",
        ),
        (
            "split:", "splt:",
            "map.yaml:11:36: unknown field `splt`\n  hint: did you mean `split`?",
        ),
        (
            "coded-by: {name: Jonas Feld, kind: Person}", "coded-by: jonas-feld",
            "map.yaml:2:11: no such entity: `jonas-feld`\n"
            "  hint: describe it, `{name: …, kind: …}`, or name one of the project's, of a table of names, or a column",
        ),
        (
            "coded-by: {name: Jonas Feld, kind: Person}", "coded-by:",
            "map.yaml:2:10: no maker of the table\n"
            "  hint: say who made the table: `coded-by: {name: …, kind: Person}`, or the id of an entity of the "
            "project",
        ),
        (
            "by: 2031-04-30", "by: 30.4.2031",
            "map.yaml:3:5: ambiguous: `30.4.2031`\n  hint: write YYYY-MM-DD",
        ),
        (
            "by: 2031-04-30", "by:",
            "map.yaml:3:4: no day yet\n"
            "  hint: write the day by which all that stands in the table had been published: `by: 2031-06-30`",
        ),
        (
            "row: {column: no}", "rows: {column: no}",
            "map.yaml:4:1: unknown field `rows`\n  hint: did you mean `row`?",
        ),
        (
            "type: Meeting", "type: Action",
            "map.yaml:9:3: `Action`: no role `participant`\n"
            "  hint: the roles are `act`, `agent`, `place`, `recipient`, `topic`",
        ),
        (
            "type: Meeting", "type: {column: who, lookup: {a: Meeting, b: Metting}}",
            "map.yaml:5:45: no such fact type: `Metting`\n  hint: did you mean `Meeting`?",
        ),
        (
            "split: \";\"", "lookup: {x: Ana Solberg, y: ana-solberg}",
            "map.yaml:11:64: no such entity: `ana-solberg`\n"
            "  hint: describe it, `{name: …, kind: …}`, or name one of the project's, of a table of names, or a column",
        ),
        ("row: {column: no}", "row: [no", "map.yaml:5:5: not YAML"),
    ],
)  # fmt: skip
def test_a_fault_of_a_map_says_where_what_and_what_to_do(
    before: str, after: str, expected: str, tmp_path: Path
) -> None:
    assert MAP.count(before) == 1
    found = fault(MAP.replace(before, after), tmp_path, table(ROWS))
    assert found.startswith(expected)


def test_all_faults_of_a_map_are_told_at_once(tmp_path: Path) -> None:
    map_ = MAP.replace("type: Meeting", "typ: Meeting").replace("by: 2031-04-30", "by: never").replace("Person", "Man")
    assert fault(map_, tmp_path, table(ROWS)).count("hint:") == 6


def test_roles_that_a_type_needs_are_asked_for(tmp_path: Path) -> None:
    assert fault(f"{HEAD}type: Statement\nroles: {{agent: {{column: a, kind: Person}}}}\n", tmp_path) == (
        "map.yaml:6:8: nothing fills `act`, of which Statement takes at least 1\n"
        "  hint: say which columns give it: `roles: {act: …}`; `kg help Statement`"
    )


def test_concepts_are_constants_lookups_or_cells(tmp_path: Path) -> None:
    map_ = (
        f"{HEAD}type: Action\nroles: {{agent: {{column: a, kind: Country}}, act: {{column: c, lookup: {{x: aid}}}}}}\n"
    )
    its = Imported(write(tmp_path, "a,b,c\nKenya,,x\nMali,,attack\nChad,,xx\n"), map_, tmp_path)
    assert sorted((claim["roles"]["agent"], claim["roles"]["act"]) for claim in its.claims) == [
        (["kenya"], ["aid"]),
        (["mali"], ["attack"]),
    ]
    assert its.refused == [(4, "no concept of `act`: `xx`")]
    assert its.report["unmatched"]["codes"] == {"xx": 1}
    mali = next(entity for entity in its.entities if entity["id"] == "mali")
    assert (mali["kind"], mali["identifiers"]["iso3166"]) == ("Country", "MLI")
    assert fault(map_.replace("x: aid", "x: adi"), tmp_path).startswith(
        "map.yaml:6:73: no such concept of `act`: `adi`"
    )


def claims(rows: str, map_: str, folder: Path) -> Imported:
    return Imported(write(folder, rows), map_, folder)


def when_of(cell: str, option: str, folder: Path) -> str | None:
    its = claims(f'a,b,c\nAna,Ben,"{cell}"\n', f"{MEETING}when: {{column: c{option}}}\n", folder)
    found: str | None = its.claims[0].get("when") if its.claims else its.refused[0][1].removeprefix("column `c`: ")
    return found


@pytest.mark.parametrize(
    ("cell", "option", "expected"),
    [
        ("2031-03-04", "", "2031-03-04"),
        ("2031-03", "", "2031-03"),
        ("2031", "", "2031"),
        ("2031-03-04/2031-03-08", "", "2031-03-04/2031-03-08"),
        ("2031-03-04T23:30:00Z", "", "2031-03-04"),
        ("2031-03-04 14:30", "", "2031-03-04"),
        ("", "", None),
        ("04/03/2031", "", "a day that cannot be read: ambiguous, and the map gives no `format`: `04/03/2031`"),
        ("13/03/2031", "", "a day that cannot be read: ambiguous, and the map gives no `format`: `13/03/2031`"),
        ("4.3.2031", "", "a day that cannot be read: ambiguous, and the map gives no `format`: `4.3.2031`"),
        ("47546", "", "a day that cannot be read: year outside 0001 to 9999: `47546`"),
        ("30.02.2031", ', format: "%d.%m.%Y"', "no day in the map's format: `30.02.2031`"),
        ("04/03/2031", ', format: "%d/%m/%Y"', "2031-03-04"),
        ("04/03/2031", ', format: "%m/%d/%Y"', "2031-04-03"),
        ("4.3.31", ', format: ["%d.%m.%Y", "%d.%m.%y"]', "2031-03-04"),
        ("March 2031", ', format: "%B %Y"', "2031-03"),
        ("2031-03-04", ', format: "%d/%m/%Y"', "2031-03-04"),
        ("spring", ', lookup: {spring: 2031-21}', "2031-21"),
    ],
)  # fmt: skip
def test_days(cell: str, option: str, expected: str | None, tmp_path: Path) -> None:
    assert when_of(cell, option, tmp_path) == expected


@pytest.mark.parametrize("form", ["%d.%m.", "%m", "%d %Y", "%Q/%Y", "%", "%s", "day", "%x"])
def test_a_format_without_a_year_or_with_what_is_none_is_refused(form: str, tmp_path: Path) -> None:
    found = fault(f"{MEETING}when: {{column: c, format: '{form}'}}\n", tmp_path)
    assert found.startswith("map.yaml:7:27: ")
    assert found.endswith("`%m` for the month (`%B`: its name), `%Y` for the year: `%d.%m.%Y`")


def value_of(cell: str, option: str, folder: Path) -> str | None:
    its = claims(f'a|b|c\nAna|Ben|"{cell}"\n', f"{MEETING}values: {{n: {{column: c{option}}}}}\n", folder)
    found: str | None = (
        its.claims[0].get("values", {}).get("n") if its.claims else its.refused[0][1].removeprefix("column `c`: ")
    )
    return found


THOUSAND = "a number that may have thousands or decimals apart, and the map gives no `decimal`"


@pytest.mark.parametrize(
    ("cell", "option", "expected"),
    [
        ("12", "", "12"),
        ("-3.50", "", "-3.5"),
        ("20..30", "", "20..30"),
        ("3.5 EUR", "", "3.5 EUR"),
        ("3.5", ", unit: EUR", "3.5 EUR"),
        ("", "", None),
        ("1.234", "", f"{THOUSAND}: `1.234`"),
        ("1,234", "", f"{THOUSAND}: `1,234`"),
        ("1,234.5", "", "1234.5"),
        ("1 234.5", "", "1234.5"),
        ("3,5", "", "no figure: `3,5`"),
        ("3,5", ', decimal: ","', "3.5"),
        ("1.234", ', decimal: ","', "1234"),
        ("1.234.567,89", ', decimal: ","', "1234567.89"),
        ("1.5", ', decimal: ","', "no figure: `1.5`"),
        ("1.234", ', decimal: "."', "1.234"),
        ("1,234", ', decimal: "."', "1234"),
        ("many", "", "no figure: `many`"),
    ],
)
def test_numbers(cell: str, option: str, expected: str | None, tmp_path: Path) -> None:
    assert value_of(cell, option, tmp_path) == expected


def test_names_are_looked_up_before_new_ones_are_made(tmp_path: Path) -> None:
    write(
        tmp_path,
        "name,id,kind,aliases,link,to\nMinistry of Trade,trade,Organization,MoT;the ministry,institution-of,kenya\n",
        "names.csv",
    )
    map_ = f"{HEAD}names: names.csv\nempty: ['?']\ntype: Meeting\n" + (
        "roles: {participant: [{column: a, kind: Person, lookup: {boss: Ana Solberg}}, {column: b}]}\n"
    )
    rows = "a,b\nboss,MoT\nAna Solberg,Ministry of Trade\nAna Solberg,nobody\nAna Solberg,?\nBen,trade\nBen,Mali\n"
    its = claims(rows, map_, tmp_path)
    participants = [claim["roles"]["participant"] for claim in its.claims]
    assert sorted(participants) == [["ana-solberg", "trade"]] * 2 + [["ben", "mali"], ["ben", "trade"]]
    assert its.refused == [
        (4, "a name that is in no table, and for which the map gives no `kind`: `nobody`"),
        (5, "`participant` takes at least 2, here is 1"),
    ]
    assert its.report["unmatched"]["actors"] == {"nobody": 1}
    assert [entity["id"] for entity in its.entities] == ["ana-solberg", "ben", "jonas-feld", "kenya", "mali", "trade"]
    trade = its.entities[-1]
    assert trade == {
        "id": "trade", "kind": "Organization", "name": "Ministry of Trade", "aliases": ["MoT", "the ministry"],
        "links": {"institution-of": ["kenya"]},
    }  # fmt: skip


def test_entities_of_the_project_are_not_given_again(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(f"{MEETING}via: unnamed-agency\n", "utf-8")
    known = {
        "ana-x": Entity(id="ana-x", kind=Kind.PERSON, name="Ana", aliases=("A.",)),
        "unnamed-agency": Entity(id="unnamed-agency", kind=Kind.ORGANIZATION, name="An Agency"),
    }
    file = write(tmp_path, "a,b\nA.,Ben\nAna,Ben\nana-x,Ben\n")
    with Gathering(Report(), known) as gathering:
        Table(gathering, core(), maps.read(tmp_path / "map.yaml"), Settings()).read(file)
        lines = b"".join(gathering.records()).decode()
    assert lines.count('"entity"') == 2  # Ben, and who made the table
    assert lines.count('"participant":["ana-x","ben"]') == 3
    assert lines.count('"via":["unnamed-agency"]') == 3


def test_a_name_has_one_kind(tmp_path: Path) -> None:
    map_ = MEETING.replace("roles: {", "roles: {place: {column: c, kind: Place}, ")
    its = claims("a,b,c\nAna,Ben,Ana\nAna,Ben,Velm\nAna,Velm,\n", map_, tmp_path)
    assert [claim["roles"]["place"] for claim in its.claims] == [["velm"]]
    assert its.refused == [
        (2, "a name of two kinds: Place in one place, Person in another: `Ana`"),
        (4, "a name of two kinds: Place in one place, Person in another: `Velm`"),
    ]


def test_totals_and_rows_that_the_map_skips_leave_no_entity(tmp_path: Path) -> None:
    rows = "a,b,c\nAna,Ben,1\nTotal,,1\nSum,Sum of all,9\n"
    its = claims(rows, f"{MEETING}skip: {{a: [Sum]}}\n", tmp_path)
    assert its.refused == [(3, "`participant` takes at least 2, here is 1"), (4, "left out, as the map says: `Sum`")]
    assert [entity["id"] for entity in its.entities] == ["ana", "ben", "jonas-feld"]


def test_rows_without_a_day_of_publication_need_the_maps(tmp_path: Path) -> None:
    map_ = MEETING.replace("by: 2031-04-30\n", "published: {column: c}\n")
    its = claims("a,b,c\nAna,Ben,\nAna,Ben,2031-03\n", map_, tmp_path)
    assert its.refused == [(2, "no day of publication, and the map gives no `by`")]
    assert [article["published"] for article in its.articles] == ["2031-03"]


def test_one_article_of_several_rows_has_its_day_and_its_title(tmp_path: Path) -> None:
    map_ = f"{MEETING}url: {{column: u}}\npublished: {{column: c}}\ntitle: {{column: t}}\n"
    rows = ["Ana,Ben,,https://x.example/1,", "Ana,Cid,2031-03-04,https://x.example/1,"]
    rows.append("Ana,Dan,2031-03-04,https://x.example/1,Talks")
    one, other = (claims("\n".join(["a,b,c,u,t", *its]), map_, tmp_path) for its in (rows, rows[::-1]))
    assert one.lines == other.lines
    (article,) = one.articles
    assert (article["published"], article["title"], article["url"]) == ("2031-03-04", "Talks", "https://x.example/1")


def test_addresses_that_no_page_may_link_to_are_refused(tmp_path: Path) -> None:
    rows = "a,b,u\nAna,Ben,javascript:alert(1)\nAna,Ben,www.x.example\n"
    its = claims(rows, f"{MEETING}url: {{column: u}}\n", tmp_path)
    assert [line for line, _ in its.refused] == [2, 3]
    assert its.claims == its.articles == its.entities == []


def test_the_site_of_an_address_is_a_publisher(tmp_path: Path) -> None:
    map_ = f"{MEETING}url: {{column: u}}\npublisher: {{column: u, site: true, kind: Organization}}\n"
    its = claims("a,b,u\nAna,Ben,https://www.wire.example/1\nAna,Ben,\n", map_, tmp_path)
    (site,) = (entity for entity in its.entities if entity["name"] == "wire.example")
    assert [article["publisher"] for article in its.articles] == ["jonas-feld", site["id"]]


def test_events_of_no_known_day_are_facts_of_their_own(tmp_path: Path) -> None:
    rows = "a,b,c\nAna,Ben,2031-03\nAna,Ben,2031-03 \nAna,Ben,2031-03-04\nBen,Ana,2031-03-04\n"
    its = claims(rows, f"{MEETING}when: {{column: c}}\n", tmp_path)
    assert len({claim["fact"] for claim in its.claims}) == 3
    assert its.notes[-1] == "2 rows are facts of their own, since on which day it was is not known"
    same = claims(rows, f"{MEETING}when: {{column: c}}\nfact: {{same: [participant]}}\n", tmp_path)
    assert len({claim["fact"] for claim in same.claims}) == 1
    tenure = (
        f"{HEAD}type: Tenure\nwhen: {{from: {{column: c}}, to: {{column: d}}}}\n"
        "roles: {holder: {column: a, kind: Person}, organization: {column: b, kind: Organization}}\n"
    )
    held = claims("a,b,c,d\nAna,Org,2020,2024\nAna,Org,2020,2024\nAna,Org,2025,\n", tenure, tmp_path)
    assert [claim["when"] for claim in held.claims] == ["2020/2024", "2025/.."]


def test_a_fact_that_the_table_names_has_one_type_and_one_label(tmp_path: Path) -> None:
    map_ = f"{MEETING}fact: {{column: f, lookup: {{x: a-known-fact}}}}\nlabel: {{column: l}}\n"
    its = claims("a,b,f,l\nAna,Ben,1,Summit\nAna,Cid,1,Summit\nAna,Cid,1,Dinner\nAna,Ben,x,\n", map_, tmp_path)
    assert sorted({claim["fact"] for claim in its.claims}) == ["a-known-fact", "t-1"]
    assert its.refused == [(4, "its fact has another type or label in an earlier row: `t-1`")]


PAID = (
    f"{HEAD}type: Action\nwhen: {{column: d}}\nroles: {{agent: {{column: a, kind: Organization}}, "
    "recipient: {column: b, kind: Organization}, act: pay}\nqualifier: {column: ref}\n"
    'values: {amount: {column: sum, decimal: ",", unit: {column: in}}, share: {column: part, unit: "%"}}\n'
)
PAYMENTS = "a,b,d,sum,in,part,ref,paper\n"


def test_rows_for_which_only_the_table_vouches_are_apart_by_their_figures(tmp_path: Path) -> None:
    rows = [
        'Halden,Corvo,2029-04-03,"1.250.000,50",EUR,,Invoice 88,Post',
        'Halden,Corvo,2029-04-03,"1.250.000,50",EUR,,Invoice 88,Post',
        'Halden,Corvo,2029-04-03,"40.000,00",EUR,,Invoice 88,Post',
        'Halden,Corvo,2029-04-03,"40.000,00",USD,,Invoice 88,Post',
        'Halden,Corvo,2029-04-03,"40.000,00",USD,,Invoice 89,Post',
    ]
    text = PAYMENTS + "\n".join(rows) + "\n"
    own = claims(text, PAID, tmp_path)
    assert (len({claim["fact"] for claim in own.claims}), own.report["folded"]) == (4, 1)
    assert {claim["values"]["amount"] for claim in own.claims} == {"1250000.5 EUR", "40000 EUR", "40000 USD"}
    assert own.notes[-1] == (
        "rows that agree in when, agent, recipient, act, amount, share, qualifier tell of one fact; `fact:` in the map "
        "says otherwise"
    )
    paper = f"{PAID}publisher: {{column: paper, kind: Organization}}\n"
    told = claims(text, paper, tmp_path)
    assert len({claim["fact"] for claim in told.claims}) == 1
    assert told.notes[-1].startswith("3 rows with other figures than an earlier row of the same article and fact, ")
    (mend,) = re.findall(r"`(fact: .*)`$", told.notes[-1])
    mended = claims(text, f"{paper}{mend.replace(']', ', qualifier]')}\n", tmp_path)
    assert len({claim["fact"] for claim in mended.claims}) == 4


def test_figures_that_differ_are_told_whatever_names_the_type(tmp_path: Path) -> None:
    map_ = PAID.replace("type: Action", "type: {column: paper, lookup: {Post: Action}}")
    rows = "Halden,Corvo,2029-04-03,1,EUR,,,Post\nHalden,Corvo,2029-04-03,2,EUR,,,Post\n"
    its = claims(PAYMENTS + rows, f"{map_}publisher: {{column: paper, kind: Organization}}\n", tmp_path)
    assert its.notes[-1].startswith("1 row with other figures than an earlier row of the same article and fact, ")
    assert its.notes[-1].endswith("`fact: {same: [when, agent, recipient, act, amount, share]}`")


def test_only_names_of_which_no_table_knows_are_told(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name,kind\nAna,Person\nThe Post,Organization\n")
    map_ = f"{MEETING}names: [names.csv]\npublisher: {{column: p, kind: Organization}}\n"
    rows = "a,b,p\nAna,Ben,The Post\nAna,Cid,https://courier.example/2031/x\nAna,Dan,www.gazette.example\n"
    its = claims(rows, map_, tmp_path)
    assert "entities that neither the project nor a table of names has: 2 Organization, 3 Person" in its.notes
    assert [note for note in its.notes if "addresses" in note] == [
        "names that are addresses (`url:` in the map takes them, and `site: true` makes their hosts publishers): "
        "`https://courier.example/2031/x`, `www.gazette.example`"
    ]


def test_what_a_row_is_refused_for_stands_beside_its_column(tmp_path: Path) -> None:
    rows = 'A,B,2029-04-03,"1,5",EUR,"12,5%",,\nA,B,2029-04-03,many,EUR,,,\nA,B,soon,,,,,\nA,?,2029-04-03,,,,,\n'
    assert claims(PAYMENTS + rows, PAID, tmp_path).refused == [
        (2, "column `part`: no figure: `12,5%`"),
        (3, "column `sum`: no figure: `many`"),
        (4, "column `d`: a day that cannot be read: no date: `soon`"),
        (5, "a name without a letter; if it stands for an empty cell, the map can say so: `empty:`: `?`"),
    ]


def test_figures_are_kept_to_their_last_digit(tmp_path: Path) -> None:
    its = claims(f'{PAYMENTS}A,B,2029-04-03,"12345678901234567890,12345678900",EUR,,,\n', PAID, tmp_path)
    assert its.claims[0]["values"] == {"amount": "12345678901234567890.123456789 EUR"}


def test_a_unit_that_a_row_does_not_have_is_not_made_up(tmp_path: Path) -> None:
    its = claims(f'{PAYMENTS}A,B,2029-04-03,"1,5",,,,\n', PAID, tmp_path)
    assert its.claims[0]["values"] == {"amount": "1.5"}


def test_the_host_publishes_what_stands_at_an_address_alone(tmp_path: Path) -> None:
    map_ = f"{MEETING}url: {{column: c}}\n"
    its = claims("a,b,c\nAna,Ben,https://www.fjord.example/3\nAna,Cid,\nAna,Dan,somewhere\n", map_, tmp_path)
    assert [head["publisher"] for head in its.articles] == ["jonas-feld", id_of("fjord.example")]
    assert its.refused == [(4, "no address with a host: `somewhere`")]


def test_names_that_may_be_several_or_nobody_are_told(tmp_path: Path) -> None:
    rows = '"Ana Sol, Ben Öhm",Cid Dall\nCy Do and Ed Fi,Unknown\nBob & Co,Dan/Eve\nAndy Sand,Ynez\n'
    its = claims(f"a,b\n{rows}", MEETING, tmp_path)
    assert [note for note in its.notes if " may " in note] == [
        "persons whose names may be those of several (`split:` in the map divides a cell): "
        "`Ana Sol, Ben Öhm`, `Bob & Co`, `Cy Do and Ed Fi`, `Dan/Eve`",
        "names that may stand for nobody (`empty:` in the map passes over them): `Unknown`",
    ]


def test_a_warning_says_its_row_and_its_days(tmp_path: Path) -> None:
    map_ = f"{MEETING}row: {{column: n}}\nwhen: {{column: d}}\npublished: {{column: p}}\n"
    one = "a,b,n,d,p\nAna,Ben,7,2031-03-09,2031-03-01\n"
    assert [its for its in claims(one, map_, tmp_path).notes if "asserted" in its] == [
        "row `7`: asserted for 2031-03-09, after its publication, 2031-03-01"
    ]
    two = f"{one}Ana,Ben,8,2031-03-10,2031-03-02\n"
    assert [its for its in claims(two, map_, tmp_path).notes if "asserted" in its] == [
        "2 rows, the first of them row `7`: asserted for 2031-03-09, after its publication, 2031-03-01"
    ]


ACTION = (
    f"{HEAD}type: Action\nwhen: {{column: d}}\nroles: {{agent: {{column: a, kind: Country, split: ';'}}, "
    "recipient: {column: b, kind: Country, split: ';'}, act: {column: c}}\n"
)


@pytest.mark.parametrize(
    ("rows", "facts"),
    [
        ("Mali,Chad,cooperate\nChad,Mali,cooperate\n", 1),
        ("Mali,Chad,exercise-jointly\nChad,Mali,exercise-jointly\n", 1),
        ("Mali;Peru,Chad,cooperate\nChad,Peru;Mali,cooperate\n", 1),
        ("Mali,Chad,cooperate\nChad,Mali,cooperate-militarily\n", 2),
        ("Mali,Chad,attack\nChad,Mali,attack\n", 2),
        ("Mali,Chad,aid\nChad,Mali,aid\n", 2),
    ],
)
def test_what_both_do_is_one_fact_whichever_a_row_names_first(rows: str, facts: int, tmp_path: Path) -> None:
    text = "a,b,c,d\n" + rows.replace("\n", ",2031-03-03\n")
    its = claims(text, ACTION, tmp_path)
    assert its.refused == []
    assert len({claim["fact"] for claim in its.claims}) == facts
    swapped = [claim["roles"] for claim in its.claims if claim["roles"]["act"] == ["attack"]]
    assert sorted(roles["agent"] for roles in swapped) == ([["chad"], ["mali"]] if "attack" in rows else [])


def test_ids_of_rows_are_told_once(tmp_path: Path) -> None:
    its = claims(
        "a,b,n\nAna,Ben,1\nAna,Cid,1\nAna,Dan,\nAna,Eva,\u200b\nAna,Fay,1\xad\n",
        f"{MEETING}row: {{column: n}}\n",
        tmp_path,
    )
    again, none = "the id of an earlier row: `1`", "no id of the row"
    assert its.refused == [(3, again), (4, none), (5, none), (6, again)]


def book(path: Path, rows: list[list[Any]], formats: dict[str, str] | None = None) -> Path:
    sheet(path, rows)
    its = openpyxl.load_workbook(path)
    for place, form in (formats or {}).items():
        its.active[place].number_format = form
    its.save(path)
    return path


def test_a_sheet_says_what_it_shows_otherwise_and_which_formulas_have_no_value(tmp_path: Path) -> None:
    day = datetime.date(2031, 3, 1)
    rows: list[list[Any]] = [
        ["a", "b", "c", "d", "e"],
        ["Ana", "Ben", 0.5, day, 1],
        ["Ana", "Cid", 2, day, "=A2"],
        ["Ana", "Dan", 3, day, "#N/A"],
    ]
    file = book(tmp_path / "t.xlsx", rows, {"C2": "0%", "D2": "mmm yy", "D3": "dd.mm.yyyy", "C3": "#,##0"})
    map_ = f"{MEETING}when: {{column: d}}\nvalues: {{share: {{column: c}}}}\n"
    its = Imported(file, map_, tmp_path)
    assert sorted(claim["values"]["share"] for claim in its.claims) == ["0.5", "2", "3"]
    assert {claim["when"] for claim in its.claims} == {"2031-03-01"}
    assert its.notes[:5] == [
        f"{file}: XLSX, sheet `Sheet`; the header is line 1: `a`, `b`, `c`, `d`, `e`",
        f"{file}: the map does not use `e`",
        f"{file}: 1 formula without a value: open the file in a spreadsheet program and save it",
        f"{file}: column `c` shows something else than it stores in 1 cell: the format is `0%`, "
        "what is stored and was taken is `0.5`",
        f"{file}: column `d` shows something else than it stores in 1 cell: the format is `mmm yy`, "
        "what is stored and was taken is `2031-03-01`",
    ]
    used = Imported(file, map_.replace("column: c", "column: e"), tmp_path)
    assert used.refused == [(3, "a formula without a value: `e`"), (4, "an error in a cell: `#N/A`")]


def test_a_sheet_is_chosen(tmp_path: Path) -> None:
    its = openpyxl.Workbook()
    its.active.append(["nothing"])
    other = its.create_sheet("Meetings")
    other.append(["a", "b"])
    other.append(["Ana", "Ben"])
    its.save(tmp_path / "t.xlsx")
    assert len(Imported(tmp_path / "t.xlsx", MEETING, tmp_path, sheet="Meetings").claims) == 1
    with pytest.raises(MapError, match="no column `a`"):
        Imported(tmp_path / "t.xlsx", MEETING, tmp_path)
    with pytest.raises(UsageError, match="no such sheet: `Meting`"):
        Imported(tmp_path / "t.xlsx", MEETING, tmp_path, sheet="Meting")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"PK\x03\x04 nothing", "no XLSX that can be read"),
        (b"PAR1 nothing", "no Parquet"),
        (b"\xd0\xcf\x11\xe0 old", "an old Excel file"),
        (b"", "no row in it"),
        (b"a,b\rAna,Ben\r", "carriage returns alone"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, expected: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=expected) as caught:
        Imported(write(tmp_path, data), MEETING, tmp_path)
    assert caught.value.hint


@pytest.mark.parametrize(("name", "start"), [("openpyxl", "xlsx"), ("pyarrow", "parquet")])
def test_a_library_that_is_missing_is_named_with_what_to_install(
    name: str, start: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingLibraryError) as caught:
        Imported(write(tmp_path, {"xlsx": b"PK\x03\x04", "parquet": b"PAR1"}[start]), MEETING, tmp_path)
    assert str(caught.value) == (f"such a file is read with {name}, which is not installed\n  hint: {to_install(name)}")


def test_a_header_is_found_below_titles_and_in_two_lines(tmp_path: Path) -> None:
    rows = "Meetings of 2031,,\n,,\nMeeting,,note\na,b,\nAna,Ben,x\n,,\nAna,Cid,y\n"
    its = claims(rows, MEETING, tmp_path)
    assert its.notes[0].endswith("the header is line 4: `a`, `b`, what stands above it is passed over: 3 lines")
    two = MEETING.replace("column: a", "column: Meeting a").replace("column: b", "column: Meeting b")
    its = Imported(write(tmp_path, rows), f"{two}note: {{column: note}}\nfile: {{header: 3-4}}\n", tmp_path)
    assert [claim["note"] for claim in its.claims] == ["x", "y"]
    assert f"{tmp_path / 't.csv'}: 1 row in which nothing stands" in its.notes


def test_columns_of_one_name_and_without_one_can_be_named(tmp_path: Path) -> None:
    map_ = MEETING.replace("column: b", "column: a (2)") + "note: {column: column 3}\n"
    its = claims("a,a,,d\nAna,Ben,x,y\n", map_, tmp_path)
    assert [claim["note"] for claim in its.claims] == ["x"]
    assert [note.partition(": ")[2] for note in its.notes[1:3]] == [
        "columns of one name are told apart by a number: `a (2)`",
        "1 column without a name, here called `column 3`; if the header has two lines: `--header 1-2`",
    ]


def test_rows_of_other_widths_are_refused(tmp_path: Path) -> None:
    its = claims("a,b,c\nAna,Ben\nAna,Ben,x,y\nAna,Ben,x,\n", MEETING, tmp_path)
    assert its.refused == [(2, "fewer cells than the header has: `2`"), (3, "more cells than the header has: `4`")]
    assert len(its.claims) == 1


def test_json_lines_hold_lists_and_objects(tmp_path: Path) -> None:
    rows = '{"a": {"name": "Ana"}, "b": ["Ben", "Cid"], "n": 1e3}\n[]\nx\n{"b": ["Ben"]}\n'
    map_ = MEETING.replace("column: a", "column: a.name") + "values: {n: {column: n}}\n"
    its = Imported(write(tmp_path, rows, "t.jsonl"), map_, tmp_path)
    assert [(claim["roles"]["participant"], claim["values"]) for claim in its.claims] == [
        (["ana", "ben", "cid"], {"n": "1000"})
    ]
    assert [line for line, _ in its.refused] == [2, 3, 4]
    assert its.report["read"] == 4


def test_a_first_map_marks_guesses_and_asks_for_the_rest(tmp_path: Path) -> None:
    text = draft_of(ROOT / "docs" / "who-met-whom.csv", Settings(), core())
    assert text.partition("\n# The columns, in their order.\n")[2] == (
        "row: {column: no}  # GUESS; the first: `1`\n"
        "roles:  # GUESS; those of Meeting are participant, place, topic: `kg help Meeting`\n"
        "  participant:\n"
        "    - {column: who, kind: Person}\n"
        '    - {column: whom, kind: Person, split: ";"}\n'
        "  place: {column: where, kind: Place}\n"
        'when: {column: when, format: "%d/%m/%Y"}  # GUESS; the first: `03/03/2031`\n'
        "publisher: {column: source, kind: Organization}  # GUESS; the first: `Ansel Courier`\n"
        'published: {column: published, format: "%d/%m/%Y"}  # GUESS; the first: `04/03/2031`\n'
        "speaker: {column: said by, kind: Person}  # GUESS; the first: `Marek Dunai`\n"
        "url: {column: link}  # GUESS; the first: `https://courier.example/2031/solberg-du…`\n"
    )
    path = write(tmp_path, text, "map.yaml")
    with pytest.raises(MapError) as caught:
        maps.read(path)
    assert caught.value.what.count("hint:") == 2  # who made it, and by when
    answered = text.replace("{name: ,", "{name: Jonas Feld,").replace("by:  #", "by: 2031-04-30  #")
    its = Imported(ROOT / "docs" / "who-met-whom.csv", answered, tmp_path)
    assert (its.report["mapped"], its.refused) == (20, [])


def test_a_name_in_two_scripts_is_no_fault_of_a_map(tmp_path: Path) -> None:
    map_ = MEETING.replace("Jonas", "J\u043enas")  # a Cyrillic letter: `kg check` warns of the entity
    its = Imported(write(tmp_path, "a,b\nAna,Ben\n"), map_, tmp_path)
    assert (its.report["mapped"], its.refused) == (1, [])


def test_days_that_may_be_read_in_two_ways_are_asked_for(tmp_path: Path) -> None:
    text = draft_of(write(tmp_path, "date,who,with\n03/04/2031,Ana,Ben\n"), Settings(), core())
    assert (
        '# ASKED: how are days written in date? format: "%d/%m/%Y" or format: "%m/%d/%Y"\n'
        "when: {column: date}  # GUESS; the first: `03/04/2031`\n"
    ) in text


@pytest.mark.parametrize("name", ["with: colon", "a #b", "- dash", "ja\tb", 'say "x"', "{x}", "null", "*a", "1", "ünï"])
def test_a_first_map_can_be_read_whatever_columns_are_called(name: str, tmp_path: Path) -> None:
    file = write(tmp_path, f'who,whom,"{name.replace(chr(34), chr(34) * 2)}"\nAna,Ben,7\n', "met.csv")
    text = draft_of(file, Settings(), core())
    answered = text.replace("{name: ,", "{name: J,").replace("by:  #", "by: 2031-04-30  #")
    its = Imported(file, answered, tmp_path)
    assert (its.report["mapped"], its.claims[0]["values"].popitem()[1]) == (1, "7")


ARTICLE = '{"article":{"id":"a","publisher":"p","published":"2031-03-03"%s}}\n'


@pytest.mark.parametrize(
    ("stands", "expected"),
    [
        (ARTICLE % ',"coded-by":"p"', None),
        ("", None),
        (ARTICLE % ',"title":"T"', "the article in line 1 is not `coded-by` anybody: somebody read it"),
        (
            ARTICLE % ',"coded-by":"p"' + ARTICLE % "",
            "the article in line 2 is not `coded-by` anybody: somebody read it",
        ),
        (
            '{"entity":{"id":"x","kind":"Person","name":"X"}}\n',
            "no article in it is `coded-by` anybody, and so nothing says that it was imported",
        ),
        (
            ARTICLE % ',"coded-by":"p","text":{"file":"x.txt"}',
            "the article in line 1 has a `text` or an `annotator`: somebody read it",
        ),
        (
            ARTICLE % ',"coded-by":"p"' + '{"claim":{"id":"a","evidence":[{"row":"1"},{"at":[0,4]}]}}\n',
            "the claim in line 2 has a span or an `annotator`: somebody read it",
        ),
        (
            ARTICLE % ',"coded-by":"p"' + '{"claim":{"id":"a","evidence":[{"row":"1"}],"annotator":"me"}}\n',
            "the claim in line 2 has a span or an `annotator`: somebody read it",
        ),
        (ARTICLE % ',"coded-by":"p"' + '{"claim":{"id":"a","evidence":[{"row":"1","sha256":"f"}]}}\n', None),
        ("my notes\n", "line 1 is no record"),
        ('{"fact":{}}\n', "line 1 is no record"),
    ],
)  # fmt: skip
def test_only_what_was_imported_is_replaced(stands: str, expected: str | None, tmp_path: Path) -> None:
    path = write(tmp_path, stands, "o.jsonl")
    if expected is None:
        need_imported(path)
        return
    with pytest.raises(UsageError) as caught:
        need_imported(path)
    assert str(caught.value) == f"`{path}` is kept: {expected}\n  hint: name another file, or take this one away"


@pytest.mark.parametrize("name", ["entities.yaml", "o.jsonl.gz", "o.json", "o"])
def test_an_import_is_written_as_json_lines(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is to be JSON Lines"):
        need_imported(tmp_path / name)


def test_the_map_of_the_guide_can_be_read(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "exchange.md").read_text("utf-8")
    write(tmp_path, "name\nX\n", "names.csv")
    path = write(tmp_path, text.partition("```yaml\n")[2].partition("```")[0], "map.yaml")
    assert maps.read(path).table == "talks"
    with pytest.raises(MapError, match=r"no column `said by` .* nor any other that the map names"):
        bring_in_table(
            maps.read(path), Settings(), [write(tmp_path, "x;y\n1;2\n\n3;4\n")], core(), None, tmp_path / "o"
        )


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2068, 12, 31)),
    st.sampled_from(("%d/%m/%Y", "%m-%d-%Y", "%d. %B %Y", "%Y/%m/%d")),
)
def test_a_day_that_is_written_by_a_format_is_read_by_it(day: datetime.date, form: str) -> None:
    cells = Cells(["c"])
    cells.of([day.strftime(form)])
    assert day_of(cells, Source(columns=("c",), formats=(form,))) == day.isoformat()


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([(".", ","), (",", "."), (".", " "), (",", "\u202f")]))
def test_a_number_that_is_grouped_is_read(number: Decimal, signs: tuple[str, str]) -> None:
    decimal, group = signs
    written = f"{number:,.2f}".replace(",", "x").replace(".", decimal).replace("x", group)
    cells = Cells(["c"])
    cells.of([written])
    read = figure_of(cells, Source(columns=("c",), decimal=decimal))
    assert Decimal(read) == number


def test_cells_that_are_merged_have_what_stands_above(tmp_path: Path) -> None:
    rows = "a,b\n,Zoe\nAna,Ben\n,Cid\n\n,Dan\nEva,Fay\n"
    its = claims(rows, f"{MEETING}fill: [a]\n", tmp_path)
    participants = sorted(claim["roles"]["participant"] for claim in its.claims)
    assert participants == [["ana", "ben"], ["ana", "cid"], ["ana", "dan"], ["eva", "fay"]]
    assert its.refused == [(2, "`participant` takes at least 2, here is 1")]


def test_a_time_may_be_open(tmp_path: Path) -> None:
    map_ = f"{MEETING}when: {{from: {{column: c}}, to: {{column: d, lookup: {{present: '..'}}}}}}\n"
    rows = "a,b,c,d\nAna,Ben,2031,present\nAna,Cid,,2031-03\nAna,Dan,,present\nAna,Eva,2031-04,2031-03\n"
    its = claims(rows, map_, tmp_path)
    assert sorted(str(claim.get("when")) for claim in its.claims) == ["../2031-03", "2031/..", "None"]
    assert its.refused == [(5, "a day that cannot be read: ends before it starts: `2031-04/2031-03`")]


def test_a_note_keeps_its_lines(tmp_path: Path) -> None:
    its = claims('a,b,c\r\nAna,Ben,"one\r\n""two"""\r\n', f"{MEETING}note: {{column: c}}\n", tmp_path)
    assert [claim["note"] for claim in its.claims] == ['one\n"two"']


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        ("Datum", ["3.4.31", "15.04.2031", "Mitte April"], Guess("when", formats=("%d.%m.%Y", "%d.%m.%y"))),
        ("seen", ["3/4/2031", "13/4/2031"], Guess("when", formats=("%d/%m/%Y",))),
        ("seen", ["3/4/2031"], Guess("when", formats=("%d/%m/%Y",), others=("%m/%d/%Y",))),
        ("seen", ["2031-03-04", "2031-03"], Guess("when")),
        ("Costs", ["1,5", "?", "2"], Guess("values", decimal=",", nothing=("?",))),
        ("meeting place", ["Velm"], Guess("role", "Place")),
        ("Nr.", ["1", "2"], Guess("row")),
        ("Nr.", ["1", "1"], Guess()),
        ("web", ["www.example.org"], Guess()),
        ("x", ["https://a.example/1", "https://a.example/2", "?"], Guess("url", nothing=("?",))),
        ("with", ["Ana | Ben"], Guess("role", "Person", split="|")),
        ("x", [], Guess()),
        ("x", ["some", "words"], Guess()),
    ],
)
def test_what_a_column_holds_is_guessed(name: str, cells: list[str], expected: Guess) -> None:
    assert guess(name, cells) == expected


def test_a_first_map_without_a_type_asks_for_it(tmp_path: Path) -> None:
    text = draft_of(write(tmp_path, "who,whom,Costs (EUR)\nAna,Ben,5\n", "list.csv"), Settings(), core())
    assert [line.partition(": ")[0] for line in text.splitlines() if "ASKED" in line][1:] == [
        "coded-by", "by", "type", "roles"
    ]  # fmt: skip
    assert '  costs: {column: "Costs (EUR)", unit: EUR}\n' in text


def test_an_edited_map_and_the_sources_are_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start(tmp_path / "p", empty=True)
    table_ = str(write(tmp_path, "who,whom\nAna,Ben\n"))
    (tmp_path / "m.yaml").write_text("mine", "utf-8")
    command = ["import", "table", table_, "--draft", "--project", str(tmp_path / "p"), "-o"]
    assert run([*command, str(tmp_path / "m.yaml")]) == 2
    assert run([*command, str(tmp_path / "p" / "sources" / "m.yaml")]) == 2
    assert [line for line in capsys.readouterr().err.splitlines() if "hint" not in line] == [
        f"there is a file already: `{tmp_path}/m.yaml`",
        f"a map is no source: `{tmp_path}/p/sources/m.yaml`",
    ]
    assert (tmp_path / "m.yaml").read_text("utf-8") == "mine"
    assert list((tmp_path / "p" / "sources").iterdir()) == []
    assert run([*command, str(tmp_path / "new.yaml")]) == 0


def test_a_table_whose_name_is_no_text_is_named_by_its_escape(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.csv"))
    path.write_text("who,whom\nAna,Ben\n", "utf-8")
    command = ["import", "table", str(path), "--draft", "-o"]
    assert run([*command, str(tmp_path / "m.yaml")]) == 0
    text = (tmp_path / "m.yaml").read_text("utf-8")
    assert text.startswith(f"# {tmp_path}/\\udcff.csv: UTF-8, ")
    assert text.count("\ntable: ") == 1


def test_what_somebody_wrote_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, ARTICLE % ',"title":"T"', "o.jsonl")
    (tmp_path / "map.yaml").write_text(MEETING, "utf-8")
    command = ["import", "table", str(write(tmp_path, "a,b\nAna,Ben\n")), "--map", str(tmp_path / "map.yaml"), "-o"]
    assert run([*command, str(path)]) == 2
    assert path.read_text("utf-8") == ARTICLE % ',"title":"T"'
    assert run([*command, str(tmp_path / "new.jsonl")]) == 0
    assert run([*command, str(tmp_path / "new.jsonl"), "--format", "json"]) == 0  # imported: replaced
    assert '"mapped": 1' in capsys.readouterr().out
    assert run([*command[:-3], "-o", str(tmp_path / "other.jsonl")]) == 2  # no map
    assert run([*command[:2], str(write(tmp_path, "a,b\nAna,\n")), *command[3:], str(tmp_path / "new.jsonl")]) == 1


def test_a_table_is_read_from_stdin(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(MEETING, "utf-8")
    command = [sys.executable, "-m", "kg.cli.main", "import", "table", "-", "-o", "-", "--map", f"{tmp_path}/map.yaml"]
    book_ = sheet(tmp_path / "t.xlsx", [["a", "b"], ["Ana", "Ben"]]).read_bytes()
    for data in (b"a;b\nAna;Ben\n", b'{"a": "Ana", "b": "Ben"}\n', book_):
        done = subprocess.run(command, input=data, capture_output=True, check=False, cwd=ROOT)
        assert done.returncode == 0, done.stderr.decode()
        assert done.stdout.count(b'"claim"') == 1
        assert done.stderr.startswith(b"1 row read: 1 mapped")


def test_hearsay_needs_no_entity(tmp_path: Path) -> None:
    map_ = f"{MEETING}speaker: {{column: c, kind: Person, lookup: {{reportedly: unnamed}}}}\n"
    its = claims("a,b,c\nAna,Ben,reportedly\nAna,Cid,\nAna,Dan,Eva\n", map_, tmp_path)
    assert sorted(claim.get("speaker", []) for claim in its.claims) == [[], ["eva"], ["unnamed"]]
    assert "unnamed" not in {entity["id"] for entity in its.entities}
