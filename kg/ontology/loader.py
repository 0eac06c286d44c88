"""Reads Turtle files to the ontology, with the place of every fault."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pyoxigraph import BlankNode, Triple

from kg.base.disk import hindrance
from kg.base.errors import OntologyError, Place, UsageError
from kg.base.file_names import escaped, is_utf_8, leads_back
from kg.base.hints import meant
from kg.base.iris import KG, OWL, SKOS
from kg.ontology.axioms import refuse_unfollowed
from kg.ontology.codings import read_coded, read_codings
from kg.ontology.earlier import replaced_in, replaced_names, replaced_terms
from kg.ontology.phrases import slots
from kg.ontology.remembered import remembered
from kg.ontology.shapes import Shapes
from kg.ontology.shared_edges import refuse_mixed
from kg.ontology.sorts import refuse_shared, sorts_of
from kg.ontology.statements import refuse_meaningless
from kg.ontology.terms import Concept, Edge, FactType, Layer, Ontology, Role, Term
from kg.ontology.turtle import Turtle, TurtleFile, key, local
from kg.ontology.types import check_template, notations, read_types

Named = TypeVar("Named", bound=Term)

_CORE = "kg.ttl"
SUFFIX = ".ttl"
_TENDENCIES = "tendencies"
_REPORT_FIGURES = "report-figures"
_CORE_SCHEMES = ("statuses", "stances", "contestedness", "scopes", _TENDENCIES, _REPORT_FIGURES)
_NO_KIND = (f"{KG}Entity", f"{KG}Actor")  # what several kinds have in common, and none of them


def core_folder() -> Path:
    """Find the ontology that comes with the package: in a wheel beside the code, in a checkout beside the package."""
    package = Path(__file__).parent.parent
    in_wheel = package / "_ontology"
    return in_wheel if in_wheel.is_dir() else package.parent / "ontology"


def is_core(path: Path) -> bool:
    """Tell whether a file is the core that comes with the package, as in a checkout of it."""
    return path.name == _CORE and path.resolve() == (core_folder() / _CORE).resolve()


def load(folder: Path, read: Callable[[Path], bytes] = Path.read_bytes) -> Ontology:
    """Read a project's ontology and the core that comes with the package.

    Parameters
    ----------
    folder
        Whose `*.ttl` files are read, in the order of their names, but for hidden ones. Its own copy of the core, if
        any, is joined to it.
    read
        Reads each file. Who keeps the hashes of a build's files gives a function that compares them.

    Raises
    ------
    UsageError
        If there is no such folder.
    OntologyError
        If a file cannot be read or is not Turtle, a term is unknown, or a declaration does not hold together.

    >>> load(core_folder()).statuses["alleged"].definition
    'Asserted by anonymous voices only.'
    """
    if not folder.is_dir():
        raise UsageError(f"no ontology: `{folder}` is no folder", "a project has a folder of Turtle files, `ontology/`")
    core = core_folder() / _CORE
    files = [path for path in _files(folder) if not is_core(path)]
    every = [TurtleFile(core), *(TurtleFile(path, read) for path in files)]
    return remembered(every, core_folder(), lambda: _checked(Turtle(every)))


def _checked(turtle: Turtle) -> Ontology:
    _refuse_unknown(turtle)
    refuse_meaningless(turtle, core_folder())
    return _ontology(turtle)


def _files(folder: Path) -> list[Path]:
    """List the files of an ontology, every one of which can be read; what is hidden is an editor's, and not read."""
    name = folder.resolve().name
    try:
        shown = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        paths = [path for path in shown if path.suffix == SUFFIX]
        passed = next((path for path in shown if path not in paths and _holds_turtle(path)), None)
    except OSError as error:
        raise OntologyError(f"cannot be read: {error.strerror}", "make it readable", Place(name)) from error
    for path in paths:
        if not is_utf_8(path.name):
            what = "the name of this file is no UTF-8"
            raise OntologyError(what, "call it something else", Place(escaped(f"{name}/{path.name}")))
        if found := hindrance(path):
            raise OntologyError(*found, Place(f"{name}/{path.name}"))
    if passed is not None:
        what = f"`{name}/{passed.name}` is a folder with Turtle files, which are not read"
        raise OntologyError(what, f"put them, or links to them, into `{name}/` itself, or keep them elsewhere")
    return paths


def _holds_turtle(folder: Path) -> bool:
    """Tell whether a folder, or a link to one, holds Turtle files; a link back to a folder around it does not count."""
    if leads_back(folder):
        return False
    return any(name.endswith(SUFFIX) for _, _, names in os.walk(folder) for name in names)


def _ontology(turtle: Turtle) -> Ontology:
    kinds = {kind: turtle.ancestors(kind) for kind in _kinds(turtle)}
    shapes = Shapes(turtle, _members(kinds))
    types, roles = read_types(turtle, shapes)
    edges, concepts = _edges(turtle), _concepts(turtle, types)
    sorts = sorts_of(turtle, types, roles, edges)
    links = _by_id(turtle, "link", [Role(**turtle.head(iri)) for iri in turtle.of_type(f"{KG}Link")])
    ontology = Ontology(
        types=types,
        roles=_by_id(turtle, "role", [_role(turtle, iri) for iri in roles]),
        edges=edges,
        layers=_layers(turtle),
        concepts=concepts,
        codings=read_codings(turtle, types, concepts),
        coded=read_coded(turtle, types, concepts),
        schemes=_by_id(turtle, "scheme", _terms(turtle, turtle.of_type(f"{SKOS}ConceptScheme"))),
        kinds=_by_id(turtle, "kind", _terms(turtle, kinds)),
        statuses=_of_scheme(turtle, "statuses"),
        stances=_of_scheme(turtle, "stances"),
        contestedness=_of_scheme(turtle, "contestedness"),
        model=_model(turtle, {*kinds, *roles, *(its.iri for its in (*links.values(), *edges.values()))}),
        links=links,
        report_figures=_of_scheme(turtle, _REPORT_FIGURES),
        upward_links=frozenset(id for id, link in links.items() if turtle.is_true(link.iri, f"{KG}upward")),
        containment=_containment(turtle, links),
        prefixes=_prefixes(turtle),
        texts={file.path.name: file.text for file in turtle.files[1:]},
        shapes_files=tuple(f.path for f in turtle.files if any(key(t.subject) in shapes.nodes for t in f.triples)),
        ancestors={local(kind): tuple(above) for kind, above in kinds.items()},
        triples=tuple(_named(turtle, shapes)),
        replaced={term.id: term for iri, term in replaced_terms().items() if iri not in turtle.subjects()},
        outdated=tuple(replaced_in(turtle)),
        outdated_names=replaced_names(turtle),
    )
    refuse_unfollowed(turtle, sorts, ontology, shapes)
    refuse_shared(turtle, ontology)
    refuse_mixed(turtle, ontology)
    return ontology


def _kinds(turtle: Turtle) -> list[str]:
    """Give the classes that an entity can be of: those of the core below Entity."""
    classes = [iri for iri in turtle.of_type(f"{OWL}Class") if iri.startswith(KG)]
    return [iri for iri in classes if iri not in _NO_KIND and f"{KG}Entity" in turtle.ancestors(iri)]


def _model(turtle: Turtle, others: Collection[str]) -> dict[str, Term]:
    """Give the classes and properties of the core that have no list of their own."""
    sorts = ("Class", "ObjectProperty", "DatatypeProperty")
    every = [
        iri for sort in sorts for iri in turtle.of_type(f"{OWL}{sort}") if iri.startswith(KG) and iri not in others
    ]
    found = {its.id: its for its in _terms(turtle, every) if its.definition}
    return dict(sorted(found.items()))


def _members(kinds: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Turn kind -> classes above into class -> kinds below."""
    members: dict[str, set[str]] = {}
    for kind, above in kinds.items():
        for iri in above:
            members.setdefault(iri, set()).add(local(kind))
    return {iri: frozenset(below) for iri, below in members.items()}


def _role(turtle: Turtle, iri: str) -> Role:
    role = Role(**turtle.head(iri), phrase=turtle.text(iri, f"{KG}phrase"))
    if role.phrase:
        check_template(turtle, role, "phrase", role.phrase, [role.id])
        if slots(role.phrase) != (role.id,):
            what = f"phrase of `{role.id}` does not name its fillers, or more than them"
            turtle.refuse(what, f"write {{{role.id}}} where they stand, and no other slot", iri, f"{KG}phrase")
    return role


def _edges(turtle: Turtle) -> dict[str, Edge]:
    symmetric = frozenset(turtle.of_type(f"{OWL}SymmetricProperty"))
    its = f"{KG}edge"
    pairs = [(edge, cut) for cut in turtle.of_type(f"{KG}Shortcut") for edge in turtle.nodes(cut, its)]
    first = dict(reversed(pairs))  # of each edge, the first shortcut that draws it
    drawn = [(edge, first[edge], its) for edge in dict.fromkeys(edge for edge, _ in pairs)]
    return _by_id(turtle, "edge", [Edge(**turtle.head(edge, *at), symmetric=edge in symmetric) for edge, *at in drawn])


def _containment(turtle: Turtle, links: Mapping[str, Role]) -> str:
    found = [link for link in links.values() if turtle.is_true(link.iri, f"{KG}containment")]
    if len(found) > 1:
        what = f"two links are kg:containment: {' and '.join(f'`{link.id}`' for link in found)}"
        own = next(link for link in reversed(found) if not link.iri.startswith(KG))
        turtle.refuse(what, "one place lies inside another by one link only", own.iri, f"{KG}containment")
    return found[0].id if found else ""


def _layers(turtle: Turtle) -> dict[str, Layer]:
    layers = turtle.of_type(f"{KG}Layer")
    default = f"{KG}defaultLayer"
    return _by_id(turtle, "layer", [Layer(**turtle.head(iri), default=turtle.is_true(iri, default)) for iri in layers])


def _concepts(turtle: Turtle, types: Mapping[str, FactType]) -> dict[str, Concept]:
    """Read the concepts that may fill roles: all but the model's own."""
    core = {f"{KG}{scheme}" for scheme in _CORE_SCHEMES}
    tendencies = _of_scheme(turtle, _TENDENCIES)
    found = []
    for iri in turtle.of_type(f"{SKOS}Concept"):
        schemes = turtle.nodes(iri, f"{SKOS}inScheme")
        if core.intersection(schemes):
            continue
        head = turtle.head(iri)
        phrase = turtle.text(iri, f"{KG}phrase")
        concept = Concept(
            **head,
            schemes=tuple(sorted(local(scheme) for scheme in schemes)),
            broader=tuple(sorted(local(broader) for broader in turtle.nodes(iri, f"{SKOS}broader"))),
            notations=notations(turtle, iri),
            phrase=phrase or head["label"],
            tendency=_tendency(turtle, iri, tendencies),
            symmetric=turtle.is_true(iri, f"{KG}symmetric"),
        )
        if phrase:
            check_template(turtle, concept, "phrase", phrase, _roles_beside(concept, types))
        found.append(concept)
    return _by_id(turtle, "concept", found)


def _tendency(turtle: Turtle, iri: str, known: Mapping[str, Term]) -> str | None:
    """Read the tendency of a concept; one of that local name in another namespace is none."""
    name = f"{KG}tendency"
    given = turtle.nodes(iri, name) + [text.value for text in turtle.literals(iri, name)]
    for its in given:
        if its not in {term.iri for term in known.values()}:
            what = f"kg:tendency of `{local(iri)}` names `{local(its)}`, which is no tendency of the model"
            turtle.refuse(what, f"tendencies are: {', '.join(f'kg:{id_}' for id_ in known)}", iri, name, its)
    if len(given) > 1:
        turtle.refuse_twice(iri, name, f"`{local(iri)}` gives kg:tendency twice")
    return local(given[0]) if given else None


def _roles_beside(concept: Concept, types: Mapping[str, FactType]) -> list[str]:
    """Give the roles of the fact types in which the concept can stand."""
    beside = [type_ for type_ in types.values() if any(rule.scheme in concept.schemes for rule in type_.roles.values())]
    return sorted({role for type_ in beside for role in type_.roles})


def _of_scheme(turtle: Turtle, scheme: str) -> dict[str, Term]:
    every = turtle.of_type(f"{SKOS}Concept")
    inside = [iri for iri in every if f"{KG}{scheme}" in turtle.nodes(iri, f"{SKOS}inScheme")]
    return _by_id(turtle, "concept", _terms(turtle, inside))


def _terms(turtle: Turtle, iris: Iterable[str]) -> list[Term]:
    return [Term(**turtle.head(iri)) for iri in iris]


def _by_id(turtle: Turtle, sort: str, terms: Iterable[Named]) -> dict[str, Named]:
    """Key terms by local name, in its order; two terms with one local name could not be told apart."""
    found: dict[str, Named] = {}
    folded: dict[str, Named] = {}
    for term in terms:
        if other := folded.get(term.id.casefold()):
            fault = f"are called `{term.id}`" if term.id == other.id else "differ by case only"
            what = f"two {sort}s {fault}: <{other.iri}> and <{term.iri}>"
            turtle.refuse(what, "call one of them something else", term.iri)
        found[term.id] = folded[term.id.casefold()] = term
    return dict(sorted(found.items()))


def _prefixes(turtle: Turtle) -> dict[str, str]:
    """Give the prefixes of all files; where two files disagree, the core's meaning stands, then the first file's."""
    prefixes: dict[str, str] = {}
    for file in turtle.files:
        for prefix, space in sorted(file.prefixes.items()):
            if prefix:
                prefixes.setdefault(prefix, space)
    return dict(sorted(prefixes.items()))


def _named(turtle: Turtle, shapes: Shapes) -> Iterator[Triple]:
    """Give the triples about named terms; blank nodes hold only shapes, and lists inside them."""
    for triple in turtle.triples:
        blank = isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)
        if not blank and key(triple.subject) not in shapes.nodes:
            yield triple


def _refuse_unknown(turtle: Turtle) -> None:
    """Refuse terms of the core's namespace, or of an earlier edition, that nothing declares: none goes unnoticed."""
    declared = frozenset(turtle.subjects())
    gone = replaced_terms()
    for term in turtle.mentioned:
        if term in gone and term not in declared:
            turtle.refuse(f"unknown term `{gone[term].name}`", gone[term].term_hint, term)
        if term.startswith(KG) and term not in declared:
            names = [f"kg:{local(iri)}" for iri in declared if iri.startswith(KG)]
            turtle.refuse(f"unknown term `kg:{local(term)}`", meant(f"kg:{local(term)}", names, "declare it"), term)
