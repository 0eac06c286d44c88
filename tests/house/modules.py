"""The modules of `kg`, and what each imports: for the tests of the house rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT

MODULES = sorted((ROOT / "kg").rglob("*.py"))
names_of_modules = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())


def package_of(path: Path) -> str:
    """Name the package of `kg` to which a file belongs."""
    first = path.relative_to(ROOT / "kg").parts[0]
    return "kg" if first == "__init__.py" else first.removesuffix(".py")


class Import(NamedTuple):
    """One imported name: the top package, and for ours the module below it."""

    package: str
    module: str
    line: int
    is_for_types: bool


def imports(tree: ast.AST, is_for_types: bool = False) -> Iterator[Import]:
    for node in ast.iter_child_nodes(tree):
        for name in imported(node):
            package, _, rest = name.partition(".")
            module = rest.partition(".")[0]
            is_ours = (ROOT / "kg" / module).is_dir() or (ROOT / "kg" / f"{module}.py").is_file()
            yield Import(package, module if is_ours and module else "kg", getattr(node, "lineno", 0), is_for_types)
        guards = isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        yield from imports(node, is_for_types or guards)


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"line {node.lineno}: say `from kg.x import y`, not `from .x import y`"
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []
