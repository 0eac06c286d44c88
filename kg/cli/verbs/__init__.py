"""The verbs of the command line: each is parse, one call, print.

- `typer_app`: the command line that verbs are registered on.
- `help`: `help`.
- `sources`: `init`, `check`, `build`, `anchor`, `show`.
- `facts`: `facts`, `explain`, `between`, `conflicts`.
- `query`: `query`.
- `network`: `network`, `rank`, `path`, `groups`.
- `time`: `diff`, `timeline`, `fragile`.
- `identity`: `same`, `different`, `split`, `duplicates`.
- `imports`: `import`.
- `pages`: `view`, `export`.
- `serve`: `serve`.
- `mcp`: `mcp`.
- `push`: `push`.
"""

from kg.cli.verbs import facts, help, identity, imports, mcp, network, pages, push, query, serve, sources, time
from kg.cli.verbs.typer_app import app

__all__ = [
    "app",
    "facts",
    "help",
    "identity",
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
