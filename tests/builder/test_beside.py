"""Work handed to a second process: all of it is done once, here or there, and what breaks there is noticed here."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.base.errors import StoreError
from kg.base.project import find
from kg.builder import article_files, pipeline
from kg.builder.workers import Beside, shared
from tests.bench import synthetic
from tests.conftest import ROOT


def repeating(times: int) -> Callable[[bytes], bytes]:
    return lambda question: question * times


def breaking(after: int) -> Callable[[bytes], bytes]:
    left = iter(range(after))
    return lambda question: question if next(left) >= 0 else b""


@pytest.fixture(autouse=True)
def from_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def test_the_other_process_answers_what_it_is_asked() -> None:
    with Beside("tests.builder.test_beside", "repeating", 3) as other:
        assert other.ask(b"ab") == b"ababab"
        assert other.ask(b"") == b""
        assert other.ask(b"x" * 1_000_000) == b"x" * 3_000_000


def test_that_the_other_process_breaks_is_noticed(capfd: pytest.CaptureFixture[str]) -> None:
    with Beside("tests.builder.test_beside", "breaking", 1) as other:
        assert other.ask(b"ab") == b"ab"
        with pytest.raises(OSError, match=r"^a process that helped has ended too early$"):
            other.ask(b"ab")
    assert "StopIteration" in capfd.readouterr().err, "and it says why"


def test_every_part_is_done_once_and_both_take_some() -> None:
    here, there = list[int](), list[int]()
    both = threading.Barrier(2, timeout=30)

    def work(found: list[int]) -> Callable[[int], int]:
        def take(part: int) -> int:
            if not found:
                both.wait()  # neither can take all before the other has begun
            found.append(part)
            return -part

        return take

    parts, told, telling = list(range(100)), list[int](), threading.Lock()

    def done(part: int) -> None:
        assert telling.acquire(blocking=False), "of one at a time"
        time.sleep(0.0005)
        told.append(part)
        telling.release()

    shared(parts, done, work(here), work(there))
    assert sorted(here + there) == list(range(100))
    assert sorted(told) == list(range(-99, 1))
    assert here
    assert there
    assert parts == []


@pytest.mark.parametrize("place", ["here", "there"])
def test_a_part_that_fails_ends_the_rest(place: str) -> None:
    done = list[int]()

    def fails(part: int) -> int:
        raise ValueError(f"part {part}")

    def works(part: int) -> int:
        time.sleep(0.001)
        return part

    with pytest.raises(ValueError, match=r"^part \d+$"):
        shared(list(range(100_000)), done.append, *((fails, works) if place == "here" else (works, fails)))
    assert len(done) < 100_000


def built(folder: Path) -> dict[str, bytes]:
    pipeline.build(find(folder))
    files = (path for path in (folder / "build/current/").rglob("*") if "store" not in path.parts[-2:][0])
    return {path.name: path.read_bytes() for path in files if path.is_file() and path.name != "store.json"}


def test_articles_that_the_other_process_did_not_write_are_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = synthetic.write(tmp_path / "project", 500)
    monkeypatch.setattr(article_files, "MANY", 1)
    monkeypatch.setattr(article_files, "processors", lambda: 2)
    monkeypatch.setattr(article_files, "shared", lambda parts, *_: parts.clear())
    with pytest.raises(StoreError, match=r"^of 10 articles 0 were written\n  hint: build again$"):
        pipeline.build(find(project))


@pytest.mark.parametrize("write", [synthetic.write, synthetic.write_lines])
def test_two_processes_write_the_same_bytes_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, int], Path]
) -> None:
    one = built(write(tmp_path / "one", 3_000))
    monkeypatch.setattr(article_files, "MANY", 1)
    monkeypatch.setattr(article_files, "processors", lambda: 2)
    asked = list[bytes]()
    ask = Beside.ask

    def noted(other: Beside, question: bytes) -> bytes:
        asked.append(question)
        return ask(other, question)

    monkeypatch.setattr(Beside, "ask", noted)
    two = built(write(tmp_path / "two", 3_000))
    assert asked[-1] == b"", "the end was told"
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_where_the_other_process_dies_the_previous_build_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = synthetic.write(tmp_path / "project", 500)
    before = built(project)
    (project / "ontology" / "more.ttl").write_text("# made anew, since the ontology is another\n", "utf-8")
    monkeypatch.setattr(article_files, "MANY", 1)
    monkeypatch.setattr(article_files, "processors", lambda: 2)
    ask = Beside.ask

    def killed(other: Beside, question: bytes) -> bytes:
        other._process.kill()
        return ask(other, question)

    monkeypatch.setattr(Beside, "ask", killed)
    with pytest.raises(StoreError, match=r"^cannot write the build: (a process that helped|Broken pipe)"):
        pipeline.build(find(project))
    kept = {path.name: path.read_bytes() for path in (project / "build/current/segments/articles").iterdir()}
    assert kept == {name: data for name, data in before.items() if name in kept}
    assert len(kept) == 10
