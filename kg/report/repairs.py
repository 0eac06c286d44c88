"""What became of the spans of edited texts, as rows and as lines: what `kg anchor --repair` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.base.hints import MOST_FACTS, first_rows
from kg.base.letters import cut
from kg.evidence.quotes import quoted
from kg.evidence.relocating import Outcome
from kg.evidence.repairing import Repair, Repaired
from kg.report.facts import Row

_ORDER = [Outcome.GONE, Outcome.UNSURE, Outcome.CHANGED, Outcome.MOVED]  # what a person must look at comes first
_LONGEST = 300  # characters of words that are shown to people
_WIDTH = len("unsure  ")


def repair_rows(found: Repaired) -> list[Row]:
    """Give what became of each span, in the order of the file, as `kg anchor --repair --format json` prints it."""
    return [
        {
            "file": found.done.file,
            "claim": its.claim,
            "evidence": its.span.path[-1],
            "outcome": its.place.outcome.value,
            "how": its.place.how,
            "from": [its.span.start, its.span.end],
            "to": None if its.place.outcome is Outcome.GONE else [its.place.start, its.place.end],
            "score": its.place.score,
            "was": its.was,
            "now": its.now,
            "accepted": its.is_accepted,
        }
        for its in found.spans
    ]


def repair_lines(found: Repaired) -> list[str]:
    """Write for people what became of the spans that are not where they were, those first that need a decision."""
    told = [its for its in found.spans if its.place.outcome is not Outcome.KEPT]
    told.sort(key=lambda its: (its.is_accepted, _ORDER.index(its.place.outcome)))
    lines = [line for its in told[:MOST_FACTS] for line in _lines(its)]
    note = first_rows(min(MOST_FACTS, len(told)), len(told), "spans", "`--format json` gives all")
    return [*lines, *filter(None, [note])]


def counts_line(spans: Iterable[Repair]) -> str:
    """Count what became of spans.

    >>> counts_line([])
    'no spans'
    """
    counts = Counter(its.place.outcome for its in spans)
    return ", ".join(f"{counts[each]:,} {each}" for each in Outcome if counts[each]) or "no spans"


def _lines(its: Repair) -> list[str]:
    """Write where a span stood and stands, and below it the words."""
    place, indent = its.place, " " * _WIDTH
    head = f"{place.outcome:<{_WIDTH}}{its.claim}  [{its.span.start}, {its.span.end}]"
    if place.outcome is not Outcome.GONE:
        head += f" → [{place.start}, {place.end}]"
    if place.is_proposed:
        head += f"  score {place.score}, {'accepted' if its.is_accepted else 'proposed'}"
    if place.how not in ("", "fuzzy"):
        head += f"  ({place.how})"
    words = [("was", its.was), ("now", None if its.now == its.was else its.now)]
    if its.now == its.was:
        words = [("", its.was)]
    shown = [f"{indent}{name:<5}{quoted(cut(its, _LONGEST))}" for name, its in words if its is not None]
    return [head, *(line.replace(f"{indent}     ", indent) for line in shown)]
