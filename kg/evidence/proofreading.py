"""An annotation file with the words that its evidence points to, to be read side by side."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kg.annotation import source_text, yaml_places, yaml_tree
from kg.annotation.yaml_tree import Value
from kg.base.disk import hindrance, need_no_folder
from kg.base.errors import KgError, UsageError
from kg.base.folders import need_texts
from kg.evidence import article_text
from kg.evidence.spans import evidence_of, get, owner


class Shown(Struct, frozen=True):
    """A piece of evidence: the line in which it stands, and the words; or why they cannot be shown.

    Of a sentence that is ticked off, `no-claims` stands in the place of the claim's id.
    """

    line: int
    claim: str
    words: str | None
    why: str = ""


class Proof(Struct, frozen=True):
    """An annotation file, line by line, and the words of its evidence in order."""

    lines: list[str]
    evidence: list[Shown]


def proof(path: Path, texts: Path | None, root: Path) -> Proof:
    """Find the words that each piece of evidence of a file points to, in the text or in the `quote` beside it.

    Parameters
    ----------
    path
        A YAML file with an article and its claims; sound or not.
    texts
        The folder of texts; without it only quotes that stand in the file can be shown.
    root
        The project folder, to which places are relative.

    Returns
    -------
    Proof
        The file's lines, and its evidence.

    Raises
    ------
    UsageError
        If there is no such file or folder of texts, or the file is no YAML.
    KgError
        If the file cannot be read as YAML.
    """
    need_no_folder(path, "name a file in it")
    if found := hindrance(path):
        raise UsageError(f"`{path}`: {found[0]}", found[1])
    if path.suffix != ".yaml":
        raise UsageError(f"no annotation file: `{path}`", "name a YAML file with an article and its claims")
    need_texts(texts)
    source = source_text.load(path, root)
    tree = yaml_tree.read(source)
    if faults := [*source.faults, *tree.faults]:
        raise KgError(faults[0].fault, faults[0].hint, faults[0].place)
    values = tree.documents[0] if tree.documents else {}
    spans = yaml_places.spans(source)
    text, why = _text(values, texts)
    evidence = []
    for where, piece in evidence_of(values):
        line = yaml_places.place(source, spans, (*where, "at" if "at" in piece else "quote")).line
        evidence.append(Shown(line, owner(values, where), *_words(piece, text, why)))
    return Proof(source.text.replace("\r\n", "\n").split("\n"), evidence)


def _text(values: Value, texts: Path | None) -> tuple[str | None, str]:
    file = get(get(get(values, "article"), "text"), "file")
    if texts is None:
        return None, "no text to look into: add `--texts DIR`"
    if not isinstance(file, str):
        return None, "the article names no text"
    try:
        return article_text.read(texts, file), ""
    except article_text.TextError as error:
        return None, error.what


def _words(piece: dict[str, Value], text: str | None, why: str) -> tuple[str | None, str]:
    """Give the words of a piece of evidence, and what is to be said of them."""
    quote = piece.get("quote")
    match piece.get("at"):
        case [str(start), str(end)] if start.isdecimal() and end.isdecimal() and text is not None:
            words = text[int(start) : int(end)]
            if article_text.digest(words) == piece.get("sha256"):
                return words, ""
            return words, "other words than those that were annotated"
        case None:
            return quote, "not anchored" if quote else "a row, not read" if "row" in piece else "no place"
    return quote, "" if quote else why or "no place"
