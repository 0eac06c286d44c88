"""Named queries: one `.rq` file each, whose head says what it answers and which parameters it has.

    # Whom did ?entity meet, and on whose word?
    # entity: entity
    SELECT …

The first line is the question; each line of the form ``# name: type`` makes a parameter of the variable of that name.
Parameters are bound as terms (see `kg.query.binding`), never written into the text. A line ``# not-shown: query`` names
another query, with the same parameters, for the facts (?fact, with ?status and ?contested) that this one leaves out
since they are not accepted; whoever asks this one is then told how many these are. A line ``# left-out: query`` names
one without parameters for the edges of stand-ins (?actor, ?edge, ?other) that count only if the flag
``stand_ins`` is true; that is told too.
"""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from kg.base.disk import hindrance
from kg.base.errors import NotFoundError, QueryError
from kg.base.hints import listed, meant, named

THINGS = ("entity", "fact", "article", "claim", "voice", "document")
WORDS_OF = {
    "status": "statuses", "stance": "stances", "type": "types", "role": "roles", "edge": "edges", "layer": "layers",
    "kind": "kinds", "concept": "concepts",
}  # fmt: skip
FLAG = "flag"  # true or false; false where it is not given
VALUES = ("text", "date", "number", FLAG)
_TYPES = (*THINGS, *WORDS_OF, *VALUES)
OURS = Path(__file__).parent / "named"
FOLDER = "queries"  # of a project that has its own
_GONE = {"between": "`kg between A B` and `graph.between(a, b)` answer it, and more, since the second edition"}
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEAD = re.compile(r"(?:[ \t]*#[^\n]*(?:\n|\Z)|[ \t]*\n)*")
_NAMES_ANOTHER = re.compile(r"^[ \t]*#[ \t]*(not-shown|left-out)[ \t]*:[ \t]*([a-z0-9-]+)[ \t]*$", re.MULTILINE)
_PARAMETER = re.compile(r"[ \t]*#[ \t]*(\w+)[ \t]*:[ \t]*([a-z]+)[ \t]*")


class Query(Struct, frozen=True):
    """A query with what its head says of it."""

    text: str
    name: str = ""  # of a named one
    question: str = ""
    parameters: dict[str, str] = {}  # variable -> type
    not_shown: str = ""  # the named query for what this one leaves out since it is not accepted
    left_out: str = ""  # the named query for the edges of stand-ins that this one leaves out unless asked


def read(text: str, name: str = "", file: str = "query") -> Query:
    r"""Read the head of a query.

    Parameters
    ----------
    text
        The query with its head.
    name
        Of a named one.
    file
        Where it stands, for what is said of its faults.

    Raises
    ------
    QueryError
        If a parameter's type is none, or the query has no variable of its name.

    >>> read("# Whom did ?entity meet?\n# entity: entity\nSELECT ?who { ?entity kg:met ?who }").parameters
    {'entity': 'entity'}
    """
    head = _HEAD.match(text)
    lines = head[0].splitlines() if head and "#" in head[0] else []
    used = set(re.findall(r"[?$](\w+)", text[head.end() :] if head else "")) if lines else set()
    matches = ((number, _PARAMETER.fullmatch(line)) for number, line in enumerate(lines, 1))
    found = [(number, its) for number, its in matches if its and (its[1] in used or its[2] in _TYPES)]
    for number, its in found:
        _need_sound(its, used, f"{file}:{number}")
    parameters = {its[1]: its[2] for _, its in found}
    remarks = (line.strip().lstrip("#").strip() for line in lines if line not in [its[0] for _, its in found])
    question = next(filter(None, remarks), "")
    others = dict(_NAMES_ANOTHER.findall(head[0])) if head else {}
    return Query(text, name, question, parameters, others.get("not-shown", ""), others.get("left-out", ""))


def _need_sound(parameter: re.Match[str], used: set[str], line: str) -> None:
    """Refuse a parameter of which the query has no variable, or whose type is none, at its column of a line."""
    variable, type_ = parameter.groups()
    if variable not in used:
        there = f"the query has {listed(sorted(used))}" if used else "the query has no variables"
        what = f"{line}:{parameter.start(1) + 1}: the query has no variable `?{variable}`"
        raise QueryError(what, meant(variable, used, there))
    if type_ not in _TYPES:
        what = f"{line}:{parameter.start(2) + 1}: `{variable}` has no such type: `{type_}`"
        raise QueryError(what, meant(type_, _TYPES, f"there are {', '.join(_TYPES)}"))


def library(project: Path) -> dict[str, Query]:
    """Read the named queries of the package and of a project, whose own stand in for those of the same name.

    Parameters
    ----------
    project
        The project's folder.

    Returns
    -------
    dict
        Name -> query, in order of names; without those that are refused (see `faults`).

    Raises
    ------
    QueryError
        If the project's folder of queries cannot be read.
    """
    return {name: its for name, its in _found(project).items() if isinstance(its, Query)}


def faults(project: Path) -> list[QueryError]:
    """Say of each query of a project that is refused what is wrong with it, in order of names.

    Parameters
    ----------
    project
        The project's folder.

    Raises
    ------
    QueryError
        If the project's folder of queries cannot be read.
    """
    return [its for its in _found(project).values() if isinstance(its, QueryError)]


def _found(project: Path) -> dict[str, Query | QueryError]:
    found: dict[str, Query | QueryError] = {}
    for folder in (OURS, project / FOLDER):
        for path in _files(folder):
            try:
                found[path.stem] = _of_file(path)
            except QueryError as error:
                found[path.stem] = error
    return dict(sorted(found.items()))


def _of_file(path: Path) -> Query:
    file = f"{FOLDER}/{path.name}"
    if not _NAME.fullmatch(path.stem):
        raise QueryError(f"{named(file)} cannot be asked by its name", "name it in a-z, 0-9 and single hyphens")
    if hindered := hindrance(path):
        raise QueryError(f"cannot read {named(file)}: {hindered[0]}", hindered[1])
    try:
        return read(path.read_text("utf-8-sig"), path.stem, file)
    except UnicodeDecodeError as error:
        raise QueryError(f"cannot read {named(file)}: {error}", "save it as UTF-8") from error


def _files(folder: Path) -> list[Path]:
    """List the files of a folder of queries, which need not be there; what is hidden is an editor's, and not read."""
    if not folder.is_dir():
        if folder.is_symlink() or folder.exists():
            what, how = f"`{FOLDER}` is no folder, or a link that leads to none", "put a folder in its place"
            raise QueryError(what, f"{how}, or take it away")
        return []
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".rq" and not path.name.startswith("."))
    except OSError as error:
        raise QueryError(f"cannot read the folder `{FOLDER}`: {error.strerror}", "make it readable") from error


def chosen(asked: str, project: Path) -> Query:
    """Find out what is asked: a named query, if it is a bare name, else the text itself.

    Raises
    ------
    NotFoundError
        If there is no query of that name.
    QueryError
        If the query of that name is refused, or one that is a text.
    """
    if not _NAME.fullmatch(asked):
        return read(asked)
    known = _found(project)
    its = known.get(asked)
    if isinstance(its, QueryError):
        raise its
    if its is None:
        hint = _GONE.get(asked) or meant(asked, known, f"there are {listed(known)}; `kg query --list`")
        raise NotFoundError(f"no such query: {named(asked)}", hint)
    return its
