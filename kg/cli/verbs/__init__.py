"""The verbs of the command line: each is parse, one call, print.

- `typer_app`: the command line that verbs are registered on.
- `sources`: `init`, `check`, `build`, `anchor`, `show`.
- `facts`: `facts`, `explain`, `conflicts`.
- `query`: `query`.
- `network`: `rank`, `path`, `groups`.
- `time`: `diff`, `timeline`, `fragile`.
- `pages`: `view`, `export`.
"""

from kg.cli.verbs import facts, network, pages, query, sources, time
from kg.cli.verbs.typer_app import app

__all__ = ["app", "facts", "network", "pages", "query", "sources", "time"]
