"""ZIP files: what others send is read within bounds, never unpacked to a disk; what is written never differs."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from kg.base.errors import Place
from kg.base.hints import named
from kg.formats.tools.layers import ToolError

MOST_BYTES = 500_000_000  # of all that an archive holds
MOST_FILES = 20_000
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # that a ZIP can tell: nothing in an export says when it was written


def members(data: bytes, file: str, wanted: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Read the files of an archive whose names end in one of some ways, in the order of their names.

    Parameters
    ----------
    data
        The archive.
    file
        Its name, for errors.
    wanted
        Endings of names.

    Raises
    ------
    ToolError
        If it is damaged, encrypted, larger than any project is, or names a file outside itself.

    >>> list(members(archive({"a.xmi": b"one", "b.txt": b"two"}), "a.zip", (".xmi",)))
    [('a.xmi', b'one')]
    """
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as its:
            entries = sorted(its.infolist(), key=lambda each: each.filename)
            if len(entries) > MOST_FILES:
                raise ToolError(f"more than {MOST_FILES:,} files in one archive", "export fewer at once", Place(file))
            for entry in entries:
                path = PurePosixPath(entry.filename.replace("\\", "/"))
                if path.is_absolute() or ".." in path.parts:
                    what = f"a file outside its archive: {named(entry.filename)}"
                    raise ToolError(what, "no annotation tool writes such: do not trust it", Place(file))
                if entry.is_dir() or not entry.filename.endswith(wanted):
                    continue
                with its.open(entry) as stream:
                    content = stream.read(left + 1)
                if (left := left - len(content)) < 0:
                    what = f"more than {MOST_BYTES:,} bytes in one archive"
                    raise ToolError(what, "export fewer documents at once", Place(file))
                yield entry.filename, content
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        raise ToolError(
            f"an archive that cannot be read: {error}", "fetch it anew, without a password", Place(file)
        ) from error


def archive(files: Mapping[str, bytes]) -> bytes:
    """Make an archive of files, in the order of their names.

    >>> archive({"b": b"2", "a": b"1"}) == archive({"a": b"1", "b": b"2"})
    True
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as its:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            its.writestr(entry, content)
    return out.getvalue()
