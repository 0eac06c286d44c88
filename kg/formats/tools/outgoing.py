"""The articles of a graph as annotation tools hold them: with their texts, which must be there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import structs

from kg.base.errors import UsageError, warn
from kg.base.hints import counted
from kg.evidence import article_text
from kg.formats.tools.claim_texts import roles_text, to_texts
from kg.formats.tools.layers import SPEAKER, Layered, Link, Marked, Mention, Span, ToolError
from kg.formats.tools.mentions import mentions_of, nearest
from kg.model.records import Article, Claim, Entity

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.snapshot.snapshot import Snapshot


def layered_articles(graph: Snapshot) -> list[Layered]:
    """Give the articles of a graph that have a text, with the claims that it holds; warn of what is left out.

    An article whose claims a slice leaves out altogether is left out too; one that has none yet is there, to be
    annotated.

    Raises
    ------
    UsageError
        If the folder of texts is not named, or has none of them.
    ToolError
        If a text is not the one that was annotated.
    """
    if graph.texts is None:
        raise UsageError("this format carries the articles' texts, which are not given", "name them: `--texts DIR`")
    claims: dict[str, list[Claim]] = {}
    for claim in graph.claims.values():
        claims.setdefault(claim.article, []).append(claim)
    had = {claim.article for claim in graph.records.claims}
    found, lacking = [], []
    for article in graph.records.articles.values():
        if article.text is None or (article.id in had and article.id not in claims):
            continue
        try:
            text = _text(graph, article)
        except article_text.MissingTextError:
            lacking.append(article.id)
            continue
        found.append(layered(article.id, text, claims.get(article.id, []), graph.records.entities, graph.ontology))
    if not found:
        raise UsageError("none of the articles has its text there", "`--texts DIR` names the folder of the texts")
    _warn(found, claims, lacking)
    return found


def _text(graph: Snapshot, article: Article) -> str:
    assert graph.texts is not None
    assert article.text is not None  # both were looked at
    text = article_text.read(graph.texts, article.text.file)
    if article_text.digest(text) != article.text.sha256:
        what = f"`{article.text.file}` is not the text that was annotated as `{article.id}`"
        raise ToolError(what, "put that version there, or move the evidence: `kg anchor --repair`")
    return text


def _warn(found: list[Layered], claims: dict[str, list[Claim]], lacking: list[str]) -> None:
    carried = sum(len(its.claims) for its in found)
    wanted = sum(len(its) for article, its in claims.items() if article not in lacking)
    if wanted > carried:
        what = f"{counted(wanted - carried, 'claim')} left out: nobody read what stands behind, and no span shows it"
        warn(what)
    if lacking:
        what = f"{counted(len(lacking), 'article')} left out, whose text is not there: {', '.join(lacking[:5])}"
        warn(f"{what}{', …' if lacking[5:] else ''}")


def layered(
    name: str, text: str, claims: Iterable[Claim], entities: Mapping[str, Entity], ontology: Ontology
) -> Layered:
    """Put claims as layers on the text of their article; those that rest on no span are left out.

    A role is carried by links where all that fill it are named in the text; any other is carried as text.
    """
    shown = [claim for claim in claims if any(its.row is None for its in claim.evidence)]
    named = {id_ for claim in shown for _, ids in _linkable(claim, ontology) for id_ in ids}
    mentions = mentions_of((entities[id_] for id_ in sorted(named & entities.keys())), text)
    by_entity: dict[str, list[tuple[int, Mention]]] = {}
    for number, mention in enumerate(mentions):
        by_entity.setdefault(mention.entity, []).append((number, mention))
    marked = [_marked(claim, by_entity, ontology) for claim in sorted(shown, key=_first)]
    return Layered(name, text, tuple(mentions), tuple(marked))


def _first(claim: Claim) -> tuple[int, int, str]:
    """Order claims by where they stand."""
    spans = [(its.start, its.end) for its in claim.evidence if its.row is None]
    return (*min(spans), claim.id)


def _linkable(claim: Claim, ontology: Ontology) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give what mentions may fill: roles, and who speaks, unless a role is called so."""
    yield from claim.roles.items()
    if SPEAKER not in ontology.roles:
        yield SPEAKER, claim.speaker


def _marked(claim: Claim, by_entity: dict[str, list[tuple[int, Mention]]], ontology: Ontology) -> Marked:
    spans = tuple(Span(its.start, its.end, its.kind.value) for its in claim.evidence if its.row is None)
    linked: dict[str, list[Link]] = {}
    for role, ids in _linkable(claim, ontology):
        if all(id_ in by_entity for id_ in ids):
            linked[role] = [Link(role, nearest(by_entity[id_], spans)) for id_ in ids]
    roles = {role: ids for role, ids in claim.roles.items() if role not in linked}
    texts = to_texts(structs.replace(claim, speaker=() if SPEAKER in linked else claim.speaker, roles={}))
    if roles:
        texts["roles"] = roles_text(roles)
    return Marked(spans, texts, tuple(link for links in linked.values() for link in links))
