"""How well suggestions find what people annotated: precision and recall of mentions, days, speakers and claims.

What counts as a hit is said in docs/desk.md. What is compared is sentences: what claims rest on is widened to whole
sentences, and of suggestions only those count that stand in such sentences, since of the others nobody said anything.
Of an article's own claims nothing is used to find what is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from kg.base.errors import NotFoundError, UsageError
from kg.base.folders import need_texts
from kg.base.hints import meant
from kg.desk.suggestions.proposals import Found, Proposal, find_all
from kg.desk.suggestions.suggesting import Sources, sources_of
from kg.desk.suggestions.yaml_claims import UNTOLD
from kg.evidence import article_text
from kg.evidence.coverage import sentences
from kg.model.dates import When, parse
from kg.model.records import Article, Claim

PARTS = ("mentions", "days", "speakers", "claims")
Proposed = Mapping[str, Any]  # a claim, as the fields of a file
Proposer = Callable[[Sources, Article, str, Path], Sequence[Proposed]]  # for an article, its text, the folder of texts


class Tally(Struct, frozen=True):
    """How much was proposed and is right, and how much is annotated and was found."""

    right: int = 0
    proposed: int = 0
    found: int = 0
    annotated: int = 0

    def __add__(self, other: Tally) -> Tally:
        pairs = zip(self._numbers(), other._numbers(), strict=True)
        return Tally(*(one + another for one, another in pairs))

    def _numbers(self) -> tuple[int, int, int, int]:
        return self.right, self.proposed, self.found, self.annotated

    @property
    def precision(self) -> float | None:
        """Share of what was proposed that is right; None where nothing was."""
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        """Share of what is annotated that was found; None where nothing is."""
        return self.found / self.annotated if self.annotated else None


class Score(Struct, frozen=True):
    """The tallies of one article, by part."""

    article: str
    tallies: dict[str, Tally]


def score_project(
    root: Path, articles: Sequence[str], texts: Path | None, proposer: Proposer | None = None
) -> list[Score]:
    """Score the suggestions for articles of a project that are annotated.

    Parameters
    ----------
    root
        The project's folder.
    articles
        Ids; none: all that have claims and a text in the folder.
    texts
        The folder of texts; None: `texts` of the project.
    proposer
        Who proposes the claims that are scored, such as a model; None: the rules that find all the rest.

    Returns
    -------
    list
        By article id.

    Raises
    ------
    NotFoundError
        If an article is not there, or no text of any is.
    UsageError
        If there is no project, or no such folder.
    """
    sources = sources_of(root)
    folder = texts or sources.project.root / "texts"
    need_texts(folder)
    every = [*sources.documents, *sources.used()]  # of several readings, that which is used
    heads = {head.id: head for document in every for head in document.heads if head.text}
    for id_ in articles:
        if id_ not in heads:
            raise NotFoundError(f"no article `{id_}` with a text", meant(id_, heads, "name the id of one"))
    chosen = [heads[id_] for id_ in sorted(articles or heads)]
    found = [_score(sources, head, folder, proposer, named=bool(articles)) for head in chosen]
    scores = [its for its in found if its]
    if not scores:
        raise NotFoundError(f"no text of an annotated article in `{folder}`", "name their folder: `--texts DIR`")
    return scores


def _score(sources: Sources, head: Article, folder: Path, proposer: Proposer | None, *, named: bool) -> Score | None:
    """Score one article; None if its text is not the one that was annotated, or nothing is, unless it was named."""
    assert head.text is not None  # only such are asked about
    try:
        text = article_text.read(folder, head.text.file)
    except article_text.TextError:
        if named:
            raise
        return None
    claims = [claim for claim in sources.claims if claim.article == head.id and claim.was_read]
    if not claims or article_text.digest(text) != head.text.sha256:
        if named:
            raise UsageError(f"`{head.id}` cannot be scored", "it needs claims, and the very text that was annotated")
        return None
    known = sources.knowledge(head.language)
    tallies = score(text, claims, find_all(text, head, head.id, known), known.entities)
    if proposer:
        tallies["claims"] = score_claims(text, claims, proposer(sources, head, text, folder))
    return Score(head.id, tallies)


def score(text: str, claims: Sequence[Claim], found: Found, entities: Container[str]) -> dict[str, Tally]:
    """Score what was found in a text against its annotation.

    Parameters
    ----------
    text
        As it stands.
    claims
        Of its article.
    found
        Mentions, days and proposals.
    entities
        Ids: what else fills roles is a concept or a fact.

    Returns
    -------
    dict
        Part -> tally.
    """
    gold = _Gold(text, claims)
    mentions = [(its.start, its.entities[0]) for its in found.mentions if len(its.entities) == 1]
    days = [(its.start, _bounds(parse(its.when))) for its in found.days]
    speeches = [(its.start, frozenset(its.speaker)) for its in found.proposals if its.speaker]
    return {
        "mentions": gold.tally(mentions, lambda claim: [id_ for id_ in _everyone(claim) if id_ in entities]),
        "days": gold.tally(days, lambda claim: [_bounds(its) for its in (claim.when, claim.said) if its]),
        "speakers": gold.tally(speeches, lambda claim: [frozenset(claim.speaker)] if claim.speaker else []),
        "claims": score_claims(text, claims, [_fields(its) for its in found.proposals if its.type]),
    }


def score_claims(text: str, claims: Sequence[Claim], proposed: Sequence[Proposed]) -> Tally:
    """Score proposed claims, whoever proposes them.

    Parameters
    ----------
    text
        As it stands.
    claims
        As annotated.
    proposed
        Claims with the fields of a file: `evidence` with `at`, `type`, `speaker` and `roles` are compared.

    Returns
    -------
    Tally
        A proposal is right if it rests on a sentence on which a claim rests that has its type and speaker and shares
        the filler of a role with it (where the claim has any); no two are right by one claim.
    """
    gold = _Gold(text, claims)
    judged = [its for its in proposed if gold.touched(_starts(its))]
    free = list(claims)
    for its in sorted(judged, key=lambda its: min(_starts(its), default=0)):
        hit = next((claim for claim in free if gold.rests_on(claim, _starts(its)) and _is_alike(claim, its)), None)
        if hit:
            free.remove(hit)
    right = len(claims) - len(free)
    return Tally(right, len(judged), right, len(claims))


class _Gold:
    """Claims of an article by the sentences that their evidence touches."""

    def __init__(self, text: str, claims: Sequence[Claim]) -> None:
        self._claims, self._sentences = claims, sentences(text)
        self._of_claim = {
            claim.id: {
                piece.start for piece in self._sentences for its in claim.evidence
                if its.row is None and its.start < piece.end and piece.start < its.end
            }
            for claim in claims
        }  # fmt: skip

    def _sentence(self, at: int) -> int | None:
        return next((piece.start for piece in self._sentences if piece.start <= at < piece.end), None)

    def rests_on(self, claim: Claim, starts: Iterable[int]) -> bool:
        """Whether a claim rests on one of the sentences in which these places stand."""
        return any(self._sentence(at) in self._of_claim[claim.id] for at in starts)

    def touched(self, starts: Iterable[int]) -> bool:
        """Whether any claim rests on one of the sentences in which these places stand."""
        places = list(starts)
        return any(self.rests_on(claim, places) for claim in self._claims)

    def tally(self, proposed: Iterable[tuple[int, Hashable]], values: Callable[[Claim], Iterable[Hashable]]) -> Tally:
        """Compare values proposed at places with those that claims have, sentence by sentence."""
        wanted: dict[int, set[Hashable]] = {}
        for claim in self._claims:
            for start in self._of_claim[claim.id]:
                wanted.setdefault(start, set()).update(values(claim))
        found = {(self._sentence(at), value) for at, value in proposed}
        judged = [(start, value) for start, value in found if start is not None and start in wanted]
        annotated = [(claim.id, value) for claim in self._claims for value in dict.fromkeys(values(claim))]
        hit = [1 for id_, value in annotated if any((start, value) in found for start in self._of_claim[id_])]
        right = sum(value in wanted[start] for start, value in judged)
        return Tally(right, len(judged), len(hit), len(annotated))


def score_rows(scores: Sequence[Score]) -> list[dict[str, Any]]:
    """Give scores as `kg suggest --score --format json` prints them, all articles together last."""
    return [
        {"article": its.article, "part": part, **_row(its.tallies[part])}
        for its in [*scores, _together(scores)]
        for part in PARTS
    ]


def score_lines(scores: Sequence[Score]) -> list[str]:
    r"""Write scores for people, all articles together last.

    >>> print(*score_lines([Score("a", dict.fromkeys(PARTS, Tally(1, 2, 3, 3)))])[:2], sep="\n")
    article  part       precision        recall
    a        mentions   0.50 (1 of 2)    1.00 (3 of 3)
    """
    every = [*scores, _together(scores)] if len(scores) > 1 else [*scores]
    width = max(len("article"), *(len(its.article) for its in every))
    lines = [f"{'article':{width}}  {'part':9}  {'precision':15}  recall"]
    for its in every:
        for part in PARTS:
            tally = its.tallies[part]
            precision = _share(tally.precision, tally.right, tally.proposed)
            recall = _share(tally.recall, tally.found, tally.annotated)
            lines.append(f"{its.article:{width}}  {part:9}  {precision:15}  {recall}")
    return lines


def _together(scores: Sequence[Score]) -> Score:
    tallies = {part: sum((its.tallies[part] for its in scores), Tally()) for part in PARTS}
    return Score("all", tallies)


def _row(tally: Tally) -> dict[str, Any]:
    shares = {"precision": tally.precision, "recall": tally.recall}
    counts = {"right": tally.right, "proposed": tally.proposed, "found": tally.found, "annotated": tally.annotated}
    return {name: share if share is None else round(share, 4) for name, share in shares.items()} | counts


def _share(share: float | None, part: int, whole: int) -> str:
    return f"{share:.2f} ({part} of {whole})" if share is not None else "none"


def _bounds(when: When) -> tuple[str | None, str | None]:
    return when.earliest, when.latest


def _everyone(claim: Claim) -> list[str]:
    fillers = (id_ for ids in claim.roles.values() for id_ in ids)
    return list(dict.fromkeys([*fillers, *claim.speaker, *claim.via]))


def _fields(proposal: Proposal) -> Proposed:
    return {
        "evidence": [{"at": [proposal.start, proposal.end]}], "type": proposal.type,
        "speaker": list(proposal.speaker) or ([UNTOLD] if proposal.speaks else []), "roles": proposal.roles,
    }  # fmt: skip


def _starts(proposed: Proposed) -> list[int]:
    return [int(piece["at"][0]) for piece in proposed.get("evidence", ()) if "at" in piece]


def _is_alike(claim: Claim, proposed: Proposed) -> bool:
    roles = {role: _ids(value) for role, value in (proposed.get("roles") or {}).items()}
    shares = any(set(ids) & set(roles.get(role, ())) for role, ids in claim.roles.items())
    is_said = set(_ids(proposed.get("speaker") or ())) == set(claim.speaker)
    return proposed.get("type") == claim.type and is_said and (shares or not claim.roles)


def _ids(value: Any) -> list[str]:  # noqa: ANN401 - one id or several, as files have them
    return [value] if isinstance(value, str) else list(value)
