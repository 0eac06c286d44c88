r"""Texts whose line ends have changed since they were annotated (`\n` to `\r\n`, …), and whose words have not."""

from __future__ import annotations

import re

from kg.evidence.article_text import digest

CHANGED = "only the line ends of the text have changed: `{}` has the words that were annotated"
REPAIR = "`kg anchor --repair` moves the evidence to where they now stand"
_END = re.compile(r"\r\n|\r|\n")


def as_annotated(text: str, sha256: str) -> str | None:
    r"""Give a text with the line ends that it had, if the hash then fits.

    Parameters
    ----------
    text
        As it stands.
    sha256
        Of the version that was annotated.

    Returns
    -------
    str or None
        None: it is that version, or more than its line ends has changed.

    >>> as_annotated("One.\r\nTwo.", digest("One.\nTwo.")), as_annotated("One.", digest("One."))
    ('One.\nTwo.', None)
    """
    if digest(text) == sha256:
        return None
    others = (_END.sub(end, text) for end in ("\n", "\r\n", "\r"))
    return next((other for other in others if digest(other) == sha256), None)


def moved(position: int, before: str, after: str) -> int:
    r"""Give the position in one text of what stands at a position in another, which differs in its line ends alone.

    >>> moved(5, "One.\nTwo.", "One.\r\nTwo."), moved(6, "One.\r\nTwo.", "One.\nTwo.")
    (6, 5)
    """
    ends = [0, *(end.end() for end in _END.finditer(before, 0, position))]
    line, column = len(ends) - 1, position - ends[-1]
    starts = [0, *(end.end() for end in _END.finditer(after)), len(after)]
    return min(starts[line] + column, starts[line + 1])
