"""How a library is installed that only some verbs and files need, in the versions that this package's metadata name."""

from __future__ import annotations

import re
from importlib import metadata
from importlib.util import find_spec

from kg.base.errors import UsageError

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


def need_installed(what: str, *libraries: str) -> None:
    """Make sure that libraries are installed, before what needs them is imported.

    Parameters
    ----------
    what
        Needs them, in words.
    libraries
        Their names, on PyPI and as they are imported.

    Raises
    ------
    UsageError
        If some are not, with one command that installs them all.

    >>> need_installed("this example", "json", "one-that-nobody-has", "another-one")
    Traceback (most recent call last):
    kg.base.errors.UsageError: this example needs one-that-nobody-has and another-one, not installed here
      hint: pip install one-that-nobody-has another-one
    """
    lacking = [name for name in libraries if find_spec(name) is None]
    if lacking:
        command = "pip install " + " ".join(to_install(name).removeprefix("pip install ") for name in lacking)
        raise UsageError(f"{what} needs {' and '.join(lacking)}, not installed here", command)


def _versioned(requirement: str) -> str:
    """Give what a requirement asks for, quoted for a shell where it has versions: without the extra that it is of."""
    its = requirement.partition(";")[0].strip().replace(" ", "")
    return its if _NAME.fullmatch(its) else f"'{its}'"


def _plain(requirement: str) -> str:
    """Give the name in a requirement, in the spelling by which names are compared (PEP 503)."""
    found = _NAME.search(requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""
