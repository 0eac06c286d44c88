"""Statements in one form whoever has written them, so that what a server holds is compared with what was pushed.

A store may write a number otherwise than it was given, and a language tag in small letters; what it does beyond that is
told by `Coercions`. Statements that a store cannot tell apart have one form here, and are counted once.

Source: RDF 1.1 Concepts, W3C Recommendation 2014, section 3.3 (lexical forms and values); section 5.1 (XSD).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

import pyoxigraph
from msgspec import Struct
from pyoxigraph import Literal, RdfFormat

from kg.base.iris import XSD

_INTEGERS = frozenset(
    f"{XSD}{name}"
    for name in "integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger "
    "unsignedLong unsignedInt unsignedShort unsignedByte".split()
)
_FLOATS = frozenset({f"{XSD}double", f"{XSD}float"})
_DECIMAL, _BOOLEAN, _DATE, _STRING = f"{XSD}decimal", f"{XSD}boolean", f"{XSD}date", f"{XSD}string"
_TRUE = ("true", "1")


class Coercions(Struct, frozen=True):
    """What a store makes of literals, beyond what every store may do.

    `numbers_are_one` says that it keeps a number by its value alone, whatever its datatype: of `01`, `1`, `1.0` and
    `true` of one subject and predicate it keeps one. `decimals` is how many digits after the point it keeps.
    """

    numbers_are_one: bool = False
    decimals: int | None = None


EXACT = Coercions()


def canonical(triple: Iterable[object], coercions: Coercions = EXACT) -> str:
    """Write a statement in the one form.

    Parameters
    ----------
    triple
        Subject, predicate and object, as the engine's terms.
    coercions
        Of the store that holds it, or shall hold it.

    >>> ours, theirs = (Literal(text, datatype=pyoxigraph.NamedNode(XSD + name))
    ...     for text, name in [("07", "nonNegativeInteger"), ("7", "integer")])
    >>> canonical(["s", "p", ours]) == canonical(["s", "p", theirs])
    True
    """
    subject, predicate, value = triple
    return f"{subject} {predicate} {_literal(value, coercions) if isinstance(value, Literal) else value}"


def canonical_lines(written: bytes, coercions: Coercions = EXACT) -> dict[str, list[str]]:
    """Read N-Quads, whatever their graphs, and give the canonical statements of each subject, each once, in order."""
    found: dict[str, set[str]] = {}
    for quad in pyoxigraph.parse(written, format=RdfFormat.N_QUADS, lenient=True):
        its = found.setdefault(str(quad.subject), set())
        its.add(canonical(quad.triple, coercions))
    return {subject: sorted(found[subject]) for subject in sorted(found)}


def checksum(by_subject: Iterable[Collection[str]]) -> str:
    """Hash canonical statements, in order of their subjects."""
    digest = hashlib.sha256()
    for lines in by_subject:
        digest.update("".join(f"{line}\n" for line in lines).encode())
    return digest.hexdigest()


def without_graph(lines: Iterable[str], graph: str) -> Iterator[str]:
    """Take the graph from the lines of an article, which then are N-Triples."""
    end = f" <{graph}> ."
    return (f"{line.removesuffix(end)} ." if line.endswith(end) else line for line in lines)


def _literal(value: Literal, coercions: Coercions) -> str:
    datatype, text = value.datatype.value, value.value
    if value.language:
        return f"{Literal(text)}@{value.language.lower()}"
    if datatype == _STRING:
        return str(Literal(text))
    number = _number(text, datatype, coercions)
    if number is not None:
        kind = "number" if coercions.numbers_are_one else "integer" if datatype in _INTEGERS else datatype
        return f'"{number}"^^{kind}'
    if datatype == _DATE:
        return f'"{_day(text)}"^^date'
    return f"{Literal(text)}^^<{datatype}>"


def _number(text: str, datatype: str, coercions: Coercions) -> str | None:
    """Write the value of a number, or of a truth value that the store takes for one; None of anything else."""
    if datatype == _BOOLEAN:
        is_true = text in _TRUE
        return str(int(is_true) if coercions.numbers_are_one else is_true)
    if datatype not in _INTEGERS and datatype != _DECIMAL and datatype not in _FLOATS:
        return None
    try:
        value = Decimal(text)
        return _plain(Decimal(repr(float(text))) if datatype in _FLOATS else value, coercions.decimals)
    except (InvalidOperation, ValueError, OverflowError):
        return None


def _plain(value: Decimal, decimals: int | None) -> str:
    if not value.is_finite():
        return str(value)
    with localcontext() as context:
        context.prec = max(50, len(value.as_tuple().digits) + abs(int(value.as_tuple().exponent)) + 2)
        if decimals is not None:
            value = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        return f"{value.normalize():f}" if value else "0"


def _day(text: str) -> str:
    """Write a day; some stores drop a digit of a year before the common era."""
    sign, rest = ("-", text[1:]) if text.startswith("-") else ("", text)
    year, dash, others = rest.partition("-")
    return f"{sign}{year.lstrip('0') or '0'}{dash}{others}"
