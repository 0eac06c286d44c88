"""`kg add`: what an article says of itself is found with its place, or missing; the text is kept, or nothing is."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from kg.base.disk import write_whole
from kg.cli.main import run
from kg.cli.new_project import start
from tests.conftest import ROOT, same_under_any_hash_seed
from tests.remote.scripted import Reply, Request, scripted

PAGE = ROOT / "docs" / "ferry-talks.html"
BODY = (
    "<p>Ana Solberg, the transport minister of Orlund, met Marek Dunai in Port Ansel on Wednesday, she said.</p>"
    "<p>The war began on 3 May 2019, and a third meeting on the ferry may follow in the spring of that year.</p>"
)
TEXT = (
    "Ana Solberg, the transport minister of Orlund, met Marek Dunai in Port Ansel on Wednesday, she said.\n\n"
    "The war began on 3 May 2019, and a third meeting on the ferry may follow in the spring of that year.\n"
)
COURIER = "ansel-courier: {kind: Organization, name: The Ansel Courier, aliases: [Courier]}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project with one entity, as the folder one is in."""
    start(tmp_path / "ferry", empty=True)
    (tmp_path / "ferry/sources/entities.yaml").write_text(COURIER, "utf-8")
    monkeypatch.chdir(tmp_path / "ferry")
    return tmp_path / "ferry"


def page(head: str) -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body><article>{BODY}</article></body></html>"


def linked(*nodes: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


def added(source: str, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, tuple[str | None, str]]:
    """Add something, and give its fields: value and where."""
    assert run(["add", source, "--format", "json", *options]) == 0
    told = json.loads(capsys.readouterr().out)
    return {its["field"]: (its["value"], its["where"]) for its in told["fields"]}


def of_page(head: str, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, tuple[str | None, str]]:
    Path("page.html").write_text(page(head), "utf-8")
    return added("page.html", capsys, *options)


def folder_of(project: Path) -> list[str]:
    return sorted(str(path.relative_to(project)) for top in ("sources", "texts") for path in (project / top).rglob("*"))


def test_a_page_is_added_with_what_it_says_of_itself(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["add", str(PAGE), "--publisher", "Courier"]) == 0
    said = capsys.readouterr()
    assert [line.split()[:2] for line in said.out.splitlines() if line[:1].isalpha()] == [
        ["field", "value"], ["title", "Ferry"], ["publisher", "ansel-courier"], ["agency", "missing"],
        ["published", "2031-03-06"], ["url", "https://courier.example/2031/ferry-talks"], ["language", "en-GB"],
        ["text", "texts/ferry-talks.txt"],
    ]  # fmt: skip
    assert max(map(len, said.out.splitlines())) <= 80
    assert said.err == (
        "1 caption at the end of the text\nwrote texts/ferry-talks.txt\nwrote sources/ferry-talks.yaml\n"
        "next: make claims on a page by kg annotate, or write them in sources/ferry-talks.yaml, "
        "then kg anchor sources/ferry-talks.yaml --texts texts, "
        "or begin by kg suggest sources/ferry-talks.yaml\n"
    )
    text = (project / "texts/ferry-talks.txt").read_text("utf-8")
    assert [line[:12] for line in text.split("\n\n")] == [
        "Ferry talks ", "Ana Solberg,", "The transpor", "No ferry has", "The quay of ",
    ]  # fmt: skip
    assert run(["check", "--texts", "texts"]) == 0
    assert capsys.readouterr().err == "2 files, 0 claims, 0 refused, 0 faults\n"
    assert (
        (project / "sources/ferry-talks.yaml")
        .read_text("utf-8")
        .startswith(
            f'# Added from {PAGE}.\narticle:\n  title: "Ferry talks open in Port Ansel" # JSON-LD `headline`\n'
            '  publisher: ansel-courier # given, "Courier"\n'
            "  # agency: northern-agency # missing: the page states none\n"
            "  published: 2031-03-06 # JSON-LD `datePublished`\n  published-basis: page\n"
            '  url: "https://courier.example/2031/ferry-talks" # <link rel="canonical">\n'
            "  language: en-GB # <html lang>\n"
            "  text: {file: ferry-talks.txt, sha256: "
        )
    )


def test_a_page_gives_the_same_text_under_any_hash_seed() -> None:
    code = (
        "import sys; from kg.desk.articles.incoming import incoming; from kg.desk.articles.page import page_words; "
        "its = page_words(incoming(sys.argv[1], sys.stdin.buffer)); print(its.text, its.stated)"
    )
    printed = same_under_any_hash_seed("-c", code, PAGE).decode()
    assert printed.startswith("Ferry talks open in Port Ansel\n\nAna Solberg, the transport minister of Orlund, met")


def test_the_example_becomes_a_claim_by_hand(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["add", str(PAGE), "--publisher", "ansel-courier"]) == 0
    people = "one: {kind: Person, name: One}\ntwo: {kind: Person, name: Two}\n"
    (project / "sources/entities.yaml").write_text(COURIER + people, "utf-8")
    file = project / "sources/ferry-talks.yaml"
    head, example = file.read_text("utf-8").split("claims: []\n")
    claim = "".join(line.removeprefix("#") + "\n" for line in example.splitlines())
    for hole, filled in {
        "ID-OF-THE-FACT": "talks", "WHO-ONE": "one", "WHO-TWO": "two",
        "THE WORDS OF THE TEXT, EXACTLY AS THEY STAND": "met Marek Dunai",
    }.items():  # fmt: skip
        claim = claim.replace(hole, filled)
    file.write_text(f"{head}claims:\n{claim}", "utf-8")
    assert run(["anchor", str(file), "--texts", "texts"]) == 0
    assert run(["check", "--texts", "texts"]) == 0
    assert capsys.readouterr().err.endswith("2 files, 1 claim, 0 refused, 0 faults\n")


@pytest.mark.parametrize(
    ("head", "day", "where"),
    [
        ("", None, "the page states none"),
        ('<meta name="date" content="2031-03-06">', None, "the page states none"),
        ('<meta property="article:modified_time" content="2031-03-06">', None, "the page states none"),
        ('<meta property="article:published_time" content="2031-03-06T22:00:00+02:00">', "2031-03-06",
         '<meta property="article:published_time">'),
        ('<meta name="citation_publication_date" content="2031/03/06">', "2031-03-06",
         '<meta name="citation_publication_date">'),
        ('<meta itemprop="datePublished" content="20310306">', "2031-03-06", '<meta itemprop="datePublished">'),
        ('<meta name="DC.date.issued" content="2031-03">', "2031-03", '<meta name="DC.date.issued">'),
        ('<meta name="DC.date.issued" content="6 March 2031">', None,
         '<meta name="DC.date.issued"> has `6 March 2031`, which is no day'),
        ('<meta name="DC.date.issued" content="2031-02-30">', None,
         '<meta name="DC.date.issued"> has `2031-02-30`, which is no day'),
        (linked({"@type": "NewsArticle", "datePublished": "2031-03-06"}), "2031-03-06", "JSON-LD `datePublished`"),
        (linked({"@graph": [{"@type": ["Thing", "ReportageNewsArticle"], "datePublished": "2031-03-06"}]}),
         "2031-03-06", "JSON-LD `datePublished`"),
        (linked({"@type": "NewsArticle", "datePublished": "2031-03-06T23:30:00Z"}), "2031-03-06",
         "JSON-LD `datePublished`, by UTC"),
        (linked({"@type": "Event", "datePublished": "2031-03-06"}), None, "the page states none"),
        (linked({"@type": "NewsArticle", "datePublished": "2031-03-06"})
         + '<meta property="article:published_time" content="2031-03-05">', None,
         "the page gives two days: 2031-03-06 (JSON-LD `datePublished`) and "
         '2031-03-05 (<meta property="article:published_time">)'),
        (linked({"@type": "NewsArticle", "datePublished": "2031-03-06T21:00:00Z"})
         + '<meta property="article:published_time" content="2031-03-07T02:00:00+05:00">', "2031-03-07",
         '<meta property="article:published_time">'),
        (linked({"@type": "NewsArticle", "url": "https://a.example/1", "datePublished": "2031-03-01"},
                {"@type": "NewsArticle", "url": "https://a.example/2", "datePublished": "2031-03-02"})
         + '<link rel="canonical" href="https://a.example/2">', "2031-03-02", "JSON-LD `datePublished`"),
        (linked({"@type": "NewsArticle", "datePublished": "2031-03-01"},
                {"@type": "NewsArticle", "datePublished": "2031-03-02"}), None, "the page states none"),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": </script>', None,
         "the page states none"),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", None, "the page states none"),
    ],
)  # fmt: skip
def test_a_day_comes_from_the_metadata_alone(
    head: str, day: str | None, where: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert of_page(head, capsys)["published"] == (day, where)
    written = yaml.safe_load((project / "sources/page.yaml").read_text("utf-8"))["article"]
    assert ("published" in written, written.get("published-basis")) == (bool(day), "page" if day else None)
    assert (project / "texts/page.txt").read_text("utf-8") == TEXT


@pytest.mark.parametrize(
    ("name", "head", "found"),
    [
        ("title", "<title>Talks | Courier</title>", ("Talks | Courier", "<title>")),
        ("title", '<meta property="og:title" content=" Talks\n on"><title>x</title>',
         ("Talks on", '<meta property="og:title">')),
        ("title", '<meta property="og:title" content="Ta\u202elks &quot;on&quot; # \\">',
         ('Talks "on" # \\', '<meta property="og:title">')),
        ("title", "", (None, "the page states none")),
        ("publisher", linked({"@graph": [{"@type": "NewsArticle", "publisher": {"@id": "#org"}},
                                         {"@id": "#org", "name": "the  ansel Courier"}]}),
         ("ansel-courier", "JSON-LD `publisher`")),
        ("publisher", '<meta property="og:site_name" content="Velm Gazette">',
         ("velm-gazette", '<meta property="og:site_name">')),
        ("publisher", '<meta property="og:site_name" content="海峡报">',
         (None, '`海峡报` (<meta property="og:site_name">) is no entity\'s name yet')),
        ("publisher", '<meta property="og:site_name" content="Ansel-Courier">',
         (None, '`Ansel-Courier` (<meta property="og:site_name">) is no entity\'s name yet; '
                "if it is `ansel-courier`, add it to the aliases there")),
        ("agency", linked({"@type": "Article", "sourceOrganization": {"name": "Courier"}}),
         ("ansel-courier", "JSON-LD `sourceOrganization`")),
        ("agency", linked({"@type": "Article", "author": {"@type": "Organization", "name": "Northern Wire"}}),
         (None, "none stated; its author is Northern Wire: an agency?")),
        ("language", '<meta property="og:locale" content="en_GB">', ("en-GB", '<meta property="og:locale">')),
        ("language", '<meta property="og:locale" content="English!">',
         (None, '<meta property="og:locale"> has `English!`: no language: `English!`')),
        ("url", '<link rel="canonical" href="javascript:alert(1)">',
         (None, '<link rel="canonical"> has `javascript:alert(1)`: http or https only: `javascript:alert(1)`')),
        ("url", '<link rel="canonical" href="/a"><meta property="og:url" content="https://a.example/a">',
         ("https://a.example/a", '<meta property="og:url">')),
    ],
)  # fmt: skip
def test_what_a_page_states_is_found_with_its_place(
    name: str, head: str, found: tuple[str | None, str], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert of_page(head, capsys)[name] == found
    written = yaml.safe_load((project / "sources/page.yaml").read_text("utf-8"))["article"]
    assert written.get(name) == found[0]


def test_what_is_given_goes_first_and_is_external(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = '<meta property="article:published_time" content="2031-03-06"><title>Page</title>'
    options = ("--title", "Talks: “on”", "--published", "2031-03-07", "--publisher", "Courier", "--language", "en",
               "--url", "https://a.example/", "--agency", "Velm Wire", "--name", "talks-1")  # fmt: skip
    assert of_page(head, capsys, *options) == {
        "title": ("Talks: “on”", "given"), "publisher": ("ansel-courier", "given"), "agency": ("velm-wire", "given"),
        "published": ("2031-03-07", "given"), "url": ("https://a.example/", "given"), "language": ("en", "given"),
    }  # fmt: skip
    written = (project / "sources/talks-1.yaml").read_text("utf-8")
    assert "published-basis: external\n" in written
    assert '  #   velm-wire: {kind: Organization, name: "Velm Wire"}\n' in written
    with (project / "sources/entities.yaml").open("a", encoding="utf-8") as stream:  # as the comment says
        stream.write('velm-wire: {kind: Organization, name: "Velm Wire"}\n')
    assert run(["check", "--texts", "texts"]) == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--published", "yesterday"], "`--published`: no date: `yesterday`\n  hint: "),
        (["--published", "2031-03/.."], "`--published` has no last day\n  hint: give a day, such as 2026-11-27, "
         "a month or a year\n"),
        (["--url", "ftp://a"], "`--url`: http or https only: `ftp://a`\n  hint: write the address in full, from "
         "`https://` on\n"),
        (["--language", "English!"], "`--language`: no language: `English!`\n  hint: "),
        (["--name", "A B"], "`--name`: no id: `A B`\n  hint: "),
        (["--as", "word"], "Usage: "),
        (["--title", ""], "`--title` is empty\n  hint: "),
    ],
)  # fmt: skip
def test_an_option_that_cannot_be_is_wrong_usage(
    options: list[str], message: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["add", str(PAGE), *options]) == 2
    assert capsys.readouterr().err.startswith(message)
    assert folder_of(project) == ["sources/entities.yaml"]


def test_a_text_is_kept_byte_by_byte(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = "\ufeffOne.\r\n\r\nCafe\u0301 🚢 \u202ehe said.".encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    found = added("-", capsys, "--name", "by-hand")
    assert {name: value for name, (value, _) in found.items()} == dict.fromkeys(found)
    assert (project / "texts/by-hand.txt").read_bytes() == data
    assert run(["check", "--texts", "texts"]) == 1
    found_wrong = [line.split(": ", 1)[1] for line in capsys.readouterr().out.splitlines() if "hint" not in line]
    assert found_wrong == ["no `published`", "no `publisher`", "no `title`"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "nothing in `a.bin`\n  hint: add a file that holds the article\n"),
        ("Caf\xe9".encode("latin-1"),
         "`a.bin` is in another encoding: not UTF-8 at byte 3\n  hint: save it as UTF-8: "
         "`iconv -f WINDOWS-1252 -t UTF-8`\n"),
        ("Talks".encode("utf-16"),
         "`a.bin` is in UTF-16: not UTF-8 at byte 0\n  hint: save it as UTF-8: `iconv -f UTF-16 -t UTF-8`\n"),
        (b"PK\x03\x04abc", "`a.bin` is a packed file, as Word and others write them\n"
                           "  hint: save it as PDF, as HTML or as plain text\n"),
        (b"ab\0c", "`a.bin` is no text, HTML or PDF: it has bytes of 0\n  hint: if it is a text, save it as UTF-8; "
                   "`--as text`, `--as html` or `--as pdf` says what it is\n"),
        (b"%PDF-1.7 and no more", "`a.bin` cannot be read as PDF: "),
        (b"<html><body></body></html>", "no article in `a.bin`: the page has no main text\n  hint: if a script writes "
         "it, or it is a list of others, copy its words into a text and add that: `kg add -`\n"),
    ],
)  # fmt: skip
def test_what_holds_no_words_says_so(
    data: bytes, message: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.bin").write_bytes(data)
    assert run(["add", "a.bin"]) == 1
    assert capsys.readouterr().err.startswith(message)
    assert folder_of(project) == ["sources/entities.yaml"]


def test_what_is_no_file_says_what_to_do(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [run(["add", name]) for name in ("nothing.html", "sources", "/dev/null")] == [1, 1, 1]
    assert capsys.readouterr().err == (
        "`nothing.html`: no such file\n  hint: give the path of a file that can be read\n"
        "`sources`: a folder, where a file is expected\n  hint: name a file in it\n"
        "`/dev/null`: neither a file nor a folder\n  hint: give its words on stdin: `kg add -`\n"
    )
    assert folder_of(project) == ["sources/entities.yaml"]


def test_the_kind_is_found_from_the_content_and_can_be_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text(page("<title>A page</title>"), "utf-8")
    Path("b.html").write_text("A text about <b>talks</b>.", "utf-8")
    assert added("a.txt", capsys)["title"] == ("A page", "<title>")
    assert added("b.html", capsys)["title"] == (None, "not stated")
    assert added("a.txt", capsys, "--as", "text", "--name", "source")["title"] == (None, "not stated")
    assert (project / "texts/source.txt").read_text("utf-8") == page("<title>A page</title>")


@pytest.mark.parametrize("declared", ["windows-1252", "iso-8859-1", "utf-16", "utf-8"])
def test_a_page_is_decoded_as_it_says(declared: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    html = page(f'<meta charset="{declared}"><title>Café “now”</title>')
    Path("page.html").write_bytes(html.encode("cp1252" if declared == "iso-8859-1" else declared))
    assert added("page.html", capsys)["title"] == ("Café “now”", "<title>")


def pdf(*pages: str, title: str = "", password: str = "") -> bytes:
    """A PDF with a line of text on each page, or none."""
    writer = PdfWriter()
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    for words in pages:
        sheet = writer.add_blank_page(300, 300)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode() if words else b"")
        sheet[NameObject("/Contents")] = writer._add_object(stream)
        fonts = DictionaryObject({NameObject("/F1"): font})
        sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if title:
        writer.add_metadata({"/Title": title, "/CreationDate": "D:20310306"})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_gives_its_pages_and_no_day(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("report.pdf").write_bytes(pdf("The ministers met.", "", "They left.", title="Talks"))
    assert len(PdfReader("report.pdf").pages) == 3
    found = added("report.pdf", capsys)
    assert found["title"] == ("Talks", "the PDF's `/Title`")
    assert found["published"] == (None, "a PDF says when its file was made, not when it was published")
    assert (project / "texts/report.txt").read_text("utf-8") == "The ministers met.\n\nThey left.\n"


def test_letters_that_print_joins_stand_apart(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pypdf.PageObject.extract_text", lambda _: "The o\ufb03ce con\ufb01rmed ½.")
    (project / "a.pdf").write_bytes(pdf("any"))
    assert run(["add", "a.pdf"]) == 0
    assert (project / "texts/a.txt").read_text("utf-8") == "The office confirmed ½.\n"


def test_the_next_step_names_a_project_elsewhere(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project.parent / "note.txt").write_text("They met.", "utf-8")
    assert run(["add", str(project.parent / "note.txt"), "--project", str(project)]) == 0
    assert capsys.readouterr().err.endswith(f"kg suggest {project}/sources/note.yaml --project {project}\n")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pdf("", ""), "no words in `a.pdf`: 2 pages of pictures, as a scanner makes them\n  hint: recognise its words "
                      "first, by `ocrmypdf FILE OUT.pdf` for example, or add them as text\n"),
        (pdf("Words.", password="secret"),
         "`a.pdf` is encrypted\n  hint: open it with its password, and save it without one\n"),
    ],
    ids=["scanned", "encrypted"],
)  # fmt: skip
def test_a_pdf_without_words_says_what_to_do(
    data: bytes, message: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.pdf").write_bytes(data)
    assert run(["add", "a.pdf"]) == 1
    assert capsys.readouterr().err == message


def test_an_article_is_not_called_like_a_file_of_entities_or_judgements(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("identity", "entities"):
        Path(f"{name}.txt").write_text("They met.", "utf-8")
        assert run(["add", f"{name}.txt"]) == 1
        assert capsys.readouterr().err == (
            f"`{name}.yaml` holds no article, but what all articles share\n  hint: give it another: `--name NAME`\n"
        )
    assert not (project / "sources/identity.yaml").exists()


def test_an_article_that_cannot_be_read_is_no_other_article(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text("They met.", "utf-8")
    assert run(["add", "a.txt"]) == 0
    capsys.readouterr()
    with (project / "sources/a.yaml").open("a", encoding="utf-8") as stream:
        stream.write("x: [")
    assert run(["add", "a.txt"]) == 1
    assert capsys.readouterr().err == (
        "`a.yaml` is there already, and cannot be read\n  hint: mend it first: `kg check` says how\n"
    )
    assert folder_of(project) == ["sources/a.yaml", "sources/entities.yaml", "texts/a.txt"]


def test_the_same_text_is_noticed_and_another_is_never_lost(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text("They met.", "utf-8")
    assert run(["add", "a.txt"]) == 0
    before = {path: path.read_bytes() for path in (project / "sources/a.yaml", project / "texts/a.txt")}
    capsys.readouterr()
    assert run(["add", "a.txt", "--name", "again"]) == 0
    assert capsys.readouterr() == ("", "the same text is here already, as `a`: nothing was written\n")
    Path("a.txt").write_text("They did not.", "utf-8")
    assert run(["add", "a.txt"]) == 1
    assert capsys.readouterr().err == (
        "there is an article `a` already, in `sources/a.yaml`, with another text\n"
        "  hint: give it another: `--name NAME`\n"
    )
    (project / "texts/b.txt").write_text("Somebody's.", "utf-8")
    assert run(["add", "a.txt", "--name", "b"]) == 1
    assert (
        capsys.readouterr().err
        == "there is another text already: `texts/b.txt`\n  hint: give it another: `--name NAME`\n"
    )
    assert folder_of(project) == ["sources/a.yaml", "sources/entities.yaml", "texts/a.txt", "texts/b.txt"]
    assert before == {path: path.read_bytes() for path in before}


def test_text_and_file_are_written_both_or_neither(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.txt").write_text("They met.", "utf-8")
    usual: Callable[..., None] = write_whole

    def stopped(path: Path, *data: object, **options: object) -> None:
        if path.suffix == ".yaml":
            raise KeyboardInterrupt
        usual(path, *data, **options)

    with monkeypatch.context() as patched:
        patched.setattr("kg.desk.articles.adding.write_whole", stopped)
        assert run(["add", "a.txt"]) == 130
    assert folder_of(project) == ["sources/entities.yaml"]
    assert not (project / "texts").exists()
    (project / "texts").mkdir()
    (project / "texts/a.txt").write_text("They met.", "utf-8")  # as after `kill -9` between the two
    assert run(["add", "a.txt"]) == 0
    assert folder_of(project) == ["sources/a.yaml", "sources/entities.yaml", "texts/a.txt"]


@pytest.mark.parametrize("faster", ["texts/a.txt", "sources/a.yaml"])
def test_what_somebody_writes_meanwhile_is_kept(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, faster: str
) -> None:
    Path("a.txt").write_text("They met.", "utf-8")
    usual: Callable[..., None] = write_whole

    def writes(path: Path, *data: object, **options: object) -> None:
        if path.suffix == Path(faster).suffix:
            path.write_text("theirs", "utf-8")
        usual(path, *data, **options)

    monkeypatch.setattr("kg.desk.articles.adding.write_whole", writes)
    assert run(["add", "a.txt"]) == 1
    assert capsys.readouterr().err == (
        f"there is a file by now: `{Path(faster).name}`\n  hint: it is kept, and nothing was written\n"
    )
    assert folder_of(project) == sorted(["sources/entities.yaml", faster])
    assert (project / faster).read_text("utf-8") == "theirs"


def test_texts_that_git_would_take_are_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text("They met.", "utf-8")
    warning = "git is not told to leave the texts out: write `/texts/` into `.gitignore`, unless they are your own\n"
    assert "/texts/" in (project / ".gitignore").read_text("utf-8").splitlines()
    assert run(["add", "a.txt"]) == 0
    assert warning not in capsys.readouterr().err
    (project / ".gitignore").unlink()
    (project / ".git").mkdir()
    Path("b.txt").write_text("They met again.", "utf-8")
    assert run(["add", "b.txt"]) == 0
    assert warning in capsys.readouterr().err


def test_an_address_is_fetched_and_where_it_ended_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def answer(asked: Request) -> Reply:
        if asked.path == "/old":
            return Reply(302, headers={"Location": "/2031/ferry"})
        return Reply(
            200, page("<title>Ferry café</title>").encode("cp1252"), {"Content-Type": "text/html; charset=cp1252"}
        )

    with scripted(answer) as server:
        root = server.address.removesuffix("/sparql")
        assert run(["add", f"{root}/old"]) == 0
        assert [each.path for each in server.asked] == ["/old", "/2031/ferry"]
    said = capsys.readouterr()
    assert f"{root}/old led to {root}/2031/ferry\n" in said.err
    written = (project / "sources/ferry-cafe.yaml").read_text("utf-8")
    assert written.startswith(f'# Added from {root}/2031/ferry.\narticle:\n  title: "Ferry café" # <title>\n')
    head = yaml.safe_load(written)["article"]
    assert head["url"] == f"{root}/2031/ferry"
    assert len(str(head["retrieved"])) == 10


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply(404), "` answers 404 Not Found\n  hint: see whether it opens in a browser; save it by a browser, "
                     "and add the file\n"),
        (Reply(200, b"\x89PNG..", {"Content-Type": "image/png"}), "` is a picture\n"),
        (Reply(200, b"{}", {"Content-Type": "application/json"}),
         "` is `application/json`, as its server says, and neither text, HTML nor PDF\n"),
        (Reply(302, headers={"Location": "file:///etc/passwd"}), "` leads to: http or https only: `file:///etc/passwd`\n"),
        (Reply(302, headers={"Location": "/a"}), "more than 5 redirections, at last to `http://127.0.0.1:"),
        (Reply(200, b"<p>", {"Content-Type": "text/html"}, missing=5), "` cannot be fetched: "),
    ],
)  # fmt: skip
def test_an_address_that_gives_no_article_says_so(
    reply: Reply, message: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with scripted(lambda _: reply) as server:
        assert run(["add", server.address]) == 1
    assert message in capsys.readouterr().err
    assert folder_of(project) == ["sources/entities.yaml"]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://a.example/", "https://me:secret@a.example/"])
def test_an_address_of_another_kind_is_wrong_usage(
    address: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["add", address]) == 2
    assert "secret" not in capsys.readouterr().err
