"""Whatever stands in the sources reaches the page as text: no script runs, no markup is made, no link leads astray."""

from __future__ import annotations

import itertools
import re
import time
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from playwright.sync_api import Dialog

from kg.model.dates import parse
from kg.model.records import Article, Claim, Entity, Evidence, EvidenceKind, Kind, Records, Stance
from kg.view import selection
from tests.browser.conftest import Reader, World
from tests.conftest import SOON
from tests.making import ARTICLES, ENTITIES, claim, core

STRINGS = [
    "<script>globalThis.pwned = 1</script>",
    "</script><script>globalThis.pwned = 1</script>",
    "<img src=x onerror=pwned=1>",
    "<svg onload=pwned=1>",
    "<svg><script>pwned=1</script></svg>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'>",
    "<a href='javascript:pwned=1'>href</a>",
    "javascript:globalThis.pwned=1",
    '"><script>pwned=1</script>',
    "' onmouseover='pwned=1",
    '" autofocus onfocus="pwned=1',
    "<!--",
    "-->",
    "<!-- <script>",
    "]]>",
    "<![CDATA[",
    "</style><script>pwned=1</script>",
    "</title><script>pwned=1</script>",
    "</textarea>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<object data=//evil.example>",
    "<embed src=//evil.example>",
    "<form action=//evil.example><input>",
    "<video src=x onerror=pwned=1>",
    "<math><mtext></mtext><script>pwned=1</script></math>",
    "<template><script>pwned=1</script></template>",
    "{{payload}}",
    "{{title}}",
    "{{script}}",
    "{% raw %}",
    "${pwned=1}",
    "`${pwned=1}`",
    "\\u003cscript\\u003e",
    "\\",
    '\\\\"',
    '"',
    "'",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "&amp;",
    "%3Cscript%3E",
    "data:text/html,<script>pwned=1</script>",
    "__proto__",
    "constructor",
    "toString",
    "null",
    "undefined",
    "NaN",
    "0",
    "-1",
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "a\u2028b\u2029c",
    "a\tb\nc\r\nd",
    "\u202egnp.exe",
    "\u200bzero\u200d\ufeff",
    "e\u0301" * 30,
    "𝒜𝓈𝒾𝓂 👩‍👩‍👧 ﷽",
    "漢字かな交じり文",
    "עברית العربية",
    "x" * 3000,
    "a " * 800,
    "\x00\x01\x1b[31m",
    "href",
    "http://",
    "https://",
    "//evil.example",
    "file:///etc/passwd",
    "vbscript:pwned=1",
]
LINKS = [
    "javascript:globalThis.pwned=1",
    "JaVaScRiPt:pwned=1",
    " javascript:pwned=1",
    "data:text/html,<script>pwned=1</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example",
    'https://example.org/"onmouseover="pwned=1',
    "https://example.org/<script>",
    "https://example.org/a?b=c&d=%3Cscript%3E",
]
IDS = [
    "constructor",
    "hasownproperty",
    "valueof",
    "0",
    "1",
    "-",
    "--",
    "1e9",
    "nan",
    "null",
    "true",
    "undefined",
    "prototype",
    "then",
    "length",
]


def hostile(project: World) -> World:
    """A project in which every field that takes text takes the next of the strings."""
    strings = itertools.cycle(STRINGS)

    def text() -> str:
        return next(strings)

    entities = {
        id_: Entity(id=id_, kind=Kind.PERSON, name=text(), aliases=(text(), text()), note=text()) for id_ in IDS
    } | {
        f"p{n}": Entity(
            id=f"p{n}", kind=Kind.PERSON, name=string, aliases=(string,), note=string, links={"member-of": ("land",)}
        )
        for n, string in enumerate(STRINGS)
    }
    entities["land"] = Entity(id="land", kind=Kind.COUNTRY, name=text())
    entities["paper"] = Entity(id="paper", kind=Kind.ORGANIZATION, name=text())
    articles = {
        f"a{n}": Article(id=f"a{n}", title=text(), publisher="paper", published=parse("2023-12-14"), url=link)
        for n, link in enumerate(LINKS)
    }
    people = [id_ for id_, its in entities.items() if its.kind is Kind.PERSON]
    claims = tuple(
        Claim(
            article=f"a{n % len(LINKS)}", id=f"c{n}", fact=IDS[n] if n < len(IDS) else f"f{n}", type="Meeting",
            stance=list(Stance)[n % 3], roles={"participant": (one, other)}, label=text(), document=text(),
            qualifier=text(), note=text(), mode=text(), via=("land",), speaker=(one,),
            evidence=(Evidence(start=0, end=3000, sha256="0" * 64, kind=EvidenceKind.TEXT),),
        )
        for n, (one, other) in enumerate(itertools.pairwise(people))
    )  # fmt: skip
    its = project.ontology
    types = {id_: structs.replace(t, label=text()) for id_, t in its.types.items()}
    edges = {id_: structs.replace(e, label=text()) for id_, e in its.edges.items()}
    return World(text(), Records(entities, articles, claims), structs.replace(its, types=types, edges=edges))


MARKUP = "script, img, iframe, object, embed, base, link, meta, form, video, template, math, style, title, noscript"


def test_sixty_hostile_strings_run_nothing_and_make_no_markup(reader: Reader, project: World) -> None:
    assert len(STRINGS) >= 60
    world = hostile(project)
    dialogs: list[str] = []
    page = reader.page

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    benign = reader.opens(project.html()).does(
        f"[...document.querySelectorAll({MARKUP!r})].map((e) => e.tagName).sort()"
    )
    texts = {id_: "".join(STRINGS) for id_ in world.records.articles}
    reader.opens(world.html(title=STRINGS[1], texts=texts))
    page.get_by_role("button", name="Table").click()
    reader.does("d.set({statuses: [...d.state.statuses, 'planned', 'unconfirmed'], kinds: ['Person', 'Country']})")
    shown: list[list[Any]] = [["node", id_] for id_ in world.records.entities]
    shown += [["fact", id_] for id_ in world.account().facts] + [
        ["line", id_] for id_ in reader.does("[...d.data.pair.keys()]")
    ]
    shown += [["article", id_] for id_ in world.records.articles] + [
        ["voice", "land"],
        ["outlet", "paper"],
        ["changes", ""],
    ]
    for selected in shown:
        reader.does("d.choose(argument)", selected)
        found = reader.does(
            "[globalThis.pwned ?? null, [...document.querySelectorAll('#evidence a')].map((a) => a.protocol),"
            " [...document.querySelectorAll('*')].some((e) => [...e.attributes].some((a) => a.name.startsWith('on')))]"
        )
        assert found[0] is None, selected
        assert set(found[1]) <= {"http:", "https:"}, selected
        assert found[2] is False, selected
    for line in reader.does("[...d.view.lines.keys()].slice(0, 40)"):
        reader.does("d.hover({line: argument})", line)
    tags = reader.does(f"[...document.querySelectorAll({MARKUP!r})].map((e) => e.tagName).sort()")
    assert tags == benign
    assert dialogs == []
    assert page.title() == STRINGS[1]


def test_hostile_names_are_shown_as_they_are(reader: Reader, project: World) -> None:
    reader.opens(hostile(project).html())
    for number, string in enumerate(STRINGS):
        reader.does("d.choose(['node', argument])", f"p{number}")
        shown = reader.does("document.querySelector('#evidence h2').textContent")
        apart = reader.does("d.data.apart[argument] ?? null", f"p{number}")  # told from others of the same name
        assert apart in (None, "person", f"p{number}")
        assert shown == (f"{string} ({apart})" if apart else string)


def test_hostile_names_can_be_searched_and_taken_away(reader: Reader, project: World) -> None:
    page = reader.opens(hostile(project).html()).page
    page.get_by_role("combobox", name="Find").fill("<script>")
    assert page.get_by_role("option").count() >= 2
    page.keyboard.press("Enter")
    parsed = reader.does(
        "(() => { const text = d.svg(); const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');"
        " return [parsed.querySelector('parsererror')?.textContent ?? null,"
        " parsed.querySelectorAll('script, image, foreignObject').length]; })()"
    )  # fmt: skip
    assert parsed == [None, 0]
    lines = reader.does("d.csv()")
    assert not [line for line in lines.split("\r\n") if line.startswith(("=", "+", "@", "-"))]
    for field in ('"=1+1"', ",=1+1,", ",@SUM(A1),"):
        assert field not in lines


def test_the_policy_lets_no_foreign_script_or_request_through(reader: Reader, project: World) -> None:
    reader.opens(project.html())
    reader.does("document.body.append(Object.assign(document.createElement('script'), { textContent: 'pwned = 1' }))")
    reader.does("(() => { const i = new Image(); i.src = 'https://example.org/x.png'; document.body.append(i); })()")
    reader.does("fetch('https://example.org/').catch(() => null)")
    reader.page.wait_for_timeout(300)
    assert reader.does("globalThis.pwned ?? null") is None
    assert reader.tab.requests == [], "stopped by the page's own policy, before the network"
    assert len(reader.tab.errors) >= 3
    reader.tab.forget()


def of(*claims: Claim, names: dict[str, str] | None = None) -> World:
    """A small world in which some have other names."""
    renamed = {id_: structs.replace(ENTITIES[id_], name=name) for id_, name in (names or {}).items()}
    return World("Small", Records({**ENTITIES, **renamed}, ARTICLES, claims), core())


NAMES = (
    "国際親善友好協会日本支部会長代行補佐官兼任理事\U00020bb7田",
    "\U0001e900\U0001e923" * 30,
    "\U0001f469\u200d\U0001f467" * 40,
)


@pytest.mark.parametrize("name", NAMES)
def test_long_names_are_cut_between_characters_and_saved(reader: Reader, tmp_path: Path, name: str) -> None:
    reader.opens(of(claim("ann"), names={"bob": name}).html())
    with reader.page.expect_download() as saved:
        reader.page.click("#save-svg")
    svg = saved.value.path().read_text("utf-8")
    assert "\ufffd" not in svg
    lines = [text for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg) if text[:1] == name[:1] or text[0] in name]
    assert name.startswith("".join(lines[:2]).rstrip("…"))
    with reader.page.expect_download() as saved:
        reader.page.click("#save-png")
    assert reader.picture(saved.value.path().read_bytes())[2] > 10


def test_a_page_that_cannot_draw_all_opens(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "NODES", 2)
    roles: dict[str, tuple[str, ...]] = {"act": ("praise",)}
    alone = (
        claim(None, id_=who, fact=who, type="Statement", roles=roles | {"agent": (who,)})
        for who in ("ann", "bob", "cid")
    )
    reader.opens(of(*alone).html())
    assert reader.text("header .notice").startswith("Shown are 2 of 3 actors and 0 of 0 lines: the best connected")
    assert reader.does("d.view.nodes.size") == 2
    assert reader.text("#undrawn") == "Not drawn: 2 that join no two actors."


def test_a_page_without_lines_says_which_filters_leave_some_out(reader: Reader) -> None:
    praise: dict[str, tuple[str, ...]] = {"agent": ("ann",), "about": ("bob",), "act": ("praise",)}
    stay: dict[str, tuple[str, ...]] = {"agent": ("ann",), "host": ("bland",)}
    said = claim(None, id_="s", fact="s", type="Statement", roles=praise)
    went = claim(None, id_="v", fact="v", type="Visit", roles=stay)
    reader.opens(of(said, went, claim(None, "suggests", id_="m")).html())
    assert reader.text("#undrawn") == "Not drawn: 1 in speech, 1 of countries, 1 unconfirmed."
    reader.page.click("#undrawn button >> nth=0")
    assert reader.does("d.view.lines.size") == 1
    assert reader.text("#undrawn") == "Not drawn: 1 of countries, 1 unconfirmed."


HOSTILE = ("constructor", "prototype", "tostring", "length", "null", "undefined", "then", "__proto__", "hasOwnProperty")


def test_ids_are_no_words_of_javascript(reader: Reader) -> None:
    ring = list(zip(HOSTILE, HOSTILE[1:] + HOSTILE[:1], strict=True))
    claims = tuple(claim(None, id_=a, fact=a, roles={"participant": (a, b)}) for a, b in ring)
    people = {id_: structs.replace(ENTITIES["xan"], id=id_, name=id_) for id_ in HOSTILE}
    reader.opens(World("Ids", Records({**ENTITIES, **people}, ARTICLES, claims), core()).html(focus="constructor"))
    assert reader.does("[d.view.nodes.size, d.view.lines.size]") == [3, 2]
    reader.does("d.set({ focus: null })")
    assert reader.does("[d.view.nodes.size, d.view.lines.size]") == [len(HOSTILE)] * 2
    for id_ in HOSTILE:
        reader.does("d.choose(['node', argument]) ?? d.focus(argument, 1) ?? d.choose(['fact', argument])", id_)
    reader.does("d.set({form: 'table'})")


def test_a_name_of_100_000_characters_is_cut_where_many_are_shown_and_whole_where_it_is_opened(reader: Reader) -> None:
    html = of(claim("ann"), names={"bob": "Bo" + "e\u0301" * 50_000}).html()
    begun = time.perf_counter()
    reader.opens(html, "open=fact+m")
    assert time.perf_counter() - begun < SOON
    assert len(reader.page.inner_text("#evidence h2")) < 400
    reader.opens(html, "open=node+bob")
    assert len(reader.page.inner_text("#evidence h2")) > 90_000


def test_five_thousand_claims_on_one_fact_open_in_time_and_a_piece_at_a_time(reader: Reader) -> None:
    many = [claim("ann", id_=f"c{number}", note="n" * 100) for number in range(5_000)]
    html = of(*many).html()
    begun = time.perf_counter()
    reader.opens(html, "open=fact+m")
    assert time.perf_counter() - begun < SOON
    shown = reader.page.inner_text("#evidence")
    assert "… 4,900 more, show" in shown
    reader.page.click("text=… 4,900 more, show")
    assert "… 4,800 more, show" in reader.page.inner_text("#evidence")
    assert reader.page.locator("#evidence .claim").count() == 200


def test_no_script_without_capitals_is_written_in_capitals(reader: Reader) -> None:
    its = of(claim("ann", id_="c"), names={"aland": "საქართველო", "ann": "ნინო"})
    reader.opens(its.html(title="თბილისი and Aland"), "open=node+ann")
    shown = reader.page.inner_text("body")
    assert "თბილისი AND ALAND" in shown
    assert "PERSON · საქართველო" in shown
    assert not re.search("[\u1c90-\u1cbf]", shown)  # Georgian capitals
