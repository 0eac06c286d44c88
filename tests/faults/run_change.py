"""Makes one change to an annotation file, as the page of annotation does; run under strace."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.base.errors import KgError
from kg.desk.annotating import drafts
from kg.desk.annotating.changes import Changes


def main(what: str, folder: Path) -> int:
    """Add a claim, add the first entity, or keep a draft, and undo nothing; 1 where that is refused."""
    sources = folder / "sources"
    changes = Changes(folder, sources, None, "")
    try:
        if what == "claim":
            changes.apply(sources / "a.yaml", {"add": {"id": "new", "fact": "f"}})
        elif what == "entity":
            changes.apply(sources / "a.yaml", {"entity": {"id": "lea", "kind": "Person", "name": "Lea"}})
        else:
            drafts.keep(sources, "a", {"claim": {"fact": "new"}})
    except KgError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
