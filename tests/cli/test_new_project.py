"""A new project can be read, whatever its folder is called and whatever base it is given."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.base.disk import WriteError
from kg.base.errors import UsageError
from kg.base.project import find
from kg.cli.main import run
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


def test_a_folder_whose_name_is_no_utf_8_makes_no_project(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"name that is no UTF-8: `a\\udcff`"):
        start(tmp_path / "a\udcff")
    assert list(tmp_path.iterdir()) == []


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
        ("base = 3", "kg.toml:2:1: `base` is no text"),
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


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole") / "p"
    start(folder)
    return held(folder)


def stops(number: int, stop: Callable[[], None]) -> Callable[[int], None]:
    """Give what stands for `os.fsync`, and stops at one of its calls."""
    calls = itertools.count(1)

    def sync(_: int) -> None:
        if next(calls) == number:
            stop()

    return sync


def interrupted() -> None:
    raise KeyboardInterrupt


def full() -> None:
    raise OSError(28, "No space left on device")


STOPS = range(1, 24, 3)  # of some 20 calls, two for each file


@pytest.mark.parametrize("number", STOPS)
@pytest.mark.parametrize("is_there", [False, True])
@pytest.mark.parametrize("stop", [interrupted, full])
def test_what_was_stopped_anywhere_can_be_run_again(  # noqa: PLR0913 - fixtures and what is tried
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    whole: dict[str, bytes],
    number: int,
    is_there: bool,
    stop: Callable[[], None],
) -> None:
    folder = tmp_path / "p"
    if is_there:
        folder.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", stops(number, stop))
        with contextlib.suppress(KeyboardInterrupt, WriteError):
            start(folder)
    assert is_there or not folder.exists() or held(folder) == whole
    assert [its.name for its in tmp_path.iterdir()] in ([], ["p"])
    with contextlib.suppress(UsageError):  # a project already: it was whole
        start(folder)
    assert held(folder) == whole


@pytest.mark.parametrize("number", STOPS)
@pytest.mark.parametrize("is_there", [False, True])
def test_what_was_killed_anywhere_can_be_run_again(
    tmp_path: Path, whole: dict[str, bytes], number: int, is_there: bool
) -> None:
    folder = tmp_path / "p"
    if is_there:
        folder.mkdir()
    child = os.fork()
    if not child:
        os.fsync = stops(number, lambda: os.kill(os.getpid(), signal.SIGKILL))  # type: ignore[assignment] # numbers only
        start(folder)
        os._exit(0)
    os.waitpid(child, 0)
    assert is_there or not folder.exists() or held(folder) == whole
    with contextlib.suppress(UsageError):
        start(folder)
    assert {name: data for name, data in held(folder).items() if ".kg-" not in name} == whole


@pytest.mark.parametrize("name", [".gitignore", "kg.toml", "sources/entities.yaml", "ontology/diplomacy.ttl"])
@pytest.mark.parametrize("size", [0, 1, 30])
def test_the_start_of_a_file_is_completed(tmp_path: Path, whole: dict[str, bytes], name: str, size: int) -> None:
    path = tmp_path / "p" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(whole[name][:size])
    start(tmp_path / "p")
    assert held(tmp_path / "p") == whole


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("p", "no folder"), ("p/kg.toml", "a file already"), ("p/.gitignore", "a file already"),
        ("p/sources", "something else is there"), ("p/ontology/diplomacy.ttl", "a file already"),
        ("p/kg.toml/x", "something else is there"), ("p/sources/entities.yaml/x", "something else is there"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_named_and_nothing_is_written(tmp_path: Path, made: str, expected: str) -> None:
    (tmp_path / made).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / made).write_text("mine", "utf-8")
    before = held(tmp_path)
    with pytest.raises(UsageError, match=expected):
        start(tmp_path / "p")
    assert held(tmp_path) == before == {made: b"mine"}


def test_links_and_pipes_in_the_way_are_named(tmp_path: Path) -> None:
    (tmp_path / "p").symlink_to("nowhere")
    with pytest.raises(UsageError, match="no folder"):
        start(tmp_path / "p")
    (tmp_path / "q").mkdir()
    os.mkfifo(tmp_path / "q" / "kg.toml")
    with pytest.raises(UsageError, match="something else is there"):
        start(tmp_path / "q")
    (tmp_path / "file").touch()
    with pytest.raises(WriteError, match=r"Not a directory|File exists"):
        start(tmp_path / "file" / "p")
    assert not (tmp_path / "nowhere").exists()


def test_a_project_is_not_made_twice(tmp_path: Path) -> None:
    start(tmp_path / "p")
    with pytest.raises(UsageError, match="there is a project already"):
        start(tmp_path / "p")
    with pytest.raises(UsageError, match="there is a file already"):
        start(tmp_path / "p", "https://example.org/other/")


def test_other_things_may_be_there(tmp_path: Path, whole: dict[str, bytes]) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "README.md").write_text("mine", "utf-8")
    start(tmp_path / "p")
    assert held(tmp_path / "p") == {**whole, "README.md": b"mine"}


def test_a_project_may_begin_without_the_example(tmp_path: Path, whole: dict[str, bytes]) -> None:
    start(tmp_path / "p", empty=True)
    left_out = {name for name in whole if name.startswith(("sources/", "texts/"))}
    wanted = {name: data for name, data in whole.items() if name not in left_out}
    wanted[".gitignore"] = wanted[".gitignore"].replace(b"# /texts/", b"/texts/")  # texts to come are others' own
    assert held(tmp_path / "p") == wanted
    assert list((tmp_path / "p" / "sources").iterdir()) == []
    assert not (tmp_path / "p" / "texts").exists()
    with pytest.raises(UsageError, match="there is a project already"):
        start(tmp_path / "p", empty=True)
    assert run(["build", "--project", str(tmp_path / "p")]) == 0
