"""The page on which claims are made, as its scripts ask it, from the list to what stands in the files."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kg.base.errors import UsageError
from kg.cli.new_project import start
from kg.cli.verbs import annotate
from tests.conftest import ROOT, SOON, missing
from tests.serve.serving import STOPS, annotating
from tests.serve.test_annotate_hostile import WIRE, hashes, refused, strait

CLAIM = {
    "id": "said-on-monday", "fact": "amarant-boarding", "type": "Action", "stance": "denies",
    "roles": {"agent": ["orlund-coastguard"], "recipient": ["amarant-crew"]}, "speaker": ["orlund-coastguard"],
    "evidence": [{"at": [91, 247]}],
}  # fmt: skip


def typed(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg.cli.main", "annotate", *words],
        cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=STOPS, check=False,
    )  # fmt: skip


def test_a_project_that_is_begun(tmp_path: Path) -> None:
    """All that is asked of a project of `kg init`, once."""
    start(tmp_path / "p", "https://example.org/p/")
    with annotating(tmp_path / "p", "--annotator", "jf") as page:
        listed = page.asked("GET", "articles").json()
        assert (listed["project"], listed["annotator"], listed["notes"]) == ("p", "jf", [])
        assert [(its["name"], its["state"], its["has_text"]) for its in listed["articles"]] == [
            ("river-talks-2024-03-13", "checked", True)
        ]
        article = page.asked("GET", "article/river-talks-2024-03-13").json()
        assert article["text"][:61] == (tmp_path / "p/texts/river-talks-2024-03-13.txt").read_text("utf-8")[:61]
        versions = page.asked("GET", "versions").json()
        assert versions["files"] == {"river-talks-2024-03-13": article["version"]}
        assert versions["words"] == page.asked("GET", "words").json()["version"]


def test_no_texts_and_no_articles(tmp_path: Path) -> None:
    start(tmp_path / "p", "https://example.org/p/")
    (tmp_path / "p/texts").rename(tmp_path / "elsewhere")
    with annotating(tmp_path / "p") as page:
        article = page.asked("GET", "article/river-talks-2024-03-13").json()
        assert (article["text"], article["sentences"]) == ("", [])
        assert article["problem"] == "there is no folder of texts: name it with `--texts DIR`"
        (tmp_path / "elsewhere").rename(tmp_path / "p/texts")  # they come while it runs
        assert page.asked("GET", "article/river-talks-2024-03-13").json()["problem"] == ""
        (tmp_path / "p/sources/river-talks-2024-03-13.yaml").unlink()
        listed = page.asked("GET", "articles").json()
        assert (listed["articles"], listed["notes"]) == ([], ["no article yet: `kg add FILE` adds one"])
        assert refused(page.asked("GET", "article/river-talks-2024-03-13")) == (
            404, "no such article: `river-talks-2024-03-13`", "`kg add` adds one"
        )  # fmt: skip


def test_what_was_answered_is_there_after_kill_9(tmp_path: Path) -> None:
    folder = strait(tmp_path)
    with annotating(folder) as page:
        reply = page.asked("POST", f"{WIRE}/apply", {"add": CLAIM})
        page.process.kill()
        page.process.wait(STOPS)
    assert reply.status_code == 200
    with annotating(folder) as page:
        claims = page.asked("GET", WIRE).json()["claims"]
        assert [its["claim"]["id"] for its in claims][-1] == CLAIM["id"]


def test_killed_in_the_middle_no_claim_is_lost_or_halved(tmp_path: Path) -> None:
    """Claims are sent one after another; whichever moment it is killed, all that were answered are in a whole file."""
    folder, answered = strait(tmp_path), []
    with annotating(folder) as page, ThreadPoolExecutor(1) as pool:

        def send() -> None:
            for number in range(1_000):
                its = CLAIM | {"id": f"c-{number}"}
                if page.asked("POST", f"{WIRE}/apply", {"add": its}).status_code != 200:
                    return
                answered.append(its["id"])

        sending = pool.submit(send)
        while len(answered) < 5:
            time.sleep(0.01)
        page.process.kill()
        assert sending.exception(STOPS) is not None  # the connection broke
    with annotating(folder) as page:
        article = page.asked("GET", WIRE).json()
    there = [its["claim"]["id"] for its in article["claims"]]
    assert [its for its in answered if its not in there] == []
    assert article["faults"] == []
    assert not list((folder / "sources").glob(".kg-*"))


def test_a_full_disk_keeps_the_file_and_says_so(tmp_path: Path) -> None:
    """No file may grow beyond 2 KB, which the system tells as it tells that a disk is full: by an error of `write`."""
    folder = strait(tmp_path)
    before = hashes(folder)
    with annotating(folder, kilobytes=2) as page:
        status, error, hint = refused(page.asked("POST", f"{WIRE}/apply", {"add": CLAIM}))
        assert (status, hint) == (507, "what stood there is as it was")
        assert error.endswith("wire-2031-03-03.yaml`: File too large"), error
        assert page.asked("GET", WIRE).status_code == 200
    assert hashes(folder) == before


def test_a_file_that_another_program_changes_is_shown_as_it_is(tmp_path: Path) -> None:
    folder = strait(tmp_path)
    file = folder / "sources/wire-2031-03-03.yaml"
    with annotating(folder) as page:
        before = page.asked("GET", "versions").json()
        file.write_text(file.read_text("utf-8").replace("Sunday was 2 March.", "Sunday was the second."), "utf-8")
        after = page.asked("GET", "versions").json()
        assert [name for name, its in after["files"].items() if its != before["files"][name]] == ["wire-2031-03-03"]
        first = page.asked("GET", WIRE).json()["claims"][0]["claim"]
        assert first["note"] == "Sunday was the second."


def test_where_another_program_changed_the_claim_both_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    folder = strait(tmp_path)
    file = folder / "sources/wire-2031-03-03.yaml"
    with annotating(folder) as page:
        was = page.asked("GET", WIRE).json()["claims"][0]["claim"]
        yours = was | {"note": "mine"}
        file.write_text(file.read_text("utf-8").replace("Sunday was 2 March.", "theirs"), "utf-8")
        held = file.read_bytes()
        reply = page.asked("POST", f"{WIRE}/apply", {"replace": {"was": was, "claim": yours}})
        assert (reply.status_code, file.read_bytes()) == (409, held)
        assert (reply.json()["theirs"]["note"], reply.json()["yours"]["note"]) == ("theirs", "mine")
        theirs = reply.json()["theirs"]
        kept = page.asked("POST", f"{WIRE}/apply", {"replace": {"was": theirs, "claim": yours}}).json()
        assert kept["told"].startswith("claim `boarding-told` changed: `note`")
        undone = page.asked("POST", f"{WIRE}/undo", {}).json()
        assert (undone["redo"], file.read_bytes()) == (kept["undo"], held)
        assert page.asked("POST", f"{WIRE}/redo", {}).status_code == 200
        file.write_bytes(held)  # by somebody else
        assert page.asked("POST", f"{WIRE}/undo", {}).status_code == 409
        assert file.read_bytes() == held


def test_a_draft_is_there_again_after_kill_9(tmp_path: Path) -> None:
    folder, draft = strait(tmp_path), {"claim": {"fact": "x"}, "field": "type"}
    with annotating(folder) as page:
        assert page.asked("PUT", f"{WIRE}/draft", {"draft": draft}).json() == {"kept": True}
        page.process.kill()
    with annotating(folder) as page:
        assert page.asked("GET", WIRE).json()["draft"] == draft


def test_it_begins_with_an_article(tmp_path: Path) -> None:
    folder = strait(tmp_path)
    for word in ("wire-2031-03-03", str(folder / "sources/wire-2031-03-03.yaml")):
        with annotating(folder, word) as page:
            assert page.log[0].endswith(f"/#{page.token}/wire-2031-03-03 (Ctrl-C stops)\n")


def test_each_start_has_a_token_of_its_own(tmp_path: Path) -> None:
    folder = strait(tmp_path)
    with annotating(folder) as one, annotating(folder) as other:
        assert one.token != other.token
        assert other.asked("GET", "articles", Authorization=f"Bearer {one.token}").status_code == 401


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_within_a_second(tmp_path: Path, number: signal.Signals) -> None:
    """Also while a connection is open, as the page keeps one."""
    with annotating(strait(tmp_path)) as page, page.client() as client:
        assert client.get("/").status_code == 200
        page.process.send_signal(number)
        assert page.process.wait(STOPS) == 0


def test_what_is_typed_wrongly(tmp_path: Path) -> None:
    folder = strait(tmp_path)
    done = typed("wire-2031-03-04", "--project", str(folder))
    assert (done.returncode, done.stdout, done.stderr) == (
        1, "", "no such article: `wire-2031-03-04`\n  hint: did you mean `wire-2031-03-03`?\n"
    )  # fmt: skip
    done = typed("--texts", str(tmp_path / "nowhere"), "--project", str(folder))
    assert (done.returncode, done.stderr) == (
        2, f"no such folder: `{tmp_path}/nowhere`\n  hint: name the folder of the articles' texts\n"
    )  # fmt: skip
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = typed("--port", str(port), "--project", str(folder))
    hint = "take another: `--port N`; 0 is any that is free"
    assert (done.returncode, done.stderr) == (
        2, f"cannot listen at 127.0.0.1:{port}: Address already in use\n  hint: {hint}\n"
    )  # fmt: skip


def test_without_a_port_it_is_the_usual_one_or_where_that_is_taken_another(tmp_path: Path) -> None:
    """A browser keeps what is typed by address, so that the address is the same after a new start if it can be."""
    folder = strait(tmp_path)
    with socket.socket() as other:
        with contextlib.suppress(OSError):  # somebody else on this machine has it
            other.bind((annotate.HOME, annotate.PORT))
            other.listen()
        with annotating(folder, port=()) as page:
            assert not page.address.endswith(f":{annotate.PORT}")


def test_a_link_is_followed_as_the_reader_does(tmp_path: Path) -> None:
    """A file that is a link is written where it leads to, since it is read from there; the link stays one."""
    folder = strait(tmp_path)
    real, link = tmp_path / "kept.yaml", folder / "sources/wire-2031-03-03.yaml"
    link.rename(real)
    link.symlink_to(real)
    with annotating(folder) as page:
        assert page.asked("POST", f"{WIRE}/apply", {"add": CLAIM}).status_code == 200
    assert link.is_symlink()
    assert "said-on-monday" in real.read_text("utf-8")


def test_nothing_but_sources_is_written(tmp_path: Path) -> None:
    folder = strait(tmp_path)
    before = hashes(tmp_path)
    with annotating(folder) as page:
        assert page.asked("POST", f"{WIRE}/apply", {"add": CLAIM}).status_code == 200
        assert page.asked("POST", f"{WIRE}/attempt", {"claim": CLAIM}).status_code == 200
        for path in ("articles", "words", "versions", WIRE):
            assert page.asked("GET", path).status_code == 200
    after = hashes(tmp_path)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == {"strait/sources/wire-2031-03-03.yaml"}


def test_strace_sees_no_other_file_made(tmp_path: Path) -> None:
    if not any(Path(folder, "strace").exists() for folder in os.get_exec_path()):
        missing("strace", "no strace")
    folder, log = strait(tmp_path), tmp_path / "log"
    with annotating(folder, traced=log, PYTHONDONTWRITEBYTECODE="1") as page:
        assert page.asked("POST", f"{WIRE}/apply", {"add": CLAIM}).status_code == 200
        assert page.asked("PUT", f"{WIRE}/draft", {"draft": {"claim": {"id": "a"}}}).status_code == 200
    until = time.monotonic() + SOON
    while "+++ exited" not in log.read_text("utf-8").rpartition("\n")[0].rpartition("\n")[2]:
        assert time.monotonic() < until, "strace has not written to the end"  # it goes on when the server has ended
        time.sleep(0.05)
    made = [line for line in log.read_text("utf-8").splitlines() if any(
        its in line for its in ("O_CREAT", "O_WRONLY", "O_RDWR", "rename", "mkdir", "unlink", "truncate"))]  # fmt: skip
    own = [line for line in made if " = -1 " not in line and (str(tmp_path) in line or "/dev/" not in line)]
    assert own
    assert [line for line in own if str(folder / "sources") not in line] == []


def test_all_is_done_by_one_thread_and_nothing_blocks(tmp_path: Path) -> None:
    """Many ask at once: each is answered, or told that something newer was asked; the page itself is always there."""
    with annotating(strait(tmp_path)) as page, ThreadPoolExecutor(12) as pool:
        asked: list[Any] = [
            pool.submit(page.asked, "POST", f"{WIRE}/attempt", {"claim": CLAIM | {"note": str(number)}})
            for number in range(40)
        ]
        assert page.get("/").status_code == 200
        replies = [each.result() for each in asked]
        assert {each.status_code for each in replies} <= {200, 503}
        assert page.asked("POST", f"{WIRE}/attempt", {"claim": CLAIM}).status_code == 200
    superseded = [refused(each) for each in replies if each.status_code == 503]
    assert {each[1:] for each in superseded} <= {("something newer is asked", "take the newer answer")}


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(annotate, "find_spec", lambda name: None if name == "uvicorn" else object())
    with pytest.raises(UsageError) as caught:
        annotate.annotate(project=strait(tmp_path))
    assert caught.value.what == "`kg annotate` needs uvicorn, which is not installed"
