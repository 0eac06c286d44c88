"""Checks evidence: whether the text is the version that was annotated, and the evidence the words that were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.base.errors import WARNING
from kg.base.findings import Finding, KeyPath
from kg.evidence import article_text, line_ends
from kg.model.records import Article, Claim, Evidence

_REPAIR = "`kg anchor --repair` finds the same words again; with `--old OLD-TEXT`, changed ones too"


def check_bounds(claim: Claim, article: Article) -> Iterator[Finding]:
    """Find evidence that is empty, reversed, or past the end of the text.

    Parameters
    ----------
    claim
        As read.
    article
        Its article; without `text` the end is not known.

    Yields
    ------
    Finding
        One for each faulty span.
    """
    yield from _bounds(claim.evidence, ("evidence",), "evidence", article)


def check_ticks(article: Article) -> Iterator[Finding]:
    """Find sentences ticked off (`no-claims`) that are empty, reversed, past the end of the text, or in no text at all.

    What is wrong with one refuses nothing: no claim of the article hangs on it.
    """
    if article.no_claims and article.coded_by is not None and article.text is None:
        fault = f"`no-claims` in what nobody read: `{article.id}` is coded by `{article.coded_by}` and names no text"
        yield Finding(("no-claims",), fault, "leave it out; or name the text: `text: {file: …}`")
    yield from _bounds(article.no_claims, ("no-claims",), "`no-claims`", article)


def _bounds(spans: Sequence[Evidence], path: KeyPath, word: str, article: Article) -> Iterator[Finding]:
    for position, span in enumerate(spans):
        if span.row is not None:
            continue
        at = (*path, position, "at")
        if span.start >= span.end:
            length = f"; the text has {article.text.characters} characters" if article.text else ""
            fault = f"{word} {_shown(span)} is {'empty' if span.start == span.end else 'reversed'}{length}"
            yield Finding(at, fault, "write `at: [start, end]`, the end exclusive")
        elif article.text is not None and span.end > article.text.characters:
            fault = f"{word} {_shown(span)} ends past the text's {article.text.characters} characters"
            yield Finding(at, fault, "write `quote:` and let `kg anchor` find the place")


def check_text(article: Article, folder: Path) -> tuple[str | None, list[Finding]]:
    """Read an article's text and compare it with the version that the article names.

    Parameters
    ----------
    article
        As read.
    folder
        The folder of texts.

    Returns
    -------
    tuple
        The text, or None if there is none to read; and what is wrong with it, or with the sentences ticked off in it.
        If only its line ends have changed, that is said, and the text given is that which was annotated.
    """
    text, found = _read(article, folder)
    words = () if text is None else _words(article.no_claims, ("no-claims",), "`no-claims`", article, text)
    return text, [*found, *words]


def _read(article: Article, folder: Path) -> tuple[str | None, list[Finding]]:
    if article.text is None and article.coded_by is not None:
        return None, []  # rows that nobody read: there is no text to compare them with
    if article.text is None:
        fault = f"{WARNING}not verified: `{article.id}` names no text"
        return None, [Finding((), fault, "name it: `text: {file: …}`, then run `kg anchor`")]
    try:
        text = article_text.read(folder, article.text.file)
    except article_text.MissingTextError as error:
        return None, [Finding(("text", "file"), f"{WARNING}not verified: {error.what}", error.hint)]
    except article_text.TextError as error:
        return None, [Finding(("text", "file"), error.what, error.hint)]
    if (annotated := line_ends.as_annotated(text, article.text.sha256)) is not None:
        return annotated, [Finding(("text", "sha256"), line_ends.CHANGED.format(article.text.file), line_ends.REPAIR)]
    if article_text.digest(text) != article.text.sha256:
        fault = f"the text has changed: `{article.text.file}` is not the version that was annotated"
        return text, [Finding(("text", "sha256"), fault, _REPAIR)]
    if len(text) != article.text.characters:
        fault = f"`characters: {article.text.characters}`, but `{article.text.file}` has {len(text)}"
        return text, [Finding(("text", "characters"), fault, f"write `characters: {len(text)}`")]
    return text, []


def check_words(claim: Claim, article: Article, text: str) -> Iterator[Finding]:
    """Find evidence whose hash is not that of the words that stand there.

    Parameters
    ----------
    claim
        As read.
    article
        Its article: spans that are faulty by its own account of the text are passed over (see `check_bounds`).
    text
        The text of its article.

    Yields
    ------
    Finding
        One for each span that does not fit.
    """
    yield from _words(claim.evidence, ("evidence",), "evidence", article, text)


def _words(spans: Sequence[Evidence], path: KeyPath, word: str, article: Article, text: str) -> Iterator[Finding]:
    end = article.text.characters if article.text else len(text)
    for position, span in enumerate(spans):
        if span.row is not None or span.start >= span.end or span.end > end:
            continue
        at = (*path, position)
        if span.end > len(text):
            fault = f"{word} {_shown(span)} ends past the text's {len(text)} characters"
            yield Finding((*at, "at"), fault, _REPAIR)
        elif article_text.digest(text[span.start : span.end]) != span.sha256:
            fault = f"the text has changed: the words at {_shown(span)} have another hash"
            yield Finding((*at, "sha256"), fault, _REPAIR)


def _shown(span: Evidence) -> str:
    return f"[{span.start}, {span.end}]"
