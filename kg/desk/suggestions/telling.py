"""What was suggested, as rows for machines and as lines for people."""

from __future__ import annotations

from typing import Any

import msgspec

from kg.base.hints import counted
from kg.desk.suggestions.proposals import Proposal
from kg.desk.suggestions.suggesting import Suggested

Row = dict[str, Any]


def rows_of(suggested: Suggested) -> Row:
    """Give what was found for one article, as `kg suggest --format json` prints it; no words of the text but names."""
    found, text = suggested.found, suggested.text
    return {
        "article": suggested.article,
        "file": suggested.file,
        "claims": [_claim_row(id_, its) for id_, its in suggested.proposals],
        "mentions": [
            {"at": [its.start, its.end], "entities": list(its.entities), "how": its.how} for its in found.mentions
        ],
        "days": [{"at": [its.start, its.end], "when": its.when} for its in found.days],
        "unknown": [{"name": its.name, "at": [list(place) for place in its.places]} for its in found.unknown],
        "characters": len(text),
        "notes": list(suggested.notes),
    }


def _claim_row(id_: str, proposal: Proposal) -> Row:
    fields: Row = msgspec.to_builtins(proposal)
    evidence = {
        "at": [fields.pop("start"), fields.pop("end")],
        "sha256": fields.pop("sha256"),
        "kind": fields.pop("kind"),
    }
    fields["mentions"] = sorted({id_ for its in proposal.mentions for id_ in its.entities})
    fields["days"] = [its.when for its in proposal.days]
    return {"id": id_, "evidence": [evidence], **{name: value for name, value in fields.items() if value}}


def said_of(suggested: Suggested, *, is_dry: bool) -> list[str]:
    """Say for people what became of one article."""
    number, file = len(suggested.proposals), suggested.file
    names = f"{counted(len(suggested.unknown), 'name')} not yet known" if suggested.unknown else ""
    known = f"{counted(suggested.known, 'sentence')} left out: claims rest on them already" if suggested.known else ""
    if suggested.faults:
        return [f"{file}: nothing suggested"]
    if not number:
        why = known or "nobody speaks in it, and no sentence names two known actors"
        return [f"{file}: nothing new to suggest: {why}", *suggested.notes]
    what = f"{counted(number, 'claim')} {'to be suggested' if is_dry else 'suggested'}"
    lines = [f"{file}: {', '.join(its for its in (what, names, known) if its)}", *suggested.notes]
    if suggested.further:
        lines.append(f"{counted(suggested.further, 'claim')} more: ask again, once you have looked at these")
    if not is_dry:
        lines.append("next: fill in what is right and take `suggested: true` away; delete the rest; then `kg check`")
    return lines
