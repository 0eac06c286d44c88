"""Content negotiation by RFC 9110, section 12.5.1: its own examples, weights, precision, and headers that are none."""

from __future__ import annotations

import time

import pytest

from kg.serve.negotiation import best

HTML, TURTLE, JSON_LD, JSON = OFFERED = (
    "text/html; charset=utf-8", "text/turtle; charset=utf-8", "application/ld+json", "application/json",
)  # fmt: skip
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
SPARQL = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
RDFLIB = "application/sparql-results+xml; charset=utf-8, application/sparql-results+json; charset=utf-8;q=0.9"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", HTML),  # no header: any type
        ("*/*", HTML),
        (BROWSER, HTML),
        ("text/turtle", TURTLE),
        ("TEXT/Turtle", TURTLE),
        ("text/turtle;charset=UTF-8", TURTLE),
        ("text/*", HTML),
        ("text/*;q=0.3, text/html;q=0.2", TURTLE),
        ("text/html;q=0.2, text/*;q=0.3", TURTLE),  # precision decides, not the order
        ("application/json, text/html", HTML),  # equal weights: the server's order
        ("application/*", JSON_LD),
        ("application/ld+json", JSON_LD),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', JSON_LD),
        ("application/json;q=1.000,text/html;q=0.999", JSON),
        ("text/html;q=0, */*", TURTLE),
        ("*/*;q=0.1, application/json;q=0.05", HTML),
        ("text/turtle ; q=0.5 , text/html ; q=0.4", TURTLE),
        ("text/turtle;q=0.5;ext=1, text/html;q=0.4", TURTLE),
        (",,text/turtle,", TURTLE),  # empty elements of a list (section 5.6.1)
        ('image/png;note="a, text/html;q=1", text/turtle;q=0.1', TURTLE),  # a comma within a quoted string
        ("text/turtle;level=1", None),  # no such parameter is offered
        ("image/png", None),
        ("text/html;q=0", None),
        ("*/*;q=0", None),
        ("text/html;q=2, text/turtle;q=0.1", TURTLE),  # no quality value: passed over
        ("text/html;q=0.1234, text/turtle;q=0.1", TURTLE),
        ("html, text/turtle;q=0.1", TURTLE),
        ("*/html, text/turtle;q=0.1", TURTLE),
        ("nonsense", HTML),  # no media range at all: as without the header
        ("\x00\udcff", HTML),
    ],
)
def test_what_is_preferred_is_sent(accept: str, chosen: str | None) -> None:
    assert best(accept, OFFERED) == chosen


def test_the_example_of_the_rfc() -> None:
    """RFC 9110, section 12.5.1: the table of quality values."""
    accept = "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5"
    weights = {
        "text/plain;format=flowed": 1, "text/plain": 0.7, "text/html": 0.3, "image/jpeg": 0.5,
        "text/plain;format=fixed": 0.4, "text/html;level=3": 0.3,
    }  # fmt: skip
    for one, weight in weights.items():
        for other, its in weights.items():
            if weight > its:
                assert best(accept, [other, one]) == one, (one, other)


def test_results_of_queries() -> None:
    assert best(RDFLIB, SPARQL) == "application/sparql-results+xml"
    assert best("text/csv;q=0.5,text/tab-separated-values", SPARQL) == "text/tab-separated-values"
    assert best("text/html", SPARQL) is None
    assert best("text/html", ()) is None


@pytest.mark.parametrize("part", ["a/b;", '"', '"\\', "*/*,", "a/", ";", 'a/b;c="', "a/b;c=d;", '""'])
def test_no_header_takes_long(part: str) -> None:
    begun = time.process_time()  # of this process alone, whatever else the machine does
    best(part * (60_000 // len(part)), OFFERED)
    assert time.process_time() - begun < 1
