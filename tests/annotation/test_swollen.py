"""Files that unpack to far more than they should, and runs of blank lines: read at once, or refused with the line."""

from __future__ import annotations

import gzip
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation.compressed import lines, zstd_module
from kg.annotation.reader import read
from tests.annotation.test_jsonl import ENTITY

zstd = zstd_module()
PACKERS = [(".gz", gzip.compress), (".zst", zstd.compress)]
SECONDS = 10  # of a test that takes a tenth of one, on a machine that does other things


@pytest.mark.parametrize(("suffix", "pack"), PACKERS)
@pytest.mark.parametrize("part", [b"\n", b" \n", b"\r\n", b"\t", b"\0"])
def test_a_file_that_unpacks_to_far_more_than_its_size_is_refused(
    tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes], part: bytes
) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    text = ENTITY.encode() + b"\n" + part * (50_000_000 // len(part))
    path.write_bytes(pack(text))
    begun = time.monotonic()
    document = read(path, tmp_path)
    assert time.monotonic() - begun < SECONDS
    assert document.unread
    assert document.entities
    (told,) = [its for its in document.faults if "cannot be read further" in its.fault]
    assert str(told).partition(": ")[2] == (
        "cannot be read further: unpacks to more than 200 times its size\n"
        "  hint: if all of it is meant, keep it uncompressed"
    )
    assert told.place.line == text.count(b"\n", 0, max(10_000_000, 200 * path.stat().st_size)) + 1


@pytest.mark.parametrize("blank", [b"\n", b" \n", b"\r\n", b"\t\t\n"])
def test_blank_lines_are_counted_and_cost_nothing(tmp_path: Path, blank: bytes) -> None:
    path = tmp_path / "a.jsonl"
    number = 10_000_000 // len(blank)
    path.write_bytes(blank * number + b"[1]\n")
    begun = time.monotonic()
    (fault,) = read(path, tmp_path).faults
    assert time.monotonic() - begun < SECONDS
    assert fault.place.line == number + 1


def test_alike_records_pack_well_and_are_read(tmp_path: Path) -> None:
    noise = random.Random(1)
    names = (ENTITY.replace("kyiv", f"k{noise.randrange(10**9)}") for _ in range(20_000))
    many = "\n".join(its.replace("Kyiv", "Kyiv " * 99 + "K") for its in names).encode()
    assert len(many) > 10_000_000
    assert len(gzip.compress(many)) < len(many) / 20
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(many))
    assert not read(tmp_path / "a.jsonl.gz", tmp_path).unread


@given(
    st.lists(st.sampled_from([b"", b" ", b"\r", b"a", b" bc", b"def ", b"     g", b"h" * 9, b" " * 9])), st.booleans()
)
def test_lines_are_those_of_split(tmp_path_factory: pytest.TempPathFactory, written: list[bytes], end: bool) -> None:
    path = tmp_path_factory.getbasetemp() / "split.jsonl"
    path.write_bytes(b"\n".join(written) + b"\n" * end)
    found = {number: line.removesuffix(b"\n") for number, line in lines(path, 5)}
    assert found == {number: line[:6] for number, line in enumerate(written, 1) if line.strip()}


def test_a_file_of_nothing_but_faults_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.annotation.jsonl_reader.MOST", 100)
    (tmp_path / "a.jsonl").write_bytes(b"x\n" * 1000)
    document = read(tmp_path / "a.jsonl", tmp_path)
    assert (len(document.faults), document.unread) == (102, True)
    assert next(str(its) for its in document.faults if its.place.line == 101) == (
        "a.jsonl:101:1: cannot be read further: more than 100 faults\n  hint: mend the others first"
    )
