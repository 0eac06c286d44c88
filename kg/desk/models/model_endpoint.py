"""A model behind an OpenAI-compatible endpoint: asked within a time, a size and a number of repetitions.

A key comes from the environment (`KG_MODEL_KEY`, else `OPENAI_API_KEY`); it is shown to that endpoint alone, by https
or on this machine, and printed nowhere.

Source: OpenAI, API reference, "Create chat completion" and `response_format`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import msgspec
from msgspec import Struct

from kg.base.errors import KgError, UsageError
from kg.base.hints import named

KEYS = ("KG_MODEL_KEY", "OPENAI_API_KEY")
SECONDS = 120.0
MOST_BYTES = 4_000_000
_PATH = "/chat/completions"
_CHECK = "see whether it is the address of an OpenAI-compatible endpoint, such as http://127.0.0.1:8080/v1"

Messages = Sequence[Mapping[str, str]]


class ModelError(KgError):
    """A model that does not answer, or not as it was asked to."""


class _Message(Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(Struct):
    message: _Message
    finish_reason: str | None = None


class _Completion(Struct):
    """What an answer of the protocol holds, as far as it is read."""

    choices: list[_Choice]


class Model:
    """Asks one model.

    Parameters
    ----------
    address
        Of the endpoint, with or without `/v1/chat/completions`.
    name
        Of the model there.
    seconds
        For each request with its repetitions.
    most
        Bytes of an answer.

    Raises
    ------
    UsageError
        If the address is none, holds a password, or would show a key to others; or if httpx2 is not installed.
    """

    def __init__(self, address: str, name: str, *, seconds: float = SECONDS, most: int = MOST_BYTES) -> None:
        from kg.remote.client import Client, need_address  # here, since they need a library that most uses do without
        from kg.remote.credentials import Credentials, need_cover

        need_address(address, "the model")
        self.address, self.name, self.requests = completed(address), name, 0
        key = _key()
        if key:
            need_cover(self.address)
        self._client = Client(self.address, Credentials(token=key))
        self._seconds, self._most = seconds, most

    def __repr__(self) -> str:
        return f"<Model {self.name}>"

    def ask(self, messages: Messages, schema: Mapping[str, Any]) -> str:
        """Ask for an answer of a form.

        Parameters
        ----------
        messages
            Each with its `role` and `content`.
        schema
            JSON Schema of the answer.

        Returns
        -------
        str
            What the model wrote.

        Raises
        ------
        ModelError
            If there is no answer in time, or it is too long, cut, a refusal, or none of this protocol.
        """
        form = {"type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": schema}}
        asked = {"model": self.name, "messages": messages, "temperature": 0, "seed": 0, "response_format": form}
        self.requests += 1
        return content_of(self._posted(json.dumps(asked, ensure_ascii=False).encode()), self._client.shown)

    def _posted(self, body: bytes) -> bytes:
        from kg.remote.client import Deadline

        deadline, parts, length = Deadline(self._seconds), list[bytes](), 0
        request: dict[str, Any] = {"accept": "application/json", "body": ("application/json", body)}
        try:
            with self._client.opened("POST", self.address, deadline=deadline, **request) as response:
                for part in self._client.parts(response, deadline):
                    parts.append(part)
                    length += len(part)
                    if length > self._most:
                        what = f"the model at `{self._client.shown}` answers with more than {self._most:,} bytes"
                        raise ModelError(what, _CHECK)
        except ModelError:
            raise
        except KgError as error:  # which speaks of stores
            raise ModelError(error.what, _hint(error)) from None
        return b"".join(parts)


def _key() -> str:
    """Take the key from the environment, if there is one.

    Raises
    ------
    UsageError
        If it cannot stand in a header, without showing it.
    """
    for name in KEYS:
        if key := os.environ.get(name, "").strip():
            if not (key.isascii() and key.isprintable() and " " not in key):
                raise UsageError(
                    f"`{name}` holds what no key can: blanks, controls, or letters beyond ASCII", "set it anew"
                )
            return key
    return ""


def _hint(error: KgError) -> str:
    if " answers 401" in error.what or " answers 403" in error.what:
        return f"set {KEYS[0]} to a key of that endpoint"
    if "has not answered" in error.what:
        return "allow more time: `--seconds N`"
    return error.hint if error.hint.startswith(("it asks to wait", "ask again later")) else _CHECK


def completed(address: str) -> str:
    """Complete the address of an endpoint.

    >>> completed("http://127.0.0.1:8080"), completed("https://models.example/v1/")
    ('http://127.0.0.1:8080/v1/chat/completions', 'https://models.example/v1/chat/completions')
    """
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    if not path.endswith(_PATH):
        path += _PATH if path.endswith("/v1") else f"/v1{_PATH}"
    return urlunsplit(parts._replace(path=path))


def content_of(data: bytes, shown: str) -> str:
    """Take what a model wrote out of an answer of the protocol.

    Raises
    ------
    ModelError
        If it is no such answer, or the model refused or was cut off.

    >>> content_of(b'{"choices": [{"message": {"content": "{}"}, "finish_reason": "stop"}]}', "http://a.example")
    '{}'
    """
    what = f"the model at `{shown}`"
    try:
        choice = msgspec.json.decode(data, type=_Completion).choices[0]
    except (msgspec.MsgspecError, IndexError, RecursionError):
        start = data[:60].decode("utf-8", "replace").strip()
        raise ModelError(f"{what} gives no answer of the protocol: {named(start)}", _CHECK) from None
    if choice.message.refusal:
        raise ModelError(f"{what} refuses: {named(choice.message.refusal)}", "ask another model")
    if choice.finish_reason == "length":
        raise ModelError(f"{what} was cut off", "allow it longer answers, or ask in smaller pieces: `--piece N`")
    if choice.message.content is None:
        raise ModelError(f"{what} gives an answer without words", _CHECK)
    return choice.message.content
