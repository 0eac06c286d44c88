"""Sorted lines on the disk: merged and patched, they are what sorting them in memory gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.base.errors import StoreError
from kg.builder.sorted_lines import Runs, merge, patch

LINES = st.frozensets(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=5))
anew = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(path: Path, lines: frozenset[str]) -> Path:
    path.write_bytes("".join(sorted(f"{line}\n" for line in lines)).encode())
    return path


@anew
@given(old=LINES.filter(bool), new=LINES)
def test_a_patched_file_is_the_new_one(tmp_path: Path, old: frozenset[str], new: frozenset[str]) -> None:
    path = written(tmp_path / "old", old)
    gone, come = ([f"{line}\n" for line in lines] for lines in (old - new, new - old))
    patch(path, gone, come, tmp_path / "new")
    assert (tmp_path / "new").read_bytes() == written(tmp_path / "expected", new).read_bytes()


@anew
@given(lines=st.lists(st.text("ab", max_size=3), max_size=40), most=st.integers(1, 7))
def test_runs_merge_to_what_sorting_gives(tmp_path: Path, lines: list[str], most: int) -> None:
    folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
    runs = Runs(folder, most=most)
    runs.add(lines)
    paths = runs.close()
    assert all(len(path.read_text().splitlines()) <= most for path in paths)
    assert merge(paths, tmp_path / "all") == len(set(lines))
    assert (tmp_path / "all").read_text() == "".join(f"{line}\n" for line in sorted(set(lines)))


@pytest.mark.parametrize("line", ["1\n", "2\n", "22\n", "4\n"])
def test_a_line_that_is_to_go_must_stand_there(tmp_path: Path, line: str) -> None:
    path = tmp_path / "old"
    path.write_text("11\n3\n")
    with pytest.raises(StoreError, match=r"^the build is damaged: it does not hold what it should"):
        patch(path, [line], [], tmp_path / "new")
