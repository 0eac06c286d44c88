"""Several annotations of one article: which of them is its reading. The others are checked, and never built.

`sources/ARTICLE.NAME.yaml` is the reading of whoever is called NAME, `sources/ARTICLE.yaml` the article's own. What two
annotators say of one article is never counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct, structs

from kg.annotation.document import Document
from kg.base.errors import WARNING, Fault
from kg.base.hints import listed
from kg.base.settings import Readings
from kg.check.project import Checked, check_used
from kg.ontology import Ontology

_NONE = Readings()


class Choice(Struct, frozen=True):
    """The files of a project by what becomes of them; `faults` says of which articles no reading is chosen."""

    used: list[Document]
    aside: list[Document]  # other readings of articles of which one is used
    undecided: list[Document]  # of articles of which nobody says which is to be used
    faults: list[Fault]

    @property
    def others(self) -> list[Document]:
        """All that are not used."""
        return [*self.aside, *self.undecided]

    @property
    def by_rank(self) -> list[Document]:
        """All, those that are used last: what they say of an article goes before what its other readings say."""
        return [*self.others, *self.used]


def check(
    documents: Iterable[Document], ontology: Ontology, texts: Path | None = None, readings: Readings = _NONE
) -> Checked:
    """Check the documents of a project, of several annotations of an article the one that is used.

    Parameters
    ----------
    documents
        As read; in any order.
    ontology
        The fact types, roles, links and concepts.
    texts
        The folder of the articles' texts, to verify evidence against; without it only bounds are checked.
    readings
        Which of several annotations is used.

    Returns
    -------
    Checked
        As `kg.check.project.check_used` gives it. The claims of articles of which nobody says which annotation is used
        are refused; those of others that are not used are set aside, and counted.
    """
    choice = choose(documents, readings)
    facts = {claim.fact for document in choice.others for claim in document.claims}
    found = check_used(choice.used, ontology, texts, facts)
    suggested = sum(document.suggested for document in choice.undecided)
    return structs.replace(
        found,
        faults=sorted({*found.faults, *choice.faults}),
        refused=found.refused + sum(document.claims_in for document in choice.undecided) - suggested,
        suggested=found.suggested + suggested,
        aside={document.file: document.claims_in for document in choice.aside},
    )


def check_all(
    documents: Sequence[Document], ontology: Ontology, texts: Path | None = None, readings: Readings = _NONE
) -> Checked:
    """Check as `check` does, and the readings that are not used as well: each once, in the place of the one that is.

    Returns
    -------
    Checked
        As `check` gives it, with the faults of all files.
    """
    checked = check(documents, ontology, texts, readings)
    faults = set(checked.faults)
    for others in rounds(choice := choose(documents, readings)):
        files = {document.file for document in others} - {document.file for document in choice.used}
        faults |= {fault for fault in check(others, ontology, texts).faults if fault.place.file in files}
    return structs.replace(checked, faults=sorted(faults))


def choose(documents: Iterable[Document], readings: Readings) -> Choice:
    """Choose one reading of each article.

    Parameters
    ----------
    documents
        As read, in any order.
    readings
        What `kg.toml` chooses. Of other articles it is the one without a name, or else the only one.

    >>> a, b = Document("sources/x.ab.yaml"), Document("sources/x.cd.yaml")
    >>> [its.file for its in choose([a, b], Readings({"x": "cd"})).used], choose([a], Readings()).used == [a]
    (['sources/x.cd.yaml'], True)
    >>> print(choose([b, a], Readings()).faults[0].fault)
    2 readings of `x`, and none is chosen: `sources/x.ab.yaml`, `sources/x.cd.yaml`
    """
    choice = Choice([], [], [], [])
    of: dict[str, list[Document]] = {}
    for document in documents:
        if document.reading_of:
            of.setdefault(document.reading_of, []).append(document)
        else:
            choice.used.append(document)
    for article, its in sorted(of.items()):
        _choose_one(article, sorted(its, key=lambda document: document.file), readings, choice)
    for article in sorted(readings.chosen.keys() - of.keys()):
        what = f"{WARNING}`readings` chooses one of `{article}`, of which there is no annotation"
        choice.faults.append(Fault(readings.place, what, "leave it out, or correct the article's id"))
    return choice


def _choose_one(article: str, its: Sequence[Document], readings: Readings, choice: Choice) -> None:
    names = sorted({document.reading for document in its})
    chosen = readings.chosen.get(article)
    if chosen is None and ("" in names or len(names) == 1):
        chosen = names[0]  # that without a name comes first
    if chosen in names:
        choice.used.extend(document for document in its if document.reading == chosen)
        choice.aside.extend(document for document in its if document.reading != chosen)
        return
    choice.undecided.extend(its)
    if chosen is not None:
        what = f"`readings` chooses `{chosen}` of `{article}`, which has no such reading"
        hint = f"there are {listed([name for name in names if name])}: until then the claims of all are refused"
        choice.faults.append(Fault(readings.place, what, hint))
        return
    files = ", ".join(f"`{document.file}`" for document in its)
    what = f"{len(its)} readings of `{article}`, and none is chosen: {files}"
    hint = (
        f'choose in `kg.toml`: `readings = {{{article} = "{names[0]}"}}`; or `kg adjudicate {its[0].file} '
        f"{its[1].file} -o sources/{article}.yaml`: until then the claims of all are refused"
    )
    choice.faults.append(Fault(its[0].place(), what, hint))


def rounds(choice: Choice) -> list[list[Document]]:
    """List what a project would hold with the other readings, so that these are checked too, each in some round."""
    waiting: dict[str, list[Document]] = {}
    for document in choice.others:
        waiting.setdefault(document.reading_of, []).append(document)
    found = []
    while waiting:
        now = {article: its.pop(0) for article, its in waiting.items()}
        found.append([*(its for its in choice.used if its.reading_of not in now), *now.values()])
        waiting = {article: its for article, its in waiting.items() if its}
    return found
