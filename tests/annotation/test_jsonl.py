"""JSON Lines: the same records as YAML, as a stream; a fault names its line and stops no other."""

from __future__ import annotations

import gzip
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.annotation.compressed import zstd_module
from kg.annotation.document import Lines
from kg.annotation.reader import read, read_all
from kg.base.project import find
from kg.builder import pipeline
from tests.builder.test_build import bytes_of
from tests.conftest import ROOT, copied

SHA = "0" * 64
zstd = zstd_module()
ENTITY = '{"entity":{"id":"kyiv","kind":"Place","name":"Kyiv"}}'
ARTICLE = '{"article":{"id":"paper-1","title":"Talks","publisher":"paper","published":"2023-12-14"}}'
EVIDENCE = f'[{{"at":[0,4],"sha256":"{SHA}"}}]'
CLAIM = f'{{"claim":{{"article":"paper-1","id":"a","fact":"f","type":"T","stance":"asks","evidence":{EVIDENCE}}}}}'


def lines(folder: Path, *texts: str | bytes, name: str = "a.jsonl") -> Lines:
    """Write lines and read them."""
    path = folder / name
    path.write_bytes(b"\n".join(text if isinstance(text, bytes) else text.encode() for text in texts))
    document = read(path, folder)
    assert isinstance(document, Lines)
    return document


def faults(document: Lines) -> list[str]:
    return [str(fault) for fault in document.faults]


def as_lines(project: Path, folder: Path, suffix: str = ".jsonl") -> Path:
    """Copy a project with its sources as one file of JSON Lines."""
    shutil.copytree(project / "ontology", folder / "ontology")
    shutil.copy(project / "kg.toml", folder)
    (folder / "sources").mkdir()
    data = kg.open(project).export("jsonl").encode()
    packed = {".jsonl": data, ".jsonl.gz": gzip.compress(data), ".jsonl.zst": zstd.compress(data)}
    (folder / f"sources/all{suffix}").write_bytes(packed[suffix])
    return folder


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_yaml_to_json_lines_and_back_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    before = copied(ROOT, tmp_path / "yaml")
    graph = kg.build(before)
    after = as_lines(before, tmp_path / "lines", suffix)
    again = kg.build(after)
    assert again.records == graph.records
    left, right = bytes_of(before), bytes_of(after)
    del left["manifest.json"], right["manifest.json"]  # which names the files that the build is made of
    assert left == right
    assert again.export("jsonl") == graph.export("jsonl")


def test_the_claims_of_an_article_may_stand_in_any_file(tmp_path: Path) -> None:
    project = copied(ROOT, tmp_path / "yaml")
    whole = kg.build(project)
    apart = as_lines(project, tmp_path / "apart")
    everything = (apart / "sources/all.jsonl").read_text("utf-8").splitlines(keepends=True)
    (apart / "sources/all.jsonl").unlink()
    for number, line in enumerate(reversed(everything)):
        with (apart / f"sources/part{number % 3}.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(line)
    assert kg.build(apart).records == whole.records


def test_records_know_their_lines(tmp_path: Path) -> None:
    document = lines(tmp_path, ENTITY, "", ARTICLE, CLAIM)
    assert [entity.name for entity in document.entities] == ["Kyiv"]
    assert [article.day for article in document.heads] == ["2023-12-14"]
    assert (document.claim_index, document.claims_in) == ((4,), 1)
    assert str(document.place("kyiv", "name")) == "a.jsonl:1:1"
    assert str(document.place(*document.head_path("paper-1"), "url")) == "a.jsonl:3:1"
    assert str(document.place("claims", 4, "roles", "place", 0)) == "a.jsonl:4:1"


BROKEN = {
    '{"claim":{"id" "a"}}': "1:16: not JSON: Expecting ':' delimiter\n"
    "  hint: look at quotes, commas and braces: a record stands in one line",
    '{"claim":{"id":NaN}}': "1:16: not JSON: `NaN`\n  hint: leave the field out, or write a number",
    '{"entity":{"id":"a","id":"b"}}': "1:21: duplicate key `id`\n  hint: keep one of the two",
    '{"entity": {"id": "a", "name": "b", "id": "b"}}': "1:37: duplicate key `id`\n  hint: keep one of the two",
    '{"entiti":{}}': "1:2: expected one record, found `entiti`\n"
    '  hint: write `{"entity": {…}}`, `{"article": {…}}`, `{"claim": {…}}` or `{"judgement": {…}}`',
    "[1]": "1:1: expected one record, found no mapping\n"
    '  hint: write `{"entity": {…}}`, `{"article": {…}}`, `{"claim": {…}}` or `{"judgement": {…}}`',
    "[" * 100: "1:33: nested too deep\n  hint: 32 levels are allowed",
    '{"entity":[]}': "1:11: expected a mapping, found a list\n  hint: write pairs of `name: value`",
    '{"entity":{"kind":"Place","name":"Kyiv"}}': "1:1: no `id`\n  hint: add `id`",
    '{"entity":{"id":"kyiv","kind":"Place","name":null}}': "1:46: `name`: expected text, found nothing\n"
    "  hint: give it a value; a field that is optional may be left out",
    '{"entity":{"id":"kyiv","kind":"Place","name":12}}': "1:46: `name`: expected text, found a number\n"
    "  hint: write text",
    '{"entity":{"id":"kyiv","kind":"Place","name":"Ky\\u200biv"}}': "1:46: `name`: zero-width character U+200B in "
    "`Ky\\u200biv`\n  hint: take it out",
    '{"entity":{"id":"../kyiv","kind":"Place","name":"Kyiv"}}': "1:17: no id: `../kyiv`\n"
    "  hint: allowed: a-z, 0-9, -; for example `kyiv`",
    CLAIM.replace('"fact"', '"fakt"'): "1:1: no `fact`\n  hint: add `fact:`; `kg help fact`",
    CLAIM.replace('"article":"paper-1",', ""): "1:1: no `article`\n  hint: add `article`",
    CLAIM.replace("[0,4]", "[0,4.0]"): "1:99: `evidence[0].at[1]`: no count: `4.0`\n"
    "  hint: write a whole number from 0 in digits, nine at most",
}


@pytest.mark.parametrize("line", BROKEN, ids=range(len(BROKEN)))
def test_a_fault_names_its_line_and_the_others_are_read(tmp_path: Path, line: str) -> None:
    document = lines(tmp_path, line, ENTITY, CLAIM)
    assert faults(document)[0] == f"a.jsonl:{BROKEN[line]}"
    assert {fault.place.line for fault in document.faults} == {1}
    assert ([its.id for its in document.entities], [its.id for its in document.claims]) == (["kyiv"], ["a"])
    assert document.claims_in == 1 + ("claim" in line)


def test_bytes_that_are_not_utf8_are_placed(tmp_path: Path) -> None:
    document = lines(tmp_path, b'{"entity":{"id":"k","kind":"Place","name":"Jos\xe9"}}', ENTITY)
    assert faults(document) == ["a.jsonl:1:47: not UTF-8 at byte 46 of the line\n  hint: save the file as UTF-8"]
    assert len(document.entities) == 1


def test_a_line_over_the_limit_is_not_kept(tmp_path: Path) -> None:
    document = lines(tmp_path, CLAIM[:-2] + "x" * 3_000_000, ENTITY)
    assert faults(document) == [
        "a.jsonl:1:1: over the limit of 1,000,000 bytes a line\n  hint: a record stands in one line: shorten it"
    ]
    assert (len(document.entities), document.claims_in) == (1, 1)


def test_spaces_a_mark_crlf_and_decomposed_letters_change_nothing(tmp_path: Path) -> None:
    plain = lines(tmp_path, ENTITY.replace("Kyiv", "José"))
    spaced = ' {"entity": {"id": "kyiv", "kind": "Place", "name": "Jose\u0301"}} \r'
    other = lines(tmp_path, b"\xef\xbb\xbf" + spaced.encode(), b"\r", name="b.jsonl")
    assert (other.entities, other.faults) == (plain.entities, ())


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".zst", zstd.compress)])
def test_a_compressed_file_that_is_cut_off_says_so(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    noise = random.Random(1)
    many = "\n".join(ENTITY.replace("kyiv", f"k{noise.random()}".replace(".", "-")) for _ in range(20_000)).encode()
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(pack(many)[:-100])
    document = read(path, tmp_path)
    assert document.entities
    (fault,) = document.faults
    assert fault.fault.startswith("cannot be read further: ")
    assert fault.place.line == len(document.entities) + 1


def test_zstandard_frames_one_after_the_other_are_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.zst").write_bytes(zstd.compress(ENTITY.encode() + b"\n") + zstd.compress(b"[1]\n"))
    document = read(tmp_path / "a.jsonl.zst", tmp_path)
    assert [len(document.entities), *(fault.place.line for fault in document.faults)] == [1, 2]


def test_claims_without_a_head_are_refused_and_counted(tmp_path: Path) -> None:
    project = copied(ROOT, tmp_path / "project")
    (project / "sources/more.jsonl").write_text(CLAIM.replace("paper-1", "nowhere") + "\n" + CLAIM[:-1], "utf-8")
    built = pipeline.build(find(project))
    assert built.counts["refused"] == 2
    assert [str(fault).splitlines()[0] for fault in built.faults] == [
        "sources/more.jsonl:1:21: no sound head for the article `nowhere`",
        "sources/more.jsonl:1:58: unknown fact type `T`",
        f"sources/more.jsonl:2:{len(CLAIM)}: not JSON: Expecting ',' delimiter",
    ]


def test_two_records_of_one_id_are_told_apart_by_line(tmp_path: Path) -> None:
    project = copied(ROOT, tmp_path / "project")
    head = ARTICLE.replace('"paper"', '"arab-news"')
    (project / "sources/more.jsonl").write_text("\n".join([ENTITY, ENTITY, head, head]), "utf-8")
    built = pipeline.build(find(project))
    assert [str(fault).splitlines()[0] for fault in built.faults] == [
        "sources/more.jsonl:2:1: two entities with one id: `kyiv`, first in line 1",
        "sources/more.jsonl:4:1: two articles with one id: `paper-1`, first in line 3",
    ]


def test_every_file_that_ends_so_is_read(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    data = ENTITY.encode()
    packed = {"a.jsonl": data, "b.jsonl.gz": gzip.compress(data), "c.jsonl.zst": zstd.compress(data), "d.gz": data}
    for name, its in packed.items():
        (tmp_path / "sources" / name).write_bytes(its)
    found = read_all(tmp_path / "sources", tmp_path)
    assert [(its.file, len(its.entities)) for its in found] == [
        ("sources/a.jsonl", 1), ("sources/b.jsonl.gz", 1), ("sources/c.jsonl.zst", 1),
    ]  # fmt: skip
