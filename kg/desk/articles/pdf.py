"""The text of a PDF, page by page. Its dates say when the file was made, not when an article was published."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from typing import TYPE_CHECKING

from kg.base.errors import UsageError
from kg.base.hints import counted
from kg.base.installing import to_install
from kg.desk.articles.incoming import Incoming, SourceError
from kg.desk.articles.stated import Stated, Words, clean

if TYPE_CHECKING:
    from pypdf import PdfReader

_SCANNED = "recognise its words first, by `ocrmypdf FILE OUT.pdf` for example, or add them as text"
_JOINED = re.compile("[\ufb00-\ufb06]")  # ff, fi, fl, ffi, ffl, st: one sign in print, and nobody types it
_NO_DAY = "a PDF says when its file was made, not when it was published"


def pdf_words(its: Incoming) -> Words:
    """Read the words of a PDF, pages apart by an empty line, and the title that it states.

    Parameters
    ----------
    its
        What was given.

    Returns
    -------
    Words
        Its text as it stands in the order of the file.

    Raises
    ------
    SourceError
        If it is encrypted, has pictures of words and no words, or cannot be read.
    UsageError
        If pypdf is not installed.
    """
    try:
        import pypdf
    except ImportError as error:
        raise UsageError("pypdf, which reads PDF, is not installed", to_install("pypdf")) from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is no message of ours
    try:
        reader = pypdf.PdfReader(io.BytesIO(its.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _encrypted(its)
        pages = [_whole(page.extract_text()) for page in reader.pages]
        stated = _stated(reader)
    except (SourceError, MemoryError):
        raise
    except (pypdf.errors.DependencyError, pypdf.errors.FileNotDecryptedError) as error:
        raise _encrypted(its) from error
    except Exception as error:  # a broken file lets pypdf raise whatever it likes
        raise SourceError(f"`{its.shown}` cannot be read as PDF: {clean(str(error))}", "save it anew") from error
    empty = sum(not page.strip() for page in pages)
    if empty == len(pages):
        what = f"no words in `{its.shown}`: {counted(len(pages), 'page')} of pictures, as a scanner makes them"
        raise SourceError(what, _SCANNED)
    notes = (f"{counted(empty, 'page')} of {len(pages)} without words: pictures, perhaps",) if empty else ()
    return Words("\n\n".join(page.strip("\n") for page in pages if page.strip()) + "\n", stated, notes)


def _encrypted(its: Incoming) -> SourceError:
    return SourceError(f"`{its.shown}` is encrypted", "open it with its password, and save it without one")


def _whole(text: str) -> str:
    """Write halves of characters, which fonts of a PDF may give, as what is no character, and joined letters apart."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
    return _JOINED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), whole)


def _stated(reader: PdfReader) -> dict[str, Stated]:
    title = clean(str(reader.metadata.get("/Title") or "")) if reader.metadata else ""
    language = clean(str(reader.root_object.get("/Lang") or ""))
    return {
        "title": Stated(title, "the PDF's `/Title`" if title else "the PDF states none"),
        "language": Stated(language, "the PDF's `/Lang`" if language else "the PDF states none"),
        "published": Stated("", _NO_DAY),
    }
