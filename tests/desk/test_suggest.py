"""`kg suggest`: what it writes, twice the same, and what keeps it from writing."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.annotation.reader import read
from kg.base.disk import write_whole
from kg.cli.main import run
from kg.evidence.article_text import digest
from tests.conftest import ROOT, copied

STRAIT = ROOT / "tests/projects/strait"
ARTICLE = "wire-2031-03-24"
TEXT = """Masts on Gull Rock

STOLM, 25 March 2031 (Velmark Post) – Ilse Marwen met Dagny Orr in Stolm on Monday, Velmark’s foreign ministry said.

Nobody else was there. Prince Harald of Umber had sent his regrets.
"""
HEAD = """# by hand
article:
  title: Masts on Gull Rock
  publisher: velmark-post  # a newspaper
  published: 2031-03-25
  language: en
  text: {file: post-2031-03-25.txt}

claims: []  # none yet
# the end
"""
START, END = TEXT.index("STOLM"), TEXT.index(" said.") + 6
NAME = TEXT.index("Harald")
SHA = digest(TEXT[START:END])
WRITTEN = f"""# by hand
article:
  title: Masts on Gull Rock
  publisher: velmark-post  # a newspaper
  published: 2031-03-25
  language: en
  text: {{file: post-2031-03-25.txt, sha256: {digest(TEXT)}, characters: {len(TEXT)}}}

claims:  # none yet

  # name not yet known: Harald of Umber, at [{NAME}, {NAME + 15}]: an entity? its kind is unknown

  - id: s-{START}
    suggested: true
    # to fill in: fact
    type: Meeting
    roles: {{participant: [ilse-marwen, dagny-orr], place: stolm}}
    when: 2031-03-24
    speaker: velmark-foreign-ministry  # named beside a verb of speech
    stance: asserts
    mode: indirect
    # named here: stolm, velmark-post, ilse-marwen, dagny-orr, velmark-foreign-ministry
    evidence: [{{at: [{START}, {END}], sha256: {SHA}}}]
# the end
"""
SAID = (
    "sources/post-2031-03-25.yaml: 1 claim suggested, 1 name not yet known\n"
    "next: fill in what is right and take `suggested: true` away; delete the rest; then `kg check`\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "strait"
    shutil.copytree(STRAIT, folder, symlinks=False)
    (folder / "texts/post-2031-03-25.txt").write_text(TEXT, "utf-8")
    (folder / "sources/post-2031-03-25.yaml").write_text(HEAD, "utf-8")
    return folder


def suggest(project: Path, *words: str, name: str = "post-2031-03-25") -> int:
    return run(["suggest", name, "--project", str(project), *words])


def annotation(project: Path) -> Path:
    return project / "sources/post-2031-03-25.yaml"


def test_it_writes_claims_at_the_end_and_leaves_all_else(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert suggest(project) == 0
    assert annotation(project).read_text("utf-8") == WRITTEN
    assert capsys.readouterr() == ("", SAID)


def test_twice_is_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (suggest(project), suggest(project)) == (0, 0)
    assert annotation(project).read_text("utf-8") == WRITTEN
    assert capsys.readouterr().err.splitlines()[-1] == (
        "sources/post-2031-03-25.yaml: nothing new to suggest: 1 sentence left out: claims rest on them already"
    )


def test_what_is_there_stays_byte_for_byte_and_new_claims_follow(project: Path) -> None:
    path = project / f"sources/{ARTICLE}.yaml"
    before = path.read_text("utf-8")
    text = project / f"texts/{ARTICLE}.txt"
    more = f"{text.read_text('utf-8')}\nOn Monday Runa Falk told Dagny Orr to go home.\n"
    text.write_text(more, "utf-8")
    head = f"sha256: {digest(more)}, characters: {len(more)}"
    before = before.replace(before[before.index("sha256:") : before.index("}", before.index("characters:"))], head, 1)
    path.write_text(before, "utf-8")
    assert suggest(project, name=str(path)) == 0
    after = path.read_text("utf-8")
    assert after.startswith(before.rstrip("\n"))
    assert after.count("suggested: true") == 1
    assert "speaker: runa-falk" in after


def test_a_suggestion_is_built_once_the_mark_is_gone(project: Path) -> None:
    suggest(project)
    claims = len(kg.build(project).records.claims)
    path = annotation(project)
    filled = "    fact: marwen-orr-2031-03-24\n"
    path.write_text(path.read_text("utf-8").replace("    suggested: true\n", filled), "utf-8")
    graph = kg.build(project)
    assert len(graph.records.claims) == claims + 1
    assert graph.fact("marwen-orr-2031-03-24").status.value == "reported"


def test_keep_writes_the_words_too(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert suggest(project, "--keep") == 0
    assert f'evidence: [{{quote: "{TEXT[START:END]}", at: ' in annotation(project).read_text("utf-8")
    assert run(["anchor", str(annotation(project)), "--texts", str(project / "texts"), "--keep"]) == 0


@pytest.mark.parametrize("words", [("--dry-run",), ("--format", "json")])
def test_a_dry_run_writes_nothing(project: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert suggest(project, *words) == 0
    assert annotation(project).read_text("utf-8") == HEAD
    out, err = capsys.readouterr()
    assert err == "sources/post-2031-03-25.yaml: 1 claim to be suggested, 1 name not yet known\n"
    assert f"- id: s-{START}\n" in out or json.loads(out)[0]["claims"][0]["id"] == f"s-{START}"


def test_rows_for_machines(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suggest(project, "--format", "json")
    (row,) = json.loads(capsys.readouterr().out)
    assert row["claims"] == [{
        "id": f"s-{START}",
        "evidence": [{"at": [START, END], "sha256": SHA, "kind": "text"}],
        "speaker": ["velmark-foreign-ministry"],
        "speaks": "named beside a verb of speech",
        "mode": "indirect",
        "stance": "asserts",
        "type": "Meeting",
        "roles": {"participant": ["ilse-marwen", "dagny-orr"], "place": ["stolm"]},
        "when": "2031-03-24",
        "days": ["2031-03-24"],
        "mentions": ["dagny-orr", "ilse-marwen", "stolm", "velmark-foreign-ministry", "velmark-post"],
    }]  # fmt: skip
    assert (row["unknown"], row["notes"]) == ([{"name": "Harald of Umber", "at": [[NAME, NAME + 15]]}], [])


def test_a_known_fact_of_other_articles_is_named(project: Path) -> None:
    article = annotation(project)
    (project / "texts/post-2031-03-25.txt").write_text("Dagny Orr and Ilse Marwen met in February.\n", "utf-8")
    assert suggest(project) == 0
    assert (
        "    fact: february-talks  # names `dagny-orr`, `ilse-marwen`; a word of Meeting; the time: 2031-02\n"
        in article.read_text("utf-8")
    )


def test_who_stands_at_the_head_of_a_report_takes_no_part_in_it(project: Path) -> None:
    (project / "texts/post-2031-03-25.txt").write_text("STOLM (Harl Tribune) — Dagny Orr met Ilse Marwen.\n", "utf-8")
    assert suggest(project) == 0
    assert "    roles: {participant: [dagny-orr, ilse-marwen]}\n" in annotation(project).read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "comment", "speaker"),
    [
        (
            "Dagny Orr met Ilse Marwen. Tom Orr came too. “We agreed to open the port,” Orr said.\n",
            "    # speaker: dagny-orr or tom-orr? several bear that name\n",
            "    speaker: who-says-so  # several bear that name\n",
        ),
        (
            "Her brother said that Dagny Orr met Ilse Marwen.\n",
            "    # to fill in: fact, speaker\n",
            "    speaker: who-says-so  # somebody whom no entity is known for\n",
        ),
        (
            "She said that Dagny Orr met Ilse Marwen.\n",
            "    # to fill in: fact, speaker\n",
            "    speaker: who-says-so  # `she`: nobody known\n",
        ),
    ],
)
def test_what_somebody_unknown_says_never_becomes_the_publishers(
    project: Path, text: str, comment: str, speaker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "texts/post-2031-03-25.txt").write_text(text, "utf-8")
    with (project / "sources/entities.yaml").open("a", encoding="utf-8") as entities:
        entities.write("\ntom-orr: {kind: Person, name: Tom Orr}\n")
    assert suggest(project) == 0
    written = annotation(project).read_text("utf-8")
    assert (comment in written, speaker in written) == (True, True)
    annotation(project).write_text(written.replace("    suggested: true\n", "    fact: a-fact\n"), "utf-8")
    capsys.readouterr()
    assert run(["check", "--project", str(project)]) == 1
    assert "unknown entity `who-says-so`" in capsys.readouterr().out


def test_who_takes_part_is_left_open_where_somebody_may_be_one_of_two(project: Path) -> None:
    text = "Tom Orr is no relation of Dagny Orr. Ilse Marwen, Runa Falk and Mr Orr met in Stolm.\n"
    (project / "texts/post-2031-03-25.txt").write_text(text, "utf-8")
    with (project / "sources/entities.yaml").open("a", encoding="utf-8") as entities:
        entities.write("\ntom-orr: {kind: Person, name: Tom Orr}\n")
    assert suggest(project) == 0
    written = annotation(project).read_text("utf-8")
    assert "    roles: {place: stolm}\n" in written
    assert "    # named here: ilse-marwen, runa-falk, dagny-orr or tom-orr, stolm\n" in written


def test_a_line_that_is_broken_to_fit_ends_no_sentence(project: Path) -> None:
    text = "MASTS\nRuna Falk spoke to all the crew of the\nfleet. Ilse Marwen rejected what\nDagny Orr said.\n"
    (project / "texts/post-2031-03-25.txt").write_text(text, "utf-8")
    assert suggest(project) == 0
    written = annotation(project).read_text("utf-8")
    start = text.index("Ilse")
    assert f"    evidence: [{{at: [{start}, {len(text) - 1}], sha256: {digest(text[start:-1])}}}]\n" in written
    assert "speaker: dagny-orr" not in written


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Ilse Marwen rejected Dagny Orr’s claims that boats had come.", "denies"),
        ("Ilse Marwen dismissed all such reports.", "denies"),
        ("Ilse Marwen neither confirmed nor denied that boats had come.", "declines"),
        ("Ilse Marwen neither con\ufb01rmed nor denied that boats had come.", "declines"),
        ("Ilse Marwen retracted what she had said.", "retracts"),
        ("Ilse Marwen said that she did not meet Dagny Orr.", "denies"),
        ("Ilse Marwen said that Dagny Orr was not there.", "denies"),
        ("Ilse Marwen threatened to go if Dagny Orr did not come.", "asserts"),
        ("Ilse Marwen, who was not there, said that Dagny Orr came.", "asserts"),
    ],
)
def test_which_stance_a_sentence_takes(project: Path, text: str, stance: str) -> None:
    (project / "texts/post-2031-03-25.txt").write_text(f"{text}\n", "utf-8")
    assert suggest(project) == 0
    assert f"    speaker: ilse-marwen  # named beside a verb of speech\n    stance: {stance}\n" in annotation(
        project
    ).read_text("utf-8")


@pytest.mark.parametrize("head", ["STOLM, March 25 (Post) - ", "STOLM, 25 March — ", "STOLM (Post) – "])
def test_the_day_at_the_head_of_a_report_is_none(project: Path, head: str) -> None:
    (project / "texts/post-2031-03-25.txt").write_text(f"{head}Dagny Orr met Ilse Marwen on Monday.\n", "utf-8")
    assert suggest(project) == 0
    written = annotation(project).read_text("utf-8")
    assert "    roles: {participant: [dagny-orr, ilse-marwen]}\n    when: 2031-03-24\n" in written


@pytest.mark.parametrize(
    ("text", "participants"),
    [
        ("Kestria’s foreign minister Ilse Marwen met Velmark’s president, Dagny Orr.", "ilse-marwen, dagny-orr"),
        ("Kestria President Ilse Marwen met her Velmark counterpart, Dagny Orr.", "ilse-marwen, dagny-orr"),
        ("Ilse Marwen and Dagny Orr met in Velmark.", "ilse-marwen, dagny-orr"),
        ("Velmark met Dagny Orr.", "velmark, dagny-orr"),
        ("Velmark met President Dagny Orr.", "velmark, dagny-orr"),
        ("Ilse Marwen met Dagny Orr and Velmark.", "ilse-marwen, dagny-orr, velmark"),
    ],
)
def test_a_country_that_says_who_or_where_takes_no_part(project: Path, text: str, participants: str) -> None:
    (project / "texts/post-2031-03-25.txt").write_text(f"{text}\n", "utf-8")
    assert suggest(project) == 0
    assert f"participant: [{participants}]" in annotation(project).read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "is_statement"),
    [
        ("Defence Minister Dagny Orr met Ilse Marwen.", False),
        ("Dagny Orr, the defence minister, met Ilse Marwen.", False),
        ("Dagny Orr met Minister Ilse Marwen.", False),
        ("Dagny Orr spoke of defence to Ilse Marwen.", True),
    ],
)
def test_the_words_of_a_title_are_no_act(project: Path, text: str, *, is_statement: bool) -> None:
    (project / "texts/post-2031-03-25.txt").write_text(f"{text}\n", "utf-8")
    assert suggest(project) == 0
    written = annotation(project).read_text("utf-8")
    assert ("defence" in written) is is_statement
    assert ("type: Meeting" in written) is not is_statement


def test_line_ends_and_a_byte_order_mark_stay(project: Path) -> None:
    annotation(project).write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())
    assert suggest(project) == 0
    assert annotation(project).read_bytes() == b"\xef\xbb\xbf" + WRITTEN.replace("\n", "\r\n").encode()


def test_an_article_without_a_language_or_a_day_says_what_that_costs(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = HEAD.replace("  language: en\n", "").replace("2031-03-25\n", "2031-03\n")
    annotation(project).write_text(bare, "utf-8")
    assert suggest(project) == 0
    assert capsys.readouterr().err.splitlines()[1:3] == [
        "the article does not say its `language:`: it is read as English",
        "no day of publication: `yesterday`, weekdays and the like are not resolved",
    ]
    assert "when:" not in annotation(project).read_text("utf-8")


def test_a_language_without_a_file_has_names_alone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    annotation(project).write_text(HEAD.replace("language: en", "language: sw"), "utf-8")
    assert suggest(project) == 0
    assert "no file of the language `sw`: its words are not known, names alone are found" in capsys.readouterr().err
    assert "speaker:" not in annotation(project).read_text("utf-8")


def test_a_project_may_bring_a_language(project: Path) -> None:
    (project / "languages").mkdir()
    words = (
        (ROOT / "kg/desk/suggestions/languages/en.toml")
        .read_text("utf-8")
        .replace("said says say", "sagte said says say")
    )
    (project / "languages/de.toml").write_text(words, "utf-8")
    annotation(project).write_text(HEAD.replace("language: en", "language: de-AT"), "utf-8")
    (project / "texts/post-2031-03-25.txt").write_text("Dagny Orr sagte nichts zum Frieden.\n", "utf-8")
    assert suggest(project) == 0
    assert "speaker: dagny-orr" in annotation(project).read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            'means = "date"',
            'means = "tide"',
            "`de.toml` is no file of a language: no meaning of a time: `tide`; one of ",
        ),
        ("{weekday}", "{tide}", "`de.toml`: no slot 'tide'"),
        ("[numbers]", "[nombres]", "`de.toml` is no file of a language: Object "),
        ("(?:on )?", "(?:on ", "`de.toml` is no file of a language: "),
        ("small =", "small", "`de.toml` is no file of a language: "),
    ],
)
def test_a_faulty_language_is_named(
    project: Path, old: str, new: str, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "languages").mkdir()
    words = (ROOT / "kg/desk/suggestions/languages/en.toml").read_text("utf-8").replace(old, new)
    (project / "languages/de.toml").write_text(words, "utf-8")
    annotation(project).write_text(HEAD.replace("language: en", "language: de"), "utf-8")
    assert suggest(project) == 2
    assert capsys.readouterr().err.startswith(what)


def test_somebody_else_changes_the_file_meanwhile(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def slow(path: Path, data: Any, **options: Any) -> None:
        annotation(project).write_text("theirs\n", "utf-8")
        write_whole(path, data, **options)

    monkeypatch.setattr("kg.evidence.yaml_edits.write_whole", slow)
    assert suggest(project) == 1
    assert annotation(project).read_text("utf-8") == "theirs\n"
    assert capsys.readouterr().err == (
        "sources/post-2031-03-25.yaml:1:1: changed meanwhile: nothing written\n"
        "  hint: do it again, with the file as it is now\n"
        "sources/post-2031-03-25.yaml: nothing suggested\n"
    )


@pytest.mark.parametrize(
    ("claims", "fault"),
    [
        ("claims: [{suggested: true}]\n", "9:9: a list in brackets is not added to\n"
         "  hint: write `claims:`, and each item on a line of its own, behind `- `\n"),
        ("", "1:1: no `claims`\n  hint: write `claims:`, and each item on a line of its own, behind `- `\n"),
        ("claims:\n\t- x\n", "10:1: a tab in the indentation\n  hint: use spaces\n"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_added_to_stays(
    project: Path, claims: str, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = HEAD.replace("# by hand\n", "").replace("claims: []  # none yet\n# the end\n", claims)
    annotation(project).write_text(f"\n{text}" if claims else text, "utf-8")
    assert suggest(project) == 1
    assert annotation(project).read_text("utf-8") == (f"\n{text}" if claims else text)
    assert capsys.readouterr().err.startswith(f"sources/post-2031-03-25.yaml:{fault}")


def test_a_text_that_has_changed_is_not_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suggest(project)
    with (project / "texts/post-2031-03-25.txt").open("a", encoding="utf-8") as stream:
        stream.write("Dagny Orr told Ilse Marwen to go.\n")
    capsys.readouterr()
    assert suggest(project) == 1
    assert annotation(project).read_text("utf-8") == WRITTEN
    assert (
        "the text has changed: `post-2031-03-25.txt` is not the version that was annotated" in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("wire-2031-03-42",), 1, "no article `wire-2031-03-42`\n  hint: did you mean `wire-2031-03-24`?\n"),
        (("sources/entities.yaml",), 2, "`sources/entities.yaml` holds no article\n"),
        ((), 2, "no article is named\n  hint: name its id, or its file in `sources/`: `kg suggest ARTICLE`\n"),
        (
            ("post-2031-03-25", "--texts", "nowhere"),
            2,
            "no such folder: `nowhere`\n  hint: name the folder of the articles' texts\n",
        ),
        (("gone.yaml",), 1, "gone.yaml:1:1: no such file\n  hint: give the path of a file that can be read\n"),
    ],
)
def test_wrong_usage(
    project: Path, words: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["suggest", *words, "--project", str(project)]) == code
    assert said in capsys.readouterr().err


def test_an_article_without_a_text_says_so(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = HEAD.replace("  text: {file: post-2031-03-25.txt}\n", "")
    annotation(project).write_text(text, "utf-8")
    assert suggest(project) == 1
    assert annotation(project).read_text("utf-8") == text
    assert capsys.readouterr().err == (
        "sources/post-2031-03-25.yaml:3:3: the article names no text\n  hint: write `text: {file: …}`\n"
        "sources/post-2031-03-25.yaml: nothing suggested\n"
    )


def test_nothing_is_suggested_where_nobody_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "texts/post-2031-03-25.txt").write_text("", "utf-8")
    assert suggest(project) == 0
    assert annotation(project).read_text("utf-8") == HEAD
    why = "nothing new to suggest: nobody speaks in it, and no sentence names two known actors"
    assert capsys.readouterr().err == f"sources/post-2031-03-25.yaml: {why}\n"


def test_all_of_the_worked_example_reads_back_as_suggested(tmp_path: Path) -> None:
    """Every article of `strait` without its claims: what is written has no fault, and nothing of it is built."""
    project = copied(STRAIT, tmp_path / "strait")
    shutil.copytree(STRAIT / "texts", project / "texts", dirs_exist_ok=True)
    paths = [
        path
        for path in sorted((project / "sources").glob("*.yaml"))
        if (project / "texts" / f"{path.stem}.txt").exists()
    ]
    for path in paths:
        text = path.read_text("utf-8")
        path.write_text(text[: text.index("\nclaims:")] + "\nclaims:\n", "utf-8")
    assert run(["suggest", *(path.stem for path in paths), "--project", str(project)]) == 0
    documents = [read(path, project) for path in paths]
    assert [document.faults for document in documents] == [()] * len(paths)
    assert sum(document.suggested for document in documents) == sum(document.claims_in for document in documents) > 40
    assert run(["suggest", *(path.stem for path in paths), "--project", str(project)]) == 0
    assert [read(path, project).claims_in for path in paths] == [document.claims_in for document in documents]


def test_a_long_text_is_suggested_in_parts(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kg.desk.suggestions.suggesting.MOST", 3)
    (project / "texts/post-2031-03-25.txt").write_text("Dagny Orr met Ilse Marwen.\n" * 5, "utf-8")
    assert suggest(project) == 0
    assert capsys.readouterr().err.splitlines()[:2] == [
        "sources/post-2031-03-25.yaml: 3 claims suggested",
        "2 claims more: ask again, once you have looked at these",
    ]
    assert suggest(project) == 0
    assert capsys.readouterr().err.splitlines()[0] == (
        "sources/post-2031-03-25.yaml: 2 claims suggested, 3 sentences left out: claims rest on them already"
    )
    assert read(annotation(project), project).suggested == 5


def test_a_deleted_suggestion_comes_back_beside_others_with_the_same_comments(project: Path) -> None:
    text = "Ilse Marwen met Dagny Orr, Velmark’s foreign ministry said. Dagny Orr met Ilse Marwen in Stolm.\n"
    (project / "texts/post-2031-03-25.txt").write_text(text, "utf-8")
    assert suggest(project) == 0
    head, first, second = annotation(project).read_text("utf-8").split("  - id: ")
    assert "# to fill in: fact" in first
    assert "# to fill in: fact" in second
    annotation(project).write_text(f"{head}  - id: {second}", "utf-8")
    assert suggest(project) == 0
    assert annotation(project).read_text("utf-8").count("  - id: ") == read(annotation(project), project).suggested == 2


def test_in_what_is_no_prose_names_alone_are_found(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "texts/post-2031-03-25.txt").write_text("Dagny Orr said “no” on Monday, " * 1_000, "utf-8")
    assert suggest(project, "--format", "json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert [len(row[name]) for name in ("mentions", "days", "claims", "unknown")] == [1_000, 0, 0, 0]


def test_without_the_library_it_says_how_to_install_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ahocorasick", None)
    assert suggest(project) == 2
    assert capsys.readouterr().err.startswith("suggestions need `pyahocorasick`\n  hint: pip install ")
    assert annotation(project).read_text("utf-8") == HEAD


def in_readings(project: Path) -> tuple[str, str]:
    """Annotate an article twice, with nobody having said which is used."""
    own = annotation(project)
    files = tuple(f"sources/post-2031-03-25.{name}.yaml" for name in ("ab", "cd"))
    for file in files:
        shutil.copy(own, project / file)
    own.unlink()
    return files[0], files[1]


def test_an_article_of_several_readings_is_suggested_for_in_the_chosen_one(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = in_readings(project)
    assert suggest(project) == 2
    assert capsys.readouterr().err == (
        f"`post-2031-03-25` has 2 readings, and none is chosen\n  hint: name a file: `{first}`, `{second}`\n"
    )
    with (project / "kg.toml").open("a", encoding="utf-8") as stream:
        stream.write('readings = {post-2031-03-25 = "cd"}\n')
    assert suggest(project) == 0
    assert (project / first).read_text("utf-8") == HEAD
    assert (project / second).read_text("utf-8") == WRITTEN


def test_of_the_other_reading_of_an_article_nothing_is_used(project: Path) -> None:
    first, second = in_readings(project)
    assert suggest(project, name=str(project / first)) == 0
    text = (project / first).read_text("utf-8")
    filled = "    fact: marwen-orr-2031-03-24\n"
    (project / first).write_text(text.replace("    suggested: true\n", filled), "utf-8")
    assert suggest(project, name=str(project / second)) == 0
    assert (project / second).read_text("utf-8") == WRITTEN
