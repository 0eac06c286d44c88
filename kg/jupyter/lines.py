r"""The line of a magic, and the parameters below it: words, quotation marks, and variables of the notebook in braces.

A quotation mark quotes where a word or a value begins; within a word it is a letter, so that names such as O'Brien
need nothing. Braces are filled in after the line is divided: what a variable holds stays one value.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.base.errors import UsageError

QUOTE = 'put a value with blanks or quotation marks into "…" or \'…\': words="Ann O\'Brien"'
_QUOTED = r""""(?:[^"\\]|\\.)*"(?!\S)|'(?:[^'\\]|\\.)*'(?!\S)"""
_WORD = re.compile(rf"""(?P<name>[^\s='"{{]+=|)(?:(?P<quoted>{_QUOTED})|(?P<plain>(?:\{{[^{{}}]*\}}|\S)+)|(?<==))""")
_ESCAPED = re.compile(r"""\\([\\"'])""")


def words_of(line: str, fill: Callable[[str], str] = str) -> list[str]:
    """Divide a line into words, and fill in variables.

    Parameters
    ----------
    line
        Of a magic.
    fill
        Fills the variables of the notebook into a word.

    Raises
    ------
    UsageError
        If a quotation mark that begins a value has no partner.

    >>> words_of("find words=O'Brien -o x"), words_of("find words={who}", lambda word: word.format(who="Ann Lee"))
    (['find', "words=O'Brien", '-o', 'x'], ['find', 'words=Ann Lee'])
    """
    words = []
    for word in _WORD.finditer(line):
        value = word["quoted"] or word["plain"] or ""
        if not word["quoted"] and value[:1] in ("'", '"'):
            raise UsageError(f"no end of the quotation that begins at `{value}`", QUOTE)
        words.append(word["name"] + fill(unquoted(value)))
    return words


def unquoted(value: str) -> str:
    """Take the quotation marks from around a value, and the backslashes from before those within."""
    return _ESCAPED.sub(r"\1", value[1:-1]) if re.fullmatch(_QUOTED, value) else value
