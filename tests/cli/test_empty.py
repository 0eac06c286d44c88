"""An empty value, as of a variable of the shell that is not set, is wrong usage wherever a value is taken.

One that holds nothing but blanks is empty, too. Every verb, option and argument is taken from the program itself, as
is every named query, and every sort of parameter.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import kg
from kg.base.errors import KgError, UsageError
from kg.cli import main as cli
from kg.cli.verbs import app
from kg.graph.graph import Graph
from kg.query import library

BLANKS = " \t\n\u00a0"


def places() -> Iterator[tuple[str, list[str], str]]:
    """Give each verb with an empty value for one of its options or arguments, and the name of that."""
    verbs: Any = typer.main.get_command(app)
    for verb, command in sorted(verbs.commands.items()):
        arguments = [its for its in command.params if its.param_type_name == "argument"]
        for its in command.params:
            if its.param_type_name == "option" and not its.is_flag:
                yield verb, [*["x"] * len(arguments), its.opts[0], BLANKS], its.opts[0]
                for name in its.opts:
                    yield verb, [*["x"] * len(arguments), name, ""], its.opts[0]
                    if name.startswith("--"):
                        yield verb, [*["x"] * len(arguments), f"{name}="], its.opts[0]
                    if its.multiple:
                        yield verb, [*["x"] * len(arguments), name, "a", name, ""], its.opts[0]
        for number, its in enumerate(arguments):
            for value in ("", BLANKS):
                yield verb, [*["x"] * number, value], ""
                if its.nargs == -1:
                    yield verb, [*["x"] * number, "a", value], ""


PLACES = list(places())


def test_every_verb_has_such_places() -> None:
    assert len({verb for verb, _, _ in PLACES}) > 15
    assert len(PLACES) > 300


@pytest.mark.parametrize(("verb", "words", "name"), PLACES)
def test_an_empty_value_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], verb: str, words: list[str], name: str
) -> None:
    assert cli.run([verb, *words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert f"{name}` is empty" in said.err


@pytest.mark.parametrize(
    "option", ["known_by", "on", "between", "article", "publisher", "voice", "status", "type", "entity", "without"]
)
def test_an_empty_option_of_a_slice_is_refused(strait: Graph, option: str) -> None:
    for value in ("", BLANKS) if option in ("known_by", "on", "between") else ("", BLANKS, [""]):
        options: dict[str, Any] = {option: value}
        with pytest.raises(KgError):
            strait.slice(**options)


PARAMETERS = [(name, each) for name, query in library.library(Path("nowhere")).items() for each in query.parameters]
ASK = 'hint: kg query "SELECT …", kg query NAME, kg query -f FILE, kg query - for stdin; kg query --list\n'


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=" ".join)
def test_an_empty_parameter_of_a_named_query_is_wrong_usage(
    strait: Graph, capsys: pytest.CaptureFixture[str], name: str, parameter: str
) -> None:
    others = [each for each in library.library(Path("nowhere"))[name].parameters if each != parameter]
    for value in ("", BLANKS):
        words = [f"{each}=x" for each in others]
        assert cli.run(["query", name, *words, f"{parameter}={value}", "--project", str(strait.project.root)]) == 2
        said = capsys.readouterr()
        assert (said.out, said.err.split("\n")[0]) == ("", f"`{parameter}` is empty")
        with pytest.raises(UsageError, match=f"`{parameter}` is empty"):
            strait.query(name, **dict.fromkeys(others, "x"), **{parameter: value})


@pytest.mark.parametrize("kind", [*library.THINGS, *library.WORDS_OF, *library.VALUES, ""])
def test_an_empty_parameter_of_any_sort_is_wrong_usage(
    strait: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    (tmp_path / "x.rq").write_text(f"# n: {kind}\nSELECT ?n {{ ?n ?p ?o }}" if kind else "SELECT ?n { ?n ?p ?o }")
    for value in ("", BLANKS):
        asked = ["query", "-f", str(tmp_path / "x.rq"), f"n={value}", "--project", str(strait.project.root)]
        assert cli.run(asked) == 2
        said = capsys.readouterr()
        assert (said.out, said.err.split("\n")[0]) == ("", "`n` is empty")


@pytest.mark.parametrize("text", ["", " ", "\n\t\n", "\ufeff"])
def test_an_empty_query_is_wrong_usage(
    strait: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (path := tmp_path / "x.rq").write_text(text, "utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    for words, place in ((["-"], "stdin"), (["-f", str(path)], f"`{path}`")):
        assert cli.run(["query", *words, "--project", str(strait.project.root)]) == 2
        said = capsys.readouterr()
        assert (said.out, said.err) == ("", f"no query in {place}: it is empty\n  {ASK}")


@pytest.mark.parametrize("value", ["", BLANKS])
def test_an_empty_value_is_wrong_in_python_too(strait: Graph, value: str) -> None:
    for call in (
        lambda: kg.open(value), lambda: kg.open(strait.project.root, texts=value), lambda: kg.build(value),
        lambda: strait.view(focus=value), lambda: strait.timeline(value), lambda: strait.explain(value),
        lambda: strait.facts(entity=value), lambda: strait.facts(status=value), lambda: strait.network(kinds=value),
        lambda: strait.network(edges=value), lambda: strait.network(layers=value), lambda: strait.fragile(by=value),
        lambda: strait.between(value, "kestria"), lambda: strait.export(value), lambda: strait.query(value),
        lambda: strait.slice(known_by=value), lambda: strait.diff(known_by=(value, "2031-03-08")),
    ):  # fmt: skip
        with pytest.raises(KgError):
            call()
