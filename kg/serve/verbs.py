"""What a verb of the command line is, as HTTP offers it: its parameters, and OpenAPI's description of all of them.

The command line makes the table (`kg.cli.table`) from its own verbs, so that the shell, Python and HTTP cannot differ.

Source: OpenAPI Specification 3.1.1 (2024).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import UNSET, Struct, UnsetType, to_builtins

API = "/api"
_NOTES = "What the answer leaves out, and why: a JSON array of texts, as the command line writes them to stderr."
_BUILD = "The name of the build that the answer is of."


class Parameter(Struct, frozen=True, omit_defaults=True):
    """An option or argument of a verb, under its name in Python."""

    name: str
    type: str  # string, integer, number or boolean
    words: str = ""
    required: bool = False
    many: bool = False
    least: float | None = None
    most: float | None = None
    default: str | int | float | bool | UnsetType = UNSET
    choices: tuple[str, ...] = ()
    is_argument: bool = False  # on the command line it has no name

    def schema(self) -> dict[str, Any]:
        """Give its JSON Schema.

        >>> Parameter("top", "integer", least=1).schema()
        {'type': 'integer', 'minimum': 1}
        """
        its: dict[str, Any] = {"type": self.type}
        its |= {key: value for key, value in (("minimum", self.least), ("maximum", self.most)) if value is not None}
        its |= {"enum": list(self.choices)} if self.choices else {}
        its |= {} if self.default is UNSET else {"default": self.default}
        return {"type": "array", "items": its} if self.many else its


class Verb(Struct, frozen=True):
    """A verb: its name, what it does in one sentence, and its parameters."""

    name: str
    words: str
    parameters: tuple[Parameter, ...]


def openapi(verbs: Iterable[Verb], title: str, version: str) -> dict[str, Any]:
    """Describe the API.

    Parameters
    ----------
    verbs
        All that can be asked.
    title
        Of the project.
    version
        Of this package.
    """
    paths = {f"{API}/{verb.name}": {"get": _operation(verb)} for verb in verbs}
    return {
        "openapi": "3.1.1",
        "info": {
            "title": title,
            "version": version,
            "description": "Each answer is what `kg VERB --format json` prints: who says what, and never what is true.",
        },
        "paths": paths,
        "components": {"schemas": {"Refusal": _refusal()}},
    }


def _operation(verb: Verb) -> dict[str, Any]:
    headers = {name: {"description": words, "schema": {"type": "string"}}
               for name, words in (("Kg-Build", _BUILD), ("Kg-Notes", _NOTES))}  # fmt: skip
    told = {"description": "As `kg` prints it.", "headers": headers, "content": {"application/json": {"schema": {}}}}
    refused = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    failures = (("400", "Asked wrongly."), ("404", "Not in the graph."), ("429", "Busy."), ("503", "It took too much."))
    return {
        "operationId": verb.name,
        "summary": verb.words,
        "parameters": [_parameter(its) for its in verb.parameters],
        "responses": {"200": told} | {code: {"description": words, "content": refused} for code, words in failures},
    }


def _parameter(its: Parameter) -> dict[str, Any]:
    told = {"name": its.name, "in": "query", "required": its.required, "schema": its.schema()}
    return told | ({"description": its.words} if its.words else {}) | ({"explode": True} if its.many else {})


def _refusal() -> dict[str, Any]:
    text = {"type": "string"}
    properties = {"error": text, "hint": text, "line": {"type": "integer"}, "column": {"type": "integer"}}
    return {"type": "object", "required": ["error", "hint"], "properties": properties}


def as_rows(verbs: Sequence[Verb]) -> list[dict[str, Any]]:
    """Give the table as plain JSON, for pages that list it."""
    return [to_builtins(verb) for verb in verbs]
