"""The order in which claims are told: by the day they were published, the oldest first.

The page puts them in the same order (`inOrder` in `kg/view/web/findings.js`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.model.records import Article, Claim, Evidence, EvidenceKind

_DIGITS = 15  # of the number of a row: JavaScript has no larger numbers


def oldest_first(claims: Iterable[Claim], articles: Mapping[str, Article]) -> list[Claim]:
    """Put claims in the order in which they are told.

    Parameters
    ----------
    claims
        In whatever order.
    articles
        By id: at least those of the claims.

    Returns
    -------
    list
        By the day on which their article was published, then by its id, then by where they stand in it: where the
        text itself tells them, not its headline, and in a table by the number of the row. A photo from the archive
        tells nothing of its own, and comes last in its article.
    """

    def place(claim: Claim) -> tuple[str, str, bool, int, str]:
        told = [span for span in claim.evidence if span.row is not None or span.kind is EvidenceKind.TEXT]
        is_photo = all(span.row is None and span.kind is EvidenceKind.FILE_PHOTO for span in claim.evidence)
        at = min(map(_at, told or claim.evidence), default=0)
        return articles[claim.article].day, claim.article, is_photo, at, claim.id

    return sorted(claims, key=place)


def _at(span: Evidence) -> int:
    if span.row is None:
        return span.start
    return int(span.row) if len(span.row) <= _DIGITS and span.row.isascii() and span.row.isdigit() else 0
