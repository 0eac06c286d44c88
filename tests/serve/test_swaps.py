"""Builds that are replaced while the server answers: no answer is lost, and none is of two builds.

`KG_SWAPS` says how often (a thousand times in `make soak`).
"""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from pathlib import Path

import httpx2
import pytest

import kg
from kg.base.project import located
from kg.builder import releases
from kg.builder.manifest import name_of
from tests.conftest import ROOT, copied
from tests.serve.serving import Served, serving
from tests.serve.test_safety import until

SWAPS = int(os.environ.get("KG_SWAPS", "120"))
MARKS = ("aaaa", "bbbb")
# The mark stands in the account, and in the settings of the build; both must be of the build that is named.
QUERY = "SELECT ?name (COUNT(?s) AS ?n) { entity:asim-munir skos:prefLabel|rdfs:label ?name . ?s ?p ?o } GROUP BY ?name"


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two builds of one project that differ in a name and in the title."""
    built = {}
    for mark in MARKS:
        folder = copied(ROOT, tmp_path_factory.mktemp(mark))
        entities = folder / "sources" / "entities.yaml"
        entities.write_text(entities.read_text("utf-8").replace("Asim Munir", f"Asim {mark}"), "utf-8")
        settings = folder / "kg.toml"
        settings.write_text(settings.read_text("utf-8").replace('title = "', f'title = "{mark} '), "utf-8")
        kg.build(folder)
        built[mark] = folder
    return built


class Asking(threading.Thread):
    """Asks again and again, and keeps what was not as it should be."""

    def __init__(self, served: Served, path: str, data: dict[str, str], marks: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self._served, self._path, self._data, self._marks = served, path, data, marks
        self.over = threading.Event()
        self.wrong: list[str] = []
        self.builds: set[str] = set()
        self.answers = 0

    def run(self) -> None:
        with self._served.client() as client:
            while not self.over.is_set():
                try:
                    reply = client.get(self._path, params=self._data)
                except httpx2.HTTPError as error:
                    self.wrong.append(repr(error))
                    continue
                build = reply.headers.get("kg-build", "")
                marks = [mark for mark in MARKS if mark in reply.text]
                if reply.status_code != 200 or marks != [self._marks.get(build)]:
                    self.wrong.append(f"{build}: {reply.status_code} {reply.text[:200]}")
                self.builds.add(build)
                self.answers += 1


def test_swaps_under_load(variants: dict[str, Path]) -> None:
    folder = variants[MARKS[0]]
    kept = {mark: releases.current(located(its)) for mark, its in variants.items()}
    marks = {name_of(kg.open(its).manifest): mark for mark, its in variants.items()}
    copies = {mark: shutil.copytree(its, variants[mark] / "kept") for mark, its in kept.items()}
    with serving(folder, "--seconds", "60") as served:  # a busy machine is no wrong answer
        asking = [
            Asking(served, "/sparql", {"query": QUERY}, marks),
            Asking(served, "/sparql", {"query": QUERY}, marks),
            Asking(served, "/api/between", {"a": "asim-munir", "b": "lloyd-austin"}, marks),
        ]
        for each in asking:
            each.start()
        for number in range(SWAPS):
            mark = MARKS[number % 2]
            with releases.fresh(folder / "build") as new:
                shutil.copytree(copies[mark], new, dirs_exist_ok=True)
            time.sleep(0.05)
        end = time.monotonic() + 60  # on a busy machine the last build takes its time to be noticed
        while marks[served.get("/healthz").json()["build"]] != MARKS[(SWAPS - 1) % 2] and time.monotonic() < end:
            time.sleep(0.1)
        assert marks[served.get("/healthz").json()["build"]] == MARKS[(SWAPS - 1) % 2]
        swapped = re.search(r"^kg_builds_swapped (\d+)", served.get("/metrics").text, re.MULTILINE)
        assert swapped
        assert int(swapped[1]) > 2, "several builds were served meanwhile"
        for each in asking:
            each.over.set()
            each.join(30)
            assert each.wrong == []
            assert each.answers > SWAPS / 10
            assert each.builds == set(marks)
        assert len([its for its in (folder / "build" / ".builds").iterdir() if its.is_dir()]) <= 6, (
            "earlier ones are gone"
        )


def test_a_build_that_cannot_be_served_is_not_taken_up(variants: dict[str, Path], tmp_path: Path) -> None:
    """Whoever asks goes on getting answers of the build of before; the log says why, once."""
    folder = copied(ROOT, tmp_path)
    name = name_of(kg.build(folder).manifest)
    with serving(folder) as served:
        with releases.fresh(folder / "build") as new:
            shutil.copytree(releases.current(located(folder)), new, dirs_exist_ok=True)
            (new / "account.msgpack").write_bytes(b"x")
        assert until(lambda: any("is served on" in line for line in served.log))
        time.sleep(1)  # in which it would be said again
        assert served.get("/healthz").json()["build"] == name
        assert len([line for line in served.log if "is served on" in line]) == 1
        settings = folder / "sources" / "entities.yaml"
        settings.write_text(settings.read_text("utf-8").replace("Asim Munir", "Asim cccc"), "utf-8")
        kg.build(folder)
        end = time.monotonic() + 20
        while served.get("/healthz").json()["build"] == name and time.monotonic() < end:
            time.sleep(0.1)
        assert served.ask("ASK {}").headers["kg-build"] != name
