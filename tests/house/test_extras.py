"""What is asked for where a library of an extra is missing: the library itself, never another project on PyPI."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from kg.base.installing import to_install
from tests.house.modules import MODULES

ROOT = Path(__file__).parents[2]
EXTRAS: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"
]
CALLED = re.compile(r"""to_install\(["'](\w+)["']\)""")
NAMED = sorted({name for path in MODULES for name in CALLED.findall(path.read_text("utf-8"))})


@pytest.mark.parametrize(
    ("library", "expected"),
    [
        ("openpyxl", "pip install 'openpyxl>=3.1'"),
        ("pyarrow", "pip install 'pyarrow>=16'"),
        ("followthemoney", "pip install 'followthemoney<5,>=4.11.2'"),
        ("PyYAML", "pip install 'pyyaml>=6.0.1'"),
        ("some.thing", "pip install 'Some_Thing[all]==2'"),
        ("bare", "pip install bare"),
        ("nobody-asks-for-it", "pip install nobody-asks-for-it"),
    ],
)
def test_versions_are_those_of_the_metadata(library: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    required = [
        "pyyaml>=6.0.1", "openpyxl>=3.1; extra == 'tables'", "pyarrow >=16 ; extra == 'notebook'",
        "pyarrow>=16; extra == 'tables'", "followthemoney<5,>=4.11.2; extra == 'ftm'",
        "Some_Thing[all]==2; python_version < '3.14'", "bare",
    ]  # fmt: skip
    monkeypatch.setattr(metadata, "requires", lambda _: required)
    assert to_install(library) == expected


def test_without_metadata_the_name_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: str) -> list[str]:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "requires", none)
    assert to_install("openpyxl") == "pip install openpyxl"


def test_what_a_hint_names_is_in_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    required = [f"{requirement}; extra == '{extra}'" for extra, its in EXTRAS.items() for requirement in its]
    monkeypatch.setattr(metadata, "requires", lambda _: required)
    assert {"openpyxl", "pyarrow", "pandas", "polars", "matplotlib", "followthemoney"} <= set(NAMED)
    assert [name for name in NAMED if not re.search("[<>=]", to_install(name))] == []


def test_nobody_is_sent_to_the_project_that_has_the_name_on_pypi() -> None:
    guides = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    written = [*MODULES, *guides, *(ROOT / "notebooks").glob("*.ipynb")]
    sends = re.compile(r"pip install[^\n`]*\bdramatis\b|\bdramatis\[")
    assert [path.name for path in written if sends.search(path.read_text("utf-8"))] == []
