"""An empty value, as of a variable of the shell that is not set, is wrong usage wherever a value is taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from kg.base.errors import KgError
from kg.cli import main as cli
from kg.cli.verbs import app
from kg.graph.graph import Graph


def places() -> Iterator[tuple[str, list[str], str]]:
    """Give each verb with an empty value for one of its options or arguments, and the name of that."""
    verbs: Any = typer.main.get_command(app)
    for verb, command in sorted(verbs.commands.items()):
        arguments = [its for its in command.params if its.param_type_name == "argument"]
        for its in command.params:
            if its.param_type_name == "option" and not its.is_flag:
                for name in its.opts:
                    yield verb, [*["x"] * len(arguments), name, ""], its.opts[0]
                    if name.startswith("--"):
                        yield verb, [*["x"] * len(arguments), f"{name}="], its.opts[0]
                    if its.multiple:
                        yield verb, [*["x"] * len(arguments), name, "a", name, ""], its.opts[0]
        for number in range(len(arguments)):
            yield verb, [*["x"] * number, ""], ""


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
    for value in ("", [""]) if option not in ("known_by", "on", "between") else ("",):
        options: dict[str, Any] = {option: value}
        with pytest.raises(KgError):
            strait.slice(**options)
