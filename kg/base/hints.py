"""Parts of messages: a value as it is shown, a number of things, and which known name was probably meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kg.base.letters import cut

MEANT = "did you mean "  # how a hint begins that names what is like what was not found
MOST_LISTED = 12
MOST_ROWS = 200  # of a list for people
NEWEST, OLDEST = "newest", "oldest"  # orders of a list
MOST_FACTS = 50  # of a list for people in which each takes two lines or more
LONGEST_CELL = 120  # characters of a value that a list for people shows
RENAMED = {"anonymous": "stand_ins", "--anonymous": "--stand-ins"}  # options, by their names in earlier versions
_NEAR = 70  # of 100
_LENGTH_SLACK = 3  # a name longer or shorter by more is not compared, which keeps a hint among 100,000 ids fast


def meant(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Ask whether the nearest known name was meant, or say what something is called today.

    Parameters
    ----------
    name
        As written.
    known
        Names that exist, in any order.
    otherwise
        The hint where nothing is near.

    Returns
    -------
    str
        A hint.

    >>> meant("speakr", ["stance", "speaker"]), meant("xyz", ["speaker"], "leave it out")
    ('did you mean `speaker`?', 'leave it out')
    >>> meant("munir", ["asim-munir", "lloyd-austin"])
    'did you mean `asim-munir`?'
    >>> meant("anonymous", ["kinds", "stand_ins"])
    'it is called `stand_ins` now'
    """
    known = set(known)
    if RENAMED.get(name) in known:
        return f"it is called `{RENAMED[name]}` now"
    found = near(name, known)
    return f"{MEANT}`{found[0]}`?" if found else otherwise


def near(name: str, known: Iterable[str]) -> list[str]:
    """Give the known name that was probably meant, or nothing.

    >>> near("speakr", ["stance", "speaker"]), near("xyz", ["speaker"])
    (['speaker'], [])
    """
    from rapidfuzz import fuzz, process  # here, since most runs have nothing to hint at

    others = sorted(set(known) - {name})
    alike = [other for other in others if abs(len(other) - len(name)) <= _LENGTH_SLACK]
    best = process.extractOne(name, alike, scorer=fuzz.ratio, score_cutoff=_NEAR)
    found = [best[0]] if best else [other for other in others if name in other.split("-")]
    return found if len(found) == 1 else []


def listed(names: Collection[str]) -> str:
    """List names in order, the first dozen of them.

    >>> listed({"participant", "place"})
    '`participant`, `place`'
    """
    shown = [f"`{name}`" for name in sorted(names)[:MOST_LISTED]]
    if len(names) > MOST_LISTED:
        shown.append("…")
    return ", ".join(shown) or "none"


def several(words: Collection[str]) -> str:
    """Join words, or the first dozen of them and the number of those that are left out.

    >>> several(["ann", "bob"]), several([f"v{number}" for number in range(5000)])[-18:]
    ('ann, bob', 'v11 and 4,988 more')
    """
    left_out = len(words) - MOST_LISTED
    first = ", ".join(words if left_out <= 0 else list(words)[:MOST_LISTED])
    return first if left_out <= 0 else f"{first} and {left_out:,} more"


def first_rows(shown: int, number: int, things: str, how: str, which: str = "first") -> str:
    """Say that a list shows the first of many only, or which others, and how to get the rest; empty if it shows all.

    >>> first_rows(200, 5001, "facts", "`--format json` gives all"), first_rows(3, 3, "facts", "")
    ('the first 200 of 5,001 facts are shown: `--format json` gives all', '')
    """
    verb = "is" if shown == 1 else "are"
    return f"the {which} {shown:,} of {number:,} {things} {verb} shown: {how}" if number > shown else ""


def rows_shown(shown: int, number: int, things: str, order: str = "", more: str = "`--format json` gives all") -> str:
    """Say how many of a list are shown, which these are, and how to get others; empty if all are.

    >>> rows_shown(50, 5001, "facts", "newest")
    'the newest 50 of 5,001 facts are shown: `--top N` shows more, `--format json` gives all'
    >>> rows_shown(50, 5001, "facts", "status"), rows_shown(3, 3, "facts")
    ('the first 50 of 5,001 facts are shown: `--top N` shows more, `--format json` gives all', '')
    """
    which = order if order in (NEWEST, OLDEST) else "first"
    return first_rows(shown, number, things, f"`--top N` shows more{more and f', {more}'}", which)


def unknown(thing: str, name: str, known: Collection[str]) -> tuple[str, str]:
    """Say that there is no such thing, and which was probably meant, or which there are: what an error is made of.

    >>> unknown("status", "planed", ["planned", "lapsed"])
    ('no such status: `planed`', 'did you mean `planned`?')
    """
    return f"no such {thing}: {named(name)}", meant(name, known, f"there are {listed(known)}")


def empty(name: str) -> tuple[str, str]:
    """Say that an option or a parameter has no value: what an error is made of.

    >>> empty("--status")
    ('`--status` is empty', 'give a value (is a variable of the shell not set?)')
    """
    return f"`{name}` is empty", "give a value (is a variable of the shell not set?)"


def code_point(character: str) -> str:
    r"""Name a character that cannot be shown.

    >>> code_point("\u202e")
    'U+202E'
    """
    return f"U+{ord(character):04X}"


def named(text: str) -> str:
    r"""Show a value in a message: in backticks, cut where long, escaped where it would not be seen.

    >>> named("speakr"), named("a\u202eb"), named("x" * 70)[-5:]
    ('`speakr`', '`a\\u202eb`', 'xxx…`')
    """
    kept = cut(text, 60)
    return f"`{kept}`" if kept.isprintable() else f"`{kept.encode('unicode_escape').decode('ascii')}`"


def counted(number: int, thing: str, plural: str | None = None) -> str:
    """Write a number with the thing that it counts, in the singular or the plural.

    >>> counted(1, "fact"), counted(1057, "fact"), counted(0, "entity", "entities")
    ('1 fact', '1,057 facts', '0 entities')
    """
    return f"{number:,} {thing if number == 1 else plural or f'{thing}s'}"
