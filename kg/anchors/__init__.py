"""Evidence between words and places: quotes to offsets and hash in the file itself; re-anchoring in an edited text."""

from kg.anchors.files import Anchored, anchor, repair

__all__ = ["Anchored", "anchor", "repair"]
