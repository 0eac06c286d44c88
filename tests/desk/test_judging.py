"""Judging on the command line: what would change is said first, the file keeps what is in it, every id still leads."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import termios
from functools import partial
from pathlib import Path

import pytest

import kg
from kg.base.errors import KgError
from kg.cli import main as cli
from kg.cli.new_project import start
from kg.desk.identity.judging import Judging
from kg.graph.graph import Graph
from kg.graph.unknown_names import replaced_names, unknown_names
from kg.model.judgements import Judgement, TakenBack
from kg.serve import assistant_answers, assistant_find, assistant_query
from kg.serve.exchange import Asked
from tests.builder.test_build import bytes_of
from tests.conftest import ROOT
from tests.serve.application import replied

Capture = pytest.CaptureFixture[str]
WHO = ("--by", "im", "--on", "2031-04-30")
HEAD = "# Which ids name one thing, and which do not. `kg same`, `kg different` and `kg split` write here.\n"
SHA = "0" * 64
SECOND = """article: {title: A second meeting, publisher: harbour-courier, published: 2024-03-14}
claims:
  - id: again
    fact: talks-in-port-alder
    type: Meeting
    roles: {participant: [ilsa-maren, tomas-reke], place: port-alder}
    when: 2024-03-12
    stance: asserts
    evidence: [{at: [0, 9], sha256: "SHA"}]
  - id: vey-went
    fact: vey-visit
    type: Visit
    roles: {agent: j-vey, host: lestmark}
    stance: asserts
    evidence: [{at: [0, 9], sha256: "SHA"}]
""".replace("SHA", SHA)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    start(folder := tmp_path / "p", "https://example.org/p/")
    (folder / "sources/courier-2024-03-14.yaml").write_text(SECOND, "utf-8")
    with (folder / "sources/entities.yaml").open("a", encoding="utf-8") as stream:
        stream.write("j-vey: {kind: Person, name: J. Vey}\n")
    return folder


def typed(capsys: Capture, project: Path, *words: str, code: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert cli.run([*words, "--project", str(project)]) == code
    told = capsys.readouterr()
    return told.out, told.err


def identity(project: Path) -> str:
    return (project / "sources/identity.yaml").read_text("utf-8")


CHANGES = """same: maren-reke-2024-03, talks-in-port-alder
1 claim names talks-in-port-alder
1 fact would stand otherwise:
  maren-reke-2024-03: on-record, in 1 outlet; reported, in 1 outlet → on-record, in 1 outlet
3 parts of facts would stand otherwise:
  maren-reke-2024-03, participant ilsa-maren: on-record, in 1 outlet; reported, in 1 outlet → on-record, in 1 outlet
  maren-reke-2024-03, participant tomas-reke: on-record, in 1 outlet; reported, in 1 outlet → on-record, in 1 outlet
  maren-reke-2024-03, place port-alder: one-sided, in 1 outlet; reported, in 1 outlet → corroborated, in 1 outlet
1 edge would stand otherwise:
  ilsa-maren met tomas-reke (maren-reke-2024-03): on-record; reported → on-record
"""


def test_a_merge_that_changes_a_status_says_so_and_is_written_only_if_that_is_wanted(
    project: Path, capsys: Capture
) -> None:
    both = ("same", "maren-reke-2024-03", "talks-in-port-alder", *WHO)
    path = project / "sources/identity.yaml"
    out, err = typed(capsys, project, *both, code=1)
    assert (out, err) == (CHANGES, "nothing is written: `--yes` writes it all the same\n")
    assert not path.exists()
    out, err = typed(capsys, project, *both, "--dry-run")
    assert (out, err) == (CHANGES, "dry run: nothing is written\n")
    assert not path.exists()
    out, err = typed(capsys, project, *both, "--yes", "--note", "Both on: 12 March")
    assert (out, err) == (CHANGES, "wrote sources/identity.yaml; `kg build` takes it in\n")
    assert identity(project) == HEAD + (
        '- same: [maren-reke-2024-03, talks-in-port-alder]\n  by: im\n  day: 2031-04-30\n  note: "Both on: 12 March"\n'
    )
    graph = kg.build(project)
    assert "talks-in-port-alder" not in graph.account.facts
    assert graph.fact("talks-in-port-alder").fact == "maren-reke-2024-03"
    assert graph.explain("talks-in-port-alder")["outlets"] == ["harbour-courier"]


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("\x04", 1), ("\x03", 130)])
def test_at_a_terminal_it_asks(project: Path, answer: str, code: int) -> None:
    ours, its = os.openpty()
    words = ["same", "maren-reke-2024-03", "talks-in-port-alder", *WHO, "--project", str(project)]
    asking = subprocess.Popen(
        [sys.executable, "-m", "kg.cli.main", *words], stdin=its, stderr=its, stdout=subprocess.DEVNULL,
        cwd=ROOT, start_new_session=True, preexec_fn=partial(fcntl.ioctl, its, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(its)
    told = b""
    while b"[y/N] " not in told:
        told += os.read(ours, 4096)
    os.write(ours, answer.encode() + (b"\n" if answer.isalpha() else b""))
    assert asking.wait(60) == code
    os.close(ours)
    assert (project / "sources/identity.yaml").exists() is (code == 0)


def test_what_would_be_pointed_out_is_told(project: Path, capsys: Capture) -> None:
    words = ("same", "arvenia-foreign-ministry", "lestmark-foreign-ministry", *WHO, "--dry-run")
    out, err = typed(capsys, project, *words)
    assert out.startswith("same: arvenia-foreign-ministry, lestmark-foreign-ministry\n")
    assert err == (
        "warning: `arvenia-foreign-ministry`: its ways upward end in `arvenia` and `lestmark`, so that it speaks for "
        "neither\n  hint: say for which it speaks: `side: arvenia`; where it merely belongs is `affiliated-with`\n"
        "warning: `ilsa-maren`: its ways upward end in `arvenia` and `lestmark`, so that it speaks for neither\n"
        "  hint: say for which it speaks: `side: arvenia`; where it merely belongs is `affiliated-with`\n"
        "warning: `tomas-reke`: its ways upward end in `arvenia` and `lestmark`, so that it speaks for neither\n"
        "  hint: say for which it speaks: `side: arvenia`; where it merely belongs is `affiliated-with`\n"
        "dry run: nothing is written\n"
    )


def test_what_changes_nothing_is_written_at_once(project: Path, capsys: Capture) -> None:
    out, err = typed(capsys, project, "same", "jona-vey", "j-vey", *WHO)
    assert (out, err) == (
        "same: jona-vey, j-vey\n1 claim names j-vey\n", "wrote sources/identity.yaml; `kg build` takes it in\n"
    )  # fmt: skip


def test_merged_and_split_again_the_build_is_the_same_byte_by_byte(project: Path, capsys: Capture) -> None:
    def quads() -> dict[str, bytes]:
        kg.build(project)
        return {name: its for name, its in bytes_of(project).items() if name.startswith("segments/")}

    before = quads()
    typed(capsys, project, "same", "jona-vey", "j-vey", *WHO)
    merged = quads()
    assert merged != before
    assert b"<https://example.org/p/entity/j-vey> <http://purl.org/dc/terms/isReplacedBy> " in b"".join(merged.values())
    out, _ = typed(capsys, project, "split", "j-vey", "--by", "tr", "--on", "2031-05-02", "--note", "two men")
    assert out == "taken back: same: jona-vey, j-vey\n1 claim names j-vey\n"
    assert identity(project) == HEAD + (
        "- same: [jona-vey, j-vey]\n  by: im\n  day: 2031-04-30\n"
        "  taken-back: {by: tr, day: 2031-05-02, note: two men}\n"
    )
    assert quads() == before


def test_every_id_still_leads_to_what_it_named(project: Path, capsys: Capture) -> None:
    typed(capsys, project, "same", "jona-vey", "j-vey", *WHO)
    graph = kg.build(project)
    visits = graph.facts(entity="j-vey", type="Visit")
    assert [row["fact"] for row in visits] == ["vey-visit"]
    assert graph.entity("j-vey") == "jona-vey"
    assert graph.iri("j-vey") == graph.iri("jona-vey")
    assert graph.slice(entity="j-vey").account.facts.keys() == graph.slice(entity="jona-vey").account.facts.keys()
    assert graph.slice(without="river-talks-2024-03-13").entity("j-vey") == "jona-vey"
    assert graph.records.entities["jona-vey"].aliases == ("J. Vey",)
    assert graph.timeline("j-vey").row() == graph.timeline("jona-vey").row()
    assert graph.view(focus="j-vey").html == graph.view(focus="jona-vey").html
    between = graph.between("j-vey", "lestmark")
    assert (between.row(None), between.a) == (graph.between("jona-vey", "lestmark").row(None), "jona-vey")
    asked = "SELECT ?who { ?fact ?role ?who . ?fact a kg:Fact }"
    assert graph.query(asked, who=graph.iri("j-vey")).rows() == graph.query(asked, who=graph.iri("jona-vey")).rows()
    assert graph.query("around", entity="j-vey").rows() == graph.query("around", entity="jona-vey").rows()
    out, err = typed(capsys, project, "query", "SELECT ?p ?o { entity:j-vey ?p ?o }", "--format", "csv")
    assert out.splitlines()[1:] == ["http://purl.org/dc/terms/isReplacedBy,https://example.org/p/entity/jona-vey"]
    assert err == "`entity:j-vey` is shown as `entity:jona-vey`: ask for that (`identity.yaml`)\n"
    followed = "SELECT ?fact { entity:j-vey dcterms:isReplacedBy? ?it . ?fact kg:agent ?it }"
    assert [str(row[0]) for row in graph.query(followed)] == ["https://example.org/p/fact/vey-visit"]
    assert unknown_names(graph, followed) == []
    assert len(replaced_names(graph, followed)) == 1


def test_a_voice_may_be_asked_for_by_another_id(project: Path, capsys: Capture) -> None:
    with (project / "sources/entities.yaml").open("a", encoding="utf-8") as stream:
        stream.write("courier: {kind: Organization, name: The Courier}\n")
    typed(capsys, project, "same", "harbour-courier", "courier", *WHO)
    graph = kg.build(project)
    asked = "# voice: voice\nSELECT ?claim { GRAPH ?article { ?claim kg:voice ?voice } }"
    found = graph.query(asked, voice="courier").rows()
    assert len(found) == 5
    assert found == graph.query(asked, voice="harbour-courier").rows()
    left = graph.slice(without="voice:courier").account.facts
    assert left == graph.slice(without="voice:harbour-courier").account.facts
    assert left.keys() < graph.account.facts.keys()


def test_the_pages_lead_from_the_other_id_to_the_one_that_is_shown(project: Path, capsys: Capture) -> None:
    typed(capsys, project, "same", "jona-vey", "j-vey", *WHO)
    typed(capsys, project, "same", "maren-reke-2024-03", "talks-in-port-alder", *WHO, "--yes")
    graph = kg.build(project)
    for path, place in (
        ("/entity/j-vey", "/entity/jona-vey"),
        ("/entity/j-vey.ttl", "/entity/jona-vey.ttl"),
        ("/fact/talks-in-port-alder", "/fact/maren-reke-2024-03"),
    ):
        reply = replied(graph, Asked(path, values=(("status", "reported"),)))
        assert (reply.status, reply.headers["Location"]) == (303, f"{place}?status=reported")
    found = replied(graph, Asked("/search", values=(("q", "j-vey"),))).body.decode()
    assert 'href="/entity/jona-vey"' in found
    turtle = replied(graph, Asked("/entity/jona-vey.ttl")).body.decode()
    assert "entity:j-vey dcterms:isReplacedBy entity:jona-vey ." in turtle


def test_an_assistant_is_told_of_the_one_that_is_shown(project: Path, capsys: Capture) -> None:
    typed(capsys, project, "same", "jona-vey", "j-vey", *WHO)
    typed(capsys, project, "same", "maren-reke-2024-03", "talks-in-port-alder", *WHO, "--yes")
    graph = kg.build(project)
    explained = assistant_answers.explain(graph, "talks-in-port-alder")["summary"]
    assert explained == "`maren-reke-2024-03`: on-record: every party's own side asserts it; 7 claims"
    between = assistant_answers.between(graph, "j-vey", "lestmark")
    assert between["summary"].startswith("Jona Vey and Lestmark: 1 fact")
    assert assistant_answers.timeline(graph, entity="j-vey") == assistant_answers.timeline(graph, entity="jona-vey")
    assert assistant_find.find(graph, "j-vey")["entities"][0]["id"] == "jona-vey"
    note = "`entity:j-vey` is shown as `entity:jona-vey`: ask for that (`identity.yaml`)"
    assert note in assistant_query.query(graph, "SELECT ?o { entity:j-vey kg:met ?o }")["left_out"]


def test_json_lines_carry_judgements_and_give_the_same_build(project: Path, tmp_path: Path, capsys: Capture) -> None:
    typed(capsys, project, "same", "jona-vey", "j-vey", *WHO)
    typed(capsys, project, "different", "tomas-reke", "jona-vey", *WHO)
    before = kg.build(project)
    start(other := tmp_path / "other", "https://example.org/p/")
    for path in (other / "sources").iterdir():
        path.unlink()
    (other / "sources/all.jsonl").write_text(before.export("jsonl"), "utf-8")
    after = kg.build(other)
    assert after.records == before.records
    assert after.manifest["root"] == before.manifest["root"]
    out, _ = typed(capsys, other, "check")
    assert "identity" not in out
    _, err = typed(capsys, other, "split", "j-vey", *WHO, code=1)
    assert "sources/all.jsonl:" in err
    assert err.endswith("is in another file\n  hint: take it out there: here is `identity.yaml`\n")


def test_an_incremental_build_takes_note_of_a_judgement(project: Path, capsys: Capture) -> None:
    kg.build(project)
    typed(capsys, project, "same", "jona-vey", "j-vey", *WHO)
    out, err = typed(capsys, project, "facts", "--entity", "j-vey", "--type", "Visit", "--fresh")
    assert err.startswith("changed since the build: building\n")
    assert "vey-visit" in out
    fresh = bytes_of(project)
    kg.build(project)
    assert bytes_of(project) == fresh


KEPT = """# Who is who.
-   same: [jona-vey, j-vey]   # seen in his own hand
    by: im
    day: 2031-01-01 # New Year

# The end.
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_comments_order_indentation_and_line_ends_stay(project: Path, capsys: Capture, line_end: str) -> None:
    path = project / "sources/identity.yaml"
    path.write_bytes(KEPT.replace("\n", line_end).encode())
    typed(capsys, project, "different", "ilsa-maren", "jona-vey", "--by", "no", "--on", "2031-04-30")
    typed(capsys, project, "split", "jona-vey", "j-vey", *WHO)
    changed = KEPT.replace(" # New Year\n", " # New Year\n    taken-back: {by: im, day: 2031-04-30}\n") + (
        '-   different: [ilsa-maren, jona-vey]\n    by: "no"\n    day: 2031-04-30\n'
    )
    assert path.read_bytes().decode() == changed.replace("\n", line_end)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("same", "jona-vey", "j-vey"), 2, "who decides?\n  hint: `--by NAME`, or set KG_BY in the environment\n"),
        (("same", "jona-vey", "j-vay", *WHO), 1,
         "no such entity or fact: `j-vay`\n  hint: did you mean `j-vey`?\n"),
        (("same", "jona-vey", "jona-vey", *WHO), 2, "`jona-vey` stands twice\n  hint: name it once\n"),
        (("same", "jona-vey", "j-vey", "--by", "im", "--on", "2031"), 2,
         "no single day: `2031`\n  hint: write YYYY-MM-DD\n"),
        (("same", "jona-vey", "j-vey", "--by", "i\x07m", "--on", "2031-04-30"), 2,
         "control character U+0007 in `i\\x07m`\n  hint: take it out\n"),
        (("same", "jona-vey", "port-alder", *WHO), 1,
         "`jona-vey` is an entity, Person, `port-alder` is an entity, Place\n  hint: nothing is written\n"),
        (("same", "jona-vey", "vey-visit", *WHO), 1,
         "`jona-vey` is an entity, Person, `vey-visit` is a fact, Visit\n  hint: nothing is written\n"),
        (("same", "ilsa-maren", "tomas-reke", *WHO), 1,
         "if they were one, claim `courier-2024-03-14/again` could not be had: `talks-in-port-alder`: `participant` "
         "takes at least 2, here is 1\n  hint: nothing is written\n"),
        (("split", "jona-vey", *WHO), 1,
         "no judgement joins `jona-vey` with others\n  hint: `identity.yaml` holds what has been decided\n"),
        (("split", "jona-vey", "j-vey", *WHO), 1,
         "no judgement names both\n  hint: `identity.yaml` holds what has been decided\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_refused_and_nothing_written(  # noqa: PLR0913 - what is typed, and what is said
    project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, said: str
) -> None:
    monkeypatch.delenv("KG_BY", raising=False)
    assert typed(capsys, project, *words, code=code) == ("", said)
    assert not (project / "sources/identity.yaml").exists()


def test_a_contradiction_is_refused_and_names_both_places(project: Path, capsys: Capture) -> None:
    typed(capsys, project, "same", "jona-vey", "j-vey", *WHO)
    _, err = typed(capsys, project, "different", "j-vey", "jona-vey", *WHO, code=1)
    assert err == (
        "`j-vey` and `jona-vey` are different here, and one by sources/identity.yaml:2:3\n  hint: nothing is written\n"
    )
    _, err = typed(capsys, project, "same", "j-vey", "jona-vey", *WHO, code=1)
    assert err == ("it has been decided so already, at sources/identity.yaml:2:3\n  hint: nothing is written\n")


def test_who_decides_may_stand_in_the_environment(
    project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_BY", "Ilse Möller")
    typed(capsys, project, "different", "jona-vey", "ilsa-maren", "--on", "2031-04-30")
    assert "\n  by: Ilse Möller\n" in identity(project)


def test_a_file_that_was_changed_meanwhile_is_kept(project: Path) -> None:
    judging = Judging(project)
    judging.judge(Judgement(ids=("jona-vey", "j-vey"), same=True, by="im", day="2031-04-30"))
    path = project / "sources/identity.yaml"
    path.write_text(KEPT, "utf-8")
    with pytest.raises(KgError, match="changed meanwhile: nothing written"):
        judging.write()
    assert path.read_text("utf-8") == KEPT
    again = Judging(project)
    again.split(["j-vey"], TakenBack(by="im", day="2031-04-30"))
    path.write_text(f"{KEPT}# more\n", "utf-8")
    with pytest.raises(KgError, match="changed meanwhile: nothing written"):
        again.write()
    assert path.read_text("utf-8") == f"{KEPT}# more\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[]", "{}"),
        ("[ ]\n", "{}\n"),
        ("# Decided here:\n[]  # none yet\n", "# Decided here:\n{}  # none yet\n"),
        ("- {same: [ilsa-maren, i-maren], by: im, day: 2031-04-30}", "{before}\n{}\n"),  # no end of its last line
    ],
)
def test_a_judgement_comes_after_those_that_are_there_or_in_place_of_none(
    project: Path, capsys: Capture, before: str, after: str
) -> None:
    (project / "sources/identity.yaml").write_text(before, "utf-8")
    typed(capsys, project, "different", "ilsa-maren", "jona-vey", *WHO)
    written = "- different: [ilsa-maren, jona-vey]\n  by: im\n  day: 2031-04-30"
    assert (project / "sources/identity.yaml").read_text("utf-8") == after.replace("{}", written).replace(
        "{before}", before
    )


def test_a_judgement_among_others_that_are_faulty_is_refused(project: Path, capsys: Capture) -> None:
    (project / "sources/identity.yaml").write_text("- {same: [jona-vey], by: im, day: 2031-04-30}\n", "utf-8")
    _, err = typed(capsys, project, "same", "jona-vey", "j-vey", *WHO, code=1)
    assert err == (
        "sources/identity.yaml:1:10: a judgement is of two ids or more, not of 1\n"
        "  hint: mend it first: name the others too\n"
    )


def test_two_that_are_one_by_way_of_others_are_split_where_they_were_joined(project: Path, capsys: Capture) -> None:
    with (project / "sources/entities.yaml").open("a", encoding="utf-8") as stream:
        stream.write("vey: {kind: Person, name: Vey}\n")
    typed(capsys, project, "same", "jona-vey", "j-vey", *WHO)
    typed(capsys, project, "same", "j-vey", "vey", *WHO)
    _, err = typed(capsys, project, "split", "jona-vey", "vey", *WHO, code=1)
    assert err == (
        "no judgement names both `jona-vey` and `vey`\n"
        "  hint: they are one by these, take one back: jona-vey, j-vey; j-vey, vey\n"
    )


def test_without_an_article_what_is_one_stays_one(project: Path, capsys: Capture) -> None:
    typed(capsys, project, "same", "maren-reke-2024-03", "talks-in-port-alder", *WHO, "--yes")
    whole = kg.build(project)
    left = whole.slice(without="river-talks-2024-03-13")
    assert left.fact("talks-in-port-alder").status.value == "reported"
    assert left.fact("talks-in-port-alder").claims == ("courier-2024-03-14/again",)
    assert json.loads(json.dumps(left.explain("talks-in-port-alder")))["fact"] == "maren-reke-2024-03"
    known = whole.slice(known_by="2024-03-13")
    assert isinstance(known, Graph)
    assert known.fact("maren-reke-2024-03").claims == whole.fact("maren-reke-2024-03").claims[1:]
