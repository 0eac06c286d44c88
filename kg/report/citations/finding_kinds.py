"""The kinds of what is found in a report: what is to be mended, and what is only to be known."""

from __future__ import annotations

import enum


class Kind(enum.StrEnum):
    """What a finding is about; docs/reports.md says it of each."""

    UNKNOWN = "unknown"
    MALFORMED = "malformed"
    MOVED = "moved"
    SPAN = "span"
    UNMARKED = "unmarked"
    VOICES = "voices"
    QUOTATION = "quotation"
    NESTED = "nested"
    OLDER = "older-build"
    RENAMED = "renamed"
    MARK = "mark"
    FOOTNOTE = "footnote"
    HTML = "html"
    LOOSE = "loose-quotation"
    OUTSIDE = "outside-evidence"
    UNCLOSED = "unclosed-quotation"
    NOT_COMPARED = "not-compared"

    @property
    def is_note(self) -> bool:
        """Whether nothing is wrong by it.

        >>> Kind.MOVED.is_note, Kind.OLDER.is_note
        (False, True)
        """
        return self in _NOTES


_NOTES = (
    Kind.OLDER, Kind.RENAMED, Kind.MARK, Kind.FOOTNOTE, Kind.HTML, Kind.LOOSE, Kind.OUTSIDE, Kind.UNCLOSED,
    Kind.NOT_COMPARED,
)  # fmt: skip
