"""Several annotations of one article: exactly one is built, all are checked, and nobody is counted twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import kg
from kg.base.errors import UsageError
from kg.base.project import find
from kg.builder import pipeline
from kg.cli.main import run
from kg.cli.new_project import start

ARTICLE = "river-talks-2024-03-13"
FIRST = f"sources/{ARTICLE}.ab.yaml"
SECOND = f"sources/{ARTICLE}.cd.yaml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in which two annotators have read the one article; the second found one claim less."""
    root = tmp_path / "p"
    start(root, "https://example.org/p/")
    own = root / f"sources/{ARTICLE}.yaml"
    shutil.copy(own, root / SECOND)
    own.rename(root / FIRST)
    text = (root / SECOND).read_text("utf-8")
    (root / SECOND).write_text(text[: text.rindex("\n  - id: ")] + "\n", "utf-8")
    return root


def choose(project: Path, words: str) -> None:
    with (project / "kg.toml").open("a", encoding="utf-8") as stream:
        stream.write(f"\nreadings = {{{words}}}\n")


def claims(root: Path) -> int:
    return len(kg.build(root).claims)


def test_of_two_readings_none_is_built_until_one_is_chosen(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--project", str(project)]) == 1
    shown = capsys.readouterr()
    assert shown.out == (
        f"{FIRST}:4:1: 2 readings of `{ARTICLE}`, and none is chosen: `{FIRST}`, `{SECOND}`\n"
        f'  hint: choose in `kg.toml`: `readings = {{{ARTICLE} = "ab"}}`; or `kg adjudicate {FIRST} {SECOND} '
        f"-o sources/{ARTICLE}.yaml`: until then the claims of all are refused\n"
    )
    built = pipeline.build(find(project))
    whole = len(kg.build(project).claims)
    assert (built.counts["claims"], whole) == (0, 0)
    choose(project, f'{ARTICLE} = "ab"')
    assert claims(project) > 0
    assert built.counts["refused"] == 2 * claims(project) - 1


def test_the_chosen_reading_is_built_as_if_it_were_the_only_one(project: Path, tmp_path: Path) -> None:
    choose(project, f'{ARTICLE} = "cd"')
    alone = tmp_path / "alone"
    shutil.copytree(project, alone)
    (alone / FIRST).unlink()
    built, only = pipeline.build(find(project)), pipeline.build(find(alone))
    assert (built.faults, built.counts) == ([], only.counts)
    assert list(built.aside) == [FIRST]
    assert kg.open(project).claims == kg.open(alone).claims


def test_a_sole_reading_needs_no_choice(project: Path) -> None:
    (project / SECOND).unlink()
    number = claims(project)
    (project / FIRST).rename(project / f"sources/{ARTICLE}.yaml")
    assert number == claims(project) > 0


def test_the_articles_own_file_is_its_reading(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(project / SECOND, project / f"sources/{ARTICLE}.yaml")
    number = claims(project)
    capsys.readouterr()
    assert run(["build", "--project", str(project)]) == 0
    assert capsys.readouterr().err == (
        f"{2 * number + 1} claims of 2 readings that are not chosen are not built: `{FIRST}`, `{SECOND}`\n"
    )


def test_readings_that_are_not_chosen_are_checked(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    choose(project, f'{ARTICLE} = "ab"')
    text = (project / SECOND).read_text("utf-8")
    (project / SECOND).write_text(text.replace("stance: asserts", "stance: asserts\n    fulfils: nothing", 1), "utf-8")
    assert pipeline.build(find(project)).faults == []
    assert run(["check", "--project", str(project)]) == 1
    out = capsys.readouterr().out
    assert out.startswith(f"{SECOND}:")
    assert "`nothing`" in out


def test_a_choice_of_what_is_not_there_is_a_fault(project: Path) -> None:
    choose(project, f'{ARTICLE} = "ef", other = "ab"')
    assert [str(fault) for fault in pipeline.build(find(project)).faults] == [
        "kg.toml:5:1: `readings` chooses `ef` of `river-talks-2024-03-13`, which has no such reading\n"
        "  hint: there are `ab`, `cd`: until then the claims of all are refused",
        "kg.toml:5:1: warning: `readings` chooses one of `other`, of which there is no annotation\n"
        "  hint: leave it out, or correct the article's id",
    ]
    (project / "kg.toml").write_text('base = "https://example.org/p/"\nreadings = ["ab"]\n', "utf-8")
    with pytest.raises(UsageError) as caught:
        find(project)
    assert str(caught.value) == (
        "kg.toml:2:1: `readings` gives no name for each article\n"
        '  hint: write readings = {ARTICLE = "NAME"} for `sources/ARTICLE.NAME.yaml`'
    )


def test_a_name_that_is_no_id_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / FIRST).unlink()
    (project / SECOND).rename(project / f"sources/{ARTICLE}.C D.yaml")
    assert run(["check", "--project", str(project)]) == 1
    assert "rename the file, which names the article" in capsys.readouterr().out


def test_judgements_of_identity_are_made_on_the_chosen_readings(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (project / SECOND).read_text("utf-8")
    (project / SECOND).write_text(text.replace("fact: maren-reke-2024-03", "fact: talks-in-port-alder"), "utf-8")
    choose(project, f'{ARTICLE} = "cd"')
    given = ["same", "talks-in-port-alder", "maren-reke-2024-03", "--by", "im", "--on", "2031-04-30", "--yes"]
    assert run([*given, "--project", str(project)]) == 1
    assert capsys.readouterr().err == (
        "no such entity or fact: `maren-reke-2024-03`\n"
        "  hint: a reading that is not chosen names it: `sources/river-talks-2024-03-13.ab.yaml`\n"
    )
    (project / "sources/later.yaml").write_text(LATER, "utf-8")
    assert run([*given, "--project", str(project)]) == 0
    assert kg.build(project).shown("maren-reke-2024-03") == "talks-in-port-alder"
    (project / "sources/later.yaml").unlink()
    capsys.readouterr()
    assert run(["check", "--project", str(project)]) == 0
    assert capsys.readouterr().out == ""  # the other reading still names it


LATER = """article: {title: A second meeting, publisher: harbour-courier, published: 2024-03-14}
claims:
  - id: again
    fact: maren-reke-2024-03
    type: Meeting
    roles: {participant: [ilsa-maren, tomas-reke]}
    stance: asserts
    evidence: [{at: [0, 9], sha256: "SHA"}]
""".replace("SHA", "0" * 64)
