"""The verbs of the command line: each is parse, one call, print.

- `typer_app`: the command line that verbs are registered on.
- `help`: `help`.
- `add`: `add`.
- `sources`: `init`, `check`, `build`, `anchor`, `show`.
- `facts`: `facts`, `explain`, `between`, `conflicts`.
- `query`: `query`.
- `network`: `network`, `rank`, `path`, `groups`.
- `time`: `diff`, `timeline`, `fragile`.
- `imports`: `import`.
- `pages`: `view`, `export`.
- `serve`: `serve`.
- `mcp`: `mcp`.
- `push`: `push`.
"""

from kg.cli.verbs import add, facts, help, imports, mcp, network, pages, push, query, serve, sources, time
from kg.cli.verbs.typer_app import app

__all__ = [
    "add",
    "app",
    "facts",
    "help",
    "imports",
    "mcp",
    "network",
    "pages",
    "push",
    "query",
    "serve",
    "sources",
    "time",
]
