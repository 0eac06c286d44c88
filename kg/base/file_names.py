"""Names of files: which are UTF-8, how others are shown, and which links lead in a circle."""

from __future__ import annotations

from pathlib import Path


def is_utf_8(name: str) -> bool:
    r"""Tell whether the name of a file or folder is UTF-8; what is none has come in as halves of characters.

    >>> is_utf_8("Zoë"), is_utf_8("Zo\udceb")
    (True, False)
    """
    return name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name)


def escaped(name: str) -> str:
    r"""Write a name that is no UTF-8 with escapes, so that it can be shown, and written to a file.

    >>> escaped("Zoë"), escaped("Zo\udceb")
    ('Zoë', 'Zo\\udceb')
    """
    return name.encode(errors="backslashreplace").decode()


def leads_back(path: Path) -> bool:
    """Tell whether a path is a link to a folder that holds it: who followed it would walk in a circle."""
    return (
        path.is_symlink()
        and path.is_dir()
        and path.resolve() in {parent.resolve() for parent in path.absolute().parents}
    )
