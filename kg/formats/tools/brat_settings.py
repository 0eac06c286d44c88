"""How brat is set up for an ontology: `annotation.conf` and its companions, which lie beside the articles.

Source: brat's manual, "annotation configuration" (brat.nlplab.org/configuration.html).
"""

from __future__ import annotations

from kg.formats.tools.layers import SPEAKER
from kg.model.records import ACTORS, Kind, Scope, Stance
from kg.ontology import FactType, Ontology

ATTRIBUTES = {"Stance": "stance", "Scope": "scope", "Mode": "mode"}  # in brat -> the field of a claim
DATABASE = "kg"  # in which a mention's entity is looked up
FILES = ("annotation.conf", "tools.conf", "visual.conf")
_MODES = ("direct", "indirect", "presupposed", "implied")


def annotation_conf(ontology: Ontology) -> str:
    """Write which spans, events and attributes there are: kinds of entities, fact types and their roles, stances."""
    kinds = [kind.value for kind in Kind]
    events = [f"{its.id}\t{_arguments(its, ontology)}" for its in ontology.types.values()]
    values: dict[str, list[str]] = {"Stance": [*map(str, Stance)], "Scope": [*map(str, Scope)], "Mode": [*_MODES]}
    lines = [
        "[entities]", *kinds, "",
        "[relations]", "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>", "",
        "[events]", *events, "",
        "[attributes]", *(f"{name}\tArg:<EVENT>, Value:{'|'.join(its)}" for name, its in values.items()),
    ]  # fmt: skip
    return "".join(f"{line}\n" for line in lines)


def _arguments(its: FactType, ontology: Ontology) -> str:
    roles = [(role, sorted(rule.kinds)) for role, rule in its.roles.items() if rule.kinds]
    if SPEAKER not in ontology.roles:
        roles.append((SPEAKER, sorted(kind.value for kind in ACTORS)))
    return ", ".join(f"{role}*:{'|'.join(kinds)}" for role, kinds in roles)


def tools_conf(base: str) -> str:
    """Write where an entity's page is: under the project's base."""
    return f"[normalization]\n{DATABASE}\tDB:{DATABASE}, <URL>:{base}, <URLBASE>:{base}entity/%s\n"


def visual_conf(ontology: Ontology) -> str:
    """Write what spans, events and arguments are called on the screen."""
    kinds = [f"{kind.value} | {ontology.kinds[kind.value].label if kind.value in ontology.kinds else kind.value}"
             for kind in Kind]  # fmt: skip
    types = [f"{its.id} | {its.label}" for its in ontology.types.values()]
    roles = [f"{its.id} | {its.label}" for its in ontology.roles.values()]
    drawing = ["SPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken", "ARC_DEFAULT\tcolor:black"]
    return "".join(f"{line}\n" for line in ("[labels]", *kinds, *types, *roles, "", "[drawing]", *drawing))
