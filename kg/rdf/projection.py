"""A claim as if it were the account: plain triples that SHACL can validate, each claim alone."""

from __future__ import annotations

from kg.base.iris import KG
from kg.model.records import Article, Claim
from kg.rdf.claims import article_lines
from kg.rdf.terms import TYPE, Terms


def projected(claim: Claim, article: Article, terms: Terms) -> list[str]:
    """Project a claim: what it says of its fact, in the account's own terms, beside the claim itself.

    Parameters
    ----------
    claim
        Whatever its stance: a denial is projected like an assertion.
    article
        Its head.
    terms
        Names, ontology and entities.

    Returns
    -------
    list
        Lines of N-Triples, in order: the claim, its evidence and article, the fact with type and roles, and the
        types of everything that these name.

    Source
    ------
    Shapes Constraint Language (SHACL), W3C Recommendation 2017, section 2.1 (focus nodes are found by their class).
    """
    graph = f" <{terms.names.article(article.id)}> ."
    lines = {line.removesuffix(graph) for line in article_lines(article, [claim], {}, terms)}
    fact = f"<{terms.names.fact(claim.fact)}>"
    lines.update(f"{fact} {TYPE} <{its}>" for its in terms.ontology.types[claim.type].ancestors)
    for role, fillers in claim.roles.items():
        lines.update(f"{fact} {terms.role(role)} {terms.filler(claim.type, role, filler)}" for filler in fillers)
    named = {filler for fillers in claim.roles.values() for filler in fillers}
    heads = filter(None, (article.publisher, article.agency, article.coded_by))
    for id_ in named | {*claim.speaker, *claim.via, *heads}:
        if id_ in terms.entities:
            kinds = terms.ontology.kind_ancestors(terms.entities[id_].kind)
            lines.update(f"<{terms.names.entity(id_)}> {TYPE} <{kind}>" for kind in kinds)
        elif id_ not in terms.ontology.concepts:
            lines.add(f"<{terms.names.fact(id_)}> {TYPE} <{KG}Fact>")
    return sorted(f"{line} ." for line in lines)
