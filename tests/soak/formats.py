"""The five formats that are read, each with samples, with what its syntax is made of, and with its public reader."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg import ontology
from kg.annotation.jsonl_writer import written
from kg.annotation.reader import read, read_all
from kg.base.errors import Fault, KgError
from kg.base.project import find
from kg.builder.pipeline import records_of
from kg.check import check
from kg.query import library
from kg.query.store import Store
from tests.conftest import ROOT

HERE = ROOT / "tests/annotation"
STARTER = ROOT / "tests/projects/strait"


@dataclass(frozen=True)
class Format:
    """A format: its samples, the pieces of its syntax, and how a file of it is read in a folder."""

    name: str  # of the file
    samples: Callable[[], Sequence[bytes]]
    tokens: Sequence[bytes]
    read: Callable[[Path], None]  # raises NoPlaceError where a fault has no place


class NoPlaceError(AssertionError):
    """A fault that does not say where it stands."""


def _files(*patterns: str) -> Callable[[], Sequence[bytes]]:
    @cache
    def found() -> Sequence[bytes]:
        return [path.read_bytes() for pattern in patterns for path in sorted(ROOT.glob(pattern)) if path.is_file()]

    return found


def _words(text: str) -> list[bytes]:
    return [word.replace("·", " ").replace("¶", "\n").encode() for word in text.split()]


def _judged(faults: Sequence[Fault], file: str) -> None:
    for fault in faults:
        if fault.place.file != file or fault.place.line < 1 or fault.place.column < 1 or not fault.fault:
            raise NoPlaceError(str(fault))


def _annotations(path: Path) -> None:
    document = read(path, path.parent)
    _judged(document.faults, path.name)
    if document.unread and not document.faults:
        raise NoPlaceError("not read, and no fault says why")


def _ontology(path: Path) -> None:
    folder = path.parent / "ontology"
    folder.mkdir(exist_ok=True)
    shutil.copy(path, folder / path.name)
    try:
        ontology.load(folder)
    except KgError as error:
        if error.place is None:
            raise NoPlaceError(str(error)) from error


def _settings(path: Path) -> None:
    for name in ("sources", "ontology"):
        (path.parent / name).mkdir(exist_ok=True)
    try:
        find(path.parent)
    except KgError as error:
        if error.place is None or error.place.file != "kg.toml":
            raise NoPlaceError(str(error)) from error


PREFIXES = {name: f"https://example.org/{name}#" for name in ("kg", "dip", "ent", "fact", "rdf", "rdfs", "xsd")}


def _query(path: Path) -> None:
    """Read a query as a project's own, and parse it: of an empty store it asks nothing that lasts."""
    queries = path.parent / library.FOLDER
    queries.mkdir(exist_ok=True)
    shutil.copy(path, queries / path.name)
    try:
        Store.of([], PREFIXES).query(library.chosen("mutant", path.parent).text)
    except KgError as error:
        if not str(error).startswith(("query:", "queries/mutant.rq:", "cannot read `queries/mutant.rq`", "not SPARQL")):
            raise NoPlaceError(str(error)) from error


@cache
def _lines() -> Sequence[bytes]:
    """Give the records of the worked example as JSON Lines, and one-record files of them."""
    project = find(STARTER)
    checked = check(read_all(project.sources, project.root), ontology.load(project.ontology))
    lines = list(written(records_of(checked)))
    return [b"".join(lines[at : at + size]) for size in (1, 5, 40) for at in range(0, len(lines), size)]


def _json_tokens() -> Iterator[bytes]:
    yield from _words('{ } [ ] , : " null true false {} [] "" -1 1e5 0.5 ¶ ¶¶ {"a":1} \\u12 // /* {"entity":')
    yield from (json.dumps(word).encode() for word in ("id", "fact", "when", "roles", "evidence", "speaker", "article"))


FORMATS = {
    "yaml": Format(
        "paper-2023-12-14.yaml",
        _files("tests/annotation/good/*.yaml", "tests/annotation/bad/*.yaml", "sources/*.yaml",
               "tests/projects/strait/sources/*.yaml"),
        _words(
            "- -· : :· ? ?· | > |- >+ & &a * *a ! !!str !!python/object:os << <<: --- ... # [ ] { } , ~ "
            "null yes %YAML·1.2 @ ` ¶ ¶¶ ¶· ¶····· article: claims: id: fact: type: roles: evidence: "
            "when: said: quote: note: speaker: stance: [1,·2] {a:·b} '' \"\\x41\" 2023-12 2023-12-14/2024 "
            "0o17 1_000 12:30:45"
        ),
        _annotations,
    ),
    "entities": Format(
        "entities.yaml",
        _files("sources/entities.yaml", "tests/annotation/*/entities/*/entities.yaml",
               "tests/projects/strait/sources/entities.yaml"),
        _words(
            "- : ? | & * ! << --- # [ ] { } , ~ ¶ kind: name: also: member-of: within: Person Place State "
            "same: wikidata: Q1 und zh-Hant"
        ),
        _annotations,
    ),
    "jsonl": Format("paper.jsonl", _lines, list(_json_tokens()), _annotations),
    "turtle": Format(
        "domain.ttl",
        _files("ontology/d*.ttl", "ontology/acts.ttl", "tests/projects/strait/ontology/*.ttl"),
        _words(
            "@prefix·x:·<y>·. @base·<x>·. PREFIX BASE a . ; , [ ] ( ) _:b <> <a·b> \"\"\" ''' ^^ @en "
            "@en-- <<( )>> true 1.e kg: kg:FactType rdfs:label rdfs:subClassOf sh:minCount sh:maxCount "
            "sh:property sh:in rdf:nil rdf:first owl:Class skos:definition \\u0041 # ¶ %"
        ),
        _ontology,
    ),
    "toml": Format(
        "kg.toml",
        _files("kg.toml", "tests/projects/strait/kg.toml", "kg/cli/starter/kg.toml"),
        _words(
            "base base· = =·= \"x\" 'x' [ ] [[ ]] { } , . # ¶ true 1 1979-05-27 1_0 0xff inf nan "
            "a.b.c·=·1 [a] [[a]] \"\"\" ''' title·=·\"t\" base·=·\"https://e.org/\" https:// ? /../ "
            "\\u00e9 title"
        ),
        _settings,
    ),
    "rq": Format(
        "mutant.rq",
        _files("kg/query/named/*.rq"),
        _words(
            "SELECT ASK CONSTRUCT DESCRIBE WHERE FILTER OPTIONAL UNION MINUS GRAPH SERVICE BIND VALUES "
            "LIMIT OFFSET GROUP·BY ORDER·BY HAVING { } ( ) [ ] . ; , ?x $x * + / ^ | ! || && = != < > <a> "
            "a kg:met ent:x \"x\" 'x' '''x''' @en ^^ xsd:integer 1 1.5 1e5 true COUNT(*) EXISTS NOT "
            "PREFIX·x:·<y> BASE·<x> LOAD INSERT·DATA # ¶ \\u0041 << >> UNDEF"
        ),
        _query,
    ),
}  # fmt: skip
