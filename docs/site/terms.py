"""Pages on the terms of the ontology: label, definition, an example, and the shapes that speak of each."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox

import kg
from kg import ontology
from kg.base.iris import KG, OWL, RDF, RDFS, SH, SKOS
from kg.base.project import find
from kg.report.guide import Topic, topics

_SAID = {f"{RDFS}label", f"{RDFS}comment", f"{SKOS}prefLabel", f"{SKOS}definition"}
_PROJECTS = (".", "tests/projects/strait")
_NOT_SHOWN = (f"{OWL}NamedIndividual",)
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
Node: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal


def write_terms(root: Path, pages: Path) -> list[str]:
    """Write a page for each file of the ontology that has terms; give their paths."""
    (pages / "ontology").mkdir(parents=True, exist_ok=True)
    writer = _Writer(root)
    files = [path for path in sorted((root / "ontology").glob("*.ttl")) if path.name != "shapes.ttl"]
    for path in files:
        (pages / "ontology" / f"{path.stem}.md").write_text(writer.page(path), "utf-8")
    (pages / "ontology/shapes.md").write_text(writer.shapes_page(), "utf-8")
    return [f"ontology/{path.stem}.md" for path in files] + ["ontology/shapes.md"]


class Triple(NamedTuple):
    """What is said of something, in plain RDF 1.1."""

    subject: Node
    predicate: ox.NamedNode
    object: Node


class _Writer:
    """What the pages are written from: the triples of all files, and those of two projects for examples."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ontology = ontology.load(root / "ontology")
        self.prefixes = dict(sorted({**find(root).names.prefixes(), **self.ontology.prefixes, "sh": SH}.items()))
        self.triples = [triple for path in sorted((root / "ontology").glob("*.ttl")) for triple in _read(path)]
        self.pages = {
            triple.subject.value: path.stem
            for path in sorted((root / "ontology").glob("*.ttl"))
            for triple in _read(path)
            if triple.predicate.value == f"{RDFS}label" and isinstance(triple.subject, ox.NamedNode)
        }
        self.said = _index(self.triples)
        self.examples = _examples([*_data(root), *self.triples])
        self.topics = {topic.name: topic for topic in topics(self.ontology) if _is_domain(topic)}
        self.uses = self._uses_in_shapes()

    def page(self, path: Path) -> str:
        """Write the page of a file."""
        (title,) = self._texts(_name_of(path), "title")
        (text,) = self._texts(_name_of(path), "description")
        terms = sorted(iri for iri, page in self.pages.items() if page == path.stem)
        lines = [f"# {title.partition(': ')[2].capitalize()}", "", text, ""]
        for iri in terms:
            lines += [*self.term(iri), ""]
        return "\n".join(lines)

    def term(self, iri: str) -> Iterator[str]:
        """Write one term."""
        label = next((o.value for p, o in self.said[iri] if p == f"{RDFS}label"), "")
        texts = [o.value for p, o in self.said[iri] if p in (f"{RDFS}comment", f"{SKOS}definition")]
        yield f"## `{self.short(iri)}` {{ #{self.anchor(iri)} }}"
        yield ""
        yield f"**{label}**: {' '.join(dict.fromkeys(texts))}"
        yield ""
        for predicate, value in self.said[iri]:
            if predicate not in _SAID and not (isinstance(value, ox.NamedNode) and value.value in _NOT_SHOWN):
                yield f"- {self.link(predicate)} {self.shown(value)}"
        yield f"- example: {self.example(iri)}"
        for shape, uses in self.uses.get(iri, {}).items():
            of = f", {', '.join(uses)}" if uses else ""
            yield f"- shape: [`{self.short(shape)}`](shapes.md#{self.anchor(shape)}){of}"

    def example(self, iri: str) -> str:
        """Give what the guide on annotating gives, else a triple that uses the term."""
        topic = self.topics.get(iri.rpartition("#")[2])
        if topic and topic.sort == "fact type":
            return f"`{topic.example}`; {topic.details[0]}"
        if topic and topic.sort.startswith("concept"):
            return topic.example
        found = self.examples.get(iri)
        return f"`{' '.join(map(self.written, found))}`" if found else ""

    def shapes_page(self) -> str:
        """Write the page of shapes: a table for each."""
        lines = [
            "# Shapes",
            "",
            "What may fill each role of a fact type, and what claims, evidence and articles must have.",
            "",
        ]
        for shape in sorted(
            iri for iri, said in self.said.items() if (f"{RDF}type", ox.NamedNode(f"{SH}NodeShape")) in said
        ):
            target = next(o.value for p, o in self.said[shape] if p == f"{SH}targetClass")
            lines += [f"## `{self.short(shape)}` {{ #{self.anchor(shape)} }}", "", f"Of {self.link(target)}.", ""]
            lines += ["| property | takes | at least | at most |", "|---|---|---:|---:|"]
            for rule in self._rules(shape):
                said = dict(self.said[rule])
                takes = " or ".join(self.link(iri) for iri in self._classes(rule))
                least, most = (
                    said[f"{SH}{key}"].value if f"{SH}{key}" in said else "" for key in ("minCount", "maxCount")
                )
                lines.append(f"| {self.link(said[f'{SH}path'].value)} | {takes} | {least} | {most} |")
            lines.append("")
        return "\n".join(lines)

    def _rules(self, shape: str) -> list[str]:
        return [str(o) for p, o in self.said[shape] if p == f"{SH}property"]

    def _classes(self, rule: str) -> list[str]:
        """Give the classes that a property takes, and the scheme of its concepts."""
        found: list[str] = []
        for predicate, value in self.said[rule]:
            if predicate in (f"{SH}class", f"{KG}scheme"):
                found.append(value.value)
            elif predicate in (f"{SH}or", f"{RDF}first", f"{RDF}rest") and str(value) in self.said:
                found += self._classes(str(value))
        return found

    def _uses_in_shapes(self) -> dict[str, dict[str, list[str]]]:
        """Find the shapes that speak of each term: of which it is the target, a property, or what a property takes."""
        uses: dict[str, dict[str, list[str]]] = {}
        for shape in sorted(iri for iri, said in self.said.items() if any(p == f"{SH}targetClass" for p, _ in said)):
            target = next(o.value for p, o in self.said[shape] if p == f"{SH}targetClass")
            uses.setdefault(target, {}).setdefault(shape, [])
            for rule in self._rules(shape):
                path = dict(self.said[rule])[f"{SH}path"].value
                uses.setdefault(path, {}).setdefault(shape, []).append("as a property")
                for iri in self._classes(rule):
                    uses.setdefault(iri, {}).setdefault(shape, []).append(f"of {self.link(path)}")
        return uses

    def _texts(self, iri: str, name: str) -> list[str]:
        return [o.value for p, o in self.said[iri] if p.endswith(f"/{name}")]

    def short(self, iri: str) -> str:
        """Write an IRI with its prefix, where it has one."""
        spaces = [(space, prefix) for prefix, space in self.prefixes.items() if iri.startswith(space)]
        space, prefix = max(spaces, key=lambda pair: len(pair[0])) if spaces else ("", "")
        return f"{prefix}:{iri.removeprefix(space)}" if prefix else f"<{iri}>"

    def anchor(self, iri: str) -> str:
        """Name a term in an address."""
        return self.short(iri).replace(":", "-")

    def link(self, iri: str) -> str:
        """Write an IRI as a link to where the term is explained, if it is one of ours."""
        page = self.pages.get(iri)
        return f"[`{self.short(iri)}`]({page}.md#{self.anchor(iri)})" if page else f"`{self.short(iri)}`"

    def shown(self, value: Node) -> str:
        """Write an object."""
        if isinstance(value, ox.NamedNode):
            return self.link(value.value)
        return f"“{value.value}”" if isinstance(value, ox.Literal) else ""

    def written(self, term: Node) -> str:
        """Write a term as in Turtle, with its prefix."""
        if isinstance(term, ox.NamedNode):
            return "a" if term.value == f"{RDF}type" else self.short(term.value)
        return f'"{term.value}"' if isinstance(term, ox.Literal) else "[]"


def _is_domain(topic: Topic) -> bool:
    return topic.sort == "fact type" or topic.sort.startswith("concept")


def _name_of(path: Path) -> str:
    """Give the IRI of the ontology that a file declares."""
    return next(t.subject.value for t in _read(path) if t.object == ox.NamedNode(f"{OWL}Ontology"))


def _read(path: Path) -> list[Triple]:
    return _parsed(path.read_bytes(), ox.RdfFormat.TURTLE)


def _parsed(data: bytes, format: ox.RdfFormat) -> list[Triple]:
    found = []
    for quad in ox.parse(data, format=format, rename_blank_nodes=False):
        assert not isinstance(quad.subject, ox.Triple)
        assert not isinstance(quad.object, ox.Triple)
        found.append(Triple(quad.subject, quad.predicate, quad.object))
    return found


def _index(triples: list[Triple]) -> dict[str, list[tuple[str, Node]]]:
    said: dict[str, list[tuple[str, Node]]] = {}
    for triple in triples:
        name = triple.subject.value if isinstance(triple.subject, ox.NamedNode) else str(triple.subject)
        said.setdefault(name, []).append((triple.predicate.value, triple.object))
    return said


def _examples(triples: list[Triple]) -> dict[str, Triple]:
    """Give for each IRI the first triple that uses it: as its predicate, or else as its object or subject."""
    found: dict[str, Triple] = {}
    for place in (1, 2, 0):
        for triple in triples:
            term = triple[place]
            if isinstance(term, ox.NamedNode):
                found.setdefault(term.value, triple)
    return found


def _data(root: Path) -> list[Triple]:
    """Give all triples of two projects, but for what they repeat of the ontology, in a settled order."""
    lines: list[str] = []
    for project in _PROJECTS:
        with tempfile.TemporaryDirectory() as folder:
            for name in ("sources", "ontology"):
                shutil.copytree(root / project / name, Path(folder) / name)
            shutil.copyfile(root / project / "kg.toml", Path(folder) / "kg.toml")
            graph = kg.build(folder)
            made = graph.query(_ALL).serialize("nt").splitlines()
            lines += sorted(line for line in made if line.startswith(f"<{graph.project.base}"))
    return _parsed("\n".join(lines).encode(), ox.RdfFormat.N_TRIPLES)
