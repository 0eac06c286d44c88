"""Slices as pages: `graph.slice(…).view()` draws the edges of the slice's network, and no others."""

from __future__ import annotations

from typing import Any

import pytest

from kg.graph.graph import Graph
from tests.browser.conftest import Reader
from tests.browser.test_filters import ALL_KINDS, ALL_STATUSES

EVERYTHING = {"kinds": ALL_KINDS, "statuses": ALL_STATUSES, "layers": ["contact", "speech", "action", "context"]}
Options = dict[str, Any]

STRAIT: list[Options] = [
    {"status": ["on-record", "corroborated"]},
    {"status": ["unconfirmed", "planned", "denied", "lapsed"]},
    {"article": "lantern-2031-03-17"},
    {"article": ["wire-2031-03-03", "wire-2031-03-24"]},
    {"on": "2031-03-04"},
    {"on": "2031-03", "certainly": True},
    {"without": "voice:northern-wire"},
    {"without": "outlet:northern-wire"},
    {"without": "wire-2031-03-03"},
    {"without": "orlund"},
    {"without": ["velmark", "anonymous@lantern-2031-03-17"]},
    {"without": "outlet:velmark-post", "status": ["on-record", "one-sided"], "known_by": "2031-03-18"},
]
DEMO: list[Options] = [
    {"status": ["one-sided", "unconfirmed"]},
    {"article": "arabnews-2025-07-26"},
    {"on": "2023-12-13"},
    {"without": "united-states"},
    {"without": "pakistan"},
    {"without": "voice:arab-news"},
    {"without": "voice:the-news-international"},
    {"without": "outlet:the-news-international"},
]


def drawn(graph: Graph, **choice: Any) -> set[tuple[str, str, str, str]]:
    edges = graph.network(**choice, stand_ins=True).edges(keys=True, data=True)
    return {(one, other, key, edge["status"]) for one, other, key, edge in edges}


def follows(reader: Reader, graph: Graph) -> None:
    reader.opens(graph.view().html)
    assert reader.edges() == drawn(graph)
    reader.does("d.set(argument)", EVERYTHING)
    expected = drawn(graph, kinds="all", layers="all", accepted=False)
    assert expected, "a slice that leaves something to compare"
    assert reader.edges() == expected


@pytest.mark.parametrize("options", STRAIT, ids=str)
def test_a_slice_of_the_worked_example_is_drawn_as_its_network(reader: Reader, strait: Graph, options: Options) -> None:
    follows(reader, strait.slice(**options))


@pytest.mark.parametrize("options", DEMO, ids=str)
def test_a_slice_of_the_two_articles_is_drawn_as_its_network(reader: Reader, demo: Graph, options: Options) -> None:
    follows(reader, demo.slice(**options))


def test_what_a_query_found_in_a_slice_is_drawn_as_its_network(reader: Reader, strait: Graph) -> None:
    sliced = strait.slice(without="orlund")
    reader.opens(sliced.draw(sliced.query("edges")).html)
    assert reader.edges() == drawn(sliced, kinds="all", layers="all")
    assert ("ister-talks/met", "one-sided") in {(key, status) for _, _, key, status in reader.edges()}


def test_the_page_of_a_slice_says_which_sources_are_withdrawn(reader: Reader, demo: Graph) -> None:
    reader.opens(demo.slice(without="united-states").view().html)
    assert "published by 2025-07-26, without the word of United States." in reader.text("#sources")
    reader.opens(demo.slice(without=["united-states", "outlet:arab-news"]).view().html)
    words = "without the word of United States, what came through Arab News."
    assert words in reader.text("#sources")
    reader.opens(demo.view().html)
    assert "published by 2025-07-26. A status says" in reader.text("#sources")
