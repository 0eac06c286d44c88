"""An import of event data beside two bare loops: `python -m tests.bench.imports [ROWS]`, a million if none are given.

A loop parses the same file and hashes its rows, and no more. Each has a process of its own, for its peak memory;
seconds are those of the processor. The rows are of ICEWS's form and invented: half of the stories tell a meeting or a
visit from either end, a few actors are everywhere, and every tenth actor is one that no table knows.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kg.formats.imports.icews import COLUMNS
from tests.conftest import ROOT

AIM = 8  # times as long as the loop
HEADER = (*COLUMNS[:5], "Event Text", *COLUMNS[5:11], "Sentence Number", *COLUMNS[11:])
_WORDS = ("Citizen", "Police", "Government", "Head of Government", "Ministry", "Protester", "Military", "Media")
_CODES = ("010", "020", "036", "051", "111", "112", "141", "173", "190", "193", "042", "040")
_COUNTRIES = ("India", "Kenya", "France", "Mali", "Chad", "Japan", "Peru", "Chile", "Poland", "Egypt", "Ghana", "Nepal")
_PAPERS = ("Reuters News", "Xinhua News Agency", "The Hindu", "Agence France-Presse", "A Daily", "Another Daily")


def lines(rows: int, seed: int = 1) -> Iterator[str]:
    """Give a table of that many rows, the same for the same seed."""
    yield "\t".join(HEADER)
    draw, given, story = random.Random(seed), 0, 0
    while given < rows:
        story += 1
        day = f"20{18 + story % 3}-{1 + story // 50 % 12:02}-{1 + story % 28:02}"
        for _ in range(draw.randint(1, 2)):
            source, target, code = _actor(draw), _actor(draw), draw.choice(_CODES)
            if source == target:
                continue
            yield _row(given, day, (source, target), code, story)
            given += 1
            if code.startswith("04"):
                yield _row(given, day, (target, source), "043" if code == "042" else code, story)
                given += 1


def _actor(draw: random.Random) -> tuple[str, str, str]:
    number, country = int(draw.paretovariate(0.7)) % 50_000, draw.choice(_COUNTRIES)
    if number % 10:
        return f"{_WORDS[number % 8]} ({country})", "Government", country
    return f"Jane Doe the {number}th", "Government,Parties", country


def _row(number: int, day: str, ends: tuple[tuple[str, ...], ...], code: str, story: int) -> str:
    city = f"City {story % 3_000}"
    cells = (
        str(30_000_000 + number), day, *ends[0], "as coded", code, f"{int(code[:2]) % 10 - 5}.0", *ends[1],
        str(40_000_000 + story), str(1 + number % 6), _PAPERS[story % 6], city, "NA", f"Province {story % 300}",
        _COUNTRIES[story % 12], f"{story % 90}.25", f"{story % 180}.5",
    )  # fmt: skip
    return "\t".join(cells)


def csv_loop(path: Path) -> int:
    """Parse each row by the standard library's reader of tables, and hash it."""
    columns = 0
    with path.open(newline="") as rows:
        for cells in csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            columns += len(cells)
            hashlib.sha256("\t".join(cells).encode()).hexdigest()
    return columns


def split_loop(path: Path) -> int:
    """Parse each row by splitting it, the least that can be done, and hash it."""
    columns = 0
    with path.open("rb") as rows:
        for line in rows:
            raw = line.rstrip(b"\r\n")
            columns += len(raw.decode().split("\t"))
            hashlib.sha256(raw).hexdigest()
    return columns


def bring_in(path: Path) -> None:
    """Import the file as the verb does."""
    from kg import ontology
    from kg.base.disk import write_whole
    from kg.formats.imports import importing, lookups

    terms, output = ontology.load(ROOT / "ontology"), path.with_suffix(".jsonl")
    brought = importing.bring_in("icews", [path], terms, lookups.Tables(), None, output)
    write_whole(output, brought.lines(), is_source=True)
    assert brought.report.read == brought.report.mapped + brought.report.refused


def measured(what: str, path: Path) -> tuple[float, float]:
    """Measure one of the two in a process of its own: seconds, and megabytes at the peak."""
    command = [sys.executable, "-m", "tests.bench.imports", what, str(path)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout)
    return told["seconds"], told["megabytes"]


def told(what: str, path: Path) -> str:
    start = time.process_time()
    {"csv": csv_loop, "split": split_loop, "import": bring_in}[what](path)
    seconds = time.process_time() - start
    return json.dumps({"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})


def main(arguments: list[str]) -> None:
    if len(arguments) == 2:
        print(told(arguments[0], Path(arguments[1])))
        return
    rows = int(arguments[0]) if arguments else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "icews.tab"
        with path.open("w") as out:
            out.writelines(f"{line}\n" for line in lines(rows))
        (by_csv, _), (by_split, _) = measured("csv", path), measured("split", path)
        ours, megabytes = measured("import", path)
    print(f"| {rows:,} rows of ICEWS, to a loop of `csv.reader` that hashes them | {ours / by_csv:.1f}, aim {AIM} |")
    print(f"| the same, to a loop that only splits and hashes them | {ours / by_split:.1f} |")
    print(f"| its seconds, and megabytes at the peak | {ours:.1f}, {megabytes:,.0f} |")


if __name__ == "__main__":
    main(sys.argv[1:])
