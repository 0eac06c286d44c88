"""How Label Studio is set up for an ontology: the labelling interface of a project, as XML.

Source: Label Studio's documentation, "Customize the labeling interface" (labelstud.io/guide/setup).
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from kg.formats.tools.layers import SPEAKER
from kg.model.records import EvidenceKind, Kind, Scope, Stance
from kg.ontology import Ontology

TEXT, CLAIM, MENTION, ENTITY, KIND, MORE = "text", "claim", "mention", "entity", "kind", "evidence"
CHOICES = {
    "stance": tuple(map(str, Stance)),
    "scope": tuple(map(str, Scope)),
    "mode": ("direct", "indirect", "presupposed", "implied"),
}
_HEADINGS = {"kind": "Where the span stands", "entity": "Who or what it names: an id of the project, or a name"}


def config_xml(ontology: Ontology, fields: Iterable[str]) -> str:
    """Write the labelling interface.

    Parameters
    ----------
    ontology
        Whose fact types are the labels of claims, and whose roles name the relations to mentions.
    fields
        Of a claim, that are written as text.
    """
    types = [(its.id, its.label) for its in ontology.types.values()]
    relations = dict.fromkeys((*ontology.roles, SPEAKER, MORE))
    lines = [
        "<View>",
        "  <Style>.htx-text{ white-space: pre-wrap; }</Style>",
        *_labels(CLAIM, types),
        *_labels(MENTION, [(kind.value, kind.value) for kind in Kind]),
        f'  <Text name="{TEXT}" value="$text" granularity="symbol"/>',
        *(line for name, words in CHOICES.items() for line in _choices(name, words, CLAIM)),
        *_choices(KIND, [kind.value for kind in EvidenceKind], CLAIM),
        *(_area(name, CLAIM) for name in fields),
        _area(ENTITY, MENTION),
        "  <Relations>",
        *(f"    <Relation value={quoteattr(name)}/>" for name in relations),
        "  </Relations>",
        "</View>",
    ]
    return "".join(f"{line}\n" for line in lines)


def _labels(name: str, words: Iterable[tuple[str, str]]) -> Iterable[str]:
    yield f'  <Labels name="{name}" toName="{TEXT}">'
    yield from (f"    <Label value={quoteattr(id_)} hint={quoteattr(label)}/>" for id_, label in words)
    yield "  </Labels>"


def _choices(name: str, words: Iterable[str], where: str) -> Iterable[str]:
    yield f"  <Header value={quoteattr(_HEADINGS.get(name, name))}/>"
    yield (
        f'  <Choices name="{name}" toName="{TEXT}" choice="single" showInline="true" perRegion="true"'
        f' whenTagName="{where}">'
    )
    yield from (f"    <Choice value={quoteattr(word)}/>" for word in words)
    yield "  </Choices>"


def _area(name: str, where: str) -> str:
    return (
        f'  <TextArea name="{name}" toName="{TEXT}" perRegion="true" whenTagName="{where}" maxSubmissions="1"'
        f' editable="true" placeholder={quoteattr(_HEADINGS.get(name, name))}/>'
    )
