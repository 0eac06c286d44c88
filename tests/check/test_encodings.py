"""A file that is not UTF-8 gives one fault, which says what is refused with it; what follows from that is not told."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from kg.annotation.reader import read_source
from kg.annotation.source_text import SourceText, decode
from kg.check import Checked, check
from tests.check.test_check import ENTITIES, HEAD, ITS, claim

PAPER = HEAD.replace("Ministers", "Ministérs") + claim("a", "f") + claim("b", "g", stance="asert") + claim("c", "h")
NAMES = ENTITIES.replace("Ann Arbor", "Ann Árbor")
ENCODINGS = {
    "latin-1": b"", "cp1252": b"", "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE, "utf-32-be": codecs.BOM_UTF32_BE,
}  # fmt: skip


def of(paper: bytes, entities: bytes, texts: Path | None = None) -> Checked:
    sources = {"sources/entities.yaml": entities, "sources/paper.yaml": paper}
    return check([read_source(decode(data, name)) for name, data in sources.items()], ITS, texts)


@pytest.mark.parametrize(
    ("encoding", "mark"), [*ENCODINGS.items(), ("utf-16-le", b""), ("utf-16-be", b"")]
)  # nobody writes UTF-32 without its mark
def test_an_article_in_another_encoding_is_one_fault(encoding: str, mark: bytes, tmp_path: Path) -> None:
    found = of(mark + PAPER.encode(encoding), NAMES.encode(), tmp_path)
    (fault,) = found.faults
    assert fault.place.file == "sources/paper.yaml"
    assert fault.fault.startswith("not UTF-8 at byte ")
    assert fault.hint == "save the file as UTF-8; until then all of it is refused: 3 claims"
    assert (found.claims, found.refused) == ((), 3)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16-le", "utf-16-be"])
def test_entities_in_another_encoding_are_one_fault_for_all_claims(encoding: str) -> None:
    sound = HEAD + claim("a", "f") + claim("b", "g")
    found = of(sound.encode(), ENCODINGS[encoding] + NAMES.encode(encoding))
    (fault,) = found.faults
    assert fault.place.file == "sources/entities.yaml"
    assert fault.hint == (
        "save the file as UTF-8; until then all of it is refused: 5 entities, and the claims that name them"
    )
    assert (found.claims, found.refused) == ((), 2)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x00", b"\xff\xfe", b"a\x00b\x00\xff", b"\xfe\xff\xd8"])
def test_bytes_that_are_no_text_at_all_are_one_fault(data: bytes, tmp_path: Path) -> None:
    (fault,) = of(data, NAMES.encode(), tmp_path).faults
    assert fault.fault.startswith("not UTF-8 at byte ")
    assert fault.hint.endswith("refused: 0 claims")


def fallen(entities: str, *claims: str) -> list[str]:
    documents = [
        read_source(SourceText(f"sources/{name}.yaml", text))
        for name, text in {"entities": entities, "paper": HEAD + "".join(claims)}.items()
    ]
    found = check(documents, ITS)
    assert len(found.claims) + found.refused == len(claims)
    return [str(fault).splitlines()[0] for fault in found.faults]


def test_an_id_given_twice_says_how_many_claims_it_takes_along() -> None:
    twice = ENTITIES + "ann: {kind: Person, name: Ann again}\n"
    claims = claim("a", "f"), claim("b", "g", roles="{participant: [bo, north]}"), claim("c", "h", speaker="ann")
    assert fallen(twice, *claims) == [
        "sources/entities.yaml:2:1: warning: 2 claims refused with `ann`, which they or their articles name",
        "sources/entities.yaml:7:1: duplicate key `ann`, first at line 2",
    ]


def test_a_claim_with_a_fault_of_its_own_is_not_counted_as_taken_along() -> None:
    twice = ENTITIES + "ann: {kind: Person, name: Ann again}\n"
    assert [line for line in fallen(twice, claim("a", "f", type="Metting")) if "refused with" in line] == []
