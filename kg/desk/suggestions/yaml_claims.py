"""Proposals as they are written into an annotation file: marked, with reasons and what is missing in comments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.annotation.yaml_tree import Value
from kg.annotation.yaml_writer import comment
from kg.base.letters import cut
from kg.desk.suggestions.proposals import Proposal
from kg.desk.suggestions.unknown_names import UnknownName
from kg.evidence.quotes import quoted
from kg.model.records import EvidenceKind

UNKNOWN = "name not yet known: "
UNTOLD = "who-says-so"  # no entity: without a speaker a claim is the publisher's, once its mark is gone
_LONGEST = 200  # code points of a comment
_MOST_PLACES = 3


def claim_lines(proposal: Proposal, id_: str, quote: str | None = None) -> list[str]:
    r"""Write a proposal as an item of `claims:`.

    Parameters
    ----------
    proposal
        What is proposed.
    id_
        The claim's id.
    quote
        The words, where they are to stand beside their place.

    Returns
    -------
    list
        Lines, the first with its dash.

    >>> bare = Proposal(start=0, end=9, sha256="0" * 64, speaker=("ann",), speaks="named beside a verb of speech")
    >>> print("\n".join(claim_lines(bare, "s-0")[:4]))
    - id: s-0
      suggested: true
      # to fill in: fact, type, roles
      speaker: ann  # named beside a verb of speech
    """
    lines = [f"- id: {id_}", "  suggested: true"]
    lacks = [name for name in ("fact", "type", "roles") if not getattr(proposal, name)]
    lacks += ["speaker"] if _is_untold(proposal) else []
    lines += [_comment(f"to fill in: {', '.join(lacks)}")] if lacks else []
    for hint in proposal.facts:
        if hint.fact != proposal.fact:
            lines.append(_comment(f"perhaps the known fact `{hint.fact}` ({hint.type}): {hint.why}"))
    if proposal.candidates:
        lines.append(_comment(f"speaker: {' or '.join(proposal.candidates)}? {proposal.speaks}"))
    if proposal.types:
        lines.append(_comment(f"its words hint at {', '.join(proposal.types)} as well"))
    for name, words in _fields(proposal):
        lines.append(f"  {name}: {words}")
    several = (
        [day.when for day in proposal.days] if len(proposal.days) > bool(proposal.when) + bool(proposal.said) else []
    )
    lines += [_comment(f"times named here: {', '.join(dict.fromkeys(several))}")] if several else []
    names = dict.fromkeys(" or ".join(its.entities) for its in proposal.mentions)
    lines += [_comment(f"named here: {', '.join(names)}")] if names else []
    kind = f", kind: {proposal.kind.value}" if proposal.kind is not EvidenceKind.TEXT else ""
    words = f"quote: {quoted(quote)}, " if quote is not None else ""
    place = f"at: [{proposal.start}, {proposal.end}], sha256: {proposal.sha256}"
    return [*lines, f"  evidence: [{{{words}{place}{kind}}}]"]


def claim_value(proposal: Proposal, id_: str, quote: str | None = None) -> dict[str, Value]:
    """Give what `claim_lines` is read as."""
    value: dict[str, Value] = {"id": id_, "suggested": "true"}
    for name, words in _fields(proposal):
        value[name] = words.partition("  #")[0]
    if proposal.roles:
        value["roles"] = {role: _value(ids) for role, ids in proposal.roles.items()}
    for name, ids in (("speaker", proposal.speaker), ("via", proposal.via)):
        if ids:
            value[name] = _value(ids)
    piece: dict[str, Value] = {} if quote is None else {"quote": quote}
    piece |= {"at": [str(proposal.start), str(proposal.end)], "sha256": proposal.sha256}
    piece |= {"kind": proposal.kind.value} if proposal.kind is not EvidenceKind.TEXT else {}
    return value | {"evidence": [piece]}


def unknown_lines(names: Iterable[UnknownName]) -> list[str]:
    """Write names that no entity has as comments, each with its first places.

    >>> unknown_lines([UnknownName("Kofi Annan", ((3, 13), (20, 30)))])
    ['# name not yet known: Kofi Annan, at [3, 13], [20, 30]: an entity? its kind is unknown']
    """
    lines = []
    for its in names:
        places = ", ".join(f"[{start}, {end}]" for start, end in its.places[:_MOST_PLACES])
        more = f" and {len(its.places) - _MOST_PLACES} more" if len(its.places) > _MOST_PLACES else ""
        lines.append(_comment(f"{UNKNOWN}{its.name}, at {places}{more}: an entity? its kind is unknown", ""))
    return lines


def _fields(proposal: Proposal) -> list[tuple[str, str]]:
    likely = next((hint.why for hint in proposal.facts if hint.fact == proposal.fact), "")
    roles = ", ".join(f"{role}: {_listed(ids)}" for role, ids in proposal.roles.items())
    speaker = proposal.speaker or (UNTOLD,)
    fields = [
        ("fact", f"{proposal.fact}  # {_plain(likely)}" if proposal.fact else ""),
        ("type", proposal.type or ""),
        ("roles", f"{{{roles}}}" if roles else ""),
        ("when", proposal.when or ""),
        ("speaker", f"{_listed(speaker)}  # {_plain(proposal.speaks)}" if proposal.speaks else ""),
        ("via", _listed(proposal.via) if proposal.via else ""),
        ("stance", proposal.stance),
        ("said", proposal.said or ""),
        ("mode", proposal.mode or ""),
    ]
    return [(name, words) for name, words in fields if words]


def _is_untold(proposal: Proposal) -> bool:
    """Whether somebody speaks who cannot be told."""
    return bool(proposal.speaks) and not proposal.speaker


def _listed(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else f"[{', '.join(ids)}]"


def _value(ids: Sequence[str]) -> Value:
    return ids[0] if len(ids) == 1 else list(ids)


def _comment(words: str, indent: str = "  ") -> str:
    return f"{indent}# {_plain(words)}"


def _plain(words: str) -> str:
    """Write words so that they stay in one comment: nothing that ends a line, or that is not seen."""
    return cut(comment(words), _LONGEST)
