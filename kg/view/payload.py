"""The data of the page as plain JSON values: records, and the words of the ontology.

The account is not among them: the page computes it by the same rule (`account.js`), and again whenever a reader takes
away a source. Fields with their default value are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.account.edges import MOST_EDGES, is_mutual, joins, ways
from kg.account.rule import ROWS
from kg.charts.marks import LOOKS
from kg.model.dates import When
from kg.model.records import ACTORS, Article, Claim, Entity, Evidence, EvidenceKind, Kind, Scope, Status
from kg.network.acts import act_schemes, happening
from kg.ontology import FactType, Ontology, Shortcut
from kg.snapshot.sentences import Teller

Json = dict[str, Any]


def payload(
    claims: Iterable[Claim],
    articles: Mapping[str, Article],
    teller: Teller,
    texts: Mapping[str, str],
    actors: Iterable[str] = (),
) -> Json:
    """Collect some claims, the records that they name, and the words that show them.

    Parameters
    ----------
    claims
        Those that the page shows.
    articles
        All articles of the project: their days of publication are those that the page can go back to.
    teller
        Holds the entities, what tells those of one name apart, and the ontology; writes a claim as a sentence.
    texts
        Texts of articles, by id, from which evidence is quoted; empty: nothing is quoted.
    actors
        The ids of those that the page draws, some of whom may be in no claim that it shows.

    Returns
    -------
    dict
        JSON values, in a fixed order.
    """
    claims, ontology, entities = sorted(claims, key=lambda claim: claim.key), teller.ontology, teller.entities
    schemes = act_schemes(ontology)
    named, used = _named(claims, actors, articles, entities), {claim.type for claim in claims}
    return {
        "entities": {id_: _entity(entities[id_], ontology) for id_ in sorted(named & entities.keys())},
        **_filled(apart={id_: words for id_, words in sorted(teller.apart.items()) if id_ in named}),
        "concepts": {id_: ontology.concepts[id_].label for id_ in sorted(named & ontology.concepts.keys())},
        "tendencies": {
            id_: its for id_ in sorted(named & ontology.concepts.keys()) if (its := ontology.concepts[id_].tendency)
        },
        "act_ids": [
            id_
            for id_ in sorted(named & ontology.concepts.keys())
            if not schemes.isdisjoint(ontology.concepts[id_].schemes)
        ],
        "articles": {id_: _article(article) for id_, article in sorted(articles.items())},
        "types": {id_: _type(its, ontology) for id_, its in sorted(ontology.types.items()) if id_ in used},
        "relations": {
            id_: {"label": edge.label, "symmetric": edge.symmetric} for id_, edge in sorted(ontology.edges.items())
        },
        "layers": [
            {"id": layer.id, "label": layer.label, "default": layer.default, "happens": layer.id in happening(ontology)}
            for layer in sorted(ontology.layers.values(), key=lambda layer: (not layer.default, layer.id))
        ],
        "kinds": [
            {"id": kind.value, "label": ontology.kinds[kind.value].label, "actor": kind in ACTORS} for kind in Kind
        ],
        "statuses": [_status(status, ontology) for status in sorted(Status, key=lambda s: -s.strength)],
        "stances": {id_: term.label for id_, term in sorted(ontology.stances.items())},
        "most_edges": MOST_EDGES,
        "upward": sorted(ontology.upward_links),
        "containment": ontology.containment,
        "report_figures": sorted(ontology.report_figures),
        "claims": [_claim(claim, teller, texts.get(claim.article)) for claim in claims],
    }


def pairs(claims: Iterable[Claim], ontology: Ontology, entities: Mapping[str, Entity]) -> dict[tuple[str, str], Json]:
    """Find the pairs of actors that claims could join by an edge, whether or not the account accepts the claims.

    Parameters
    ----------
    claims
        Of any stance.
    ontology
        Its shortcuts say which fillers an edge joins.
    entities
        Those that can be nodes.

    Returns
    -------
    dict
        Two ids, the smaller first -> ``facts``, the set of the facts' ids, and ``first``, whether an edge of a default
        layer joins the two.
    """
    fillers: dict[str, dict[str, set[str]]] = {}
    types: dict[str, FactType] = {}
    mutual: set[str] = set()
    for claim in claims:
        types[claim.fact] = ontology.types[claim.type]
        if is_mutual(types[claim.fact], ((role, id_) for role, its in claim.roles.items() for id_ in its), ontology):
            mutual.add(claim.fact)
        roles = fillers.setdefault(claim.fact, {})
        for role, named in claim.roles.items():
            roles.setdefault(role, set()).update(id_ for id_ in named if id_ in entities)
    found: dict[tuple[str, str], Json] = {}
    for fact, roles in sorted(fillers.items()):
        for shortcut in (*types[fact].shortcuts, *(_mutual_ways(types[fact]) if fact in mutual else ())):
            default = ontology.layers[shortcut.layer].default
            if joins(shortcut, ontology, {role: len(its) for role, its in roles.items()}) > MOST_EDGES:
                continue
            for a in sorted(roles.get(shortcut.source, ())):
                for b in sorted(roles.get(shortcut.target, ())):
                    if a != b:
                        pair = found.setdefault((min(a, b), max(a, b)), {"facts": set(), "first": False})
                        pair["facts"].add(fact)
                        pair["first"] |= default
    return dict(sorted(found.items()))


def _mutual_ways(type_: FactType) -> list[Shortcut]:
    """Give the ways that join those who act together, since claims on whom they act on may be withdrawn."""
    return [way for way in ways(type_, (), is_mutual=True) if way.mutual]


def _named(
    claims: Iterable[Claim],
    actors: Iterable[str],
    articles: Mapping[str, Article],
    entities: Mapping[str, Entity],
) -> set[str]:
    """Collect the ids that claims and articles name, and actors, with those of the entities to which links lead."""
    heads = ((its.publisher, its.agency, its.coded_by) for its in articles.values())
    found = {actor for head in heads for actor in head if actor}.union(actors)
    for claim in claims:
        found.update(claim.speaker, claim.via, *claim.roles.values())
    new = found
    while new:
        records = [entities[id_] for id_ in new if id_ in entities]
        new = {id_ for record in records for ids in record.links.values() for id_ in ids} - found
        new |= {record.side for record in records if record.side} - found
        found |= new
    return found


def _entity(entity: Entity, ontology: Ontology) -> Json:
    links = {
        link: list(ids)
        for link, ids in sorted(entity.links.items())
        if link in {*ontology.upward_links, ontology.containment}
    }
    return _filled(
        kind=entity.kind.value,
        name=entity.name,
        aliases=list(entity.aliases),
        links=links,
        side=entity.side,
        anonymous=entity.anonymous,
        note=entity.note,
    )


def _article(article: Article) -> Json:
    return _filled(
        title=article.title,
        publisher=article.publisher,
        agency=article.agency,
        coded_by=article.coded_by,
        undated=not article.is_dated,
        published=article.published.text,
        day=article.day,
        basis=article.published_basis if article.published_basis != "text" else None,
        url=article.url if (article.url or "").startswith(("https://", "http://")) else None,
    )


def _type(its: FactType, ontology: Ontology) -> Json:
    return {
        "id": its.id,
        "label": its.label,
        "roles": {role: ontology.roles[role].label for role in its.roles},
        "lasts": its.lasts,
        "parties": list(its.parties),
        "always": list(its.always),
        "functional": [role for role, rule in its.roles.items() if rule.max == 1],
        "bearer": its.bearer,
        "seat": its.seat,
        "upward": list(its.upward),
        "concerns": [role for role, rule in its.roles.items() if rule.takes_fact],
        "holds": its.holds,
        "mutual": {
            role: [id_ for id_, it in ontology.concepts.items() if it.symmetric and rule.scheme in it.schemes]
            for role, rule in its.roles.items()
            if rule.scheme
        },
        "shortcuts": [
            {"source": s.source, "target": s.target, "edge": s.edge, "layer": s.layer} for s in its.shortcuts
        ],
    }


def _status(status: Status, ontology: Ontology) -> Json:
    label = ontology.statuses[status.value].label
    shape, fill, _ = LOOKS[status]
    return {
        "id": status.value, "label": label, "row": ROWS[status], "accepted": status.can_be_accepted,
        "mark": f"{shape} {fill}",
    }  # fmt: skip


def _claim(claim: Claim, teller: Teller, text: str | None) -> Json:
    return _filled(
        article=claim.article,
        id=claim.id,
        fact=claim.fact,
        type=claim.type,
        stance=claim.stance.value,
        scope=claim.scope.value if claim.scope is not Scope.FACT else None,
        roles={role: list(named) for role, named in claim.roles.items()},
        when=_when(claim.when),
        speaker=list(claim.speaker),
        via=list(claim.via),
        said=_when(claim.said),
        document=claim.document,
        label=claim.label,
        mode=claim.mode,
        part_of=claim.part_of,
        fulfils=claim.fulfils,
        values={name: _filled(low=its.low, high=its.high, unit=its.unit) for name, its in claim.values.items()},
        qualifier=claim.qualifier,
        note=claim.note,
        sentence=teller.claim(claim),
        evidence=[_evidence(span, text) for span in claim.evidence],
    )


def _evidence(span: Evidence, text: str | None) -> Json:
    if span.row is not None:
        return {"row": span.row}
    return _filled(
        at=[span.start, span.end],
        kind=span.kind.value if span.kind is not EvidenceKind.TEXT else None,
        text=text[span.start : span.end] if text else None,
    )


def _when(when: When | None) -> Json | None:
    if when is None:
        return None
    its = when
    return _filled(
        text=its.text, earliest=its.earliest, latest=its.latest, interval=its.interval, begins=its.begins, ends=its.ends
    )


def _filled(**fields: object) -> Json:
    """Leave out fields that are empty, None or False."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {}, False)}
