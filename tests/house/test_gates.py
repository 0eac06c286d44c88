"""The gates of the tests: each family of lint rules, strict types, warnings as errors."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from tests.conftest import ROOT

FAULTS = {
    "ANN201": 'def give():\n    """Give."""\n    return 1\n',
    "B006": 'def give(one: list[int] = []) -> list[int]:\n    """Give."""\n    return one\n',
    "C408": "NAMES = dict()\n",
    "C901": 'def give(n: int) -> None:\n    """Give."""\n'
    + "".join(f"    if n == {i}:\n        n += 1\n" for i in range(12)),
    "D103": "def give() -> int:\n    return 1\n",
    "E711": "NAME = 'a'\nIS_NONE = NAME == None\n",
    "ERA001": "# give = print(1)\n",
    "F401": "import json\n",
    "I001": "import re\nimport json\n\nprint(re, json)\n",
    "N806": 'def give() -> int:\n    """Give."""\n    Name = 1\n    return Name\n',
    "PLR0913": 'def give(a: int, b: int, c: int, d: int, e: int, f: int) -> None:\n    """Give."""\n',
    "PT018": "def test_give() -> None:\n    assert 1 and 2\n",
    "PTH123": 'TEXT = open("a").read()\n',
    "RET505": 'def give(n: int) -> int:\n    """Give."""\n    if n:\n        return 1\n    else:\n        return 2\n',
    "RUF005": "NAMES = [1] + [2, *[3]]\n",
    "SIM102": 'def give(a: int, b: int) -> None:\n    """Give."""\n    if a:\n        if b:\n            give(b, a)\n',
    "T201": 'print("given")\n',
    "UP006": "from typing import List\n\nNAMES: List[int] = []\n",
    "W605": 'NAME = "\\d"\n',
}


@pytest.mark.parametrize("code", FAULTS)
def test_the_lint_table_is_read(code: str) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=json", "--stdin-filename"]
    name = "tests/test_fault.py" if code.startswith("PT0") else "kg/fault.py"
    done = subprocess.run(
        [*command, name, "-"], input=FAULTS[code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 1, done.stderr
    assert code in {fault["code"] for fault in json.loads(done.stdout)}


def test_the_type_checker_is_strict(tmp_path: Path) -> None:
    path = tmp_path / "fault.py"
    path.write_text("def give(one):\n    return one\n")
    settings = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path)]
    command = [sys.executable, "-m", "mypy", *settings, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1, done.stderr
    assert "Function is missing a type annotation  [no-untyped-def]" in done.stdout


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match=r"^odd$"):
        warnings.warn("odd", UserWarning, stacklevel=1)
