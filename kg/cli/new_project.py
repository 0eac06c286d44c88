"""A new project from the starter that comes with the package."""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path

from kg import ontology
from kg.base.addresses import base_fault
from kg.base.errors import UsageError
from kg.base.project import EXAMPLE_BASE, SETTINGS

STARTER = Path(__file__).parent / "starter"
CORE = "kg.ttl"  # comes with the package, and is not copied


def start(folder: Path, base: str | None = None) -> list[Path]:
    """Make a project: settings, the domain's ontology to edit, a small example, and what git should pass over.

    Parameters
    ----------
    folder
        Made if it is missing; must not hold a project.
    base
        The IRI under which the project's things are named.

    Returns
    -------
    list
        The files written, in order.

    Raises
    ------
    UsageError
        If a file that would be written is there already; then nothing is written.
    """
    base = unicodedata.normalize("NFC", base or EXAMPLE_BASE)
    if fault := base_fault(base):
        raise UsageError(*fault)
    copies = {folder / path.relative_to(STARTER): path for path in sorted(STARTER.rglob("*")) if path.is_file()}
    copies = {_dotted(target): path for target, path in copies.items()}
    copies |= {
        folder / "ontology" / path.name: path
        for path in sorted(ontology.core_folder().glob("*.ttl"))
        if path.name != CORE
    }
    for target in copies:
        if target.exists():
            raise UsageError(f"there is a file already: `{target}`", "name an empty folder; nothing was written")
    for target, path in copies.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    settings = folder / SETTINGS
    filled = {"title": _toml_text(folder.resolve().name), "base": _toml_text(base)}
    text = re.sub(r'"\{(\w+)\}"', lambda found: filled[found[1]], settings.read_text("utf-8"))  # each filled in once
    settings.write_text(text, "utf-8")
    return sorted(copies)


def _dotted(target: Path) -> Path:
    """Give `gitignore` its dot: the starter keeps it without, since packaging tools leave hidden files out."""
    return target.with_name(".gitignore") if target.name == "gitignore" else target


def _toml_text(text: str) -> str:
    r"""Write a text as TOML does, in quotes. Source: TOML 1.0, "String": what a basic string must escape.

    >>> print(_toml_text('the "river"\ntalks'))
    "the \"river\"\u000Atalks"
    """
    known = text.encode(errors="replace").decode()  # the bytes of a folder's name need not be UTF-8
    escaped = re.sub(r'[\x00-\x1f\x7f"\\]', lambda c: f"\\{c[0]}" if c[0] in '"\\' else f"\\u{ord(c[0]):04X}", known)
    return f'"{escaped}"'
