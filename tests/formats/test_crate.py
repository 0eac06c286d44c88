"""The crate of a project: what is in it, that its bytes stay the same, and that nothing in it can be changed unseen."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.base.disk import WriteError
from kg.base.errors import UsageError
from kg.base.installing import to_install
from kg.cli.main import run
from kg.evidence.article_text import digest
from kg.formats import crate_check
from kg.graph.graph import Graph
from tests.conftest import ROOT, copied, missing
from tests.formats.reading import READERS

NAME = "ro-crate-metadata.json"
CONTEXT = "rocrate/data/ro-crate.jsonld"  # below the library's folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's project, with its licences and its citation."""
    folder = copied(ROOT, tmp_path_factory.mktemp("crate") / "project")
    for name in ("LICENSE", "LICENSE-ANNOTATIONS", "CITATION.cff"):
        shutil.copy(ROOT / name, folder)
    (folder / "texts").mkdir()
    (folder / "texts/secret.txt").write_text("the words of an article")
    return folder


@pytest.fixture(scope="module")
def graph(project: Path) -> Graph:
    return kg.build(project)


@pytest.fixture(scope="module")
def made(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "crate"
    graph.export("crate", path)
    return path


@pytest.fixture
def crate(made: Path, tmp_path: Path) -> Path:
    """A copy, to be changed."""
    return shutil.copytree(made, tmp_path / "crate")


def described(crate: Path) -> dict[str, dict[str, Any]]:
    return {its["@id"]: its for its in json.loads((crate / NAME).read_text("utf-8"))["@graph"]}


def test_every_file_is_listed_with_its_hash_format_and_licence(made: Path, graph: Graph) -> None:
    its = described(made)
    files = {path.relative_to(made).as_posix(): path for path in made.rglob("*") if path.is_file()}
    listed = {id_ for id_, thing in its.items() if thing["@type"] == "File"}
    assert listed == files.keys() - {NAME}
    assert {id_: its[id_]["sha256"] for id_ in listed} == {id_: digest(files[id_].read_text("utf-8")) for id_ in listed}
    assert its["account.nq"] | {"sha256": "", "contentSize": ""} == {
        "@id": "account.nq", "@type": "File", "name": "account.nq", "encodingFormat": "application/n-quads",
        "conformsTo": {"@id": "https://www.w3.org/TR/n-quads/"}, "license": {"@id": "LICENSE-ANNOTATIONS"},
        "sha256": "", "contentSize": "",
    }  # fmt: skip
    assert (its["kg.toml"]["license"], its["kg.toml"]["encodingFormat"]) == ({"@id": "LICENSE"}, "application/toml")
    assert (made / "account.nq").read_text("utf-8") == graph.export("nquads")
    assert not any("secret" in name for name in files)


def test_the_root_says_who_when_and_under_which_terms(made: Path) -> None:
    root = described(made)["./"]
    assert {name: its for name, its in root.items() if name not in ("hasPart", "description", "citation")} == {
        "@id": "./", "@type": "Dataset", "name": "Dramatis: two articles on Pakistan's diplomacy",
        "identifier": "https://w3id.org/dramatis/demo/", "datePublished": "2025-07-26",
        "license": [{"@id": "LICENSE"}, {"@id": "LICENSE-ANNOTATIONS"}], "author": {"@id": "#author-1"},
    }  # fmt: skip
    assert described(made)["#author-1"]["name"] == "The Dramatis contributors"


def test_articles_are_cited(made: Path) -> None:
    its = described(made)
    cited = [its[ref["@id"]] for ref in its["./"]["citation"]]
    assert [(each["@type"], each["datePublished"], its[each["publisher"]["@id"]]["name"]) for each in cited] == [
        ("NewsArticle", "2025-07-26", "Arab News"),
        ("NewsArticle", "2023-12-14", "The News International"),
    ]


def test_the_same_project_gives_the_same_bytes(made: Path, graph: Graph, tmp_path: Path) -> None:
    program = "import sys, kg; [kg.open(sys.argv[1]).export('crate', its) for its in sys.argv[2:]]"
    kept = []
    for seed in ("0", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": f"X{seed[0]}"}
        command = [
            sys.executable,
            "-c",
            program,
            str(graph.project.root),
            str(tmp_path / seed),
            f"{tmp_path / seed}.zip",
        ]
        subprocess.run(command, check=True, env=environment)
        files = {its.name: its.read_bytes() for its in (tmp_path / seed).rglob("*") if its.is_file()}
        assert files == {its.name: its.read_bytes() for its in made.rglob("*") if its.is_file()}
        kept.append((tmp_path / f"{seed}.zip").read_bytes())
    assert kept[0] == kept[1]
    with zipfile.ZipFile(io.BytesIO(kept[0])) as archive:
        assert {its.filename: archive.read(its) for its in archive.infolist()} == {
            its.relative_to(made).as_posix(): its.read_bytes() for its in made.rglob("*") if its.is_file()
        }


def test_the_day_of_publication_can_be_said(graph: Graph, tmp_path: Path) -> None:
    graph.export("crate", tmp_path / "crate", published="2031-02-03")
    assert described(tmp_path / "crate")["./"]["datePublished"] == "2031-02-03"
    for odd in ("soon", "2031", "2031-02-03~"):
        with pytest.raises(UsageError) as caught:
            graph.export("crate", tmp_path / "other", published=odd)
        assert (caught.value.what, caught.value.hint) == (f"`--published` is no day: `{odd}`", "write YYYY-MM-DD")


@pytest.mark.parametrize("packed", [False, True])
def test_a_crate_is_checked_with_the_project_in_it(
    crate: Path, packed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    path = zipped(crate) if packed else crate
    capsys.readouterr()
    assert run(["check", str(path)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    told = "3 files, 70 claims, 0 refused, 0 faults"
    assert err == f"{path}: 13 files listed, 0 faults; the project in it: {told}\n"


def zipped(crate: Path, **more: bytes) -> Path:
    path = crate.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for its in sorted(crate.rglob("*")):
            archive.write(its, its.relative_to(crate).as_posix())
        for name, data in more.items():
            archive.writestr(name, data)
    return path


def append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def listed_as(crate: Path, old: str, new: str) -> None:
    path = crate / NAME
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def linked(crate: Path) -> None:
    (crate / "LICENSE").rename(crate.parent / "LICENSE")
    (crate / "LICENSE").symlink_to(crate.parent / "LICENSE")


def renamed_folder(crate: Path) -> None:
    (crate / "sources").rename(crate.parent / "sources")
    (crate / "sources").symlink_to(crate.parent / "sources")


OUT = f"{NAME}:1:1: a name that leads out of the crate: `../LICENSE`"
UNLISTED = "not listed in the crate's metadata"
AT_2 = "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"
CHANGED = "changed since the crate was written: its hash is another"
TAMPERED: list[tuple[Callable[[Path], object], str]] = [
    (lambda crate: append(crate / "sources/entities.yaml"), f"sources/entities.yaml:1:1: {CHANGED}"),
    (lambda crate: append(crate / "account.nq"), f"account.nq:1:1: {CHANGED}"),
    (lambda crate: (crate / "LICENSE").unlink(), "LICENSE:1:1: listed in the crate's metadata, and missing"),
    (lambda crate: (crate / "sources/x.yaml").write_text("x"), f"sources/x.yaml:1:1: {UNLISTED}"),
    (lambda crate: kg.build(crate), f"build/:1:1: {UNLISTED}"),
    (linked, "LICENSE:1:1: a link, where a file is listed"),
    (renamed_folder, f"sources:1:1: {UNLISTED}"),
    (lambda crate: listed_as(crate, '"LICENSE"', '"../LICENSE"'), OUT),
    (lambda crate: listed_as(crate, '"LICENSE"', '"%2e%2e/LICENSE"'), OUT),
    (lambda crate: listed_as(crate, '"sha256": "', '"sha1": "'), f"{NAME}:1:1: `CITATION.cff` has no `sha256`"),
    (lambda crate: listed_as(crate, "@graph", "graph"), f"{NAME}:1:1: no `@graph`: not the metadata of a crate"),
    (lambda crate: listed_as(crate, '"about"', '"abut"'), f"{NAME}:1:1: `{NAME}` is about no root that it describes"),
    (lambda crate: (crate / NAME).write_bytes(b"\xff"), f"{NAME}:1:1: not UTF-8 at byte 0"),
    (lambda crate: (crate / NAME).write_text("{]"), f"{NAME}:1:1: not JSON: {AT_2}"),
    (lambda crate: (crate / NAME).write_text("[" * 100_000), f"{NAME}:1:1: nested too deep"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message"), TAMPERED)
def test_whatever_is_changed_is_found(
    crate: Path, change: Callable[[Path], object], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(crate)
    capsys.readouterr()
    assert run(["check", str(crate)]) == 1
    assert message in capsys.readouterr().out.splitlines()


def test_a_folder_without_metadata_is_no_crate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", b"a")
    assert run(["check", str(tmp_path / "a.zip")]) == 1
    assert capsys.readouterr().out.splitlines()[0] == f"{NAME}:1:1: missing: this is no crate"


def test_an_account_that_is_not_that_of_the_sources_is_pointed_out(
    crate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (crate / "account.nq").read_text("utf-8")
    lie = text.replace("kg#one-sided", "kg#on-record", 1)
    (crate / "account.nq").write_text(lie, "utf-8")
    listed_as(crate, digest(text), digest(lie))  # whoever forges it hashes it too
    capsys.readouterr()
    assert run(["check", str(crate)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        "account.nq:1:1: warning: not the account that this version makes of the sources"
    )


def test_the_account_of_a_crate_is_that_of_the_chosen_readings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = copied(ROOT / "tests/projects/strait", tmp_path / "strait")
    own = project / "sources/wire-2031-03-24.yaml"
    text = own.read_text("utf-8").replace("fact: ister-talks", "fact: ister-parley")
    own.with_suffix(".cd.yaml").write_text(text, "utf-8")
    with (project / "kg.toml").open("a", encoding="utf-8") as stream:
        stream.write('readings = {wire-2031-03-24 = "cd"}\n')
    kg.build(project).export("crate", tmp_path / "crate")
    assert run(["check", str(tmp_path / "crate")]) == 0
    assert "not the account" not in capsys.readouterr().out


def entry(name: str, mode: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


BAD: list[tuple[list[tuple[zipfile.ZipInfo, bytes]], str]] = [
    ([(entry("../evil"), b"x")], "a name that leads out of the crate: `../evil`"),
    ([(entry("/evil"), b"x")], "a name that leads out of the crate: `/evil`"),
    ([(entry("c:evil"), b"x")], "a name that leads out of the crate: `c:evil`"),
    ([(entry("a"), b"x"), (entry("a"), b"y")], "a name that stands twice: `a`"),
    ([(entry("a", stat.S_IFLNK | 0o777), b"/etc/passwd")], "neither a file nor a folder: `a`"),
    ([(entry("a"), b"x"), (entry("a/b"), b"y")], "a name inside a file: `a/b`"),
]


@pytest.mark.filterwarnings("ignore:Duplicate name")  # which is what is tried
@pytest.mark.parametrize(("entries", "message"), BAD)
def test_a_zip_file_that_would_do_harm_is_not_unpacked(
    entries: list[tuple[zipfile.ZipInfo, bytes]], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for info, data in entries:
            archive.writestr(info, data)
    assert run(["check", str(path)]) == 1
    assert capsys.readouterr().out.splitlines()[0] == f"{path}:1:1: not unpacked: {message}"
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_bomb_is_not_unpacked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(60_000_000))
    assert run(["check", str(path)]) == 1
    size = path.stat().st_size
    out, err = capsys.readouterr()
    assert err == f"{path}: not unpacked, 1 fault\n"
    told = out.splitlines()[0]
    assert told == f"{path}:1:1: not unpacked: unpacked it would take 60,000,000 bytes, from {size:,}"


def test_a_bomb_that_says_it_is_small_is_not_unpacked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(1_000_000))
    path.write_bytes(path.read_bytes().replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    assert run(["check", str(path)]) == 1
    assert capsys.readouterr().out.startswith(f"{path}:1:1: not unpacked: ")


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06" + bytes(17), bytes(100)])
def test_a_file_that_is_no_zip_says_so(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    assert run(["check", str(tmp_path / "a.zip")]) == 1
    assert "no zip file that can be read" in capsys.readouterr().out


def test_only_a_whole_crate_is_replaced(crate: Path, graph: Graph, project: Path) -> None:
    graph.export("crate", crate, published="2031-02-03")
    append(crate / "sources/entities.yaml")  # somebody works in it
    with pytest.raises(WriteError) as caught:
        graph.export("crate", crate)
    assert caught.value.what == f"`{crate}` holds other things than an earlier crate, or one that was changed since"
    with pytest.raises(WriteError):
        graph.export("crate", project)
    assert (project / "sources/entities.yaml").is_file()


def test_a_crate_is_of_a_whole_project_as_it_is_now(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        graph.slice(known_by="2024-01-01").export("crate", tmp_path / "a")
    assert caught.value.what == "a crate is of a whole project, and this is a slice of one"
    other = kg.build(copied(graph.project.root, tmp_path / "other"))
    append(tmp_path / "other/sources/entities.yaml")
    with pytest.raises(UsageError) as caught:
        other.export("crate", tmp_path / "a")
    assert caught.value.hint == "build first: `--fresh`, or `kg build`"
    assert not (tmp_path / "a").exists()


def test_a_project_without_a_licence_says_so(tmp_path: Path) -> None:
    graph = kg.build(copied(ROOT / "tests/projects/strait", tmp_path / "project"))
    graph.export("crate", tmp_path / "crate.zip")
    with zipfile.ZipFile(tmp_path / "crate.zip") as archive:
        its = {each["@id"]: each for each in json.loads(archive.read(NAME))["@graph"]}
    assert (its["./"]["license"], its["#no-licence"]["name"]) == ({"@id": "#no-licence"}, "no licence")
    assert its["kg.toml"]["license"] == {"@id": "#no-licence"}


def test_without_the_library_one_message_says_how_to_get_it(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "rocrate.rocrate", None)
    capsys.readouterr()
    assert run(["export", "crate", "-o", str(tmp_path / "crate"), "--project", str(graph.project.root)]) == 2
    assert capsys.readouterr().err == f"rocrate is not installed\n  hint: {to_install('rocrate')}\n"
    assert [*tmp_path.iterdir()] == []


def test_a_path_that_no_file_can_have_is_no_crate(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "x" * 300 + ".zip"]) == 2
    assert run(["check", "x" * 300]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_crate_unpacked_elsewhere_is_a_project(crate: Path) -> None:
    assert kg.build(crate).export("nquads") == (crate / "account.nq").read_text("utf-8")


def test_limits_are_those_that_are_said() -> None:
    assert (crate_check.MOST_FILES, crate_check.MOST_BYTES, crate_check.MOST_RATIO) == (100_000, 4_000_000_000, 200)


def test_another_validator_finds_it_valid(made: Path) -> None:
    """By roc-validator, with the context that rocrate carries in the place of the one in the network."""
    import rocrate

    program = ROOT / "tests/formats/outside/crates.py"
    context = Path(rocrate.__file__).parents[1] / CONTEXT
    if not READERS.is_file():
        missing("readers", "no .venv-readers: `make readers` installs what reads exports back")
    done = subprocess.run([READERS, program, made, context], capture_output=True, text=True, check=False)
    if "No module named 'rocrate_validator'" in done.stderr:
        missing("readers", "no roc-validator in .venv-readers: `make readers` installs it anew")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [its for its in found if its[0] == "REQUIRED"] == []
    assert sorted({its[1] for its in found}) == [
        "The `publisher` property of a `Root Data Entity` SHOULD be an `Organization`",  # nobody says who
        "The organization SHOULD have a URL.",  # of whoever published an article
    ]
