"""Why a fact stands as it does, claim by claim: who says so, when, by whose relay, and where. For `kg explain`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from kg.account.edges import not_drawn
from kg.account.facts import FactAccount
from kg.account.rule import ROWS
from kg.account.standing import contested_by
from kg.account.support import deniers
from kg.account.unaccepted import MOST_WHOLES
from kg.base.hints import NEWEST, counted, first_rows, several
from kg.base.letters import cut
from kg.base.listings import Cells, Listing, html_table
from kg.model.records import Claim, Evidence, Scope, Stance
from kg.report.conflicts import conflict_lines, conflict_row
from kg.report.facts import Row, exceptions, filler_row, wholes_row
from kg.snapshot.areas import between_sides
from kg.snapshot.snapshot import Snapshot

SHOWN = 50  # claims that a notebook shows
_LONGEST = 1_000  # characters that it shows of a value
_COLUMNS = (
    "id", "stance", "speaker", "via", "said", "document", "mode", "voices", "counts", "qualifier", "part_of", "note",
    "sentence",
)  # fmt: skip
_NO_HASH, _NO_ROW = "it has no hash to be found by", "not in the file as it is now"
_REMARKS = {
    "said": "said", "document": "document", "mode": "mode", "qualifier": "qualifier", "part_of": "part of",
    "fulfils": "fulfils",
}  # fmt: skip


class Explanation(dict[str, Any]):
    """The JSON of `kg explain`; in Jupyter it shows itself as a table of claims."""

    def __repr__(self) -> str:
        """Say how the fact stands, and count its claims."""
        return f"<Explanation of {self['fact']}: {self['status']}, {counted(len(self['claims']), 'claim')}>"

    def _repr_html_(self) -> str:
        head = [name.replace("_", " ") for name in _COLUMNS]
        table = html_table(head, ([_cell(claim[name]) for name in _COLUMNS] for claim in self["claims"][:SHOWN]))
        above = "<br>".join(escape(cut(line, _LONGEST)) for line in _head(self))
        left_out = first_rows(
            min(SHOWN, len(self["claims"])), len(self["claims"]), "claims", '`["claims"]` has them all'
        )
        below = f"<p>{escape(left_out)}</p>" if left_out else ""
        return f"<p>{above}</p>{table}{below}"


def explained(explanations: Iterable[Explanation]) -> Listing[Explanation]:
    """Make a list of explanations, which shows how each fact stands."""
    return Listing(explanations, "facts", _cells, NEWEST)


def _cells(its: Explanation) -> Cells:
    return {name: its[name] for name in ("fact", "type", "status", "accepted", "when")} | {"claims": len(its["claims"])}


def explanation(snapshot: Snapshot, fact: FactAccount, rows: Mapping[str, str] | None = None) -> Explanation:
    """Explain a fact: its status with the rule's row, and every claim with its speaker, voice and evidence.

    Parameters
    ----------
    snapshot
        Whose account it is; if it has texts, evidence is quoted.
    fact
        Its account.
    rows
        Of the file from which coded claims came: the hash of a row -> its text. None: no file is at hand.

    Returns
    -------
    dict
        As `kg explain --format json` prints it. `except` are the fillers that stand otherwise than the fact, and
        `links` the steps by which a voice or a party got its side.
    """
    told = snapshot.teller.in_order(snapshot.claims[key] for key in fact.claims)
    between = between_sides(snapshot, told)
    return Explanation(
        {
            "fact": fact.fact,
            "type": fact.type,
            "label": fact.label,
            "status": fact.status.value,
            "contested": fact.contested and fact.contested.value,
            "accepted": fact.accepted,
            "rule": _rule(fact),
            "when": fact.when.text,
            "voices": list(fact.voices),
            "outlets": list(fact.outlets),
            "denied_by": list(deniers([fact], snapshot.account.readings)),
            "basis": [claim.key for claim in told if claim.key in fact.basis],
            "part_of": list(fact.part_of),
            "part_of_not_accepted": wholes_row(snapshot, fact.fact),
            "edges_not_drawn": not_drawn(fact, snapshot.ontology),
            "except": [filler_row(snapshot, filler) for filler in exceptions(fact)],
            "links": [{"from": step.source, "link": step.link, "to": step.target} for step in fact.links],
            "sentence": snapshot.teller.fact(fact, snapshot.claims),
            "claims": [_claim(snapshot, fact, claim, rows) | {"between": between.get(claim.key, {})} for claim in told],
            "conflicts": [conflict_row(conflict) for conflict in snapshot.conflicts_by_fact.get(fact.fact, ())],
        }
    )


def _rule(fact: FactAccount) -> str:
    contested = f"; {contested_by(fact.contested)}" if fact.contested else ""
    return f"{fact.status.value}: {ROWS[fact.status]}{contested}"


def _claim(snapshot: Snapshot, fact: FactAccount, claim: Claim, rows: Mapping[str, str] | None) -> Row:
    article, reading = snapshot.records.articles[claim.article], snapshot.account.readings[claim.key]
    text = snapshot.article_texts.get(claim.article)
    return {
        "id": claim.key,
        "article": claim.article,
        "published": article.published.text,
        "speaker": list(claim.speaker or (article.narrator,)),
        "via": list(claim.via),
        "document": claim.document,
        "stance": claim.stance.value,
        "scope": claim.scope.value,
        "said": claim.said and claim.said.text,
        "when": claim.when and claim.when.text,
        "mode": claim.mode,
        "values": {name: str(figure) for name, figure in claim.values.items()},
        "voices": list(reading.voices),
        "outlet": reading.outlet,
        "counts": reading.counts,
        "counts_only_for": _counts_only_for(fact, claim) if reading.counts else [],
        "qualifier": claim.qualifier,
        "part_of": claim.part_of,
        "fulfils": claim.fulfils,
        "note": claim.note,
        "sentence": snapshot.teller.claim(claim),
        "evidence": [_evidence(span, text, rows) for span in claim.evidence],
    }


def _counts_only_for(fact: FactAccount, claim: Claim) -> list[str]:
    """Name the fillers for which an assertion still counts, where its speaker's later word has replaced the rest."""
    if claim.scope is not Scope.FACT or claim.stance is not Stance.ASSERTS or claim.key in fact.asserting:
        return []
    return [f"{its.role} {its.filler}" for its in fact.fillers.values() if claim.key in its.asserting]


def _evidence(span: Evidence, text: str | None, rows: Mapping[str, str] | None) -> Row:
    if span.row is not None:
        found = rows.get(span.sha256) if rows is not None else None
        state = None if rows is None or found is not None else (_NO_HASH if not span.sha256 else _NO_ROW)
        return {"row": span.row, "read": False, "text": found, "missing": state}
    return {
        "start": span.start,
        "end": span.end,
        "kind": span.kind.value,
        "text": text[span.start : span.end] if text is not None else None,
    }


def explanation_lines(row: Row) -> list[str]:
    """Write an explanation for people: the fact, its status and why, and each claim on lines of its own."""
    lines = list(_head(row))
    for claim in row["claims"]:
        lines += _claim_lines(claim)
    lines += [line for conflict in row["conflicts"] for line in conflict_lines(conflict)]
    if row["links"]:
        steps = "; ".join(f"{step['from']} {step['link']} {step['to']}" for step in row["links"])
        lines.append(f"  whose voice: {steps}")
    return lines


def _head(row: Row) -> Iterator[str]:
    """Write how a fact stands, who denies it, of what it is part, and which of its fillers stand otherwise."""
    verdict = "accepted" if row["accepted"] else "not accepted: no line is drawn"
    yield f"{row['fact']} ({row['type']}{', ' + row['when'] if row['when'] else ''})"
    yield f"  {row['rule']} ({verdict})"
    if row["voices"] or row["denied_by"]:
        yield f"  {_who(row)}"
    if row["outlets"]:
        yield f"  in {counted(len(row['outlets']), 'outlet')}: {', '.join(row['outlets'])}"
    for whole in row["part_of_not_accepted"]:
        yield f"  part of {whole['fact']}, which is not accepted: {_standing(whole)}"
    if row["edges_not_drawn"]:
        yield f"  its {row['edges_not_drawn']:,} edges are more than one fact has: none is drawn"
    if len(row["part_of_not_accepted"]) == MOST_WHOLES:
        yield f"  the first {MOST_WHOLES} such are shown: the page leads to the others"
    alike: dict[tuple[str, str], list[str]] = {}  # role, how it stands -> fillers
    for filler in row["except"]:
        stands = "; ".join(filter(None, (_standing(filler), _who(filler))))
        alike.setdefault((filler["role"], stands), []).append(filler["filler"])
    yield from (f"  {role} {', '.join(fillers)}: {stands}" for (role, stands), fillers in alike.items())


def _who(row: Row) -> str:
    said = (("asserted by", row["voices"]), ("denied by", row["denied_by"]))
    return "; ".join(f"{verb} {', '.join(voices)}" for verb, voices in said if voices)


def _standing(row: Row) -> str:
    return f"{row['status']}, {contested_by(row['contested'])}" if row["contested"] else f"{row['status']}"


def _weight(claim: Row) -> str:
    """Say of a claim that it does not count, or for what only."""
    if not claim["counts"]:
        return "; does not count"
    return f"; counts only for {', '.join(claim['counts_only_for'])}" if claim["counts_only_for"] else ""


def _claim_lines(claim: Row) -> Iterator[str]:
    spans = ", ".join(_places(claim["evidence"]))
    voices = ", ".join(claim["voices"]) or "none of its own"
    yield f"  - {claim['sentence']}"
    yield f"    {claim['id']} at {spans}; voice: {voices}{_weight(claim)}"
    for speaker, ends in claim["between"].items():
        yield f"    {speaker} stands between {' and '.join(ends)}, and counts as nobody named: `side:` says which"
    remarks = [f"{words} {claim[name]}" for name, words in _REMARKS.items() if claim[name]]
    if claim["scope"] != Scope.FACT:
        remarks.insert(0, "of these fillers only")
    if remarks:
        yield f"    {'; '.join(remarks)}"
    if claim["values"]:
        yield f"    {'; '.join(f'{name}: {figure}' for name, figure in claim['values'].items())}"
    if claim["note"]:
        yield f"    note: {' '.join(claim['note'].split())}"
    for span in claim["evidence"]:
        if span.get("text"):
            yield f"    “{' '.join(cut(span['text'], _LONGEST).split())}”"
        elif span.get("missing"):
            yield f"    row {span['row']}: {span['missing']}"


def _places(evidence: list[Row]) -> Iterator[str]:
    """Say where evidence stands: spans with their kinds, and rows that nobody read."""
    yield from (f"{span['start']}-{span['end']} {span['kind']}" for span in evidence if "row" not in span)
    if rows := [span["row"] for span in evidence if "row" in span]:
        yield f"{'row' if len(rows) == 1 else 'rows'} {several(rows)}, not read"


def _cell(value: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(value, bool):
        return "yes" if value else "no"
    return cut("" if value is None else ", ".join(value) if isinstance(value, list) else str(value), _LONGEST)
