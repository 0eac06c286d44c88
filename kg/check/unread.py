"""What a file that could not be read brings about in others: names that may stand in it are counted there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from kg.annotation.document import Document
from kg.base.errors import WARNING, Fault, Place
from kg.base.hints import MEANT, counted

_NOT_FOUND = re.compile(rf"(?:{re.escape(WARNING)}no|unknown) (entity|fact|entity or fact) (?:`|is called)")


def folded(faults: Iterable[Fault], documents: Iterable[Document]) -> list[Fault]:
    """Put one fault at each file that could not be read, for all names not found that may stand in it.

    Parameters
    ----------
    faults
        Of a project, in any order.
    documents
        Its files, as read.

    Returns
    -------
    list
        The faults by place. Each name that is not found, is like none that was read, and may stand in a file that could
        not be read is counted at the first such file, and left out: it is most likely there.

    >>> unread = Document("sources/entities.yaml", unread=True)
    >>> unknown = Fault(Place("sources/thenews.yaml", 7, 3), "unknown entity `kyiv`", "add it")
    >>> print(*folded([unknown], [unread]))
    sources/entities.yaml:1:1: 1 name not found: not all of this file could be read
      hint: mend this file first: what names something in it is refused until then
    """
    unread = {word: document for document in documents for word in document.may_hold}
    names: Counter[str] = Counter()
    kept = []
    for fault in faults:
        its = _NOT_FOUND.search(fault.fault) if unread and not fault.hint.startswith(MEANT) else None
        where = [unread[word].file for word in its[1].split(" or ") if word in unread] if its else []
        names.update(where[:1])
        kept += [] if where else [fault]
    told = {document.file: document for document in unread.values() if document.file in names}
    return sorted([*kept, *(_told(document, names[file]) for file, document in told.items())])


def _told(document: Document, number: int) -> Fault:
    what = f"{counted(number, 'name')} not found: not all of this file could be read"
    place = document.faults[0].place if document.faults else Place(document.file)
    return Fault(place, what, "mend this file first: what names something in it is refused until then")
