"""Files named by paths and by URIs, whatever stands in their names; and those that are damaged, named so too."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

import kg
from kg.annotation.compressed import zstd_module
from kg.annotation.reader import read
from kg.base.errors import UnreadError, UsageError
from kg.base.uris import local_path
from kg.cli.main import run
from kg.spark.damage import placed
from kg.spark.listing import LINES, SourceFile, Sources
from tests.conftest import ROOT, copied
from tests.spark.test_command import Capture, parts, without_progress
from tests.spark.typed import Told, typed

STRAIT = ROOT / "tests" / "projects" / "strait"
ODD = ["a%20b", "a b", "100%", "a#b?", "a+b", "é [1]*{x}", "\u65e5\u672c", "a\\b 'c' \"d\"", "a=1"]
SWOLLEN = '{"entity": {"id": "swollen", "kind": "Place", "name": "Swollen"}}\n' + " \n" * 6_000_000
TRUNCATED = (
    "1: cannot be read further: Compressed file ended before the end-of-stream marker was reached\n"
    "  hint: the file is damaged or cut off: write it anew"
)
NOTHING_BUILT = ["nothing was built", "  hint: mend it, or take it away; an earlier build is kept"]
BUILD = ["build", "--on", "spark", "--master", "local[2]", "--project", "bare"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the same sources in many oddly named files, with others that are damaged, and an empty project."""
    root = tmp_path_factory.mktemp("named")
    bare = copied(STRAIT, root / "bare")
    graph = kg.build(bare)
    graph.export("parquet", root / "tables")
    records = graph.export("jsonl").splitlines(keepends=True)
    shutil.rmtree(bare / "sources")
    (bare / "sources").mkdir()
    for number, name in enumerate(ODD):
        (root / name).mkdir()
        (root / name / f"{name}.jsonl").write_text("".join(records[number :: len(ODD)]), "utf-8")
    claims = (root / "tables/claims.parquet").read_bytes()
    middle = len(claims) // 2
    (root / "tables/claims.parquet").write_bytes(claims[:middle] + bytes([claims[middle] ^ 1]) + claims[middle + 1 :])
    (root / "swollen.jsonl.gz").write_bytes(gzip.compress(SWOLLEN.encode(), mtime=0))
    packed = zstd_module().compress("".join(records).encode())
    (root / "cut.jsonl.zst").write_bytes(packed[: len(packed) // 2])
    return root


@pytest.fixture(scope="module")
def told(folder: Path, spark: Path, spark_environment: dict[str, str]) -> dict[str, Told]:
    """What came of lines that need Spark, typed in one process."""
    by_paths = [word for name in ODD[::2] for word in ("--from", name)]
    uris = [f"file://{folder}/a b", *((folder / name / f"{name}.jsonl").as_uri() for name in ODD[3::2])]
    by_uris = [word for uri in uris for word in ("--from", uri)]
    lines = {
        "odd": [*BUILD, *by_paths, *by_uris, "--out", (folder / "out é %41#[1]").as_uri()],
        "swollen": [*BUILD, "--from", "swollen.jsonl.gz"],
        "cut": [*BUILD, "--from", (folder / "cut.jsonl.zst").as_uri()],
        "flipped": [*BUILD, "--from", "tables"],
    }
    answers = typed(spark, spark_environment, list(lines.values()), folder)
    return dict(zip(lines, answers, strict=True))


@pytest.mark.parametrize("name", ODD)
def test_a_path_is_taken_as_it_stands_and_a_uri_is_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    assert local_path(str(path)) == local_path(path.as_uri()) == local_path(f"file:{path.as_uri()[7:]}") == path


def test_a_name_that_is_no_utf_8() -> None:
    with pytest.raises(UsageError) as caught:
        local_path("a\udcff")
    assert str(caught.value) == "not UTF-8: `a\\udcff`\n  hint: rename it"


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("file:///a#b", "no address of a file: `file:///a#b`\n  hint: write `%23` for `#`, or give its path"),
        ("hdfs://h/a?b", "no address of a file: `hdfs://h/a?b`\n  hint: write `%3F` for `?`, or give its path"),
        ("file:///100%", "no address of a file: `file:///100%`\n  hint: write `%25` for `%`, or give its path"),
        ("file:///%ff", "no address of a file: `file:///%ff`: its codes are no UTF-8\n  hint: rename it"),
        ("file:///a%00", "no address of a file: `file:///a%00`\n  hint: leave `%00` out"),
        (
            "file://host/a",
            "no address of a file: `file://host/a`\n  hint: write `file:///folder/name`, or give its path",
        ),
        ("file:a", "no address of a file: `file:a`\n  hint: write `file:///folder/name`, or give its path"),
    ],
)
def test_what_is_no_address_of_a_file(
    uri: str, told: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr("kg.base.installing.need_installed", lambda *_: None)
    for option in ("--from", "--out"):
        assert run([*BUILD, option, uri]) == 2
        assert capsys.readouterr() == ("", f"{told}\n")


def test_odd_names_are_read_and_written(told: dict[str, Told], folder: Path, tmp_path: Path) -> None:
    its, out = told["odd"], folder / "out é %41#[1]"
    assert (its.code, without_progress(its.err)[-1]) == (0, f"wrote {out.as_uri()}; next: `kg facts --project '{out}'`")
    graph = kg.build(copied(STRAIT, tmp_path))
    assert parts(out).decode() == graph.export("nquads")
    assert kg.open(out.as_uri()).account.facts.keys() == graph.account.facts.keys()
    inputs = json.loads((out / "manifest.json").read_text("utf-8"))["inputs"]
    assert {
        "a%20b/a%20b.jsonl",
        f"file://{folder}/a b/a%20b.jsonl",
        f"{folder.as_uri()}/a%23b%3F/a%23b%3F.jsonl",
    } <= inputs.keys()


def test_a_file_that_unpacks_to_far_too_much_is_refused_as_on_one_machine(
    told: dict[str, Told], folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    project = copied(STRAIT, tmp_path)
    shutil.rmtree(project / "sources")
    (project / "sources").mkdir()
    shutil.copy(folder / "swollen.jsonl.gz", project / "sources")
    assert run(["build", "--project", str(project)]) == 1
    said = capsys.readouterr().err
    begun = len(SWOLLEN.partition("\n")[0]) + 1
    assert said.startswith(
        f"sources/swollen.jsonl.gz:{(10_000_000 - begun) // 2 + 2}:1: cannot be read further: unpacks to more than 200 "
        "times its size\n  hint: if all of it is meant, keep it uncompressed\nnothing was built\n"
    )
    its = told["swollen"]
    assert (its.code, without_progress(its.err)) == (1, said.removeprefix("sources/").splitlines())


def test_what_is_damaged_is_named_as_it_was_asked_for(told: dict[str, Told], folder: Path) -> None:
    cut, flipped = told["cut"], told["flipped"]
    name = (folder / "cut.jsonl.zst").as_uri()
    assert (cut.code, without_progress(cut.err)) == (1, [*f"{name}:1:{TRUNCATED}".splitlines(), *NOTHING_BUILT])
    assert flipped.code == 1
    first, *others = without_progress(flipped.err)
    assert first == "tables/claims.parquet:1:1: cannot be read further: its bytes are not those that were written"
    assert others == ["  hint: the file is damaged or cut off: write it anew", *NOTHING_BUILT]
    assert not (folder / "bare/build/spark/manifest.json").exists()


SPOKE = type("SparkException", (Exception,), {"__module__": "pyspark.errors.exceptions.captured"})
GONE = "[FAILED_READ_FILE.FILE_NOT_EXIST] Encountered error while reading file {}. File does not exist. SQLSTATE: KD001"


@pytest.mark.parametrize(
    ("is_there", "said"),
    [
        (False, "gone.jsonl:1:1: no such file\n  hint: give the path of a file that can be read"),
        (
            True,
            "gone.jsonl:1:1: cannot be read further: a worker of Spark has no such file\n"
            "  hint: every worker must find it under that path",
        ),
    ],
)
def test_a_file_that_vanishes(is_there: bool, said: str, tmp_path: Path) -> None:
    path = tmp_path / "gone é.jsonl"
    if is_there:
        path.write_text("{}\n", "utf-8")
    sources = Sources(
        (SourceFile("gone.jsonl", f"file:{path}", LINES), SourceFile("a", f"file:{tmp_path}/gone", LINES))
    )
    with pytest.raises(UnreadError) as caught, placed(sources):
        raise SPOKE(GONE.format(path.as_uri()))
    assert str(caught.value).partition("\nnothing was built")[0] == said


def test_a_compressed_file_of_no_bytes_is_cut_off(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").touch()
    sources = Sources((SourceFile("a.jsonl.gz", f"file:{tmp_path}/a.jsonl.gz", LINES),))
    with pytest.raises(UnreadError) as caught, placed(sources):
        pass
    assert str(caught.value).partition("\nnothing was built")[0] == f"a.jsonl.gz:1:{TRUNCATED}"
    (fault,) = read(tmp_path / "a.jsonl.gz", tmp_path).faults
    assert str(fault) == f"a.jsonl.gz:1:{TRUNCATED}"


def test_what_is_about_no_source_is_left_as_it_is(tmp_path: Path) -> None:
    sources = Sources((SourceFile("a.jsonl", f"file:{tmp_path}/a.jsonl", LINES),))
    for error in (SPOKE(GONE.format("file:///elsewhere.parquet")), SPOKE("No space left on device"), OSError("x")):
        with pytest.raises(type(error)), placed(sources):
            raise error
