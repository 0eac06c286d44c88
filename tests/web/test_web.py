"""The page's JavaScript: its types, its style and its unit tests, by tools that run in node.

Node is needed here only: neither to use the package nor to build it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT, missing

WEB = ROOT / "kg" / "view" / "web"
TOOLS = ROOT / ".cache" / "web" / "node_modules"
UNIT = sorted(str(path) for path in Path(__file__).parent.glob("*.test.js"))
ESLINT = ("eslint/bin/eslint.js", "--config", "tests/web/eslint.config.js")


def node(*arguments: str | Path, cwd: Path = ROOT, text: str | None = None) -> subprocess.CompletedProcess[str]:
    program = shutil.which("node")
    if program is None:
        missing("node", "no node: apt-get install nodejs npm")
    command = [str(program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, input=text)


def tool(name: str, *arguments: str | Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run one of the tools that `make test` installs with npm."""
    if not (TOOLS / name).is_file():
        missing("node", f"no {name.partition('/')[0]}: `make test` installs it, where there are npm and a network")
    return node(TOOLS / name, *arguments, text=text)


def test_the_unit_tests_pass() -> None:
    done = node("--test", *UNIT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(UNIT) == 12


def test_the_types_are_right() -> None:
    done = tool("typescript/bin/tsc", "--project", "tests/web/tsconfig.json")
    assert done.returncode == 0, done.stdout


def test_the_style_and_the_sizes_are_the_house_s() -> None:
    done = tool(*ESLINT, "kg/view/web", "kg/serve/static", "tests/web")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("max-lines", "void 0;\n" * 321),
        ("max-lines-per-function", "export function give() {\n" + "  void 0;\n" * 39 + "}\n"),
        ("no-unused-vars", "const one = 1;\n"),
        ("no-shadow", "export const one = 1;\nexport const give = (one) => one;\n"),
        ("prefer-const", "export let one;\none = 1;\n"),
        ("eqeqeq", "export const give = (one) => one == 1;\n"),
    ],
)
def test_the_lint_table_is_read(rule: str, code: str) -> None:
    done = tool(*ESLINT, "--format=json", "--stdin", "--stdin-filename=kg/view/web/fault.js", text=code)
    assert rule in {fault["ruleId"] for fault in json.loads(done.stdout)[0]["messages"]}, done.stderr


def test_the_type_checker_is_strict(tmp_path: Path) -> None:
    (tmp_path / "fault.js").write_text("export const give = (one) => one;\n")
    settings = {"extends": str(ROOT / "tests" / "web" / "tsconfig.json"), "include": ["*.js"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings))
    done = tool("typescript/bin/tsc", "--project", tmp_path)
    assert "Parameter 'one' implicitly has an 'any' type." in done.stdout


def test_the_tools_have_exact_versions_and_the_page_needs_none() -> None:
    tools = json.loads((ROOT / "tests" / "web" / "package.json").read_text("utf-8"))
    assert [version for version in tools["devDependencies"].values() if not version.replace(".", "").isdigit()] == []
    assert json.loads((WEB / "package.json").read_text("utf-8")) == {"type": "module"}
