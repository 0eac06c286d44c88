"""Web Annotations to claims: our own export, and what Hypothesis, Recogito and others write.

A file is a collection, a page, a list, one annotation, or an answer of Hypothesis' API. What an annotation of others
says that a claim has a place for is kept: a tag that names a fact type, a stance, or a role with who fills it
(its name, a colon, an entity), and comments as the note.

Sources: Web Annotation Data Model, W3C Recommendation 2017, sections 3 (annotations), 4.2 (selectors), 5 (collections);
Hypothesis API 1.0, "Annotations" (h.readthedocs.io).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.base.errors import Place
from kg.base.hints import counted
from kg.base.iris import VOCABULARIES
from kg.evidence.offsets import Unit
from kg.formats.imports.annotated import Annotations, Fields
from kg.formats.imports.documents import Document, DocumentError
from kg.formats.imports.placing import Target
from kg.formats.webannotation import HEAD
from kg.model.records import Scope, Stance

_PLAIN = {"kg:said": "said", "said:when": "when", "said:label": "label", "kg:mode": "mode", "kg:qualifier": "qualifier",
          "kg:annotator": "annotator", "kg:note": "note"}  # fmt: skip
_NAMES = {"kg:fact": "fact", "said:type": "type", "kg:document": "document", "said:partOf": "part-of",
          "said:fulfils": "fulfils"}  # fmt: skip
_LISTS = {"prov:wasAttributedTo": "speaker", "kg:via": "via"}
_ACTORS = ("publisher", "agency", "coded-by")
_LAST = re.compile(r"[^/#:]*$")
_OF_CLAIM = re.compile(r"(?:^|[/:])claim[/:]([^/]+)/([^/]+)$")
_COMMENTS = ("commenting", "replying", "describing", "assessing", "questioning", "")


def read(path: Path, into: Annotations, offsets: Unit | None) -> None:
    """Read a file of annotations.

    Parameters
    ----------
    path
        Of JSON, plain or packed; `-` is stdin.
    into
        Takes what it holds.
    offsets
        What positions count, where annotations do not say; None: what programs in a browser count, and a position
        without a quote says nothing.

    Raises
    ------
    DocumentError
        If it is no JSON.
    """
    hint = "name a file of Web Annotations, in JSON"
    try:
        whole = _plain(Document(path).read(Any, hint))
    except RecursionError as error:
        raise DocumentError(f"{Place(str(path))}: nested too deep", hint) from error
    if isinstance(whole, dict):
        for head in _many(whole.get("kg:articles")):
            _offer(head, into)
    for number, each in enumerate(_annotations(whole), 1):
        into.report.read += 1
        if not isinstance(each, dict):
            into.leave_out(f"number {number}", "no annotation, which is an object of JSON")
            continue
        _take(each, str(each.get("id") or f"number {number}"), into, offsets)


def _annotations(whole: Any) -> Iterator[Any]:  # noqa: ANN401 - anything may stand in a file
    """Give the annotations of a file, whatever holds them together."""
    if isinstance(whole, list):
        for each in whole:
            yield from _annotations(each)
    elif isinstance(whole, dict) and (
        held := next((n for n in ("first", "items", "rows", "@graph") if n in whole), "")
    ):
        yield from _annotations(whole[held])
    else:
        yield whole


def _take(its: Fields, name: str, into: Annotations, offsets: Unit | None) -> None:
    bodies = [body for body in _many(its.get("body")) if isinstance(body, dict)]
    claims = [body for body in bodies if "kg:Claim" in _many(body.get("type"))]
    if "references" in its:
        into.leave_out(name, "an answer to another annotation")
    elif claims:
        _take_own(its, claims[0], name, into)
        _note_others(claims[0], bodies, into)
    else:
        _take_foreign(its, bodies, name, into, offsets)


def _note_others(claim: Fields, bodies: list[Fields], into: Annotations) -> None:
    """Note what somebody put to a claim of ours, beside the tags that stood there."""
    type_ = into.ontology.types.get(_id(claim.get("said:type")))
    ours = {type_.label if type_ else "", _id(claim.get("kg:stance", ""))}
    tags = [tag for tag in _values(bodies, "tagging") if tag not in ours]
    comments = [body for body in bodies if body.get("purpose") in ("commenting", "replying")]
    for found, word in ((comments, "comment"), (tags, "tag")):
        if found:
            name = _key(claim)
            into.report.notes.append(f"{name}: {counted(len(found), word)} on a claim of ours left behind")


def _key(claim: Fields) -> str:
    """Give the key at the end of the IRI of a claim of ours; the IRI, if it is none of a claim."""
    found = _OF_CLAIM.search(_iri(claim))
    return "/".join(found.groups()) if found else _iri(claim)


def _take_own(its: Fields, body: Fields, name: str, into: Annotations) -> None:
    """Take an annotation that is a claim, as `kg export webannotation` wrote it."""
    known = _OF_CLAIM.search(_iri(body))
    if known is None:
        into.leave_out(name, "a claim whose IRI is none of a claim")
        return
    article, id_ = known.groups()
    name = f"{article}/{id_}"
    fields: Fields = {"id": id_}
    fields |= {field: body[term] for term, field in _PLAIN.items() if term in body}
    fields |= {field: _id(body[term]) for term, field in _NAMES.items() if term in body}
    fields |= {field: [_id(one) for one in _many(body[term])] for term, field in _LISTS.items() if term in body}
    fields["stance"] = _id(body.get("kg:stance", ""))
    if _id(body.get("kg:scope", "")) == f"scope-{Scope.ROLES.value}":
        fields["scope"] = Scope.ROLES.value
    roles = {role: body[f"said:{role}"] for role in into.ontology.roles if f"said:{role}" in body}
    if roles:
        fields["roles"] = {role: [_id(one) for one in _many(fillers)] for role, fillers in roles.items()}
    if figures := [one for one in _many(body.get("kg:value")) if isinstance(one, dict)]:
        fields["values"] = {str(one.get("kg:name")): _figure(one) for one in figures}
    targets = _own_targets(its, body)
    added = [target for target in _added(its, body) if target.exact]
    if added:
        fields["suggested"] = True  # somebody has put further words to it
    into.take(name, article, fields, [*targets, *added])


def _added(its: Fields, body: Fields) -> list[Target]:
    """Give the targets that are no evidence of ours: somebody added them."""
    ours = {_iri(piece) for piece in _many(body.get("kg:evidence"))}
    targets = [target for target in _many(its.get("target")) if isinstance(target, dict)]
    return [_target(target, None, others=Unit.UTF_16) for target in targets if _iri(target) not in ours]


def _own_targets(its: Fields, body: Fields) -> list[Target | Fields]:
    """Join each piece of evidence in the body with the target of the same IRI."""
    unit = next((unit for unit in Unit if unit.value == body.get("kg:offsets")), None)
    found = {_iri(target): target for target in _many(its.get("target")) if isinstance(target, dict)}
    targets: list[Target | Fields] = []
    for piece in _many(body.get("kg:evidence")):
        if not isinstance(piece, dict):
            continue
        sha256 = str(piece.get("kg:sha256") or "")
        if (row := piece.get("kg:row")) is not None:
            targets.append({"row": row, **({"sha256": sha256} if sha256 else {})})
            continue
        kind = str(piece.get("kg:evidenceKind") or "")
        place = _target(found.get(_iri(piece), {}), unit)
        targets.append(
            Target(
                place.exact, place.before, place.after, place.start, place.end, unit, sha256, kind.replace("text", "")
            )
        )
    return targets


def _take_foreign(its: Fields, bodies: list[Fields], name: str, into: Annotations, offsets: Unit | None) -> None:
    """Take what somebody annotated elsewhere, as a claim that is only suggested."""
    targets = [target for target in _many(its.get("target")) if isinstance(target, dict)]
    spans: list[Target | Fields] = [
        _target(target, offsets, others=Unit.UTF_16) for target in targets if target.get("selector")
    ]
    if not spans:
        into.leave_out(name, "it is about a page as a whole: there are no words in it")
        return
    source = next((_iri(target.get("source")) for target in targets if target.get("source")), _iri(its.get("uri")))
    article = _article(source, into)
    if article is None:
        hint = "say which article it is about: `--article ID`, or write the address as its `url:`"
        into.leave_out(name, f"no article of the project is at {source or 'no address'}", hint)
        return
    tags = [str(tag) for tag in _many(its.get("tags"))] + _values(bodies, "tagging", "classifying")
    comments = [str(its["text"])] if its.get("text") else _values(bodies, *_COMMENTS)
    fields: Fields = {"id": f"annotation-{hashlib.sha256(name.encode()).hexdigest()[:12]}", "suggested": True}
    fields |= _told(tags, into)
    others: list[str] = fields.pop("tags")
    remarks = [*comments, *([f"tags: {', '.join(others)}"] if others else []), f"annotation {name}"]
    fields["note"] = "\n".join(its.strip() for its in remarks)
    creator = its.get("user") or its.get("creator")
    creator = creator.get("name") or creator.get("id") if isinstance(creator, dict) else creator
    if isinstance(creator, str) and creator.strip():
        fields["annotator"] = creator.strip()
    into.take(name, article, fields, spans)


def _told(tags: list[str], into: Annotations) -> Fields:
    """Sort tags: a fact type, a stance, roles with who fills them, and all others."""
    types = {its.id.casefold(): its.id for its in into.ontology.types.values()}
    types |= {its.label.casefold(): its.id for its in into.ontology.types.values()}
    stances = {stance.value: stance.value for stance in Stance}
    names = {name.casefold(): its.id for its in into.entities.values() for name in (its.name, its.id)}
    told: Fields = {"tags": []}
    for tag in tags:
        role, _, filler = (part.strip() for part in tag.partition(":"))
        word = tag.strip().casefold()
        if word in types and "type" not in told:
            told["type"] = types[word]
        elif word in stances and "stance" not in told:
            told["stance"] = stances[word]
        elif role in into.ontology.roles and filler.casefold() in names:
            told.setdefault("roles", {}).setdefault(role, []).append(names[filler.casefold()])
        elif tag.strip():
            told["tags"].append(tag.strip())
    if "roles" in told:
        told["roles"] = {role: [*dict.fromkeys(fillers)] for role, fillers in told["roles"].items()}
    return told


def _article(source: str, into: Annotations) -> str | None:
    """Find the article that an address or an IRI is about."""
    if into.only:
        return into.only
    return into.found(_addresses).get(_address(source)) if source else None


def _addresses(into: Annotations) -> dict[str, str]:
    """Give the articles by their IRIs and addresses; of two at one address, the first by id."""
    found: dict[str, str] = {}
    for id_, its in sorted(into.articles.items()):
        for address in (into.project.names.article(id_), its.url, its.archived):
            if address:
                found.setdefault(_address(address), id_)
    return found


def _address(text: str) -> str:
    """Give an address without what does not say which page it is: scheme, fragment, a last slash."""
    return text.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/").casefold() or text


def _target(its: Fields, unit: Unit | None, others: Unit | None = None) -> Target:
    """Read the selectors of a target; where a unit is not said, a position counts in others' only to choose by."""
    exact = before = after = ""
    start = end = None
    for selector in _many(its.get("selector")):
        if not isinstance(selector, dict):
            continue
        if selector.get("type") == "TextQuoteSelector":
            exact, before, after = (str(selector.get(part) or "") for part in ("exact", "prefix", "suffix"))
        elif selector.get("type") == "TextPositionSelector":
            start, end = (at if isinstance(at := selector.get(part), int) else None for part in ("start", "end"))
    return Target(exact, before, after, start, end, unit or (others if exact else None))


def _values(bodies: list[Fields], *purposes: str) -> list[str]:
    return [str(body["value"]) for body in bodies if body.get("value") and str(body.get("purpose") or "") in purposes]


def _offer(head: Any, into: Annotations) -> None:  # noqa: ANN401 - anything may stand in a file
    if not isinstance(head, dict):
        return
    fields = {field: head[term] for term, field in HEAD.items() if term in head}
    fields |= {field: _id(fields[field]) for field in _ACTORS if field in fields}
    if isinstance(text := head.get("kg:text"), dict):
        names = {"file": "kg:file", "sha256": "kg:textSha256", "characters": "kg:characters"}
        fields["text"] = {field: text.get(term) for field, term in names.items()}
    into.offer_head(_id(head), fields)


def _figure(its: Fields) -> str:
    low, high, unit = (its.get(term) for term in ("kg:low", "kg:high", "kg:unit"))
    number = str(low) if low == high else f"{'' if low is None else low}..{'' if high is None else high}"
    return f"{number} {unit}" if unit else number


def _plain(value: Any) -> Any:  # noqa: ANN401 - anything may stand in a file
    """Write JSON-LD as we do: prefixes for IRIs of terms, `id` for `@id`, lists and values as they are."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    for wrapper in ("@list", "@set", "@value"):
        if wrapper in value:
            return _plain(value[wrapper])
    return {_short(name): _plain(each) for name, each in value.items() if name != "@context"}


def _short(term: str) -> str:
    if term in ("@id", "@type", "@value"):
        return term[1:]
    for prefix in ("kg", "said", "prov", "schema"):
        if term.startswith(VOCABULARIES[prefix]):
            return f"{prefix}:{term.removeprefix(VOCABULARIES[prefix])}"
    return term


def _many(value: Any) -> list[Any]:  # noqa: ANN401 - anything may stand in a file
    return value if isinstance(value, list) else [] if value is None else [value]


def _iri(value: Any) -> str:  # noqa: ANN401 - anything may stand in a file
    its = value.get("id") if isinstance(value, dict) else value
    return its if isinstance(its, str) else ""


def _id(value: Any) -> str:  # noqa: ANN401 - anything may stand in a file
    """Give the id at the end of an IRI."""
    found = _LAST.search(_iri(value))
    return found[0] if found else ""
