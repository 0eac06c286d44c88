"""A new project can be read, whatever its folder is called and whatever base it is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.base.errors import UsageError
from kg.base.project import find
from kg.cli.new_project import start
from kg.cli.terminal import clean


@pytest.mark.parametrize(
    "name",
    [
        'the "river" talks', "back\\slash", "two\nlines", "{base}", "{title}{base}", "O'Brien", "دولت 😀", "tab\there",
        "a\x7fb", "\\u0041", '"""', "#", "a\u2028b", "\\g<0>", "'''",
    ],
)  # fmt: skip
def test_the_title_is_the_name_of_the_folder(tmp_path: Path, name: str) -> None:
    start(tmp_path / name, "https://example.org/{a}/".replace("{a}", "talks"))
    project = find(tmp_path / name)
    assert (project.title, project.base) == (name, "https://example.org/talks/")


def test_a_folder_whose_name_is_no_utf_8_makes_a_project_too(tmp_path: Path) -> None:
    start(tmp_path / "a\udcff")
    assert find(tmp_path / "a\udcff").title == "a?"


@pytest.mark.parametrize("base", ["https://example.org/50%/", "https://example.org/a b/", "https:///a/", "ftp://a/"])
def test_a_base_that_is_no_iri_makes_no_project(tmp_path: Path, base: str) -> None:
    with pytest.raises(UsageError, match="no IRI"):
        start(tmp_path / "p", base)
    assert not (tmp_path / "p").exists()


def test_a_base_is_kept_composed(tmp_path: Path) -> None:
    start(tmp_path / "p", "https://example.org/Jose\u0301/")
    assert find(tmp_path / "p").base == "https://example.org/José/"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('base = "https://example.org/a[1]/"', "kg.toml:2:1: `base` is no IRI: `https://example.org/a[1]/`"),
        (
            'base = "https://example.org/a"',
            "kg.toml:2:1: `base` is no IRI that ends in / or #: `https://example.org/a`",
        ),
        ("base = 3", "kg.toml:1:1: `base` is no text"),
        ("", "kg.toml:1:1: `base` is missing"),
    ],
)
def test_settings_with_such_a_base_are_refused_at_its_line(tmp_path: Path, line: str, expected: str) -> None:
    start(tmp_path)
    (tmp_path / "kg.toml").write_text(f'title = "T"\n{line}\n', "utf-8")
    with pytest.raises(UsageError) as caught:
        find(tmp_path)
    assert str(caught.value).partition("\n")[0] == expected
    assert caught.value.hint


def test_a_terminal_gets_joiners_and_no_commands() -> None:
    assert clean("می\u200cخ ශ්\u200dරී \u202ea\u200bb\x1b[31m") == "می\u200cخ ශ්\u200dරී ab"
