"""How a library is installed that only some verbs and files need, in the versions that this package's metadata name."""

from __future__ import annotations

import re
from importlib import metadata

DISTRIBUTION = "dramatis"  # as it is called in a checkout: the name is somebody else's on PyPI, so no hint asks for it
_NAME = re.compile(r"[\w.-]+")


def to_install(library: str) -> str:
    """Say how a library is installed.

    Parameters
    ----------
    library
        Its name on PyPI.

    Returns
    -------
    str
        A command. Without metadata, as where `kg` is only on the path, it names no versions.

    >>> to_install("a-library-that-no-extra-names")
    'pip install a-library-that-no-extra-names'
    """
    try:
        required = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        required = []
    found = (_versioned(requirement) for requirement in required)
    return f"pip install {next((its for its in found if _plain(its) == _plain(library)), library)}"


def _versioned(requirement: str) -> str:
    """Give what a requirement asks for, quoted for a shell where it has versions: without the extra that it is of."""
    its = requirement.partition(";")[0].strip().replace(" ", "")
    return its if _NAME.fullmatch(its) else f"'{its}'"


def _plain(requirement: str) -> str:
    """Give the name in a requirement, in the spelling by which names are compared (PEP 503)."""
    found = _NAME.search(requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""
