"""The texts of articles, which stay outside the project: read exactly, hashed exactly, never normalised."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from kg.base.errors import KgError
from kg.model.records import Article


class TextError(KgError):
    """An article's text that cannot be read as what it should be."""


class MissingTextError(TextError):
    """An article's text that is not in the folder of texts."""


def digest(words: str) -> str:
    """SHA-256 of a text or of a span of it, in hexadecimal.

    >>> digest("met on Wednesday")[:8]
    'fa470532'
    """
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def is_quote_of(quote: str, sha256: str) -> bool:
    """Whether words have a hash, composed as files of annotations are read, or decomposed as some texts are.

    >>> is_quote_of("met on Wednesday", digest("met on Wednesday"))
    True
    """
    return sha256 in (digest(quote), digest(unicodedata.normalize("NFD", quote)))


def read(folder: Path, file: str) -> str:
    r"""Read an article's text as it stands: newlines, byte order mark and composed or decomposed letters alike.

    Parameters
    ----------
    folder
        The folder of texts.
    file
        As in the article's `text: {file: …}`: a path inside that folder. Names with letters composed and decomposed
        are the same names (archives made on macOS bring decomposed ones): annotations are kept composed.

    Returns
    -------
    str
        Every code point of the file, so that offsets and hashes are those of the file.

    Raises
    ------
    MissingTextError
        If there is no such file.
    TextError
        If the path leaves the folder, or the file is not UTF-8.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_bytes(b"One.\r\nTwo.")
    ...     read(Path(folder), "a.txt")
    'One.\r\nTwo.'
    """
    try:
        return path_of(folder, file).read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise TextError(f"text not UTF-8 at byte {error.start}: `{file}`", "save the text as UTF-8") from error
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise MissingTextError(f"no such text: `{file}`", f"put it into `{folder.name}/`, or correct `file`") from error
    except (OSError, ValueError) as error:
        raise TextError(f"text cannot be read: `{file}`", str(error)) from error


def path_of(folder: Path, file: str) -> Path:
    """Give the path of an article's text, whether there is one or not.

    Raises
    ------
    TextError
        If the path leaves the folder.

    >>> path_of(Path("texts"), "a.txt").as_posix()
    'texts/a.txt'
    """
    path = PurePosixPath(file)
    if path.is_absolute() or ".." in path.parts or "\\" in file:
        raise TextError(f"text outside the folder of texts: `{file}`", "name a file inside the folder of texts")
    return _found(folder, path.parts)


def read_all(folder: Path, articles: Iterable[Article]) -> dict[str, str]:
    """Read the text of each article that has one; article -> text."""
    return {article.id: read(folder, article.text.file) for article in articles if article.text}


def _found(folder: Path, names: tuple[str, ...]) -> Path:
    """Follow names from a folder; where there is none written like that, one that is the same when composed."""
    for name in names:
        here = folder / name
        if not here.exists() and folder.is_dir():
            composed = unicodedata.normalize("NFC", name)
            same = (path for path in sorted(folder.iterdir()) if unicodedata.normalize("NFC", path.name) == composed)
            here = next(same, here)
        folder = here
    return folder
