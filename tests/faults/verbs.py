"""The verbs that write, each with what must be true of its folder after a fault, whenever that came."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.base.errors import KgError
from kg.base.leftovers import sweep
from kg.base.project import find, located
from kg.builder import pipeline, releases
from kg.builder.manifest import MANIFEST, verify
from kg.cli.main import run
from kg.cli.new_project import start
from tests.faults.injecting import Hit
from tests.formats.events import row, table

BASE = "https://example.org/p/"
ADJUDICATED = "talks.yaml"
QUOTED = """\
article:
  # kept: who read it
  outlet: herald
  text: {file: paper.txt}
claims:
  - id: one
    evidence:
      - quote: met Bo Berg on Monday # kept too
      - quote: Berg left on Tuesday
"""
SAID = "Ilsa Maren met Tomas Reke in Port Alder on 12 March 2024, said the Foreign Ministry of Arvenia.\n"
TEXT = "Ministers meet at last\n\nRIVERTON: Ann Arbor met Bo Berg on Monday.\n\nBerg left on Tuesday. Ann stayed.\n"


@dataclass(frozen=True)
class Verb:
    """A verb: what is typed, what it is typed in, and what stands in its folder then."""

    words: tuple[str, ...]  # `{}` stands for the folder
    prepare: Callable[[Path], None]  # makes the folder in which it is typed
    state: Callable[[Path], str]  # what the verb makes, as a hash; raises where it is not whole
    kept: str  # what a message says when the old is kept
    is_once: bool = False  # whether it is refused once it has been done


def sources(folder: Path) -> str:
    """Hash all that a user has written: no verb may lose or change it, but for the file that it is to change."""
    made = {"build", "out", "out.jsonl", "paper.yaml", "news.yaml", "news.txt", "identity.yaml", ADJUDICATED}
    mine = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(name in made or name.startswith(".kg-") for name in path.relative_to(folder).parts)
    ]
    return _hash(*(f"{path.relative_to(folder)} {_hash(path.read_bytes())}" for path in mine))


def _hash(*parts: str | bytes) -> str:
    data = b"\n".join(part.encode() if isinstance(part, str) else part for part in parts)
    return hashlib.sha256(data).hexdigest()


def _project(folder: Path) -> None:
    start(folder, BASE)


def _built(folder: Path) -> None:
    """Make a project with as many builds as are kept, and then change a source."""
    _project(folder)
    for _ in range(2):
        pipeline.build(find(folder))
    with (folder / "sources/entities.yaml").open("a", encoding="utf-8") as stream:
        stream.write("late: {kind: Person, name: Late}\n")


def _served(folder: Path) -> str:
    """Give what is served, every byte of which is as it was written."""
    if not (folder / "build").exists() or not releases.is_built(located(folder)):
        return "none"
    build = releases.current(located(folder))
    verify(build)
    return _hash((build / MANIFEST).read_bytes())


def _file(folder: Path) -> str:
    return _hash((folder / "out").read_bytes())


def _with_a_file(folder: Path) -> None:
    _project(folder)
    pipeline.build(find(folder))
    (folder / "out").write_text("what stood there", "utf-8")


def _with_a_folder(folder: Path) -> None:
    _project(folder)
    pipeline.build(find(folder))
    (folder / "out").mkdir()
    (folder / "out/README.txt").write_text("what stood there", "utf-8")


def _files(folder: Path) -> str:
    """Give what is in the folder that is written."""
    paths = sorted(path for path in (folder / "out").rglob("*") if path.is_file())
    return _hash(*(f"{path.name} {_hash(path.read_bytes())}" for path in paths)) if paths else "neither"


def _measured(folder: Path) -> None:
    _project(folder)
    pipeline.build(find(folder))


def _with_events(folder: Path) -> None:
    _project(folder)
    (folder / "given").write_text(table(row(1)), "utf-8")


def _one_of(name: str) -> Callable[[Path], str]:
    """Look at a file that the verb makes, or adds to."""

    def state(folder: Path) -> str:
        path = folder / name
        return _hash(path.read_bytes()) if path.exists() else "none"

    return state


def _unsuggested(folder: Path) -> None:
    """Add an article that names whom the project knows."""
    _project(folder)
    (folder / "given").write_text(SAID, "utf-8")
    assert run(["add", str(folder / "given"), "--project", str(folder), "--name", "news"]) == 0
    file = folder / "sources/news.yaml"
    file.write_text(file.read_text("utf-8").replace(str(folder), ""), "utf-8")  # the same in every copy


def _quoted(folder: Path) -> None:
    (folder / "texts").mkdir(parents=True)
    (folder / "texts/paper.txt").write_text(TEXT, "utf-8")
    (folder / "paper.yaml").write_text(QUOTED, "utf-8")


def _edited(folder: Path) -> None:
    """Anchor a file, keep the text as it was, and edit the one that is read."""
    _quoted(folder)
    assert run(["anchor", str(folder / "paper.yaml"), "--texts", str(folder / "texts")]) == 0
    (folder / "texts/paper.txt").rename(folder / "old.txt")
    (folder / "texts/paper.txt").write_text(TEXT.replace("RIVERTON: ", "RIVERTON, at dawn: "), "utf-8")


def _annotations(folder: Path) -> str:
    return _hash((folder / "paper.yaml").read_bytes())


def _with_an_article(folder: Path) -> None:
    _project(folder)
    (folder / "given").write_text(TEXT, "utf-8")


def _added(folder: Path) -> str:
    """Whether an article is there whole, or not at all; its text may stand alone, whole, where the verb was killed."""
    text, file = folder / "texts/news.txt", folder / "sources/news.yaml"
    if text.exists():
        assert text.read_text("utf-8") == TEXT
    if not file.exists():
        return "none"
    assert text.exists()
    return _hash(file.read_bytes().replace(str(folder).encode(), b""))


def _read_twice(folder: Path) -> None:
    """Put two annotations of one article beside each other, and an older third one."""
    _project(folder)
    (text,) = (path.read_text("utf-8") for path in (folder / "sources").glob("river-talks-*.yaml"))
    denied = text.replace("stance: asserts", "stance: denies")
    for name, its in (("talks.a.yaml", text), ("talks.b.yaml", denied), (ADJUDICATED, text)):
        (folder / name).write_text(its.replace("  text:", "  annotator: x\n  text:", 1), "utf-8")


def _nothing(folder: Path) -> None:
    folder.mkdir(parents=True)


def _started(folder: Path) -> str:
    """Whether the project that was begun is whole, or not there: then it can be begun again."""
    if not (folder / "p/kg.toml").exists():
        return "none"
    shutil.copytree(folder / "p", folder / "copy")
    assert not pipeline.build(find(folder / "copy")).faults
    shutil.rmtree(folder / "copy")
    return "whole"


VERBS = {
    "build-first": Verb(("build", "--project", "{}"), _project, _served, "build again when that is mended"),
    "build-again": Verb(("build", "--project", "{}"), _built, _served, "the previous build is kept"),
    "export": Verb(
        ("export", "nquads", "-o", "{}/out", "--project", "{}"), _with_a_file, _file, "what stood there is as it was"
    ),
    "view": Verb(("view", "-o", "{}/out", "--project", "{}"), _with_a_file, _file, "what stood there is as it was"),
    "folder": Verb(
        ("export", "neo4j", "-o", "{}/out", "--project", "{}"), _with_a_folder, _files, "what stood there is as it was"
    ),
    "store": Verb(
        ("rank", "degree", "--kind", "all", "--store", "--project", "{}"),
        _measured,
        _served,
        "the previous build is kept",
    ),
    "import": Verb(
        ("import", "icews", "{}/given", "-o", "{}/out.jsonl", "--project", "{}"),
        _with_events,
        _one_of("out.jsonl"),
        "what stood there is as it was",
    ),
    "suggest": Verb(
        ("suggest", "news", "--project", "{}"),
        _unsuggested,
        _one_of("sources/news.yaml"),
        "what stood there is as it was",
    ),
    "different": Verb(
        ("different", "arvenia", "lestmark", "--by", "im", "--on", "2031-04-30", "--project", "{}"),
        _project,
        _one_of("sources/identity.yaml"),
        "what stood there is as it was",
        is_once=True,
    ),
    "anchor": Verb(
        ("anchor", "{}/paper.yaml", "--texts", "{}/texts"), _quoted, _annotations, "what stood there is as it was"
    ),
    "repair": Verb(
        ("anchor", "{}/paper.yaml", "--texts", "{}/texts", "--repair", "--old", "{}/old.txt"),
        _edited,
        _annotations,
        "what stood there is as it was",
    ),
    "adjudicate": Verb(
        ("adjudicate", "{}/talks.a.yaml", "{}/talks.b.yaml", "-o", f"{{}}/{ADJUDICATED}", "--replace"),
        _read_twice,
        _one_of(ADJUDICATED),
        "what stood there is as it was",
    ),
    "add": Verb(
        ("add", "{}/given", "--project", "{}", "--name", "news"),
        _with_an_article,
        _added,
        "what stood there is as it was",
    ),
    "init": Verb(("init", "{}/p", "--base", BASE), _nothing, _started, "nothing was written", is_once=True),
}
# Why no faults are injected into other verbs that write.
ELSEWHERE = {
    "annotate": "each change that its page makes is tried by itself: `test_changes.py`",
    "count": "a picture goes to its file as that of `view` does",
    "dyads": "a picture goes to its file as that of `view` does",
    "push": "what it writes lies at an endpoint; a push is stopped at any request: `tests/remote/test_push.py`",
    "same": "`different` writes the same file in the same way",
    "split": "it edits that file as `suggest` edits one",
    "timeline": "a picture goes to its file as that of `view` does",
}
# They write nothing, but for a build where there is none, or where `--fresh` asks for one.
READING = (
    "agree", "between", "brokers", "check", "cite", "conflicts", "diff", "duplicates", "explain", "facts", "fragile",
    "groups", "help", "mcp", "network", "path", "profile", "query", "serve", "show", "verify",
)  # fmt: skip


def faults_of(verb: Verb, hit: Hit, old: str, new: str, mine: str) -> list[str]:
    """List what is not as it must be after a fault, and after the verb has been typed once more."""
    found = []
    if hit.code not in (0, 1, 130) and hit.code >= 0:
        found.append(f"exit code {hit.code}")
    if "Traceback" in hit.said or "panicked" in hit.said:
        found.append(f"a traceback: {hit.said}")
    try:
        state = verb.state(hit.folder)
    except (KgError, OSError, AssertionError) as error:
        found.append(f"neither the old nor the new stands whole: {error!r}")
        state = "damaged"
    if state not in (old, new, "damaged"):
        found.append("what stands there is neither the old nor the new")
    if hit.code == 0 and state != new:
        found.append(f"exit code 0, and the new does not stand there: {hit.said}")
    if verb.kept in hit.said and state != old:
        found.append(f"not true: {hit.said}")
    if mine and sources(hit.folder) != mine:
        found.append("a file of the user's was changed or lost")
    return found + [f"typed again: {what}" for what in _again(verb, hit, new, state)]


def _again(verb: Verb, hit: Hit, new: str, state: str) -> list[str]:
    from tests.faults.injecting import filled

    folder, found = hit.folder, []
    if verb.is_once and state == new:
        return []  # it has been done, and is refused
    sweep.cache_clear()  # as for a process of its own
    code = run(filled(verb.words, folder))
    if code != 0 or verb.state(folder) != new:
        found.append(f"exit code {code}, and {'' if verb.state(folder) == new else 'not '}the new stands there")
    builds = folder / "build/.builds"
    if builds.is_dir() and len(list(builds.iterdir())) > 2:
        found.append(f"left behind: {sorted(path.name for path in builds.iterdir())}")
    left = [path.name for path in folder.rglob("*") if path.name.startswith(".kg-") or path.name == "current.new"]
    if left:  # a process that is killed cannot clean up, but the next one does
        found.append(f"left behind: {left}")
    return found
