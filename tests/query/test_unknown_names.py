"""Names in a query that nothing in the graph has are named, with what was probably meant."""

from __future__ import annotations

import pytest

from kg.graph.graph import Graph
from kg.graph.unknown_names import unknown_names


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?a { ?a kg:mett ?b }", ["`kg:mett`: did you mean `kg:met`?"]),
        ("SELECT ?a { ?a kg:met entity:ilsemarwen }", ["`entity:ilsemarwen`: did you mean `entity:ilse-marwen`?"]),
        ("SELECT ?b { fact:pier-charg ?a ?b }", ["`fact:pier-charg`: did you mean `fact:pier-charge`?"]),
        ("ASK { ?a <https://example.org/strait/entity/harll> ?b }", ["`entity:harll`: did you mean `entity:harl`?"]),
        ("PREFIX e: <https://example.org/strait/entity/> ASK { e:harll ?a ?b }", ["`entity:harll`"]),
        ("ASK { ?a kg:statuss kg:reportd }", ["`kg:statuss`", "`kg:reportd`"]),
        ("SELECT ?a { ?a kg:met entity:ilse-marwen ; rdfs:lable ?b } # kg:mett 'kg:mett'", []),
        ("ASK { ?a rdf:type kg:Fact ; kg:status kg:reported ; said:participant ?b }", []),
        ("SELECT ?a { ?a ?b 'kg:mett' }", []),
        ("voices", []),
    ],
)
def test_what_nothing_is_called_is_named(strait: Graph, query: str, told: list[str]) -> None:
    lines = unknown_names(strait, query)
    assert len(lines) == len(told), lines
    assert all(words in line for words, line in zip(told, lines, strict=True)), lines
