"""Whether an endpoint holds what was written to it: by counts, and by a checksum of the statements read back.

Statements are read back by their subjects, so that no answer is longer than what a server gives at once; that there
are no others is told by their count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.rdf.canonical import Coercions, canonical
from kg.remote.client import Fields
from kg.remote.endpoint import Endpoint

_STATEMENTS, _SUBJECTS = 800, 50  # read back at a time

Statements = Mapping[str, Sequence[str]]  # canonical ones, by subject as N-Triples writes it


class Holding:
    """What an endpoint holds in one graph.

    Parameters
    ----------
    endpoint
        Which is asked.
    graph
        Its IRI; empty: the default graph.
    coercions
        What its server makes of literals.
    """

    def __init__(self, endpoint: Endpoint, graph: str, coercions: Coercions) -> None:
        self._endpoint, self._coercions = endpoint, coercions
        self._before, self._after = (f"GRAPH <{graph}> {{ ", " }") if graph else ("", "")
        self._dataset: Fields = {}

    def count(self) -> int:
        """Count the statements."""
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ {self._before}?s ?p ?o{self._after} }}"
        return self._endpoint.count(text, self._dataset)

    def read(self, expected: Statements) -> Iterator[list[str]]:
        """Give what is there of the subjects that are expected, in the order of these.

        Returns
        -------
        iterator
            The canonical statements of each subject: those that are expected, where all of them are there and no others
            of these subjects.
        """
        for subjects in _together(expected):
            found = self._of(subjects)
            if len(subjects) > 1 and sum(map(len, found.values())) < sum(len(expected[each]) for each in subjects):
                found = {subject: self._of([subject])[subject] for subject in subjects}  # the answer may have been cut
            yield from (found[subject] for subject in subjects)

    def _of(self, subjects: Sequence[str]) -> dict[str, list[str]]:
        """Read the statements of some subjects."""
        listed = " ".join(subjects)
        text = f"SELECT ?s ?p ?o WHERE {{ {self._before}VALUES ?s {{ {listed} }} ?s ?p ?o{self._after} }}"
        found: dict[str, set[str]] = {subject: set() for subject in subjects}
        for row in self._endpoint.rows(text, self._dataset):
            found.setdefault(str(row[0]), set()).add(canonical(row, self._coercions))
        return {subject: sorted(its) for subject, its in found.items()}


def count_of(expected: Statements) -> int:
    """Count the statements that are expected."""
    return sum(map(len, expected.values()))


def _together(expected: Statements) -> Iterator[list[str]]:
    """Put subjects together, so many that their statements come in one answer."""
    gathered: list[str] = []
    size = 0
    for subject in expected:
        if gathered and (size + len(expected[subject]) > _STATEMENTS or len(gathered) == _SUBJECTS):
            yield gathered
            gathered, size = [], 0
        gathered.append(subject)
        size += len(expected[subject])
    if gathered:
        yield gathered
