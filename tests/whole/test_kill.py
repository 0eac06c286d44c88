"""Killed, out of disk, or damaged: the previous build stays whole, and what is not whole is found."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.base.disk import sha256
from kg.base.errors import StoreError
from kg.base.project import find
from kg.builder import pipeline, releases
from kg.builder.audit import check_store
from kg.builder.manifest import UNSEALED, manifest_of, verify
from kg.query.store import Store
from tests.bench import synthetic
from tests.conftest import ROOT

KILLS = int(os.environ.get("KG_KILLS", "6"))
FLIPS = int(os.environ.get("KG_FLIPS", "40"))
SEED = os.environ.get("KG_SEED", "1")
BUILD = "import sys; from pathlib import Path; from kg.builder import pipeline; from kg.base.project import find; " \
    "pipeline.build(find(Path(sys.argv[1])))"  # fmt: skip
BOUND = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (%d, %d)); "


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a project that is built; what is done to it must be mended."""
    project = synthetic.write(tmp_path_factory.mktemp("kill") / "project", 300)
    pipeline.build(find(project))
    return project


def retitle(project: Path, title: str) -> None:
    path = project / "sources/a000000.yaml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], f"  title: {title}\n", *lines[2:]]), "utf-8")


def test_killed_at_any_moment_a_whole_build_is_served(built: Path) -> None:
    expected = {}
    for title in ("One", "Two"):
        retitle(built, title)
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", BUILD, str(built)], check=True, cwd=ROOT)
        lasts = time.perf_counter() - start
        expected[title] = sha256(built / "build/manifest.json")
    draw, killed = random.Random(f"{SEED} kills"), 0
    for number in range(KILLS):
        retitle(built, ("One", "Two")[number % 2])
        if number % 3 == 0:
            shutil.rmtree(built / "build" / pipeline.DOCUMENTS, ignore_errors=True)
        running = subprocess.Popen([sys.executable, "-c", BUILD, str(built)], cwd=ROOT, stderr=subprocess.DEVNULL)
        time.sleep(draw.uniform(0.1, lasts))
        running.kill()
        killed += running.wait() == -9
        folder = releases.current(find(built))
        verify(folder)
        assert sha256(built / "build/manifest.json") in expected.values()
        assert len(Store.open(folder / "store", {})) == manifest_of(folder)["counts"]["quads"]
    print(f"kills: {KILLS} kills, {killed} before the end")
    assert killed
    pipeline.build(find(built))
    assert sha256(built / "build/manifest.json") == expected[("One", "Two")[(KILLS - 1) % 2]]
    assert len(list((built / "build/.builds").iterdir())) <= 2


@pytest.mark.parametrize("most", [1_000, 60_000, 150_000])
def test_out_of_disk_keeps_the_previous_build(built: Path, most: int) -> None:
    before = sha256(built / "build/manifest.json")
    retitle(built, f"Full {most}")
    program = BOUND % (most, most) + BUILD
    done = subprocess.run([sys.executable, "-c", program, str(built)], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert "StoreError: cannot write the build: " in done.stderr
    assert "hint: the previous build is kept" in done.stderr
    verify(releases.current(find(built)))
    assert sha256(built / "build/manifest.json") == before


def test_a_flipped_or_missing_byte_anywhere_is_found(built: Path) -> None:
    pipeline.build(find(built))
    folder = releases.current(find(built))
    kept = sorted((built / "build" / pipeline.DOCUMENTS).rglob("*"))
    paths = [path for path in [*sorted(folder.rglob("*")), *kept] if path.is_file() and path.name not in UNSEALED]
    draw = random.Random(f"{SEED} flips")
    check_store(built)
    for number in range(FLIPS):
        path = paths[number % len(paths)] if number < 2 * len(paths) else draw.choice(paths)
        whole = path.read_bytes()
        data = bytearray(whole)
        if number % 3 == 2 or not data:
            data = data[:-1] if data else bytearray(b"x")
        else:
            data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        path.write_bytes(bytes(data))
        with pytest.raises(StoreError, match=r"damaged|layout"):
            check_store(built)
        path.write_bytes(whole)
    print(f"flips: {FLIPS} flips")
    check_store(built)


def test_a_missing_file_is_found(built: Path) -> None:
    pipeline.build(find(built))
    folder = releases.current(find(built))
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in UNSEALED):
        whole = path.read_bytes()
        path.unlink()
        with pytest.raises(StoreError, match="damaged"):
            check_store(built)
        path.write_bytes(whole)
    check_store(built)
