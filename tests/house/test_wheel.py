"""What is installed: the wheel carries all that the command needs, and nothing else."""

from __future__ import annotations

import configparser
import email
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel as `pip install .` does, offline, with the build backend that is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def below(folder: str) -> set[str]:
    """List the files of a folder of the project, as the wheel names them, without what Python caches."""
    paths = [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(ROOT).as_posix() for path in paths}


def test_the_wheel_carries_the_package_and_the_ontology_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    ontology = {name.replace("ontology/", "kg/_ontology/", 1) for name in below("ontology")}
    carried = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert carried == below("kg") | ontology
    assert {"kg/py.typed", "kg/_ontology/kg.ttl", "kg/view/web/page.html", "kg/cli/starter/kg.toml"} <= carried


def test_the_wheel_says_what_it_is(wheel: zipfile.ZipFile) -> None:
    (folder,) = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
    metadata = email.message_from_bytes(wheel.read(f"{folder}/METADATA"))
    assert metadata["Name"] == "dramatis"
    assert metadata["License-Expression"] == "MIT"
    assert metadata.get_all("License-File") == ["LICENSE", "LICENSE-ANNOTATIONS"]
    commands = configparser.ConfigParser()
    commands.read_string(wheel.read(f"{folder}/entry_points.txt").decode())
    assert dict(commands["console_scripts"]) == {"kg": "kg.cli.entry:main"}


def test_an_installed_command_makes_a_project_that_builds(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "site")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}

    def kg(*arguments: str) -> str:
        program = f"import kg; assert kg.__file__.startswith({str(tmp_path)!r}); from kg.cli.main import main; main()"
        command = [sys.executable, "-c", program, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    kg("init", "talks", "--base", "https://example.org/talks/")
    made = {
        path.relative_to(tmp_path / "talks").as_posix() for path in (tmp_path / "talks").rglob("*") if path.is_file()
    }
    assert {"kg.toml", ".gitignore", "sources/entities.yaml", "ontology/diplomacy.ttl"} <= made
    assert 'base = "https://example.org/talks/"' in (tmp_path / "talks/kg.toml").read_text("utf-8")
    assert kg("check", "--project", "talks", "--texts", "talks/texts", "--format", "json").strip() == "[]"
    kg("build", "--project", "talks")
    assert '"on-record"' in kg("facts", "--project", "talks", "--format", "json")
