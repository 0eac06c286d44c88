"""Which request asks what of the workspace: method and path to a call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from kg.base.errors import KgError, NotFoundError
from kg.base.hints import named
from kg.desk.annotating.workspace import Workspace
from kg.serve.annotate.bodies import fields, number, only

BELOW = "/annotate/"
Body = dict[str, Any]


class Work(Struct, frozen=True):
    """What is to be done for a request; `newest` names work of which only the newest matters."""

    do: Callable[[Body], Any]
    writes: bool = False
    newest: str = ""


class MethodError(KgError):
    """A method that is not for an address; `allowed` is."""

    def __init__(self, method: str, allowed: str) -> None:
        super().__init__(f"{named(method)} is not for this address", f"use {allowed}")
        self.allowed = allowed


def work_of(workspace: Workspace, method: str, path: str) -> Work:
    """Find what a request asks.

    Parameters
    ----------
    workspace
        Who does it.
    method, path
        Of the request: the path as it is decoded. The name of an article in it is a name, and never part of a path
        of files: the workspace looks it up among its own.

    Raises
    ------
    NotFoundError
        If there is no such address.
    MethodError
        If it takes another method.
    """
    whole: dict[str, Callable[[], Any]] = {
        "articles": workspace.listed, "words": workspace.words, "versions": workspace.versions,
    }  # fmt: skip
    match path.removeprefix(BELOW).split("/"):
        case [what] if what in whole:
            _need(method, "GET")
            return Work(lambda body: _reading(body, whole[what]))
        case ["article", name]:
            _need(method, "GET")
            return Work(lambda body: _reading(body, lambda: workspace.article(name, with_text=True)))
        case ["article", name, verb] if verb in _VERBS:
            its, allowed = _VERBS[verb]
            _need(method, allowed)
            newest = f"{verb} {name}" if verb == _ATTEMPT else ""
            return Work(lambda body: its(workspace, name, body), writes=verb not in _LOOKING, newest=newest)
    raise NotFoundError(f"no such address: {named(path)}", "open the address that was printed")


def _need(method: str, allowed: str) -> None:
    if method != allowed:
        raise MethodError(method, allowed)


def _reading(body: Body, read: Callable[[], Any]) -> Any:  # noqa: ANN401 - JSON
    only(body)
    return read()


def _attempt(workspace: Workspace, name: str, body: Body) -> Any:  # noqa: ANN401 - JSON
    only(body, "claim", "was", "entity")
    fields(body, "was"), fields(body, "entity")
    if fields(body, "claim") is None:
        raise KgError("no `claim`", "send `claim`: an object, which may be empty")
    return workspace.attempt(name, body)


def _selection(workspace: Workspace, name: str, body: Body) -> Any:  # noqa: ANN401 - JSON
    only(body, "start", "end")
    return workspace.selection(name, number(body, "start"), number(body, "end"))


def _apply(workspace: Workspace, name: str, body: Body) -> Any:  # noqa: ANN401 - JSON
    return workspace.apply(name, body)


def _undo(workspace: Workspace, name: str, body: Body) -> Any:  # noqa: ANN401 - JSON
    only(body)
    return workspace.undo(name)


def _redo(workspace: Workspace, name: str, body: Body) -> Any:  # noqa: ANN401 - JSON
    only(body)
    return workspace.redo(name)


def _draft(workspace: Workspace, name: str, body: Body) -> Any:  # noqa: ANN401 - JSON
    only(body, "draft")
    if "draft" not in body:
        raise KgError("no `draft`", "send `draft`: an object, or null to take it away")
    return workspace.keep_draft(name, fields(body, "draft"))


_ATTEMPT = "attempt"
_LOOKING = (_ATTEMPT, "selection")
_VERBS: dict[str, tuple[Callable[[Workspace, str, Body], Any], str]] = {
    _ATTEMPT: (_attempt, "POST"),
    "selection": (_selection, "POST"),
    "apply": (_apply, "POST"),
    "undo": (_undo, "POST"),
    "redo": (_redo, "POST"),
    "draft": (_draft, "PUT"),
}
