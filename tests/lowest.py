"""Print requirements for `make lowest`: what users install at its lowest version, the tests' tools as they come."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

# Made and tried in environments of their own, with versions that are pinned anyway.
ELSEWHERE = {"docs", "ftm", "labelstudio", "readers", "spark", "test"}


def pinned(text: str) -> str:
    """Pin a requirement to its lower bound.

    >>> pinned("pyvis>=0.3.2,<0.4")
    'pyvis==0.3.2'
    """
    requirement = Requirement(text)
    (lowest,) = [bound.version for bound in requirement.specifier if bound.operator == ">="]
    return f"{requirement.name}=={lowest}" + (f"; {requirement.marker}" if requirement.marker else "")


if __name__ == "__main__":
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    of_users = [text for extra, its in extras.items() if extra not in ELSEWHERE for text in its]
    lines = [pinned(text) for text in project["dependencies"] + of_users]
    lines = sorted({*lines}) + extras["test"]
    sys.stdout.write("\n".join(lines) + "\n")
