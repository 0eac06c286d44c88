"""References in reports: links to facts, claims, fillers, entities and articles, which say how these stood when cited.

A reference is the address of a thing, with what was known of it behind `#`:
``https://example.org/fact/talks#status=one-sided&build=6f977b8e6f97``. People may write ``fact:talks`` instead.

Source: RFC 3986, section 3.5 (fragment identifiers: the address leads to the same page with one and without);
RFC 5147, section 2.1 (`char=` counts positions between characters, as our offsets do).
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote

from msgspec import Struct

from kg.base.iris import Names
from kg.model.records import Contested, Status

FACT, CLAIM, ARTICLE, ENTITY = KINDS = ("fact", "claim", "article", "entity")
ELSEWHERE = "elsewhere"
_FIELDS = {  # of each kind, what may stand behind `#`
    FACT: ("status", "contested", "read", "known-by", "build"),
    CLAIM: ("status", "contested", "read", "counts", "known-by", "build"),
    ARTICLE: ("char", "sha256", "row", "build"),
    ENTITY: ("build",),
    ELSEWHERE: (),
}
_FORMS = {
    "status": "|".join(map(re.escape, Status)),
    "contested": "|".join(Contested),
    "read": "no",
    "counts": "no",
    "known-by": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "build": "[0-9a-f]{6,64}",
    "char": "[0-9]{1,12},[0-9]{1,12}",
    "sha256": "[0-9a-f]{8,64}",
    "row": ".+",
}
_WRONG = {
    "known-by": "no such day",
    "build": "six digits or more of a root hash",
    "char": "two positions, such as 0,9",
    "sha256": "eight digits or more of a hash",
}
_AUTHORITY = re.compile("(?:https?:)?//([^/?#]*)", re.IGNORECASE)
_PORT = re.compile(":(?:80|443)?$")  # those that go without saying
_BEHIND = ".,;:!?'\"”’»)]}>"  # what is not taken for the end of an address that stands bare in a text


class Reference(Struct, frozen=True):
    """Of what a reference is, and what it says of that."""

    kind: str
    id: str  # of a filler: `fact/role/filler`; elsewhere: the address
    fields: dict[str, str] = {}
    odd: tuple[str, ...] = ()  # fields that cannot be read, each with what is wrong

    @property
    def span(self) -> tuple[int, int] | None:
        """The positions in an article that it names."""
        start, comma, end = self.fields.get("char", "").partition(",")
        return (int(start), int(end)) if comma else None


def reference(address: str, names: Names) -> Reference | None:
    """Read the address of a link; None if it is no reference.

    Parameters
    ----------
    address
        Where a link leads.
    names
        Of the project.

    Returns
    -------
    Reference or None
        Of the kind `ELSEWHERE` where an address says how something stands that is none of the project's.

    >>> names = Names("https://example.org/p/")
    >>> its = reference("https://example.org/p/fact/talks#status=denied&build=6f977b8e6f97", names)
    >>> its.kind, its.id, its.fields
    ('fact', 'talks', {'status': 'denied', 'build': '6f977b8e6f97'})
    >>> reference("claim:wire-1/c2#status=denyed", names).odd
    ('`status=denyed`: no such status',)
    >>> reference("https://example.org/q/fact/talks#status=denied", names).kind, reference("https://a.org", names)
    ('elsewhere', None)
    """
    path, _, fragment = address.partition("#")
    told = [pair.partition("=") for pair in fragment.split("&")] if "=" in fragment else []
    kind, id_ = _thing(unquote(path), names)
    if kind == ELSEWHERE:
        says_how = {"status", "build"} & {name for name, _, _ in told}
        return Reference(ELSEWHERE, path) if says_how and re.search("(^|/)(fact|claim)[/:]", path) else None
    fields, odd = dict[str, str](), list[str]()
    for name, _, value in told:
        if name not in _FIELDS[kind] or name in fields:
            why = "given twice" if name in fields else f"{_with_article(kind)} has only {', '.join(_FIELDS[kind])}"
            odd.append(f"`{name}={unquote(value)}`: {why}")
        elif not re.fullmatch(_FORMS[name], unquote(value), re.DOTALL) or (name == "known-by" and not _is_day(value)):
            odd.append(f"`{name}={unquote(value)}`: {_WRONG.get(name, f'no such {name}')}")
        else:
            fields[name] = unquote(value)
    return Reference(kind, id_, fields, tuple(odd))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _with_article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "ae" else f"a {kind}"


def _thing(path: str, names: Names) -> tuple[str, str]:
    """Read a thing from its address, or from a prefix and its id."""
    prefix, colon, id_ = path.partition(":")
    if colon and prefix.lower() in KINDS:
        return prefix.lower(), id_
    base, bare = _hostwise(unquote(names.base)), _hostwise(path)
    kind, _, id_ = bare.removeprefix(base).partition("/")
    return (kind, id_) if bare.startswith(base) and kind in KINDS and id_ else (ELSEWHERE, path)


def _hostwise(address: str) -> str:
    """Write an address without its scheme, and its host as all ways to write it mean it."""
    return _AUTHORITY.sub(lambda found: _PORT.sub("", found[1].lower()), address, count=1)


def address(kind: str, id_: str, names: Names, **fields: str | None) -> str:
    """Write the address of a thing with what is known of it; what is None is left out.

    >>> address("claim", "wire-1/c2", Names("https://example.org/p/"), status="denied", contested=None, build="6f977b")
    'https://example.org/p/claim/wire-1/c2#status=denied&build=6f977b'
    """
    told = "&".join(f"{name.replace('_', '-')}={_escaped(value)}" for name, value in fields.items() if value)
    return f"{getattr(names, kind)(id_)}{'#' if told else ''}{told}"


def _escaped(value: str) -> str:
    return "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "-.,_~:") else _percent(letter)
        for letter in value
    )


def _percent(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))


def bare_addresses(text: str, names: Names) -> list[tuple[int, int]]:
    """Find where addresses of the project's things, or ids with their prefix, stand in a text without being links.

    >>> text = "See https://example.org/p/fact/talks."
    >>> [text[start:end] for start, end in bare_addresses(text, Names("https://example.org/p/"))]
    ['https://example.org/p/fact/talks']
    """
    kinds, letters = "|".join(KINDS), r"[^\s<>\x1e\ufffc]"
    full = rf"(?i:(?:(?:https?:)?//)?{re.escape(_hostwise(names.base))})(?:{kinds})/{letters}+"
    short = rf"(?<![^\W_])(?<![-_.:/=&#%?@~])(?<!\]\()(?:{kinds}):\w{letters}*"
    found = re.finditer(f"{full}|{short}", text)
    return [(its.start(), its.start() + len(its[0].rstrip(_BEHIND))) for its in found]
