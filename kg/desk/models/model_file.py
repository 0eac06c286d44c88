"""A model's claims written into an article's annotation file, marked as suggested; and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from kg import ontology
from kg.annotation.yaml_tree import Value
from kg.annotation.yaml_writer import flow, quoted
from kg.base.errors import Fault
from kg.base.folders import need_texts
from kg.base.hints import counted, named
from kg.base.letters import cut
from kg.desk.models.instructions import LONGEST_PIECE
from kg.desk.models.model_claims import Given, RefusedClaim
from kg.desk.models.model_endpoint import Model
from kg.desk.models.modelled import Modelled, ProposedClaim, Subject, ask_model
from kg.desk.suggestions.scoring import Proposer
from kg.desk.suggestions.suggesting import CLAIMS, Sources, head_of_file, path_of, sources_of
from kg.evidence.spans import pin, text_of
from kg.evidence.yaml_edits import Edits, get_list
from kg.model.records import Article, Entity

_LONGEST = 200  # code points of a reason


class ModelSuggested(Struct, frozen=True, kw_only=True):
    """What a model suggested for one article."""

    file: str
    article: str
    annotator: str = ""
    claims: tuple[tuple[str, ProposedClaim], ...] = ()  # id, and what is proposed
    entities: dict[str, Entity] = {}
    refused: tuple[RefusedClaim, ...] = ()
    known: int = 0  # claims that stand in the file already
    requests: int = 0
    lines: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def suggest_by_model(  # noqa: PLR0913 - all that a model is asked with
    root: Path,
    article: str,
    texts: Path | None,
    model: Model,
    on: str,
    *,
    is_dry: bool = False,
    longest: int = LONGEST_PIECE,
    step: Callable[[str], object] = lambda _: None,
) -> ModelSuggested:
    """Ask a model for the claims of an article, and write them at the end of its file, each `suggested: true`.

    Parameters
    ----------
    root
        The project's folder.
    article
        Its id, or the path of its annotation file.
    texts
        The folder of texts; None: `texts` of the project.
    model
        Who is asked.
    on
        The day that is recorded with the model's name and the hash of the prompt, as the annotator of each claim.
    is_dry
        Whether nothing is to be written.
    longest
        Code points of the article in one request.
    step
        Told what is asked now.

    Returns
    -------
    ModelSuggested
        What is new, and what was refused. With any fault, the file is as it was.

    Raises
    ------
    KgError
        If there is no such project, article or text, the model does not answer as it should, or the file cannot be
        written. The file is then as it was.
    """
    sources = sources_of(root)
    folder = texts or sources.project.root / "texts"
    need_texts(folder)
    path = path_of(sources, article)
    edits = Edits(path, sources.project.root)
    text = text_of(edits, folder)
    head, document = head_of_file(path, sources.project.root)
    id_ = document.reading_of
    if text is not None:
        pin(edits, text, repairs=False)
    elif not edits.faults:
        edits.fault(("article",), "the article names no text", "write `text: {file: …}`")
    if text is None or edits.faults:
        return ModelSuggested(file=edits.file, article=id_, faults=tuple(sorted(edits.faults)))
    its_ontology = ontology.load(sources.project.ontology)
    subject = Subject(id_, text, head, sources.used(document), its_ontology, folder)
    found = ask_model(subject, model, on, longest=longest, step=step)
    claims = _fresh(found, edits.values)
    lines = _written(edits, claims, found) if claims else []
    if lines and not edits.faults and not is_dry:
        edits.write()
    return ModelSuggested(
        file=edits.file, article=id_, annotator=found.annotator, claims=tuple(claims), entities=found.entities,
        refused=found.refused, known=len(found.claims) - len(claims), requests=found.requests, lines=tuple(lines),
        faults=tuple(sorted(edits.faults)),
    )  # fmt: skip


def proposer_of(model: Model, on: str, longest: int, step: Callable[[str], object]) -> Proposer:
    """Let a model propose the claims that are scored; it is told nothing of the article's own.

    Parameters
    ----------
    model, on, longest, step
        As for `suggest_by_model`.
    """

    def proposed(sources: Sources, head: Article, text: str, folder: Path) -> list[Given]:
        others = [
            structs.replace(
                its,
                claims=tuple(claim for claim in its.claims if claim.article != head.id),
                claim_index=tuple(
                    at for at, claim in zip(its.claim_index, its.claims, strict=True) if claim.article != head.id
                ),
            )
            for its in sources.used()
        ]
        its_ontology = ontology.load(sources.project.ontology)
        subject = Subject(head.id, text, head, others, its_ontology, folder)
        return [its.fields for its in ask_model(subject, model, on, longest=longest, step=step).claims]

    return proposed


def _fresh(found: Modelled, values: Value) -> list[tuple[str, ProposedClaim]]:
    """Give claims ids by where they stand that no claim of the file has; without those that the file has already."""
    there = [claim for claim in get_list(values, CLAIMS) if isinstance(claim, Mapping)]
    used, known = {str(claim.get("id")) for claim in there}, {_key(claim) for claim in there}
    claims = []
    for its in found.claims:
        if _key(_value(its, "", "")) in known:
            continue
        start = min(piece["at"][0] for piece in its.fields["evidence"])
        id_ = stem = f"m-{start}"
        number = 1
        while id_ in used:
            number += 1
            id_ = f"{stem}-{number}"
        used.add(id_)
        claims.append((id_, its))
    return claims


def _key(claim: Mapping[str, Any]) -> str:
    """Tell claims apart by speaker, stance and words, as they are read from a file: the rest may have been mended."""
    pieces = claim.get("evidence")
    spans = (
        sorted(str(piece.get("at")) for piece in pieces if isinstance(piece, dict)) if isinstance(pieces, list) else []
    )
    speaker = claim.get("speaker", [])
    return repr([claim.get("stance"), [speaker] if isinstance(speaker, str) else speaker, spans])


def _written(edits: Edits, claims: Iterable[tuple[str, ProposedClaim]], found: Modelled) -> list[str]:
    """Write claims, with a comment on each new entity before the first claim that names it."""
    lines: list[str] = []
    items: list[Value] = []
    told: set[str] = set()
    for id_, its in claims:
        lines.append("")
        lines += _entity_lines([found.entities[new] for new in its.new if new not in told])
        told.update(its.new)
        lines += _claim_lines(its, id_, found.annotator)
        items.append(_value(its, id_, found.annotator))
    edits.append(CLAIMS, lines, items)
    return lines


def _entity_lines(entities: Sequence[Entity]) -> list[str]:
    lines = ["# of whom the project does not know yet; where that is right, write into sources/entities.yaml:"]
    for its in entities:
        aliases = f", aliases: [{', '.join(map(quoted, its.aliases))}]" if its.aliases else ""
        lines.append(f"#   {its.id}: {{kind: {its.kind}, name: {quoted(its.name)}{aliases}}}")
    return lines if entities else []


def _claim_lines(its: ProposedClaim, id_: str, annotator: str) -> list[str]:
    fields = {"id": id_, "suggested": True, **its.fields}
    lines = [f"{name}: {_yaml(value)}" for name, value in fields.items() if name != "evidence"]
    lines += [f"annotator: {quoted(annotator)}"]
    lines += [f"evidence: [{', '.join(map(_yaml, its.fields['evidence']))}]"]
    return [f"{'- ' if number == 0 else '  '}{line}" for number, line in enumerate(lines)]


def _yaml(value: Any) -> str:  # noqa: ANN401 - a field's value
    """Write a value on one line; of a list of one text, that text."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_yaml(its)}' for name, its in value.items())}}}"
    return flow(value[0] if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) else value)


def _value(its: ProposedClaim, id_: str, annotator: str) -> dict[str, Value]:
    """Give what a claim's lines are read as: every scalar a text."""
    fields = {"id": id_, "suggested": True, **its.fields, "annotator": annotator, "evidence": its.fields["evidence"]}
    return {name: _read(value) for name, value in fields.items()}


def _read(value: Any) -> Value:  # noqa: ANN401 - a field's value
    if isinstance(value, dict):
        return {name: _read(its) for name, its in value.items()}
    if isinstance(value, list):
        return value[0] if len(value) == 1 and isinstance(value[0], str) else [_read(its) for its in value]
    return str(value).lower() if isinstance(value, bool | int) else value


def told_of(done: ModelSuggested, *, is_dry: bool) -> list[str]:
    """Tell what came of asking a model: how many claims, which were refused and why, and what to do next."""
    if done.faults:
        return []
    lines = [f"refused: {_title(its.given)}: {cut('; '.join(its.reasons), _LONGEST)}" for its in done.refused]
    asked = f"asked {counted(done.requests, 'time')} as {done.annotator}"
    lines.append(
        f"{counted(len(done.claims), 'claim')} suggested, {len(done.refused):,} refused, {done.known:,} known: {asked}"
    )
    if done.claims and not is_dry:
        lines += [
            f"wrote {done.file}",
            f"next: kg show {done.file} --texts texts; take `suggested: true` away from what is right",
        ]
    return lines


def _title(given: Given) -> str:
    known = [str(given[name]) for name in ("fact", "stance") if isinstance(given.get(name), str)]
    return named(" ".join(known)) if known else "a claim without a fact"


def model_rows(done: ModelSuggested) -> dict[str, Any]:
    """Give what came of asking a model as JSON has it."""
    return {
        "article": done.article,
        "file": done.file,
        "annotator": done.annotator,
        "requests": done.requests,
        "claims": [{"id": id_, **its.fields, "new-entities": list(its.new)} for id_, its in done.claims],
        "entities": [
            {"id": its.id, "kind": str(its.kind), "name": its.name, "aliases": list(its.aliases)}
            for its in done.entities.values()
        ],
        "refused": [{"claim": its.given, "reasons": list(its.reasons)} for its in done.refused],
        "known": done.known,
    }
