"""Writes a first map of a table, to be edited: what was guessed is marked, and what nobody can know is asked."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from kg.base.hints import named
from kg.base.letters import cut
from kg.formats.imports.naming import id_within
from kg.formats.imports.reports import Report
from kg.formats.imports.tabular.cells import tidy
from kg.formats.imports.tabular.guesses import Guess, guess, guessed_type, role_for
from kg.formats.imports.tabular.opening import Settings, opened
from kg.ontology import FactType, Ontology

_ROWS = 200  # in which it is looked what columns hold
_UNIT = re.compile(r"(?P<name>[^()]*\w)\s*[(\[](?P<unit>[^()\[\]]+)[)\]]")  # `Costs (EUR)`
_YEAR = re.compile(r"[0-9]{4}(?:\.0+)?")
_PLAIN = re.compile(r"[^\W\d_][\w .-]*")


def draft(path: Path, settings: Settings, ontology: Ontology) -> str:
    """Write a first map.

    Parameters
    ----------
    path
        Of a table.
    settings
        What the user says of it; that goes into the map.
    ontology
        Its fact types.

    Returns
    -------
    str
        YAML. It cannot be used before what is asked in it is answered.
    """
    with opened(path, settings, (), Report()) as table:
        rows = [row.cells for row in islice(table.rows, _ROWS) if any(its.strip() for its in row.cells)]
        columns, found, notes = table.columns, table.found, table.notes
    cells = {name: [row[at] for row in rows if at < len(row)] for at, name in enumerate(columns)}
    guesses = _one_time({name: guess(name, some) for name, some in cells.items()}, cells)
    kind = guessed_type(ontology, [path.stem, *columns])
    lines = [*(f"# {its}" for its in (found, *notes)), *_head(path, settings, kind, ontology)]
    if nothing := [*dict.fromkeys(text for its in guesses.values() for text in its.nothing)]:
        lines.append(f"empty: [{', '.join(json.dumps(its, ensure_ascii=False) for its in nothing)}]  # GUESS: no value")
    lines += ["", "# The columns, in their order.", *_fields(cells, guesses, kind)]
    return "\n".join(lines) + "\n"


def _one_time(guesses: dict[str, Guess], cells: dict[str, list[str]]) -> dict[str, Guess]:
    """Keep one time of what rows tell: a start and an end, else a column of days, else one of years."""
    times = [name for name, its in guesses.items() if its.field == "when"]
    years = [name for name in times if any(_YEAR.fullmatch(its.strip()) for its in cells[name])]
    if any(its.field in ("from", "to") for its in guesses.values()):
        dropped = times
    else:
        dropped = years if len(years) < len(times) else []
    return {name: Guess() if name in dropped else its for name, its in guesses.items()}


def _head(path: Path, settings: Settings, kind: FactType | None, ontology: Ontology) -> Iterator[str]:
    yield "# A first map, written from the header and the first rows. GUESS: look whether it is right."
    yield "# ASKED: the table does not say it; nothing is imported before it is answered."
    yield ""
    name = id_within(re.sub(r"[ _]+", "-", path.stem.partition(".")[0].lower()))
    yield f"table: {name}  # its articles are named after it: keep it when the table grows"
    yield "coded-by: {name: , kind: Person}  # ASKED: who made the table? A name, and Person or Organization"
    yield "by:  # ASKED: by which day had all that stands in the table been published? Such as 2031-06-30"
    if given := {
        name: its for name in ("delimiter", "encoding", "sheet", "header") if (its := getattr(settings, name))
    }:
        yield f"file: {{{', '.join(f'{name}: {_text(its)}' for name, its in given.items())}}}"
    if kind is None:
        yield f"type:  # ASKED: what is each row? {', '.join(ontology.types)}: `kg help NAME` explains one"
    else:
        yield f"type: {kind.id}  # GUESS, by the names of file and columns"
    yield "stance: asserts  # GUESS: whoever speaks says that it was so; else announces, denies, … (`kg help stance`)"


def _fields(cells: dict[str, list[str]], guesses: dict[str, Guess], kind: FactType | None) -> Iterator[str]:
    """Write a field for each column, or a comment where there is no idea what it holds."""
    roles = _roles(guesses, kind)
    met: set[str] = set()
    for name, its in guesses.items():
        field = "roles" if its.field == "role" else its.field
        example = next((text for cell in cells[name] if (text := tidy(cell)) and not text.startswith("\0")), "")
        first = f"the first: {named(cut(example, 40))}" if example else "empty in the first rows"
        if field == "roles" and not roles:
            yield f"# perhaps a role: {_column(name, its)}; {first}"
        elif field == "roles":
            yield from () if "roles" in met else _role_lines(roles, guesses, kind)
        elif field == "values":
            yield from () if "values" in met else _value_lines(guesses)
        elif field in ("from", "to"):
            yield from () if "when" in met else [f"when: {_bounds(guesses)}  # GUESS; {first}"]
            field = "when"
        elif field and field not in met:
            yield from _field(field, name, its, first)
        else:
            yield f"# not used: {{column: {_text(name)}}}; {first}"
        met.add(field)
    if kind is None or not roles:
        yield from _asked_roles(kind)


def _field(field: str, name: str, its: Guess, first: str) -> Iterator[str]:
    if its.formats and its.others:
        yield f"# ASKED: how are days written in {_text(name)}? {_format(its.formats)} or {_format(its.others)}"
    yield f"{field}: {_column(name, its)}  # GUESS; {first}"


def _column(name: str, its: Guess) -> str:
    parts = [f"column: {_text(name)}"]
    parts += [f"kind: {its.kind}"] if its.kind else []
    parts += [f"split: {_text(its.split)}"] if its.split else []
    parts += [_format(its.formats)] if its.formats and not its.others else []
    parts += [f'decimal: "{its.decimal}"'] if its.decimal else []
    return f"{{{', '.join(parts)}}}"


def _format(formats: Sequence[str]) -> str:
    some = ", ".join(f'"{form}"' for form in formats)
    return f"format: {some}" if len(formats) == 1 else f"format: [{some}]"


def _bounds(guesses: dict[str, Guess]) -> str:
    found: dict[str, str] = {}
    for name, its in guesses.items():
        if its.field in ("from", "to"):
            found.setdefault(its.field, f"{its.field}: {_column(name, its)}")
    return f"{{{', '.join(found.values())}}}"


def _roles(guesses: dict[str, Guess], kind: FactType | None) -> dict[str, list[str]]:
    """Give the columns that may fill roles, by these."""
    found: dict[str, list[str]] = {}
    for name, its in guesses.items():
        if its.field == "role" and kind and (role := role_for(kind, its.kind, [*found])):
            found.setdefault(role, []).append(name)
    return found


def _role_lines(roles: dict[str, list[str]], guesses: dict[str, Guess], kind: FactType | None) -> Iterator[str]:
    assert kind is not None  # without a type no column fills a role
    yield f"roles:  # GUESS; those of {kind.id} are {', '.join(kind.roles)}: `kg help {kind.id}`"
    for role, names in roles.items():
        if len(names) == 1:
            yield f"  {role}: {_column(names[0], guesses[names[0]])}"
        else:
            yield f"  {role}:"
            yield from (f"    - {_column(name, guesses[name])}" for name in names)


def _asked_roles(kind: FactType | None) -> Iterator[str]:
    which = f"those of {kind.id} are {', '.join(kind.roles)}" if kind else "`kg help TYPE` lists those of a type"
    yield f"roles:  # ASKED: which columns give who and what takes part? {which}"


def _value_lines(guesses: dict[str, Guess]) -> Iterator[str]:
    yield "values:  # GUESS: figures"
    met = Counter[str]()
    for name, its in guesses.items():
        if its.field == "values":
            found = _UNIT.fullmatch(name)
            unit = f", unit: {_text(found['unit'])}}}" if found else "}"
            plain = unicodedata.normalize("NFKD", found["name"] if found else name).encode("ascii", "ignore").decode()
            id_ = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "figure"
            met[id_] += 1
            yield f"  {id_ if met[id_] == 1 else f'{id_}-{met[id_]}'}: {_column(name, its).removesuffix('}')}{unit}"


def _text(text: str) -> str:
    """Write a text as YAML, in quotes where it needs them."""
    return text if _PLAIN.fullmatch(text) and text == text.strip() else json.dumps(text, ensure_ascii=False)
