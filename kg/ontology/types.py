"""Fact types: a class below Event or Situation, with its shape, phrases, parties and shortcuts."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from kg.base.hints import meant
from kg.base.iris import KG, RDFS, SKOS
from kg.ontology.phrases import slots
from kg.ontology.shapes import Shapes
from kg.ontology.terms import FactType, RoleRule, Shortcut, Term
from kg.ontology.turtle import TYPE, Turtle, local

_ONE_OF_EACH = "a shortcut has one kg:from, kg:edge, kg:to and kg:layer"
_LABEL = "label"  # in a phrase: the proper name of the fact
_BASES = (f"{KG}Event", f"{KG}Situation")
# Claims use these names in the namespace `said:`, where each role has a twin of its own name.
_TAKEN = frozenset({"type", "label", "when", "earliest", "latest", "partOf", "fulfils"})


def read_types(turtle: Turtle, shapes: Shapes) -> tuple[dict[str, FactType], list[str]]:
    """Read all fact types.

    Returns
    -------
    tuple
        Fact types by id, and the IRIs of all their roles, each once.
    """
    classes = [iri for iri in turtle.subjects() if turtle.nodes(iri, f"{RDFS}subClassOf") and iri not in _BASES]
    above = {iri: turtle.ancestors(iri) for iri in classes}
    facts = [iri for iri in classes if any(base in above[iri] for base in _BASES)]
    joining = {base for iri in facts for base in above[iri][1:]}
    types: dict[str, FactType] = {}
    folded: dict[str, FactType] = {}
    roles: dict[str, None] = {}
    for iri in facts:
        _refuse_mixed(turtle, above[iri])
        rules = _rules(turtle, shapes, above[iri])
        if not rules and iri in joining:
            continue  # abstract: what several fact types have in common
        one = _Declaration(turtle, iri, above[iri], rules).fact_type()
        if other := folded.get(one.id.casefold()):
            fault = f"are called `{one.id}`" if one.id == other.id else "differ by case only"
            what = f"two fact types {fault}: <{other.iri}> and <{iri}>"
            turtle.refuse(what, "call one of them something else", iri)
        folded[one.id.casefold()] = one
        types[one.id] = one
        roles.update(dict.fromkeys(rules))
    _refuse_lost_shapes(turtle, shapes)
    return dict(sorted(types.items())), list(roles)


def notations(turtle: Turtle, iri: str) -> tuple[tuple[str, str], ...]:
    """Give the codes of a term in other schemes, as pairs of scheme and code."""
    return tuple(sorted((local(code.datatype.value), code.value) for code in turtle.literals(iri, f"{SKOS}notation")))


def check_template(turtle: Turtle, term: Term, name: str, text: str, roles: Collection[str]) -> None:
    """Refuse a phrase or a nominal that is not well formed, or that names what is no role beside it."""
    what, where = f"{name} of `{term.id}`", (term.iri, f"{KG}{name}")
    try:
        named = slots(text)
    except ValueError as fault:
        turtle.refuse(f"{what}: {fault}", "{role}, [left out without filler] and [one|other] are understood", *where)
    for slot in named:
        if slot not in roles and slot != _LABEL:
            hint = meant(slot, roles, f"roles are: {', '.join(roles)}")
            turtle.refuse(f"{what} names `{{{slot}}}`, which is no role", hint, *where)


def _refuse_mixed(turtle: Turtle, classes: list[str]) -> None:
    """Refuse a fact type, the first of some classes, that is an entity, a claim or the like as well."""
    for other in classes:
        if other.startswith(KG) and other not in (*_BASES, f"{KG}Fact"):
            hint = "a fact type is below kg:Event or kg:Situation, and no entity or claim"
            turtle.refuse(f"`{local(classes[0])}` cannot be below kg:{local(other)}", hint, classes[0], other)


def _rules(turtle: Turtle, shapes: Shapes, classes: list[str]) -> dict[str, RoleRule]:
    """Join the rules of a class and of those above it: role IRI -> rule."""
    rules: dict[str, RoleRule] = {}
    for iri in classes:
        for path, rule in shapes.rules(iri).items():
            shapes.join(rules, shapes.shape(iri), path, rule)
    names: set[str] = set()
    for path in rules:
        name = local(path)
        if name in _TAKEN or name in names:
            fault = "is given twice" if name in names else "is taken by what every claim says"
            shape = next(shapes.shape(iri) for iri in classes if path in shapes.rules(iri))
            turtle.refuse(f"the role name `{name}` {fault}", "call it something else", shape, path)
        names.add(name)
    return rules


def _refuse_lost_shapes(turtle: Turtle, shapes: Shapes) -> None:
    """Refuse a shape whose class is declared nowhere, though its namespace is one of ours."""
    ours = {iri.removesuffix(local(iri)): None for iri in turtle.subjects() if turtle.literals(iri, f"{RDFS}label")}
    for target in shapes.targets():
        if target.removesuffix(local(target)) in ours and not turtle.nodes(target, f"{RDFS}subClassOf"):
            if turtle.nodes(target, TYPE):
                continue
            classes = [local(iri) for iri in turtle.subjects() if turtle.nodes(iri, f"{RDFS}subClassOf")]
            hint = meant(local(target), classes, "declare it with rdfs:subClassOf kg:Event or kg:Situation")
            turtle.refuse(f"no class `{local(target)}` for this shape", hint, shapes.shape(target), target)


class _Declaration:
    """What the files say of one fact type; what they leave out comes from the nearest class above it."""

    def __init__(self, turtle: Turtle, iri: str, above: list[str], rules: dict[str, RoleRule]) -> None:
        self.turtle, self.iri, self.above = turtle, iri, above
        self.id = local(iri)
        self.paths = rules
        self.roles = {rule.role: rule for rule in rules.values()}

    def fact_type(self) -> FactType:
        """Make the fact type, or refuse what does not hold together."""
        if not self.roles:
            hint = f"add a sh:NodeShape with `sh:targetClass` {self.id} and a sh:property for each role"
            self.turtle.refuse(f"fact type `{self.id}` has no shape", hint, self.iri)
        if all(base in self.above for base in _BASES):
            self.turtle.refuse(f"fact type `{self.id}` both happens and lasts", "choose one", self.iri)
        who, whereabouts = self._one("who"), self._one("whereabouts")
        kind = FactType(
            **self.turtle.head(self.iri),
            lasts=_BASES[1] in self.above,
            phrase=self._phrase(),
            nominal=self._text("nominal"),
            parties=self._roles("party"),
            always=self._roles("always"),
            roles=self.roles,
            shortcuts=tuple(self._own(iri) for iri in self._nearest("shortcut")),
            shared_edges=tuple(self._shared_edge(iri) for iri in self._nearest("sharedEdge")),
            ancestors=tuple(self.above),
            notations=notations(self.turtle, self.iri),
            bearer=self._one("bearer"),
            seat=self._one("seat"),
            upward=self._roles("leadsTo"),
            where=(who, whereabouts) if who and whereabouts else None,
        )
        for name, text in (("phrase", kind.phrase), ("nominal", kind.nominal)):
            check_template(self.turtle, kind, name, text, list(self.roles))
        return kind

    def _nearest(self, name: str) -> list[str]:
        found = (self.turtle.nodes(iri, f"{KG}{name}") for iri in self.above)
        return next((nodes for nodes in found if nodes), [])

    def _text(self, name: str) -> str:
        found = (self.turtle.text(iri, f"{KG}{name}") for iri in self.above)
        return next((text for text in found if text), "")

    def _phrase(self) -> str:
        phrase = self._text("phrase")
        if not phrase:
            first = next(iter(self.roles))
            hint = f'add the sentence that it reads as: kg:phrase "{{{first}}} …"'
            self.turtle.refuse(f"fact type `{self.id}` has no kg:phrase", hint, self.iri)
        return phrase

    def _roles(self, name: str) -> tuple[str, ...]:
        """Give the roles that a property of the type names."""
        nodes = self._nearest(name)
        for node in nodes:
            self._expect_role(node, name, self.iri)
        return tuple(local(node) for node in nodes)

    def _one(self, name: str) -> str | None:
        roles = self._roles(name)
        if len(roles) > 1:
            self.turtle.refuse_twice(self.iri, f"{KG}{name}", f"`{self.id}` gives kg:{name} twice")
        return roles[0] if roles else None

    def _expect_role(self, node: str, name: str, subject: str) -> None:
        if node not in self.paths:
            hint = meant(local(node), self.roles, f"its roles are: {', '.join(self.roles)}")
            what = f"kg:{name} of `{local(subject)}` names `{local(node)}`, which is no role of `{self.id}`"
            self.turtle.refuse(what, hint, *self._stated(subject, name, node))

    def _stated(self, subject: str, name: str, node: str) -> tuple[str, str, str]:
        """Give the statement by which a term has a value, of its own or from a class above it."""
        predicate, terms = f"{KG}{name}", self.above if subject == self.iri else [subject]
        return next(its for its in terms if node in self.turtle.nodes(its, predicate)), predicate, node

    def _own(self, iri: str) -> Shortcut:
        """Read a shortcut between fillers of one fact."""
        if self.turtle.nodes(iri, f"{KG}within"):
            what = f"kg:within of `{local(iri)}` is of shared edges, and `{self.id}` has it as a kg:shortcut"
            self.turtle.refuse(what, "write kg:sharedEdge of the fact type, or take kg:within out", iri, f"{KG}within")
        return self._shortcut(iri)

    def _shared_edge(self, iri: str) -> Shortcut:
        """Read a shortcut between fillers of two facts, which have a filler in common."""
        its, (turtle, what) = self._shortcut(iri), (self.turtle, f"shared edge `{local(iri)}`")
        if _BASES[1] not in self.above:
            hint = "only what lasts has stretches that overlap: a fact type below kg:Situation"
            turtle.refuse(f"`{self.id}` has a kg:sharedEdge and does not last", hint, self.iri, f"{KG}sharedEdge")
        if its.source != its.target:
            hint = "those who share something fill one role: name it twice"
            turtle.refuse(f"{what} leads from `{its.source}` to another role, `{its.target}`", hint, iri, f"{KG}to")
        if its.shared_over:
            hint = "its share follows from how many were there at the time"
            turtle.refuse(f"{what} has kg:sharedOver, which is not read of it", hint, iri, f"{KG}sharedOver")
        within = self._of_shortcut(iri, "within", "a shared edge says by kg:within what two facts have in common")
        self._expect_role(within, "within", iri)
        if local(within) == its.source:
            hint = "name the role whose filler two facts have in common"
            turtle.refuse(f"{what} is within the role that it joins, `{its.source}`", hint, iri, f"{KG}within")
        return replace(its, within=local(within))

    def _shortcut(self, iri: str) -> Shortcut:
        ends = [self._of_shortcut(iri, name) for name in ("from", "to")]
        shared = self.turtle.nodes(iri, f"{KG}sharedOver")
        for end, name in [*zip(ends, ("from", "to"), strict=True), *((node, "sharedOver") for node in shared)]:
            self._expect_role(end, name, iri)
        if iri not in self.turtle.of_type(f"{KG}Shortcut"):
            self.turtle.refuse(f"`{local(iri)}` is no kg:Shortcut", "write `a kg:Shortcut` after it", iri)
        layer = self._of_shortcut(iri, "layer")
        declared = self.turtle.of_type(f"{KG}Layer")
        layers = sorted(map(local, declared))
        if layer not in declared:
            what = f"kg:layer of `{local(iri)}` names `{local(layer)}`, which is no layer"
            self.turtle.refuse(what, meant(local(layer), layers, f"layers are: {', '.join(layers)}"), iri, layer)
        return Shortcut(
            id=local(iri),
            source=local(ends[0]),
            edge=local(self._of_shortcut(iri, "edge")),
            target=local(ends[1]),
            layer=local(layer),
            shared_over=local(shared[0]) if shared else None,
        )

    def _of_shortcut(self, iri: str, name: str, hint: str = _ONE_OF_EACH) -> str:
        found = self.turtle.nodes(iri, f"{KG}{name}")
        if len(found) > 1:
            self.turtle.refuse_twice(iri, f"{KG}{name}", f"shortcut `{local(iri)}` gives kg:{name} twice", hint)
        if not found:
            declared = iri in self.turtle.of_type(f"{KG}Shortcut")
            what = f"shortcut `{local(iri)}` has no kg:{name}"
            by = "shortcut" if iri in self._nearest("shortcut") else "sharedEdge"
            self.turtle.refuse(what, hint, *((iri,) if declared else self._stated(self.iri, by, iri)))
        return found[0]
