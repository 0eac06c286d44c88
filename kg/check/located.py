"""Claims with the files in which they stand: the key by which each is known.

Also how many of them fall with entities that are refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set

from msgspec import Struct

from kg.annotation.document import Document
from kg.annotation.drafts import Draft
from kg.base.errors import WARNING, Place
from kg.base.findings import Finding, KeyPath
from kg.base.hints import counted
from kg.model.records import Article, Claim

NO_HEAD = 'add `{"article": {"id": …}}`, or mend it: until then its claims are refused'


class LocatedClaim(Struct, frozen=True):
    """A claim with the document, and the position in it, from which it was read; of a refused one, its draft."""

    claim: Claim
    document: Document
    position: int
    draft: Draft | None = None

    @property
    def path(self) -> KeyPath:
        """Where it stands in its document."""
        return ("claims", self.position)

    @property
    def names_fact(self) -> bool:
        """Whether it could be read which fact it speaks of."""
        return self.draft is None or self.draft.has("fact")

    def refused(self) -> LocatedClaim:
        """Give it as one that is refused, with all that could be read of it."""
        draft = self.draft or Draft(self.path, self.claim)
        return LocatedClaim(self.claim, self.document, self.position, draft)


def key_of(item: LocatedClaim, *, is_homed: bool) -> str:
    """Give the key of which there may be one claim only: its own, but for one without a head or an id of its own.

    >>> claim = Claim(article="a", id="b", fact="f", type="T", stance=None, evidence=())
    >>> item = LocatedClaim(claim, Document("x.jsonl"), 7)
    >>> key_of(item, is_homed=True), key_of(item, is_homed=False)
    ('a/b', 'x.jsonl a/b')
    """
    if item.draft is not None and not item.draft.has("id"):
        return f"{item.document.file} {item.position}"
    return item.claim.key if is_homed else f"{item.document.file} {item.claim.key}"


def without_head(claim: Claim) -> list[Finding]:
    """Say of a claim that its article has no head; nothing where its article's id could not be read."""
    fault = f"no sound head for the article `{claim.article}`"
    return [Finding(("article",), fault, NO_HEAD)] if claim.article else []


def given_twice(id_: str, first: Place | str) -> Finding:
    """Say of a claim that another one has its id, and where that stands."""
    fault = f"two claims with one id: `{id_}`, first at {first}"
    return Finding(("id",), fault, "a claim's id is unique in its article")


def fallen_with(claim: Claim, head: Article, refused: Set[str]) -> Set[str]:
    """Give the refused entities, by id, that a claim or its head names: it is refused with these."""
    return refused & named_by(claim, head)


def named_by(claim: Claim, head: Article) -> set[str]:
    """Give all entities, and concepts, that a claim and the head of its article name."""
    fillers = (filler for its in claim.roles.values() for filler in its)
    heads = (id_ for id_ in (head.publisher, head.agency, head.coded_by) if id_)
    return {*claim.speaker, *claim.via, *fillers, *heads}


def falling(
    claims: Iterable[LocatedClaim], heads: Mapping[str, Article], refused: Set[str]
) -> Iterator[tuple[str, Finding]]:
    """Say of each refused entity how many claims without a fault of their own are refused with it.

    Parameters
    ----------
    claims
        Those that are refused for what they name.
    heads
        Of their articles, by id.
    refused
        Ids of entities.

    Yields
    ------
    tuple
        The id of an entity, and a warning.
    """
    fallen = Counter(id_ for item in claims for id_ in refused & named_by(item.claim, heads[item.claim.article]))
    for id_, number in sorted(fallen.items()):
        what = f"{WARNING}{counted(number, 'claim')} refused with `{id_}`, which they or their articles name"
        yield id_, Finding((), what, "give each entity an id of its own: they have no other fault", at_key=True)


def located(documents: Iterable[Document]) -> Iterator[LocatedClaim]:
    """Give the claims of documents, sound or not, in the order of the files."""
    for document in documents:
        sound = zip(document.claim_index, document.claims, strict=True)
        items = [LocatedClaim(claim, document, position) for position, claim in sound]
        for draft in document.drafts:
            if isinstance(draft.record, Claim) and isinstance(position := draft.path[-1], int):
                items.append(LocatedClaim(draft.record, document, position, draft))
        yield from sorted(items, key=lambda item: item.position)
