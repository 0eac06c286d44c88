"""Named queries: one `.rq` file each, whose head says what it answers and what it has to be told.

    # Whom did ?entity meet, and on whose word?
    # entity: entity
    SELECT …

The first line is the question; each line of the form ``# name: type`` makes a parameter of the variable of that name.
Parameters are bound as terms (see `kg.binding`), never written into the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg.errors import NotFoundError, QueryError, UsageError
from kg.hints import listed, meant
from kg.results import Iri

if TYPE_CHECKING:
    from kg.held import Held

THINGS = ("entity", "fact", "article", "claim", "voice", "document")
WORDS_OF = {
    "status": "statuses", "stance": "stances", "type": "types", "role": "roles", "edge": "edges", "layer": "layers",
    "kind": "kinds", "concept": "concepts",
}  # fmt: skip
VALUES = ("text", "date", "number")
FOLDER = "queries"  # of the package, and of a project that has its own
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEAD = re.compile(r"(?:[ \t]*#[^\n]*(?:\n|\Z)|[ \t]*\n)*")
_PARAMETER = re.compile(r"[ \t]*#[ \t]*(\w+)[ \t]*:[ \t]*([a-z]+)[ \t]*")


class Query(Struct, frozen=True):
    """A query with what its head says of it."""

    text: str
    name: str = ""  # of a named one
    question: str = ""
    parameters: dict[str, str] = {}  # variable -> type


def read(text: str, name: str = "") -> Query:
    r"""Read the head of a query.

    Raises
    ------
    QueryError
        If a parameter's type is none.

    >>> read("# Whom did ?entity meet?\n# entity: entity\nSELECT ?who { ?entity kg:met ?who }").parameters
    {'entity': 'entity'}
    """
    head = _HEAD.match(text)
    lines = head[0].splitlines() if head and "#" in head[0] else []
    used = set(re.findall(r"[?$](\w+)", text[head.end() :] if head else "")) if lines else set()
    found = [its for line in lines if (its := _PARAMETER.fullmatch(line)) and its[1] in used]
    parameters = {parameter[1]: parameter[2] for parameter in found}
    for variable, type_ in parameters.items():
        if type_ not in (*THINGS, *WORDS_OF, *VALUES):
            hint = meant(type_, (*THINGS, *WORDS_OF, *VALUES), f"there are {', '.join((*THINGS, *WORDS_OF, *VALUES))}")
            raise QueryError(f"{name or 'query'}: `{variable}` has no such type: `{type_}`", hint)
    remarks = (line.strip().lstrip("#").strip() for line in lines if line not in [its[0] for its in found])
    question = next(filter(None, remarks), "")
    return Query(text, name, question, parameters)


def library(project: Path) -> dict[str, Query]:
    """Read the named queries of the package and of a project, whose own stand in for those of the same name.

    Parameters
    ----------
    project
        The project's folder.

    Returns
    -------
    dict
        Name -> query, in order of names.

    Raises
    ------
    QueryError
        If a file cannot be read.
    """
    found = {}
    for folder in (Path(__file__).parent / FOLDER, project / FOLDER):
        for path in sorted(folder.glob("*.rq")):
            if not _NAME.fullmatch(path.stem):
                raise QueryError(f"`{path.name}` cannot be asked by its name", "name it in a-z, 0-9 and single hyphens")
            try:
                found[path.stem] = read(path.read_text("utf-8-sig"), path.stem)
            except (OSError, UnicodeDecodeError) as error:
                raise QueryError(f"cannot read `{path.name}`: {error}", "save it as UTF-8") from error
    return dict(sorted(found.items()))


def chosen(asked: str, project: Path) -> Query:
    """Find out what is asked: a named query, if it is a bare name, else the text itself.

    Raises
    ------
    NotFoundError
        If there is no query of that name.
    """
    if not _NAME.fullmatch(asked):
        return read(asked)
    its = library(project)
    if asked not in its:
        raise NotFoundError(
            f"no such query: `{asked}`", meant(asked, its, f"there are {listed(its)}; `kg query --list`")
        )
    return its[asked]


def bindings(query: Query, values: Mapping[str, Any], held: Held) -> dict[str, Any]:
    """Make of what was given the values to bind: by the type of the parameter, or as it is where none is declared.

    Parameters
    ----------
    query
        With its parameters.
    values
        Variable -> what was given: words of the command line, or Python values.
    held
        The graph in which things are looked up.

    Raises
    ------
    UsageError
        If a parameter is missing, unknown to a named query, or not of its type.
    NotFoundError
        If there is no thing or word of that id.
    """
    shown = f"`{query.name}`" if query.name else "the query"
    missing = [f"{name}={type_.upper()}" for name, type_ in query.parameters.items() if name not in values]
    if missing:
        raise UsageError(f"{shown} asks for more", f"give {' '.join(missing)}")
    unknown = [name for name in values if query.name and name not in query.parameters]
    if unknown:
        otherwise = f"it takes {listed(query.parameters)}"
        raise UsageError(f"{shown} has no parameter `{unknown[0]}`", meant(unknown[0], query.parameters, otherwise))
    return {
        name: _typed(name, query.parameters[name], value, held) if name in query.parameters else value
        for name, value in values.items()
    }


def _typed(name: str, type_: str, value: Any, held: Held) -> Any:  # noqa: ANN401 - Python values of any kind
    """Make a value of a parameter's type; what is no text is taken for a value already."""
    if isinstance(value, Iri) or not isinstance(value, str):
        return value
    if type_ in THINGS:
        return _thing(type_, value, held)
    if type_ in WORDS_OF:
        there = getattr(held.ontology, WORDS_OF[type_])
        if value not in there:
            raise NotFoundError(f"no such {type_}: `{value}`", meant(value, there, f"there are {listed(there)}"))
        return Iri(there[value].iri, value)
    if type_ == "number":
        try:
            return int(value) if value.lstrip("+-").isdecimal() else Decimal(value)
        except InvalidOperation:
            raise UsageError(f"{name}: no number: `{value}`", "write digits, such as 3 or 0.5") from None
    return _day(name, value) if type_ == "date" else value


def _thing(type_: str, value: str, held: Held) -> Iri:
    names = held.project.names
    id_ = names.short(value)
    iri = Iri(str(getattr(names, type_)(id_)), id_)
    if not held.store.names(iri):
        known = ids(held, type_)
        raise NotFoundError(f"no such {type_}: `{value}`", meant(id_, known, f"there are {listed(known)}"))
    return iri


def ids(held: Held, type_: str) -> list[str]:
    """List the ids of all things of a sort, in order."""
    if type_ == "voice":
        return sorted({voice for reading in held.account.readings.values() for voice in reading.voices})
    if type_ == "document":
        return sorted({claim.document for claim in held.records.claims if claim.document})
    records = held.records
    known: dict[str, Iterable[str]] = {
        "entity": records.entities, "fact": held.account.facts, "article": records.articles, "claim": held.claims,
    }  # fmt: skip
    return sorted(known[type_])


def _day(name: str, value: str) -> Any:  # noqa: ANN401 - a date
    from datetime import date

    from kg.dates import parse

    when = parse(value)
    if when.earliest is None or when.earliest != when.latest:
        raise UsageError(f"{name}: no single day: `{value}`", "write YYYY-MM-DD")
    return date.fromisoformat(when.earliest)
