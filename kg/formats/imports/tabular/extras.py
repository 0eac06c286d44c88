"""Libraries that only some files need, and that are not installed with the package unless asked for."""

from __future__ import annotations

from kg.base.errors import KgError
from kg.base.installing import to_install


class MissingLibraryError(KgError):
    """A file that needs a library that is not installed.

    >>> print(MissingLibraryError("openpyxl"))
    such a file is read with openpyxl, which is not installed
      hint: pip install ...openpyxl...
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"such a file is read with {name}, which is not installed", to_install(name))
