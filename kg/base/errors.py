"""Every deliberate failure of the package: what is wrong, where it stands, and what to do about it."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct, structs

from kg.base.hints import MOST_ROWS, counted
from kg.base.letters import cut

STOPPED = 130  # the exit code of a command that Ctrl-C has ended
WARNING = "warning: "
_PASSED = (str(Path(__file__).parents[1]) + os.sep, str(contextlib.__file__))  # between who asks and what warns
_LONGEST = 60  # characters of a value that a message quotes
_QUOTED = re.compile("`([^`]{301,})`")  # longer than any command and most paths, which are shown whole


def _short(message: str) -> str:
    """Cut what is quoted in a message, where it is very long, so that what is wrong is still seen."""
    return _QUOTED.sub(lambda quoted: f"`{cut(quoted[1], _LONGEST)}`", message)


class Place(Struct, frozen=True, order=True):
    """A place in a source file: lines and columns count from 1, columns in code points.

    >>> str(Place("sources/a.yaml", 41, 5))
    'sources/a.yaml:41:5'
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Fault(Struct, frozen=True, order=True):
    """One thing that is wrong in a source, and how to mend it.

    A fault whose text begins with ``warning: `` refuses nothing.

    >>> print(Fault(Place("a.yaml", 41, 5), "unknown field `speakr`", "did you mean `speaker`?"))
    a.yaml:41:5: unknown field `speakr`
      hint: did you mean `speaker`?
    """

    place: Place
    fault: str
    hint: str = ""

    def __post_init__(self) -> None:
        """Cut what is quoted."""
        structs.force_setattr(self, "fault", _short(self.fault))
        structs.force_setattr(self, "hint", _short(self.hint))

    @property
    def is_warning(self) -> bool:
        """Whether the fault is only pointed out, and refuses nothing."""
        return self.fault.startswith(WARNING)

    def __str__(self) -> str:
        return f"{self.place}: {self.fault}" + (f"\n  hint: {self.hint}" if self.hint else "")


def fault_lines(faults: Iterable[Fault]) -> list[str]:
    """Write faults for people by place: all, or of many the first of each file, 200 altogether.

    Each file has an equal share of the lines; what some do not need goes to the first faults of the others.

    >>> many = [Fault(Place("a.yaml", line), "no `id`") for line in range(1, 5001)]
    >>> lines = fault_lines([*many, Fault(Place("b.yaml"), "no document")])
    >>> lines[-2], lines[-1]
    ('b.yaml:1:1: no document', '… and 4,801 more faults in 1 file: `kg check --format json` gives all')
    """
    ordered = sorted(faults)
    files = Counter(fault.place.file for fault in ordered)
    share, met = max(1, MOST_ROWS // max(1, len(files))), Counter[str]()
    firsts: list[Fault] = []
    others: list[Fault] = []
    for fault in ordered:
        met[fault.place.file] += 1
        (firsts if met[fault.place.file] <= share else others).append(fault)
    shown = sorted([*firsts, *others][:MOST_ROWS])
    lines = [str(fault) for fault in shown]
    if left_out := len(ordered) - len(shown):
        within = len(files - Counter(fault.place.file for fault in shown))
        more = f"{counted(left_out, 'more fault')} in {counted(within, 'file')}"
        lines.append(f"… and {more}: `kg check --format json` gives all")
    return lines


class KgError(Exception):
    r"""A failure that the user can do something about.

    Parameters
    ----------
    what
        What is wrong, naming the value.
    hint
        What to do.
    place
        Where, if it stands in a file.

    >>> str(KgError("no such fact: `munir-visti`", "did you mean `munir-visit`?"))
    'no such fact: `munir-visti`\n  hint: did you mean `munir-visit`?'
    """

    exit_code = 1

    def __init__(self, what: str, hint: str = "", place: Place | None = None) -> None:
        self.what, self.hint, self.place = _short(what), _short(hint), place
        super().__init__(self.what)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.what}" + (f"\n  hint: {self.hint}" if self.hint else "")


class KgWarning(UserWarning):
    """What a user should know of an answer: why it is empty, or what it lacks."""


def warn(what: str) -> None:
    """Warn of an answer; the warning names the line of whoever asked, not one of this package.

    Whoever asks in two places is warned in both: Python shows a warning once for each line.

    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     warn("two actors are left out")
    >>> str(caught[0].message), caught[0].filename.startswith("<doctest")
    ('two actors are left out', True)
    """
    frame, level = sys._getframe(1), 2
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PASSED):
        frame, level = frame.f_back, level + 1
    warnings.warn(what, KgWarning, stacklevel=level)


class NotFoundError(KgError):
    """What was asked for by name is not in the graph."""


class OntologyError(KgError):
    """The ontology cannot be read, or asks for what the checker does not know."""


class QueryError(KgError):
    """A SPARQL query that cannot be parsed or evaluated, or that is not allowed."""


class TooManyRowsError(QueryError):
    """An answer with more rows than a server gives: none of them is given, since a part would look like all."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most:,} rows", "ask for fewer: LIMIT and ORDER BY, or count them")


class AnalysisError(KgError):
    """A measure asked of a network that it is not defined for."""


class EmptyError(AnalysisError):
    """A measure asked of a network that was drawn and has no edges."""


class StoreError(KgError):
    """A build that is missing, damaged, or in use by another process."""


class UnreadError(KgError):
    """Files that cannot be read at all, so that even their claims cannot be counted: no build is made without them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        listed = "\n".join(fault_lines(faults))
        super().__init__(f"{listed}\nnothing was built", "mend it, or take it away; an earlier build is kept")


class UsageError(KgError):
    """Called wrongly: with a wrong option value, or where there is no project."""

    exit_code = 2
