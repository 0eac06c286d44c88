"""The subset of SHACL that the checker reads: which fillers, and how many, each role of a class takes.

Source: Shapes Constraint Language (SHACL), W3C Recommendation 2017.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import BlankNode

from kg.base.errors import OntologyError
from kg.base.hints import meant
from kg.base.iris import KG, RDF, SH, SKOS, XSD
from kg.ontology.terms import RoleRule
from kg.ontology.turtle import Node, Turtle, key, local

_READ = {
    "NodeShape", "PropertyShape", "targetClass", "property", "path", "class", "or", "minCount", "maxCount", "name",
    "description", "message", "severity", "Violation", "Warning", "Info",
}  # fmt: skip
_OTHERS = (f"{KG}Fact", f"{SKOS}Concept")  # what may fill a role besides entities
_OF_PROPERTIES = {"path", "class", "or", "minCount", "maxCount"}
_COUNT = re.compile(r"0*[0-9]{1,9}")
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
        self._rules: dict[str, dict[str, RoleRule]] = {}
        self._refuse_unread()
        self._refuse_outside(shapes)
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
        if iri not in self._rules:
            rules = self._rules[iri] = {}
            for shape in self._of_class.get(iri, ()):
                for node in self._turtle.nodes(shape, f"{SH}property"):
                    self.join(rules, shape, *self._rule(shape, node))
        return self._rules[iri]

    def join(self, rules: dict[str, RoleRule], shape: Node, path: str, rule: RoleRule) -> None:
        """Add a rule to those of a class, of which the shape is; refuse it where no fact could keep both."""
        its = _both(rules[path], rule) if path in rules else rule
        what, where = f"`{local(path)}` of `{local(shape)}`", (shape, path)
        if path in rules and rules[path].scheme and rule.scheme and rules[path].scheme != rule.scheme:
            hint = "keep one kg:scheme, here and at the classes above"
            self._turtle.refuse(f"{what} takes concepts of `{rules[path].scheme}` and of `{rule.scheme}`", hint, *where)
        if its.max is not None and its.min > its.max:
            hint = "a fact cannot have more fillers than it may have, here or by a class above"
            self._turtle.refuse(f"{what}: sh:minCount {its.min} is above sh:maxCount {its.max}", hint, *where)
        if not (its.kinds or its.takes_fact or its.scheme):
            hint = "nothing is of all the classes that are given here and at the classes above"
            self._turtle.refuse(f"{what} can be filled by nothing", hint, *where)
        rules[path] = its

    def _rule(self, shape: Node, node: Node) -> tuple[str, RoleRule]:
        paths = self._turtle.nodes(node, f"{SH}path")
        if len(paths) != 1 or paths[0].startswith("_:"):
            self._turtle.refuse(
                f"a property of `{local(shape)}` has no sh:path that is one role", "name one role", shape, f"{SH}path"
            )
        path = paths[0]
        self._turtle.refuse_name(path, shape, f"{SH}path")
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
        either = self._turtle.nodes(node, f"{SH}or")
        if len(classes) + len(either) > 1:
            what = f"`{local(path)}` of `{local(shape)}`: a filler would have to be of several classes at once"
            hint = "give one sh:class, or one sh:or of all the classes that can fill the role"
            self._turtle.refuse(what, hint, shape, path, f"{SH}or" if either else classes[-1])
        for start in either:
            for option in self._options(shape, path, start):
                if list(self._turtle.predicates(option)) != [f"{SH}class"]:
                    self._turtle.refuse(
                        f"`{local(path)}` of `{local(shape)}`: sh:or takes a list of [ sh:class … ] only",
                        _LISTED, shape, path, f"{SH}or",
                    )  # fmt: skip
                classes += self._turtle.nodes(option, f"{SH}class")
        return classes

    def _options(self, shape: Node, path: str, start: Node) -> list[Node]:
        try:
            return list(self._turtle.members(start))
        except ValueError as fault:
            what = f"`{local(path)}` of `{local(shape)}`: sh:or takes a list: {fault}"
            self._turtle.refuse(what, "write sh:or ( [ sh:class … ] [ sh:class … ] )", shape, path, f"{SH}or")

    def _scheme(self, shape: Node, node: Node, path: str) -> str | None:
        schemes = self._turtle.nodes(node, f"{KG}scheme")
        known = self._turtle.of_type(f"{SKOS}ConceptScheme")
        for scheme in schemes:
            if scheme not in known:
                names = [local(iri) for iri in known]
                hint = meant(local(scheme), names, "declare it as a skos:ConceptScheme")
                self._turtle.refuse(f"no concept scheme `{local(scheme)}`", hint, shape, path, scheme)
        if len(schemes) > 1:
            what = f"`{local(path)}` of `{local(shape)}` gives kg:scheme twice"
            self._turtle.refuse(what, "keep one", shape, path, f"{KG}scheme")
        return local(schemes[0]) if schemes else None

    def _count(self, shape: Node, node: Node, path: str, name: str) -> int | None:
        if f"{SH}{name}" not in self._turtle.predicates(node):
            return None
        found = self._turtle.literals(node, f"{SH}{name}")
        nodes = self._turtle.nodes(node, f"{SH}{name}")
        is_number = found and found[0].datatype.value == f"{XSD}integer" and _COUNT.fullmatch(found[0].value)
        if len(found) + len(nodes) > 1 or not is_number:
            what = f"`{local(path)}` of `{local(shape)}`: sh:{name} takes one whole number"
            self._turtle.refuse(what, f"write `sh:{name} 1`", shape, path, f"{SH}{name}")
        if name == "maxCount" and int(found[0].value) == 0:
            what = f"`{local(path)}` of `{local(shape)}`: sh:maxCount 0 is a role that nobody may fill"
            hint = "leave the property out; a type has all roles of those above it"
            self._turtle.refuse(what, hint, shape, path, f"{SH}{name}")
        return int(found[0].value)

    def _refuse_unread(self) -> None:
        for term in self._turtle.mentioned:
            if term.startswith(SH) and term.removeprefix(SH) not in _READ:
                self._turtle.refuse(f"sh:{local(term)} is not read", _LISTED, term)

    def _refuse_outside(self, shapes: list[Node]) -> None:
        """Refuse blank nodes, and words of SHACL, to which no shape leads: nothing reads them."""
        reached = dict.fromkeys([*shapes, *self.nodes])
        for node in (waiting := list(reached)):  # grows while it is read
            for predicate in self._turtle.predicates(node):
                if predicate.startswith(SH) or predicate in (f"{RDF}first", f"{RDF}rest"):
                    new = [its for its in self._turtle.nodes(node, predicate) if its not in reached]
                    reached.update(dict.fromkeys(new))
                    waiting += new
        for triple in self._turtle.triples:
            subject, predicate = key(triple.subject), triple.predicate.value
            ends = [key(its) for its in (triple.subject, triple.object) if isinstance(its, BlankNode)]
            if not all(its in reached for its in ends):
                what = "a blank node outside a shape is not read"
                raise OntologyError(what, "give it a name", self._turtle.place_of(triple))
            if predicate.startswith(SH) and subject not in reached:
                what = f"sh:{local(predicate)} of `{local(subject)}`, which belongs to no shape"
                raise OntologyError(
                    what, "write `a sh:NodeShape` or `a sh:PropertyShape`", self._turtle.place_of(triple)
                )

    def _refuse_misplaced(self, shape: Node) -> None:
        for term in self._turtle.predicates(shape):
            if term.startswith(SH) and term.removeprefix(SH) in _OF_PROPERTIES:
                what = f"`{local(shape)}`: sh:{local(term)} is read inside sh:property only"
                self._turtle.refuse(what, f"write sh:property [ sh:path … ; sh:{local(term)} … ]", shape, term)
        if not self._turtle.nodes(shape, f"{SH}targetClass"):
            hint = "say which fact type it is for, with sh:targetClass"
            self._turtle.refuse(f"shape `{local(shape)}` has no sh:targetClass", hint, shape)


def _both(one: RoleRule, other: RoleRule) -> RoleRule:
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
