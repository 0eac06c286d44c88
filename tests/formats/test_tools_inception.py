"""INCEpTION: XMI by dkpro-cassis, projects as its own classes read them, its users' annotations; and hostile files."""

from __future__ import annotations

import builtins
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import cassis
import pytest

from kg.base.installing import to_install
from kg.evidence.article_text import digest
from kg.formats.tools import archives, uima
from tests.formats.tools_project import TEXT, Desk, at, desk

CLAIM, MENTION = "webanno.custom.Claim", "webanno.custom.Mention"


@pytest.fixture
def its(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return desk(tmp_path, capsys)


def zipped(path: Path, files: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w") as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


def test_dkpro_cassis_reads_what_is_written(its: Desk) -> None:
    out = its.exported("inception")
    assert sorted(path.name for path in out.iterdir()) == ["TypeSystem.xml", "talks.xmi"]
    types = cassis.load_typesystem(out / "TypeSystem.xml")
    cas = cassis.load_cas_from_xmi(out / "talks.xmi", typesystem=types)
    assert cas.sofa_string == TEXT
    first, second = cas.select(CLAIM)
    assert first.get_covered_text() == "Talks in Velm"
    assert [link.target.get_covered_text() for link in first.further.elements] == [
        "Ana Solberg met Lea Okafor\nin Velm"
    ]
    assert [(link.role, link.target.entity) for link in first.fillers.elements] == [
        ("participant", "ana-solberg"), ("participant", "lea-okafor"), ("place", "velm")
    ]  # fmt: skip
    assert (second.claimId, second.fact, second.stance, second.via) == (
        "said",
        "velm-talks",
        "asserts",
        "lea-okafor, gazette",
    )
    # UIMA counts UTF-16 code units, of which the first sign takes two: dkpro-cassis has converted
    xmi = (out / "talks.xmi").read_text("utf-8")
    start, end = (each + 1 for each in at("Talks in Velm"))
    assert re.search(rf'<custom:Claim [^>]*begin="{start}" end="{end}" claimId="narrated"', xmi)


def test_a_project_has_the_layers_of_its_annotations(its: Desk) -> None:
    out = its.folder / "project.zip"
    its.typed("export", "inception", "-o", out, "--texts", its.project / "texts")
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == ["exportedproject.json", "source/talks.xmi"]
        told = json.loads(archive.read("exportedproject.json"))
    assert (told["name"], told["mode"], told["version"]) == ("project", "ANNOTATION", 1)
    assert told["source_documents"] == [{"name": "talks.xmi", "format": "xmi", "state": "NEW"}]
    layers = {layer["name"]: layer for layer in told["layers"]}
    types = {type_.name: type_ for type_ in uima.type_system().get_types()}
    for name, layer in layers.items():  # what the project declares is what the XMI files use
        assert {each["name"] for each in layer["features"]} == {each.name for each in types[name].features}
        assert (layer["type"], layer["anchoring_mode"], layer["overlap_mode"]) == ("span", "CHARACTERS", "ANY_OVERLAP")
    assert sorted({*layers, "webanno.custom.ClaimEvidenceLink", "webanno.custom.ClaimFillersLink"}) == sorted(
        name for name in types if name.startswith("webanno.custom.")
    )
    (fillers,) = [each for each in layers[CLAIM]["features"] if each["name"] == "fillers"]
    assert {name: fillers[name] for name in fillers if name.startswith(("link", "multi", "type"))} == {
        "type": MENTION, "multi_value_mode": "ARRAY", "link_mode": "WITH_ROLE",
        "link_type_name": "webanno.custom.ClaimFillersLink", "link_type_role_feature_name": "role",
        "link_type_target_feature_name": "target",
    }  # fmt: skip
    tags = {each["name"]: [tag["tag_name"] for tag in each["tags"]] for each in told["tag_sets"]}
    named = {each["tag_set"]["name"] for layer in layers.values() for each in layer["features"] if each["tag_set"]}
    assert named == {*tags}
    assert {"participant", "place", "speaker"} <= {*tags["roles"]}
    assert "Meeting" in tags["fact types"]
    assert tags["entities"] == ["ana-solberg", "gazette", "herald", "lea-okafor", "velm"]
    first = out.read_bytes()
    its.typed("export", "inception", "-o", out, "--texts", its.project / "texts")
    assert out.read_bytes() == first


def test_each_users_annotations_are_a_reading(its: Desk) -> None:
    out = its.exported("inception")
    xmi, types = (out / "talks.xmi").read_bytes(), (out / "TypeSystem.xml").read_bytes()
    document = archives.archive({"talks.xmi": xmi, "TypeSystem.xml": types})
    denied = xmi.replace(b'claimId="said"', b'claimId="hers"')
    project = zipped(
        its.folder / "backup.zip",
        {
            "exportedproject.json": "{}",
            "source/talks.xmi": xmi,
            "annotation/talks.xmi/INITIAL_CAS.zip": document,
            "annotation/talks.xmi/ann.zip": document,
            "annotation/talks.xmi/bob.xmi": denied,
            "curation/talks.xmi/CURATION_USER.zip": document,
        },
    )
    out_, _ = its.typed("import", "inception", project, "-o", its.folder / "back")
    assert out_ == (
        "talks.ann.yaml: 2 claims by ann\ntalks.bob.yaml: 2 claims by bob\ntalks.curation.yaml: 2 claims by curation\n"
    )
    assert "  annotator: bob\n" in (its.folder / "back/talks.bob.yaml").read_text("utf-8")
    assert "  - id: hers\n" in (its.folder / "back/talks.bob.yaml").read_text("utf-8")
    alone = zipped(its.folder / "talks.zip", {"talks.xmi": xmi, "TypeSystem.xml": types})
    assert its.typed("import", "inception", alone, "-o", its.folder / "one")[0] == "talks.yaml: 2 claims\n"


def test_the_type_system_may_be_away_or_have_more(its: Desk) -> None:
    out = its.exported("inception")
    (out / "TypeSystem.xml").rename(its.folder / "away.xml")
    assert its.typed("import", "inception", out, "-o", its.folder / "back")[0] == "talks.yaml: 2 claims\n"
    types = cassis.load_typesystem(its.folder / "away.xml")
    types.create_feature(types.create_type("webanno.custom.Mood", "uima.tcas.Annotation"), "how", "uima.cas.String")
    cas = cassis.load_cas_from_xmi(out / "talks.xmi", typesystem=types)
    cas.add(types.get_type("webanno.custom.Mood")(begin=0, end=3, how="glad"))
    cas.to_xmi(out / "talks.xmi")
    assert its.typed("import", "inception", out, "-o", its.folder / "more")[0] == "talks.yaml: 2 claims\n"


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda xmi: xmi[:400], "talks.xmi:1:1: no XMI of these layers: XMLSyntaxError: "),
        (lambda _: b"", "talks.xmi:1:1: no XMI of these layers: XMLSyntaxError: "),
        (lambda _: b"hello", "talks.xmi:1:1: no XMI of these layers: XMLSyntaxError: "),
        (lambda _: BOMB.encode(), "talks.xmi:1:1: XML with declarations of its own: `<!DOCTYPE`"),
        (lambda _: BOMB.encode("utf-16"), "talks.xmi:1:1: not UTF-8 at byte 0"),
        (lambda xmi: re.sub(rb'(Claim [^>]*end=")\d+', rb"\g<1>999", xmi), "talks.xmi:1:1: a span from 2 to 999, "),
        (lambda xmi: re.sub(rb'(Claim [^>]*begin=")\d+', rb"\g<1>16", xmi), "talks.xmi:1:1: a span from 15 to 15, "),
        (lambda xmi: re.sub(rb'(Claim [^>]*begin=")\d+', rb"\g<1>x", xmi), "talks.xmi:1:1: no XMI of these layers: "),
        (lambda xmi: re.sub(rb'fillers="[^"]*"', b'fillers="999"', xmi), "talks.xmi:1:1: no XMI of these layers: "),
        (lambda xmi: re.sub(rb'sofa="1"', b'sofa="7"', xmi), "talks.xmi:1:1: no XMI of these layers: "),
        (lambda xmi: re.sub(rb"<cas:Sofa[^>]*>", b"", xmi), "talks.xmi:1:1: no XMI of these layers: "),
        (lambda xmi: xmi.replace(b"cas:View", b"cas:Vieww"), "talks.xmi:1:1: 2 claims are written there, of"),
        (
            lambda xmi: re.sub(rb'(ClaimFillersLink [^>]*target=")\d+', rb"\g<1>7", xmi),
            "talks.xmi:1:1: `participant` of the claim at [2, 15] leads to no mention",
        ),
        (lambda xmi: xmi.replace(b"Solberg met", b"Solberg saw"), "talks.xmi:1:1: the text of `talks` is not the one "),
    ],
)
def test_files_that_are_cut_hostile_or_of_another_text_are_refused(its: Desk, change: Any, said: str) -> None:
    out = its.exported("inception")
    (out / "talks.xmi").write_bytes(change((out / "talks.xmi").read_bytes()))
    assert its.refused("inception", out / "talks.xmi").removeprefix("out/").startswith(said)


def test_types_without_our_layers_are_refused(its: Desk) -> None:
    out = its.exported("inception")
    cas = cassis.Cas(typesystem=cassis.TypeSystem())
    cas.sofa_string = TEXT
    cas.to_xmi(out / "talks.xmi")
    cas.typesystem.to_xml(out / "TypeSystem.xml")
    assert its.refused("inception", out) == (
        "out/talks.xmi:1:1: no layer Claim\n  hint: annotate in a project made by `kg export inception`\n"
    )


def test_archives_are_read_within_bounds(its: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = zipped(its.folder / "evil.zip", {"../../talks.xmi": "x"})
    assert its.refused("inception", evil) == (
        "evil.zip:1:1: a file outside its archive: `../../talks.xmi`\n"
        "  hint: no annotation tool writes such: do not trust it\n"
    )
    for name in ("/etc/talks.xmi", "a\\..\\talks.xmi"):
        assert ": a file outside its archive: `" in its.refused(
            "inception", zipped(its.folder / "evil.zip", {name: "x"})
        )
    (its.folder / "cut.zip").write_bytes(evil.read_bytes()[:40])
    assert its.refused("inception", its.folder / "cut.zip").startswith("cut.zip:1:1: an archive that cannot be read: ")
    none = zipped(its.folder / "none.zip", {"a.txt": "x"})
    assert its.refused("inception", none).startswith("none.zip:1:1: no XMI in it\n")
    monkeypatch.setattr(archives, "MOST_BYTES", 1000)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.xmi", "0" * 2000)
    (its.folder / "bomb.zip").write_bytes(bomb.getvalue())
    assert its.refused("inception", its.folder / "bomb.zip").startswith(
        "bomb.zip:1:1: more than 1,000 bytes in one archive\n"
    )
    monkeypatch.setattr(archives, "MOST_FILES", 1)
    many = zipped(its.folder / "many.zip", {"a.xmi": "", "b.xmi": ""})
    assert its.refused("inception", many).startswith("many.zip:1:1: more than 1 files in one archive\n")


def test_a_text_that_xml_cannot_hold_is_refused(its: Desk) -> None:
    odd = TEXT + "\x0c"
    (its.project / "texts/talks.txt").write_text(odd, "utf-8")
    source = its.project / "sources/talks.yaml"
    words = source.read_text("utf-8").replace(digest(TEXT), digest(odd)).replace("characters: 101", "characters: 102")
    source.write_text(words, "utf-8")
    _, err = its.typed("export", "inception", "-o", its.folder / "out", "--texts", its.project / "texts", code=1)
    assert err.endswith(
        "the text of `talks` holds U+000C at 101, which XML cannot carry\n"
        "  hint: use brat or label-studio, or leave this article out by a slice\n"
    )


def test_without_the_library_the_command_is_told(its: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    uima._library.cache_clear()
    real = builtins.__import__

    def no(name: str, *rest: Any, **more: Any) -> Any:
        if name == "cassis":
            raise ImportError
        return real(name, *rest, **more)

    with monkeypatch.context() as patched:
        patched.setattr(builtins, "__import__", no)
        texts = ("--texts", its.project / "texts")
        _, err = its.typed("export", "inception", "-o", its.folder / "out", *texts, code=2)
    uima._library.cache_clear()
    assert err.endswith(f"dkpro-cassis is not installed\n  hint: {to_install('dkpro-cassis')}\n")
