"""Folders and files that are named by a path or by a URI, such as `file:///data/out` or `hdfs://host/out`.

A path is taken as it stands. In a URI a character that is none of its own stands as its code (`%20` is a blank), or as
it is where nothing else can be meant; `#` and `?` begin parts that no file has, and `%` begins a code.

Sources: Uniform Resource Identifier (URI), RFC 3986, sections 2.1 and 3; The "file" URI Scheme, RFC 8089, section 2.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from kg.base.errors import UsageError
from kg.base.file_names import escaped, is_utf_8
from kg.base.hints import named

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/|file:")
_OF_FILE = re.compile(r"file:(?://(?:localhost)?(?=/)|(?=/(?!/)))")
_OR_PATH = ", or give its path"
_ODD = re.compile(r"[?#]|%(?![0-9A-Fa-f]{2})")


def is_uri(path: str | Path) -> bool:
    """Whether a folder or a file is named by its URI, and not by its path.

    >>> is_uri("s3://bucket/build"), is_uri("file:///data/build"), is_uri("C:/build"), is_uri("10:30")
    (True, True, False, False)
    """
    return isinstance(path, str) and _URI.match(path) is not None


def local_path(path: str) -> Path | None:
    """Give the path of what lies on this machine's disks, as it was given; None: another file system has it.

    Raises
    ------
    UsageError
        As of `plain`.

    >>> local_path("file:///data/a%20b").as_posix(), local_path("a%20b").name, local_path("hdfs://host/out")
    ('/data/a b', 'a%20b', None)
    """
    its = plain(path)
    if not is_uri(path):
        return Path(path)
    return Path(its.removeprefix("file:")) if its.startswith("file:") else None


def plain(path: str) -> str:
    """Give the URI of what a path or a URI names, without codes: so file systems of Hadoop, and Spark, take it.

    Parameters
    ----------
    path
        A path, or a URI.

    Returns
    -------
    str
        Of a local file `file:` and its absolute path.

    Raises
    ------
    UsageError
        If a URI cannot name a file, or what it names is no UTF-8.

    >>> plain("/data/a%20b#c"), plain("file:///data/a%20b%23c"), plain("hdfs://host/é")
    ('file:/data/a%20b#c', 'file:/data/a b#c', 'hdfs://host/é')
    >>> plain("file:///data/a#b")
    Traceback (most recent call last):
    kg.base.errors.UsageError: no address of a file: `file:///data/a#b`
      hint: write `%23` for `#`, or give its path
    """
    if not is_utf_8(path):
        raise UsageError(f"not UTF-8: `{escaped(path)}`", "rename it")
    if not is_uri(path):
        its = Path(path)
        return f"file:{its.resolve() if '..' in its.parts else its.absolute()}"  # Hadoop drops `a/..`, link or not
    if odd := _ODD.search(path):
        raise UsageError(f"no address of a file: {named(path)}", f"write `{quote(odd[0])}` for `{odd[0]}`{_OR_PATH}")
    try:
        name = unquote_to_bytes(path).decode()
    except UnicodeDecodeError:
        raise UsageError(f"no address of a file: {named(path)}: its codes are no UTF-8", "rename it") from None
    if "\0" in name:
        raise UsageError(f"no address of a file: {named(path)}", "leave `%00` out")
    if not name.startswith("file:"):
        return name
    if not (found := _OF_FILE.match(name)):
        raise UsageError(f"no address of a file: {named(path)}", f"write `file:///folder/name`{_OR_PATH}")
    return f"file:/{name[found.end() :].lstrip('/')}"
