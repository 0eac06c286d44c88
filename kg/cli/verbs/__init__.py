"""The verbs of the command line: each is parse, one call, print.

- `typer_app`: the command line that verbs are registered on.
- `help`: `help`.
- `sources`: `init`, `check`, `build`, `anchor`, `show`.
- `facts`: `facts`, `explain`, `between`, `conflicts`.
- `query`: `query`.
- `network`: `network`, `rank`, `path`, `groups`.
- `time`: `diff`, `timeline`, `fragile`.
- `desk`: `agree`, `adjudicate`.
- `imports`: `import`.
- `pages`: `view`, `export`.
- `serve`: `serve`.
- `mcp`: `mcp`.
- `push`: `push`.
"""

from kg.cli.verbs import desk, facts, help, imports, mcp, network, pages, push, query, serve, sources, time
from kg.cli.verbs.typer_app import app

__all__ = [
    "app",
    "desk",
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
