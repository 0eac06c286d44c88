"""A page for each package of `kg`, which mkdocstrings fills from the docstrings."""

from __future__ import annotations

import ast
from pathlib import Path


def write_reference(root: Path, pages: Path) -> list[str]:
    """Write the pages; give their paths, in order."""
    (pages / "reference").mkdir(parents=True, exist_ok=True)
    packages = sorted(path.parent for path in (root / "kg").rglob("__init__.py") if path.parent != root / "kg")
    names = [".".join(path.relative_to(root).parts) for path in packages]
    names = [name for name in names if name.count(".") == 1]  # those below are shown inside
    written = ["reference/index.md", *(f"reference/{name}.md" for name in names)]
    (pages / written[0]).write_text(_index(root, names), "utf-8")
    for name, place in zip(names, written[1:], strict=True):
        (pages / place).write_text(f"# `{name}`\n\n::: {name}\n", "utf-8")
    return written


def _index(root: Path, names: list[str]) -> str:
    """Say what `import kg` gives, and list the packages with the first line of their docstrings."""
    tree = ast.parse((root / "kg/__init__.py").read_text("utf-8"))
    (homes,) = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_HOMES"
    ]
    lines = ["# What `import kg` gives", ""]
    lines += [f"- [`kg.{name}`][{home}.{name}]" for name, home in sorted(homes.items())]
    lines += ["- [`kg.analysis`](kg.analysis.md)", "", "## Packages", ""]
    for name in names:
        path = root / Path(*name.split(".")) / "__init__.py"
        first = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").splitlines()[0]
        lines.append(f"- [`{name}`]({name}.md): {first}")
    return "\n".join([*lines, ""])
