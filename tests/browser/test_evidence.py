"""What the page says behind a line and a finding: outlets, who denies, what nobody read, and of what it is a part."""

from __future__ import annotations

import csv

import pytest
from msgspec import structs

from kg.model.dates import parse
from kg.model.records import Claim, Evidence, Figure, Kind, Records
from tests.browser.conftest import Reader, World
from tests.making import ARTICLES, ENTITIES, article, claim, core, entity

KINDS = "kinds=Person,Country,Organization"
CONFERENCE = {"type": "Gathering", "fact": "conference"}
ROW = (Evidence(row="20718170"),)


def acts(agent: str) -> dict[str, tuple[str, ...]]:
    return {"agent": (agent,), "recipient": ("cid",)}


CLAIMS = (
    # The host names the delegations, a newspaper two persons: the one is no evidence of the other.
    claim("aland", id_="hosts", roles={"host": ("aland",), "participant": ("aland", "bland")}, **CONFERENCE),
    claim(
        None, article="gazette-1", id_="saw", roles={"representative": ("ann", "bob")}, scope="roles", **CONFERENCE,
    ),
    claim("ann", id_="met", via=("courier",)),
    claim("bob", "denies", article="gazette-1", id_="never"),
    claim("ann", id_="in-touch", fact="pledge", part_of="m", type="Action", roles=acts("ann")),
    structs.replace(
        claim(None, article="rows", id_="coded", fact="raid", type="Action", roles=acts("bob")),
        evidence=ROW, values={"deaths": Figure("12", "12"), "cost": Figure("20", None, "EUR")},
    ),
)  # fmt: skip


def small_world(*claims: Claim) -> World:
    coded = structs.replace(article("rows", "coder"), title="", coded_by="coder", published=parse("/2024-03-01"))
    entities = ENTITIES | {"coder": entity("coder", Kind.ORGANIZATION)}
    return World("Evidence", Records(entities, ARTICLES | {"rows": coded}, claims), core())


@pytest.fixture
def shown(reader: Reader) -> Reader:
    return reader.opens(small_world(*CLAIMS).html(), KINDS)


def opened(reader: Reader, *selected: str) -> str:
    reader.does("d.choose(argument)", list(selected))
    return reader.text("#evidence")


def claims_of_the_first_card(reader: Reader) -> list[str]:
    found: list[str] = reader.does(
        "[...document.querySelectorAll('#evidence .card details[open] .claim')].map((e) => e.dataset.claim)"
    )
    return found


def test_the_evidence_of_a_line_names_its_two_ends(shown: Reader) -> None:
    said = opened(shown, "line", "ann bob")
    assert claims_of_the_first_card(shown) == ["gazette-1/saw"]
    assert "reported, in one outlet" in said
    assert "1 other claim on this finding" in said
    opened(shown, "line", "aland bland")
    assert claims_of_the_first_card(shown) == ["herald-1/hosts"]
    assert "one-sided, in one outlet" in shown.text("#evidence")


def test_the_headline_counts_what_the_legend_counts(shown: Reader) -> None:
    legend = shown.does(
        "[...document.querySelectorAll('[data-status]')].map((e) => [e.querySelector('.row-name span').textContent,"
        " e.querySelector('.count').textContent]).filter(([, count]) => count !== '0')"
    )
    counted = ", ".join(f"{count} {name}" for name, count in legend)
    assert " contested by a party" in counted
    assert shown.text("#headline").partition(": ")[2] == counted


def test_a_finding_says_who_asserts_it_and_who_denies_it(shown: Reader) -> None:
    said = opened(shown, "fact", "m")
    assert "one-sided, in one outlet, contested by a party" in said
    assert "Asserted by Aland; denied by Bland." in said
    assert "Outlet Courier" in said
    said = opened(shown, "status", "contested")
    assert "Asserted by parties, anonymous voices aside, but not by all: Aland; denied by Bland." in said


def test_a_part_of_what_a_party_denies_says_so_wherever_it_stands(shown: Reader) -> None:
    shown.does("d.set({layers: ['action', 'contact'], form: 'table'})")
    assert "Part of a contested meeting." in opened(shown, "fact", "pledge")
    assert "Part of a contested meeting." in opened(shown, "line", "ann cid")
    assert "1 part of a contested meeting" in shown.text("#rows [data-line='ann cid']")
    shown.does("d.hover({line: 'ann cid'})")
    assert "(part of a contested meeting)" in shown.text("#tip")
    rows = {row["fact"]: row for row in csv.DictReader(shown.does("d.csv()").splitlines())}
    assert rows["pledge"]["part_of_not_accepted"] == "m"


def test_the_page_of_a_part_alone_says_of_what_it_is_part(reader: Reader) -> None:
    reader.opens(small_world(*CLAIMS).html(facts={"pledge"}), KINDS)
    assert "1 finding:" in reader.text("#headline")
    assert "Part of a contested meeting." in opened(reader, "fact", "pledge")


def test_what_nobody_read_says_so(shown: Reader) -> None:
    shown.does("d.set({layers: ['action'], form: 'table'})")
    said = opened(shown, "fact", "raid")
    assert "reported, in one outlet, not read" in said
    assert "Row 20718170, coded by Coder; not read" in said
    assert "Article rows coded by Coder Coder, by 2024-03-01" in said
    assert "Figures deaths: 12; cost: 20.. EUR" in said
    assert "not read" in shown.text("#rows [data-line='bob cid']")
    rows = {row["fact"]: row for row in csv.DictReader(shown.does("d.csv()").splitlines())}
    assert (rows["raid"]["spans"], rows["raid"]["outlets"]) == ("rows/coded:row=20718170", "coder")


def test_what_is_only_known_by_then_counts_until_the_reader_asks_for_an_earlier_day(shown: Reader) -> None:
    assert shown.does("d.account.known_by") == "2023-12-20", "the latest day of publication that is known"
    assert "raid" in shown.does("Object.keys(d.account.facts)")
    shown.does("d.set({knownBy: '2023-12-20'})")
    assert "raid" not in shown.does("Object.keys(d.account.facts)")


def test_a_relay_can_be_taken_away(shown: Reader) -> None:
    shown.page.get_by_text("Without a relay").click()
    shown.page.get_by_role("checkbox", name="With Courier").uncheck()
    assert shown.does("d.account.facts.m.status") == "denied"
    assert "no-relay=courier" in shown.page.url
