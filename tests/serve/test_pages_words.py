"""What pages say in words: why a claim does not decide, who announced what nobody asserts, names in place of ids."""

from __future__ import annotations

import re

import pytest

from kg.graph.graph import Graph
from kg.model.records import Claim
from tests.graphs import graph_of
from tests.making import claim
from tests.serve.conftest import get


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ([claim("a-foreign", id_="x"), claim(None, id_="own")], "it adds no voice of its own, since the same article"),
        ([claim("ann", id_="x"), claim("a-foreign", id_="y"), claim("murmur", id_="own")], "anonymous voices decide"),
        ([claim("a-foreign", id_="x"), claim(None, "suggests", id_="own")], "does not decide: others assert it"),
        (
            [claim("a-foreign", id_="own"), claim("a-foreign", "denies", article="gazette-2", id_="x")],
            "no longer counts: A Foreign denies it on ",
        ),
        (
            [claim("a-foreign", id_="own"), claim("a-foreign", "retracts", article="gazette-1", id_="x")],
            "no longer counts: A Foreign takes that back on ",
        ),
        ([claim("a-foreign", id_="own")], "counts: the finding stands as it does by this"),
    ],
)
def test_a_claim_says_what_it_weighs(claims: list[Claim], told: str) -> None:
    graph = graph_of(claims)
    (key,) = (each for each in graph.claims if each.endswith("/own"))
    assert told in get(graph, f"/claim/{key}").text
    assert told in get(graph, "/fact/m").text


def test_what_nobody_asserts_names_who_announced_or_suggested_it() -> None:
    graph = graph_of([claim("a-foreign", "announces"), claim("murmur", "suggests")])
    assert "announced by Aland" in get(graph, "/search?q=").text
    assert "Announced by Aland" in get(graph, "/fact/m").text
    suggested = get(graph_of([claim("b-foreign", "suggests")]), "/fact/m").text
    assert "Suggested by Bland" in suggested


def test_findings_are_named_in_words_and_no_id_stands_for_one() -> None:
    graph = graph_of([claim("a-foreign", fact="ann-bob-met")])
    text = get(graph, "/article/herald-1").text
    assert "finding: Ann and Bob met" in text
    assert "“ann bob met”" not in text


def test_the_overview_says_where_nothing_conflicts() -> None:
    text = get(graph_of([claim("a-foreign")]), "/").text
    assert "No claims conflict, and nobody denies a part of a finding alone." in text
    assert "counts as lapsed" in text


def test_names_with_a_status_of_their_own_are_explained() -> None:
    said = [claim("a-foreign"), claim("murmur", roles={"participant": ("ann", "bob"), "place": ("capital",)})]
    words = "A name with a status of its own stands otherwise than the finding; the others stand as it does."
    assert words in get(graph_of(said), "/fact/m").text
    assert words not in get(graph_of([claim("murmur")]), "/fact/m").text


def test_each_status_leads_to_what_it_means(strait: Graph) -> None:
    for status in {fact.status.value for fact in strait.account.facts.values()}:
        assert status in get(strait, "/words").page.names
    assert "/words#corroborated" in get(strait, "/fact/pier-charge").page.links


def test_what_is_searched_in_vain_is_said_once_with_what_was_meant(strait: Graph) -> None:
    got = get(strait, "/search?q=Ilse+Marwin")
    assert got.text.count("No name holds") == 1
    assert "Did you mean Ilse Marwen?" in got.text
    assert "/entity/ilse-marwen" in got.page.links


def test_everything_by_name_is_in_the_order_of_names(strait: Graph) -> None:
    section = get(strait, "/search?q=").raw.partition('id="entities"')[2].partition("</section>")[0]
    names = re.findall(r'class="what"><a href="/entity/[^"]*" dir="auto">([^<]*)', section)
    assert len(names) == 25
    assert names == sorted(names, key=str.casefold)


def test_a_date_in_a_heading_is_not_broken(strait: Graph) -> None:
    assert '<span class="date">2031-03-07</span>' in get(strait, "/fact/pier-charge").raw


def test_the_overview_offers_slices_and_a_voice_both_of_its_parts(strait: Graph) -> None:
    raw = get(strait, "/").raw
    for name in ("without", "entity", "on", "status", "read"):
        assert f'name="{name}"' in raw
    assert get(strait, "/?without=voice%3Aorlund&entity=&on=&status=&known_by=").status == 200
    both = {its.outlet for its in strait.account.readings.values()} & {
        voice for its in strait.account.readings.values() for voice in its.voices
    }
    got = get(strait, f"/voice/{min(both)}").text
    assert "without this voice · What is left without this outlet" in got
