"""Entries of a file to records: an entity, an article's head, a claim with its evidence.

An entry is what stands in the file, as plain values, whatever format they came in.
"""

from __future__ import annotations

import re

from kg.annotation.record_fields import Fields, Findings, choice, many, table
from kg.annotation.scalars import (
    FieldError,
    count,
    day,
    digest,
    figure,
    file,
    flag,
    identifier,
    language,
    line,
    mapping,
    name,
    odd,
    prose,
    quote_of,
    sequence,
    stranger,
    term,
    url,
    when,
)
from kg.annotation.yaml_tree import Value
from kg.base.errors import WARNING
from kg.base.findings import Finding, KeyPath
from kg.base.hints import named
from kg.model.dates import When
from kg.model.records import Article, Claim, Entity, Evidence, EvidenceKind, Figure, Kind, Scope, Stance, Text

ENTITY = ("kind", "name", "aliases", "links", "identifiers", "single-holder", "side", "anonymous", "note")
HEAD = (
    "title", "publisher", "agency", "published", "published-basis", "url", "archived", "retrieved", "language",
    "annotator", "coded-by", "note", "text", "no-claims",
)  # fmt: skip
TEXT = ("file", "sha256", "characters")
CLAIM = (
    "id", "fact", "type", "label", "roles", "when", "speaker", "via", "document", "stance", "scope", "said", "mode",
    "part-of", "fulfils", "evidence", "values", "qualifier", "annotator", "note", "suggested",
)  # fmt: skip
JUDGEMENT = ("same", "different", "by", "day", "note", "taken-back")
TAKEN_BACK = ("by", "day", "note")
EVIDENCE = ("at", "sha256", "kind", "quote", "nth", "row")
NO_CLAIMS = ("at", "sha256", "quote", "nth")
UNKNOWN = "?"  # stands for an id that cannot be read
NO_DAY = When("9999-12-31", "9999-12-31", "9999-12-31")  # stands for a day of publication that cannot be read
_ANCHOR = "write `quote:`, and `kg anchor` turns it into `at` and `sha256`"


def _words(*words: str) -> dict[str, str]:
    return {word: word for word in words}


_kind = choice("kind", {str(kind): kind for kind in Kind})
_stance = choice("stance", {str(stance): stance for stance in Stance})
_scope = choice("scope", {str(scope): scope for scope in Scope})
_evidence_kind = choice("kind", {str(kind): kind for kind in EvidenceKind})
_basis = choice("basis", _words("text", "page", "external"))
_mode = choice("mode", _words("direct", "indirect", "presupposed", "implied"))
_ids = many(identifier, or_one=True)
_names = many(name, or_one=True)


def _some_ids(value: Value) -> tuple[str, ...]:
    try:
        ids = _ids(value)
    except FieldError as error:
        raise FieldError(*error.findings, partial=error.partial or (), lost=error.lost) from None
    if not ids:
        finding = Finding((), "an empty list", "name someone or something, or leave it out")
        raise FieldError(finding, partial=())
    return ids


_links = table(term, _some_ids)
_identifiers = table(identifier, line)
_figures = table(identifier, figure)
_GROUPED = re.compile(r"(?<![0-9.])[1-9][0-9]{0,2}\.[0-9]{2}0(?![0-9])")  # nobody writes decimals so


def read_entity(id_: str, value: Value, path: KeyPath, findings: Findings) -> Entity | None:
    """Read an entity.

    Parameters
    ----------
    id_
        Its id.
    value
        Its fields, as they stand in the file.
    path
        Where they stand.
    findings
        Where to note what is wrong.

    Returns
    -------
    Entity | None
        None if anything is wrong with it; warnings aside.

    >>> entity = read_entity("kyiv", {"kind": "Place", "name": "Kyiv"}, ("kyiv",), Findings())
    >>> entity.kind, entity.links
    (<Kind.PLACE: 'Place'>, {})
    """
    fields = Fields(value, path, ENTITY, findings)
    kind, known = fields.need("kind", _kind), fields.need("name", name)
    aliases = fields.take("aliases", _names, ())
    links, identifiers = fields.take("links", _links, {}), fields.take("identifiers", _identifiers, {})
    single_holder, anonymous = fields.take("single-holder", flag, False), fields.take("anonymous", flag, False)
    side, note = fields.take("side", identifier, None), fields.take("note", prose, "")
    for words, path in ((known, ("name",)), *((alias, ("aliases", at)) for at, alias in enumerate(aliases))):
        if words:
            _warn_of_mixed_scripts(fields, words, *path)
    entity = Entity(
        id=id_, kind=kind, name=known, aliases=aliases, links=links, identifiers=identifiers,
        single_holder=single_holder, side=side, anonymous=anonymous, note=note,
    )  # fmt: skip
    if not fields.sound:
        fields.refuse(entity)
        return None
    return entity


def read_article(id_: str, value: Value, path: KeyPath, findings: Findings) -> Article | None:
    """Read the head of an article.

    Parameters
    ----------
    id_
        Its id.
    value, path, findings
        As for `read_entity`.

    Returns
    -------
    Article | None
        None if anything is wrong with it.

    >>> value = {"title": "A visit", "publisher": "the-paper", "published": "2023-12-14"}
    >>> read_article("the-paper-2023-12-14", value, ("article",), Findings()).day
    '2023-12-14'
    """
    fields = Fields(value, path, HEAD, findings)
    coder = "" if fields.has("coded-by") else None  # a name that cannot be read is there all the same
    coded_by, agency = fields.take("coded-by", identifier, coder), fields.take("agency", identifier, None)
    title = fields.take("title", line, "") if fields.has("coded-by") else fields.need("title", line)
    publisher, note = fields.need("publisher", identifier), fields.take("note", prose, None)
    published, basis = fields.need("published", when, default=NO_DAY), fields.take("published-basis", _basis, "text")
    address, archived = fields.take("url", url, None), fields.take("archived", url, None)
    retrieved, tongue = fields.take("retrieved", day, None), fields.take("language", language, None)
    annotator, text = fields.take("annotator", line, None), _read_text(fields.within("text", TEXT))
    if text is None and fields.has("text"):
        coded_by = coded_by and ""  # whether a text was read cannot be said
    article = Article(
        id=id_, title=title, publisher=publisher, agency=agency, published=published, published_basis=basis,
        url=address, archived=archived, retrieved=retrieved, language=tongue, annotator=annotator, coded_by=coded_by,
        note=note, text=text, no_claims=_read_ticks(value, path, findings) if fields.has("no-claims") else (),
    )  # fmt: skip
    if not fields.sound:
        fields.refuse(article)
        return None
    return article


def read_claim(article: str, value: Value, path: KeyPath, findings: Findings) -> Claim | None:
    """Read a claim. One that is `suggested: true` is counted, read for faults of its values alone, and not kept.

    Parameters
    ----------
    article
        The id of the article that it stands in.
    value, path, findings
        As for `read_entity`.

    Returns
    -------
    Claim | None
        None if anything is wrong with it, or it is only suggested.

    >>> evidence = [{"at": ["0", "9"], "sha256": "0" * 64}]
    >>> value = {"id": "a", "fact": "talks", "type": "Talks", "stance": "denies", "evidence": evidence}
    >>> read_claim("the-paper-2023-12-14", value, ("claims", 0), Findings()).key
    'the-paper-2023-12-14/a'
    """
    fields = Fields(value, path, CLAIM, findings)
    fields.may_lack = fields.take("suggested", flag, False)
    id_ = fields.need("id", identifier, default=UNKNOWN)
    fact = fields.need("fact", identifier, default=UNKNOWN)
    type_ = fields.need("type", term, default=UNKNOWN)
    narrow = Scope.ROLES if fields.has("scope") else Scope.FACT  # a scope that cannot be read asks for no filler
    stance, scope = fields.need("stance", _stance), fields.take("scope", _scope, narrow)
    roles, label = fields.take("roles", _links, {}), fields.take("label", name, None)
    time, said = fields.take("when", when, None), fields.take("said", when, None)
    speaker, via = fields.take("speaker", _ids, ()), fields.take("via", _ids, ())
    document, mode = fields.take("document", identifier, None), fields.take("mode", _mode, None)
    part_of, fulfils = fields.take("part-of", identifier, None), fields.take("fulfils", identifier, None)
    qualifier, annotator = fields.take("qualifier", line, None), fields.take("annotator", line, None)
    note, evidence = fields.take("note", prose, None), _read_all_evidence(fields)
    values = _read_figures(fields)
    if fields.may_lack:
        findings.suggested += 1
        return None
    if fields.has("roles") and not roles:
        fields.lose("scope")  # whether it speaks of fillers cannot be said where none could be read
    claim = Claim(
        article=article, id=id_, fact=fact, type=type_, stance=stance, evidence=evidence, label=label, roles=roles,
        when=time, speaker=speaker, via=via, document=document, scope=scope, said=said, mode=mode, part_of=part_of,
        fulfils=fulfils, values=values, qualifier=qualifier, annotator=annotator, note=note,
    )  # fmt: skip
    if not fields.sound:
        fields.refuse(claim)
        return None
    return claim


def _read_text(fields: Fields | None) -> Text | None:
    if fields is None:
        return None
    hint = "`kg anchor` adds it"
    known, sha256 = fields.need("file", file), fields.need("sha256", digest, hint)
    characters = fields.need("characters", count, hint)
    return Text(file=known, sha256=sha256, characters=characters) if fields.sound else None


def _read_all_evidence(claim: Fields) -> tuple[Evidence, ...]:
    items = claim.each("evidence", EVIDENCE)
    if claim.need("evidence", lambda items: items, _ANCHOR) == [] and not claim.may_lack:
        claim.fault("a claim without evidence", _ANCHOR, "evidence")
    return tuple(map(_read_evidence, items))


def _read_ticks(head: dict[str, Value], path: KeyPath, findings: Findings) -> tuple[Evidence, ...]:
    """Read the sentences that are ticked off. One with a fault is lost alone: no claim of the article hangs on it."""
    path = (*path, "no-claims")
    try:
        items = sequence(head["no-claims"])
    except FieldError as error:
        findings.found += [Finding((*path, *it.path), it.text, it.hint, it.at_key) for it in error.findings]
        return ()
    ticks = []
    for number, item in enumerate(items):
        its = Findings()
        fields = Fields(item, (*path, number), NO_CLAIMS, its)
        tick = _read_span(fields, EvidenceKind.TEXT, "what is ticked off")
        ticks += [tick] if fields.sound else []
        findings.found += its.found
    return tuple(ticks)


def _read_evidence(fields: Fields) -> Evidence:
    if fields.has("row"):
        return _read_row(fields)
    return _read_span(fields, fields.take("kind", _evidence_kind, EvidenceKind.TEXT), "evidence")


def _read_span(fields: Fields, kind: EvidenceKind, word: str) -> Evidence:
    if fields.has("quote") and not (fields.has("at") and fields.has("sha256")):
        if not fields.may_lack:
            fields.fault(f"{word} is a quote: run `kg anchor`", "it writes `at` and `sha256` in its place", "quote")
            fields.lose()
        return Evidence(kind=kind)
    if fields.has("nth") and not fields.has("quote"):
        fields.fault("`nth` without a quote", "it says which of several places a `quote:` means", "nth", at_key=True)
    span, sha256 = fields.need("at", _span, _ANCHOR, (0, 0)), fields.need("sha256", digest, _ANCHOR)
    fields.take("quote", quote_of(sha256), "")
    return Evidence(start=span[0], end=span[1], sha256=sha256, kind=kind)


def _read_row(fields: Fields) -> Evidence:
    """Read evidence that is a row of a data set or table: nobody read it, so that it has no span."""
    for field in ("at", "kind", "quote", "nth"):
        if fields.has(field):
            hint = "nobody read a row: leave this out, or give a span in the row's place"
            fields.fault(f"a row has no `{field}`", hint, field, at_key=True)
    row, sha256 = fields.need("row", line, default=UNKNOWN), fields.take("sha256", digest, "")
    return Evidence(row=row, sha256=sha256)


def _span(value: Value) -> tuple[int, int]:
    items = sequence(value)
    if len(items) != 2:
        odd(f"expected two numbers, found {len(items)}", "write `at: [start, end]`, the end exclusive")
    findings = Findings()
    numbers = []
    for position, item in enumerate(items):
        try:
            numbers.append(count(item))
        except FieldError as error:
            findings.add_all((position,), error)
    findings.settle(None)
    return numbers[0], numbers[1]


def _read_figures(fields: Fields) -> dict[str, Figure]:
    """Read the figures of a claim; warn of one that looks as if its point set thousands apart: `250.000 EUR`."""
    figures = fields.take("values", _figures, {})
    written = fields.take("values", mapping, {}) if figures else {}
    for id_, its in figures.items():
        known = str(written.get(id_, ""))
        if _GROUPED.search(known):
            what = f"{WARNING}a point stands before decimals: {named(known)} is read as `{its}`"
            fields.fault(what, "write thousands without a point, and decimals without a 0 at their end", "values", id_)
    return figures


def _warn_of_mixed_scripts(fields: Fields, known: str, *path: str | int) -> None:
    if letter := stranger(known):
        what = f"{WARNING}mixed scripts: {named(known)} has {letter} among Latin letters"
        fields.fault(what, "write it in the letters of one script", *path)
