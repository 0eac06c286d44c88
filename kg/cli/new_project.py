"""A new project from the starter that comes with the package."""

from __future__ import annotations

import shutil
from pathlib import Path

from kg import ontology
from kg.base.errors import UsageError
from kg.base.project import SETTINGS

STARTER = Path(__file__).parent / "starter"
CORE = "kg.ttl"  # comes with the package, and is not copied
EXAMPLE_BASE = "https://example.org/my-project/"


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
    base = base or EXAMPLE_BASE
    if not base.startswith(("http://", "https://")) or not base.endswith(("/", "#")):
        raise UsageError(
            f"no IRI that ends in /: `{base}`", "write an address of your own: --base https://example.org/x/"
        )
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
    text = settings.read_text("utf-8").replace("{title}", folder.resolve().name).replace("{base}", base)
    settings.write_text(text, "utf-8")
    return sorted(copies)


def _dotted(target: Path) -> Path:
    """Give `gitignore` its dot: the starter keeps it without, since packaging tools leave hidden files out."""
    return target.with_name(".gitignore") if target.name == "gitignore" else target
