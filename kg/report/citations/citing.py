"""Citations of facts and claims: who says so, in which article and at which place, and how that stands.

A citation never says what is so. It tells each deciding claim by an attributed sentence, says beside it how its fact
stands, and leads to fact, claim and span by references that `kg verify` can check.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape

from msgspec import Struct

from kg.account.facts import FactAccount, Filler
from kg.account.standing import Standing
from kg.account.support import deniers
from kg.base.errors import NotFoundError, UsageError
from kg.base.hints import MOST_LISTED, meant, named, several, unknown
from kg.builder.manifest import name_of
from kg.model.records import Claim, Contested, Evidence
from kg.report.citations import bibliography, footnotes
from kg.report.citations.marks import NOT_COUNTED, NOT_READ, known_by
from kg.report.citations.references import ARTICLE, CLAIM, FACT, address, reference
from kg.report.doubts import denials, doubts_of, mark
from kg.report.facts import Row, disputed, exceptions, filler_words, rests_on_rows, wholes_row
from kg.snapshot.snapshot import Snapshot

FORMATS = ("md", "bibtex", "csl", "json")
_HASH = 16  # hexadecimal digits of a span's hash in a reference


class Citation(Struct, frozen=True):
    """A fact, or one claim on it, ready to be cited."""

    id: str  # of the fact, or the key of the claim
    fact: str
    label: str  # how the fact stands, in marks
    address: str
    reservations: tuple[str, ...]
    claims: tuple[Row, ...]  # with the sentence that tells each, and where it stands
    standing: Row

    def row(self) -> Row:
        """Give the JSON of `kg cite --format json`."""
        return {
            "id": self.id,
            "fact": self.fact,
            **self.standing,
            "label": self.label,
            "reservations": list(self.reservations),
            "address": self.address,
            "claims": list(self.claims),
        }


class Citations(Struct, frozen=True):
    """Citations in one format; `str()` of them is the text that `kg cite` prints."""

    citations: tuple[Citation, ...]
    format: str

    def __str__(self) -> str:
        """Write them in their format."""
        rows = self.row()
        if self.format == "md":
            return footnotes.markdown(rows)
        if self.format == "bibtex":
            return bibliography.bibtex(rows)
        return json.dumps(bibliography.csl(rows) if self.format == "csl" else rows, indent=2, ensure_ascii=False) + "\n"

    def __repr__(self) -> str:
        """Name what is cited."""
        return f"<Citations of {', '.join(its.id for its in self.citations[:MOST_LISTED])}>"

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"

    def row(self) -> list[Row]:
        """Give the JSON of `kg cite --format json`."""
        return [its.row() for its in self.citations]


def cite(snapshot: Snapshot, ids: str | Iterable[str], format: str = "md") -> Citations:
    """Cite facts and claims.

    Parameters
    ----------
    snapshot
        The whole, or a slice: statuses are those of the slice.
    ids
        Ids of facts, keys of claims (``article/claim``), or their addresses. A fact is cited by all claims that
        decided.
    format
        ``md`` (sentences with references and footnotes), ``bibtex``, ``csl`` (CSL-JSON) or ``json``.

    Returns
    -------
    Citations
        One of each id, in the order given.

    Raises
    ------
    UsageError
        If nothing is named, or there is no such format.
    NotFoundError
        If no fact or claim has an id; the nearest is named.
    """
    wanted = list(dict.fromkeys([ids] if isinstance(ids, str) else ids))
    if format not in FORMATS:
        raise UsageError(*unknown("format", format, FORMATS))
    if not wanted:
        raise UsageError("nothing to cite", "name facts, or claims as `article/claim`")
    return Citations(tuple(citation(snapshot, its) for its in wanted), format)


def citation(snapshot: Snapshot, id_: str) -> Citation:
    """Cite one fact or claim."""
    its = reference(id_, snapshot.project.names)
    if its is not None and its.kind in (FACT, CLAIM):
        id_ = its.id
    if "/" in id_:
        claim = claim_of(snapshot, id_)
        fact, told = snapshot.account.facts[claim.fact], [claim]
    else:
        fact = snapshot.fact(id_)
        told = snapshot.teller.in_order(snapshot.claims[key] for key in fact.basis or fact.claims)
        id_ = fact.fact
    return Citation(
        id_, fact.fact, label_of(snapshot, fact), fact_address(snapshot, fact), tuple(reservations(snapshot, fact)),
        tuple(cited(snapshot, fact, claim) for claim in told), standing_row(snapshot, fact),
    )  # fmt: skip


def claim_of(snapshot: Snapshot, key: str) -> Claim:
    """Look up a claim by its key.

    Raises
    ------
    NotFoundError
        If there is none; the nearest is named, or where its article's claims stand.
    """
    claim = snapshot.claims.get(key)
    if claim is not None:
        return claim
    raise NotFoundError(f"no such claim: {named(key)}", nearest_claim(snapshot, key))


def nearest_claim(snapshot: Snapshot, key: str) -> str:
    """Say which claim was probably meant by a key."""
    if key in snapshot.whole.claims:
        return "it is in the whole graph, and not in this slice"
    article, _, id_ = key.partition("/")
    if article not in snapshot.records.articles:
        return meant(key, snapshot.claims, meant(article, snapshot.records.articles, "`kg explain FACT` lists claims"))
    own = {its.id: its.key for its in snapshot.claims.values() if its.article == article}
    found = meant(id_, own)
    return found.replace("`", f"`{article}/", 1) if found else f"`kg query` or its file in `sources/` lists {article}'s"


def cited(snapshot: Snapshot, fact: FactAccount, claim: Claim) -> Row:
    """Give a claim on a fact as JSON: the sentence that tells it, how its fact stands, and where it stands itself."""
    article, reading = snapshot.records.articles[claim.article], snapshot.account.readings[claim.key]
    return {
        "claim": claim.key,
        "sentence": snapshot.teller.claim(claim),
        "stance": claim.stance.value,
        "speaker": list(claim.speaker or (article.narrator,)),
        "said": claim.said and claim.said.text,
        "voices": list(reading.voices),
        "outlet": reading.outlet,
        "counts": reading.counts,
        "read": claim.was_read,
        "label": label_of(snapshot, fact, claim),
        "address": claim_address(snapshot, fact, claim),
        "article": {
            "id": article.id,
            "title": article.title,
            "publisher": article.publisher,
            "publisher_name": snapshot.teller.name(article.publisher),
            "published": article.published.text if article.is_dated else None,
            "published_by": article.day,
            "language": article.language,
            "url": article.url,
            "archived": article.archived,
            "retrieved": article.retrieved,
            "text_sha256": article.text and article.text.sha256,
        },
        "evidence": [_evidence(snapshot, claim, span) for span in claim.evidence],
    }


def _evidence(snapshot: Snapshot, claim: Claim, span: Evidence) -> Row:
    its_address = span_address(snapshot, claim, span)
    if span.row is not None:
        return {"row": span.row, "sha256": span.sha256 or None, "address": its_address}
    return {
        "start": span.start, "end": span.end, "sha256": span.sha256, "kind": span.kind.value, "address": its_address,
    }  # fmt: skip


def standing_row(snapshot: Snapshot, fact: FactAccount) -> Row:
    """Give how a fact stands, and in which build, as JSON."""
    return {
        "type": fact.type,
        "status": fact.status.value,
        "contested": fact.contested and fact.contested.value,
        "accepted": fact.accepted,
        "read": not rests_on_rows(snapshot, fact.basis),
        "when": fact.when.text,
        "voices": list(fact.voices),
        "basis": list(fact.basis),
        "known_by": snapshot.cut.known_by,
        "build": name_of(snapshot.manifest) or None,
    }


def label_of(snapshot: Snapshot, fact: FactAccount, claim: Claim | None = None) -> str:
    """Say in marks how a fact stands, and what else is to be said of a claim on it."""
    words = [Standing.of(fact).text]
    if rests_on_rows(snapshot, fact.basis) or (claim is not None and not claim.was_read):
        words.append(NOT_READ)
    if claim is not None and not snapshot.account.readings[claim.key].counts:
        words.append(NOT_COUNTED)
    if snapshot.cut.known_by:
        words.append(known_by(snapshot.cut.known_by))
    return ", ".join(words)


def reservations(snapshot: Snapshot, fact: FactAccount) -> Iterable[str]:
    """Say what stands against a fact beside its status: conflicts, denials, wholes and fillers that stand worse."""
    doubts = doubts_of(snapshot, fact)
    yield from filter(None, [mark(doubts).removeprefix(", "), denials(doubts).removeprefix(" · ")])
    yield from (
        f"part of {its['fact']}, which is not accepted: {its['status']}" for its in wholes_row(snapshot, fact.fact)
    )
    doubted = disputed(fact)
    others = [its for its in exceptions(fact) if its in doubted or (fact.accepted and not its.accepted)]
    yield from (_filler(snapshot, its) for its in others[:MOST_LISTED])
    if len(others) > MOST_LISTED:
        yield f"{len(others) - MOST_LISTED:,} more fillers that stand otherwise than the fact"


def _filler(snapshot: Snapshot, filler: Filler) -> str:
    """Say how a filler stands, and who denies it."""
    against = deniers([filler], snapshot.account.readings)
    return filler_words(snapshot, filler) + (f", denied by {several(against)}" if against else "")


def fact_address(snapshot: Snapshot, fact: FactAccount) -> str:
    """Write the reference to a fact."""
    return address(
        FACT, fact.fact, snapshot.project.names, **_known(snapshot, fact, rests_on_rows(snapshot, fact.basis))
    )


def claim_address(snapshot: Snapshot, fact: FactAccount, claim: Claim) -> str:
    """Write the reference to a claim, which says how its fact stands."""
    known = _known(snapshot, fact, not claim.was_read or rests_on_rows(snapshot, fact.basis))
    known["counts"] = None if snapshot.account.readings[claim.key].counts else "no"
    return address(CLAIM, claim.key, snapshot.project.names, **known)


def _known(snapshot: Snapshot, fact: FactAccount, unread: bool) -> dict[str, str | None]:
    contested: Contested | None = fact.contested
    return {
        "status": fact.status.value,
        "contested": contested and contested.value,
        "read": "no" if unread else None,
        "counts": None,
        "known_by": snapshot.cut.known_by,
        "build": name_of(snapshot.manifest) or None,
    }


def span_address(snapshot: Snapshot, claim: Claim, span: Evidence) -> str:
    """Write the reference to a span of an article, or to a row."""
    fields: dict[str, str | None] = {"row": span.row} if span.row is not None else {"char": f"{span.start},{span.end}"}
    return address(ARTICLE, claim.article, snapshot.project.names, **fields, sha256=span.sha256[:_HASH] or None)
