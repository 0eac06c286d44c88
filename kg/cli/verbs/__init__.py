"""The verbs of the command line: each is parse, one call, print.

- `typer_app`: the command line that verbs are registered on.
- `help`: `help`.
- `add`: `add`.
- `annotate`: `annotate`.
- `sources`: `init`, `check`, `anchor`, `show`.
- `build`: `build`.
- `facts`: `facts`, `explain`, `between`, `conflicts`.
- `query`: `query`.
- `network`: `network`, `path`, `groups`.
- `questions`: `dyads`, `count`.
- `rank`: `rank`.
- `brokers`: `brokers`.
- `profile`: `profile`.
- `reports`: `cite`, `verify`.
- `time`: `diff`, `timeline`, `fragile`.
- `identity`: `same`, `different`, `split`, `duplicates`.
- `desk`: `agree`, `adjudicate`.
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
    add,
    annotate,
    annotated,
    brokers,
    build,
    desk,
    facts,
    help,
    identity,
    import_tools,
    imports,
    mcp,
    network,
    pages,
    profile,
    push,
    query,
    questions,
    rank,
    reports,
    serve,
    sources,
    suggest,
    time,
)
from kg.cli.verbs.typer_app import app

__all__ = [
    "add", "annotate", "annotated", "app", "brokers", "build", "desk", "facts", "help", "identity", "import_tools",
    "imports", "mcp", "network", "pages", "profile", "push", "query", "questions", "rank", "reports", "serve",
    "sources", "suggest", "time",
]  # fmt: skip
