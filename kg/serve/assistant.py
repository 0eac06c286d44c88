"""A server of the Model Context Protocol: the tools of `kg.serve.assistant_tools` for assistants, over stdio or HTTP.

Only this imports `mcp`.

Source: Model Context Protocol, specification of 2025-06-18, server features: tools, resources.
"""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Mapping
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.base.errors import KgError, UsageError
from kg.base.installing import DISTRIBUTION, to_install
from kg.base.project import located
from kg.builder.releases import current
from kg.graph import opening
from kg.graph.graph import Graph
from kg.serve.assistant_facts import Json
from kg.serve.assistant_text import text_of
from kg.serve.assistant_tools import READING, TOOLS, answer_tool, described, parameters

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.resources import Resource
    from mcp.server.mcpserver.tools import Tool
    from mcp.types import CallToolResult

Ask = Callable[[str, dict[str, Any]], Json]
_NAME = "dramatis"
_INSTRUCTIONS = (
    "A knowledge graph of actors and relationships, made of annotated claims of news: who said what of whom, where, "
    "and what the claims amount to by a fixed rule. Begin with `find`, which gives ids; then `between`, `facts`, "
    "`timeline` or `path`; `explain` tells one fact claim by claim, and `query` asks in SPARQL. "
    f"{READING} Say also what is contested, denied or not read (`reservations`), and that more is there (`left_out`). "
    "Where a hint names a command such as `kg facts`, call the tool of that name."
)
_RESOURCES = {  # name -> address, title, what it is, media type
    "guide": (
        "dramatis://guide",
        "Guide on annotating",
        "Fields, stances, statuses, fact types and roles.",
        "text/plain",
    ),
    "ontology": ("dramatis://ontology", "Ontology", "The terms of the graph, in Turtle.", "text/turtle"),
}


def server_of(ask: Ask) -> MCPServer:
    """Make a server that asks somebody else: a graph in this process, or a worker in another.

    Parameters
    ----------
    ask
        Takes the name of a tool and its arguments, and gives the answer of `answer_tool`, or raises its errors; `guide`
        and `ontology` are asked for in the same way. It may be called in several threads at a time.

    Raises
    ------
    UsageError
        If `mcp` is not installed.
    """
    try:
        from mcp.server.mcpserver import MCPServer
    except ImportError as error:
        raise UsageError("mcp is not installed", to_install("mcp")) from error
    tools = [_tool(name, function, ask) for name, function in TOOLS.items()]
    resources = [_resource(name, ask) for name in _RESOURCES]
    return MCPServer(
        _NAME,
        title="Dramatis",
        version=_version(),
        instructions=_INSTRUCTIONS,
        tools=tools,
        resources=resources,
        log_level="WARNING",
    )


def _version() -> str:
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:  # where `kg` is only on the path
        return "unknown"


def _tool(name: str, function: Callable[..., Json], ask: Ask) -> Tool:
    """Make a tool with the schema of the function's parameters; arguments are checked where they are answered."""
    from mcp.server.mcpserver.tools import Tool
    from mcp.types import ToolAnnotations

    class Asking(Tool):
        """A tool that gives its arguments on as they are."""

        async def run(self, arguments: dict[str, Any], *_: Any, **__: Any) -> Any:  # noqa: ANN401 - as its class has it
            return await self.fn_metadata.call_fn(self.fn, False, {"arguments": arguments})

    def called(**arguments: Any) -> Json:  # noqa: ANN401 - stands for the function, without the graph
        return arguments

    its = parameters(name)
    called.__signature__ = inspect.Signature(  # type: ignore[attr-defined] # typeshed gives functions no such attribute
        [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in its.values()]
    )
    hints = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    tool = Asking.from_function(
        called, name, description=(function.__doc__ or "").strip(), annotations=hints, structured_output=False
    )
    for parameter in its.values():
        tool.parameters["properties"][parameter.name]["description"] = described(parameter)
    tool.parameters["additionalProperties"] = False
    tool.fn = partial(_called, ask, name)
    return tool


def _called(ask: Ask, tool: str, arguments: dict[str, Any]) -> CallToolResult:
    """Call a tool; an error of the caller comes back as such, with what is wrong and what to do."""
    from mcp.server.mcpserver.exceptions import UnexpectedToolError
    from mcp.types import CallToolResult, TextContent

    try:
        answer = ask(tool, arguments)
    except KgError as error:
        told = {"error": error.what, "hint": error.hint}
        return CallToolResult(
            content=[TextContent(type="text", text=str(error))], structured_content=told, is_error=True
        )
    except Exception as error:  # a fault of this program: its own words are for the log alone
        raise UnexpectedToolError(f"`{tool}` failed, which is no fault of the call") from error
    return CallToolResult(content=[TextContent(type="text", text=text_of(answer))], structured_content=answer)


def _resource(name: str, ask: Ask) -> Resource:
    from mcp.server.mcpserver.exceptions import ResourceError
    from mcp.server.mcpserver.resources import FunctionResource

    def read() -> str:
        try:
            return str(ask(name, {})["text"])
        except KgError as error:
            raise ResourceError(str(error)) from error

    uri, title, what, media_type = _RESOURCES[name]
    return FunctionResource(uri=uri, name=name, title=title, description=what, mime_type=media_type, fn=read)


class Builds:
    """Answers from the build of a project that is served; from another, as soon as there is one.

    Parameters
    ----------
    project
        Its folder.
    texts
        A folder of the articles' texts, from which evidence is then quoted.
    """

    def __init__(self, project: Path, texts: Path | None = None) -> None:
        self._project, self._texts = project, texts
        self._lock = threading.Lock()  # one call at a time: each is answered by one build
        self._opened: tuple[object, Graph] | None = None

    def ask(self, tool: str, arguments: Mapping[str, Any]) -> Json:
        """Answer a call of a tool, as `answer_tool` does."""
        with self._lock:
            return answer_tool(self._graph(), tool, arguments)

    def _graph(self) -> Graph:
        folder = current(located(self._project))
        its = folder.stat()
        stamp = (folder, its.st_ino, its.st_ctime_ns)  # a folder of the same name may be another
        if self._opened is None or self._opened[0] != stamp:
            self._opened = stamp, opening.open(self._project, texts=self._texts)
        return self._opened[1]


def serve_stdio(project: Path, texts: Path | None = None) -> None:
    """Serve a project over stdin and stdout, on which nothing is written but the protocol, until stdin ends.

    Parameters
    ----------
    project, texts
        As of `Builds`.

    Raises
    ------
    OSError
        If stdout cannot be written, or is read by nobody any more.
    """
    server = server_of(Builds(project, texts).ask)
    try:
        server.run("stdio")
    except BaseExceptionGroup as errors:  # of the tasks that read and write
        first: BaseException = errors
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        raise first from None
