"""The verbs of the command line: each is parse, one call, print.

- `typer_app`: the command line that verbs are registered on.
- `help`: `help`.
- `sources`: `init`, `check`, `build`, `anchor`, `show`.
- `facts`: `facts`, `explain`, `between`, `conflicts`.
- `query`: `query`.
- `network`: `network`, `rank`, `path`, `groups`.
- `time`: `diff`, `timeline`, `fragile`.
- `imports`: `import`.
- `import_tools`: `import`, from annotation tools.
- `annotated`: `import webannotation`, `import annotations`.
- `pages`: `view`, `export`.
- `serve`: `serve`.
- `mcp`: `mcp`.
- `push`: `push`.
- `suggest`: `suggest`.
"""

from kg.cli.verbs import (
    annotated,
    facts,
    help,
    import_tools,
    imports,
    mcp,
    network,
    pages,
    push,
    query,
    serve,
    sources,
    suggest,
    time,
)  # fmt: skip
from kg.cli.verbs.typer_app import app

__all__ = [
    "annotated", "app", "facts", "help", "import_tools", "imports", "mcp", "network", "pages", "push", "query", "serve",
    "sources", "suggest", "time",
]  # fmt: skip
