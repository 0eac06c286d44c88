"""The subset of SHACL that the checker reads: which fillers, and how many, each role of a class takes.

Source: Shapes Constraint Language (SHACL), W3C Recommendation 2017.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.base.hints import meant
from kg.base.iris import KG, SH, SKOS
from kg.ontology.terms import RoleRule
from kg.ontology.turtle import Node, Turtle, local

_READ = {
    "NodeShape", "PropertyShape", "targetClass", "property", "path", "class", "or", "minCount", "maxCount", "name",
    "description", "message", "severity", "Violation", "Warning", "Info",
}  # fmt: skip
_OTHERS = (f"{KG}Fact", f"{SKOS}Concept")  # what may fill a role besides entities
_OF_PROPERTIES = {"path", "class", "or", "minCount", "maxCount"}
_LISTED = (
    "read are: sh:NodeShape, sh:targetClass, sh:property, sh:path, sh:class, sh:or (of sh:class), sh:minCount, "
    "sh:maxCount, sh:name, sh:description, sh:message, sh:severity, kg:scheme"
)


class Shapes:
    """The shapes of an ontology.

    Parameters
    ----------
    turtle
        All its files.
    kinds
        Class IRI -> the kinds of entity that belong to it.
    """

    def __init__(self, turtle: Turtle, kinds: Mapping[str, frozenset[str]]) -> None:
        self._turtle, self._kinds = turtle, kinds
        shapes = turtle.of_type(f"{SH}NodeShape")
        properties = [node for shape in shapes for node in turtle.nodes(shape, f"{SH}property")]
        self.nodes = frozenset([*shapes, *properties, *turtle.of_type(f"{SH}PropertyShape")])
        self._of_class: dict[str, list[Node]] = {}
        self._refuse_unread()
        for shape in shapes:
            self._refuse_misplaced(shape)
            for target in turtle.nodes(shape, f"{SH}targetClass"):
                self._of_class.setdefault(target, []).append(shape)

    def targets(self) -> list[str]:
        """Give the classes that shapes are for."""
        return list(self._of_class)

    def shape(self, iri: str) -> Node:
        """Give the first shape of a class."""
        return self._of_class[iri][0]

    def rules(self, iri: str) -> dict[str, RoleRule]:
        """Read what the shapes of a class say of its roles: path IRI -> rule."""
        rules: dict[str, RoleRule] = {}
        for shape in self._of_class.get(iri, ()):
            for node in self._turtle.nodes(shape, f"{SH}property"):
                path, rule = self._rule(shape, node)
                rules[path] = both(rules[path], rule) if path in rules else rule
        return rules

    def _rule(self, shape: Node, node: Node) -> tuple[str, RoleRule]:
        paths = self._turtle.nodes(node, f"{SH}path")
        if len(paths) != 1 or paths[0].startswith("_:"):
            self._turtle.refuse(
                f"a property of `{local(shape)}` has no sh:path that is one role", "name one role", shape, f"{SH}path"
            )
        path = paths[0]
        classes = self._classes(shape, node, path)
        for iri in classes:
            if iri not in self._kinds and iri not in _OTHERS:
                what = f"`{local(path)}` of `{local(shape)}`: sh:class `{local(iri)}` is nothing that can fill a role"
                hint = "a kind of entity, kg:Actor, kg:Entity, kg:Fact or skos:Concept can"
                self._turtle.refuse(what, hint, shape, path, iri)
        kinds = [self._kinds[iri] for iri in classes if iri in self._kinds]
        scheme = self._scheme(shape, node, path)
        if (f"{SKOS}Concept" in classes) != (scheme is not None):
            self._turtle.refuse(
                f"`{local(path)}` of `{local(shape)}`: sh:class skos:Concept and kg:scheme go together",
                "give both: the scheme says which concepts may fill the role",
                shape, path,
            )  # fmt: skip
        takes_any = not classes
        return path, RoleRule(
            role=local(path),
            kinds=frozenset().union(*kinds, *([self._kinds[f"{KG}Entity"]] if takes_any else [])),
            takes_fact=f"{KG}Fact" in classes,
            scheme=scheme,
            min=self._count(shape, node, path, "minCount") or 0,
            max=self._count(shape, node, path, "maxCount"),
        )

    def _classes(self, shape: Node, node: Node, path: str) -> list[str]:
        classes = self._turtle.nodes(node, f"{SH}class")
        for start in self._turtle.nodes(node, f"{SH}or"):
            for option in self._turtle.members(start):
                if list(self._turtle.predicates(option)) != [f"{SH}class"]:
                    self._turtle.refuse(
                        f"`{local(path)}` of `{local(shape)}`: sh:or takes a list of [ sh:class … ] only",
                        _LISTED, shape, path, f"{SH}or",
                    )  # fmt: skip
                classes += self._turtle.nodes(option, f"{SH}class")
        return classes

    def _scheme(self, shape: Node, node: Node, path: str) -> str | None:
        schemes = self._turtle.nodes(node, f"{KG}scheme")
        known = self._turtle.of_type(f"{SKOS}ConceptScheme")
        for scheme in schemes:
            if scheme not in known:
                names = [local(iri) for iri in known]
                hint = meant(local(scheme), names, "declare it as a skos:ConceptScheme")
                self._turtle.refuse(f"no concept scheme `{local(scheme)}`", hint, shape, path, scheme)
        return local(schemes[0]) if schemes else None

    def _count(self, shape: Node, node: Node, path: str, name: str) -> int | None:
        found = self._turtle.literals(node, f"{SH}{name}")
        if not found:
            return None
        if len(found) > 1 or not found[0].value.isdecimal():
            what = f"`{local(path)}` of `{local(shape)}`: sh:{name} takes one whole number"
            self._turtle.refuse(what, f"write `sh:{name} 1`", shape, path, f"{SH}{name}")
        return int(found[0].value)

    def _refuse_unread(self) -> None:
        for term in self._turtle.mentioned:
            if term.startswith(SH) and term.removeprefix(SH) not in _READ:
                self._turtle.refuse(f"sh:{local(term)} is not read", _LISTED, term)

    def _refuse_misplaced(self, shape: Node) -> None:
        for term in self._turtle.predicates(shape):
            if term.startswith(SH) and term.removeprefix(SH) in _OF_PROPERTIES:
                what = f"`{local(shape)}`: sh:{local(term)} is read inside sh:property only"
                self._turtle.refuse(what, f"write sh:property [ sh:path … ; sh:{local(term)} … ]", shape, term)
        if not self._turtle.nodes(shape, f"{SH}targetClass"):
            hint = "say which fact type it is for, with sh:targetClass"
            self._turtle.refuse(f"shape `{local(shape)}` has no sh:targetClass", hint, shape)


def both(one: RoleRule, other: RoleRule) -> RoleRule:
    """Join two rules for one role: as in SHACL, a filler must satisfy both."""
    bounds = [rule.max for rule in (one, other) if rule.max is not None]
    return RoleRule(
        role=one.role,
        kinds=one.kinds & other.kinds,
        takes_fact=one.takes_fact and other.takes_fact,
        scheme=other.scheme or one.scheme,
        min=max(one.min, other.min),
        max=min(bounds) if bounds else None,
    )
