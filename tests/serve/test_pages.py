"""Pages for people: what each address gives, in which form, of which slice, and what is said where there is none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

import hypothesis
import pyoxigraph
import pytest
from hypothesis import strategies as st

from kg.graph.graph import Graph
from kg.serve.exchange import Asked
from kg.serve.pages import marks, ready
from kg.serve.pages.answering import below
from kg.serve.pages.slicing import OPTIONS, kept
from kg.serve.pages.things import quads_about
from tests.conftest import ROOT
from tests.examples import examples
from tests.graphs import graph_of
from tests.making import claim
from tests.serve.application import replied
from tests.serve.conftest import get

STATIC = ROOT / "kg" / "serve" / "static"
SORTS = ("entity", "fact", "claim", "article", "voice", "document")


def things(graph: Graph) -> list[str]:
    """The addresses of all things of a graph."""
    readings = graph.account.readings.values()
    voices = {voice for its in readings for voice in (*its.voices, its.outlet)}
    documents = {its.document for its in graph.records.claims if its.document}
    ids: dict[str, Iterable[str]] = {
        "entity": graph.records.entities, "fact": graph.account.facts, "claim": graph.claims,
        "article": graph.records.articles, "voice": voices, "document": documents,
    }  # fmt: skip
    return [f"/{sort}/{id_}" for sort in SORTS for id_ in sorted(ids[sort])]


STARTS = ["", "?status=on-record&status=planned", "?known_by=2031-03-10&without=voice%3Aorlund"]


@pytest.mark.parametrize(("name", "slice_"), [("demo", ""), *(("strait", each) for each in STARTS)])
def test_no_link_of_any_page_leads_nowhere(name: str, slice_: str, request: pytest.FixtureRequest) -> None:
    graph: Graph = request.getfixturevalue(name)
    known, waiting = set[str](), [f"/{slice_}", "/search?q=", "/query", *([] if slice_ else things(graph))]
    for address in waiting:  # grows while it is read
        path = address.partition("#")[0]
        if path in known or path.startswith(("/static/", "/api", "/sparql", "/query/page", "/view", "http", "data:")):
            continue
        known.add(path)
        got = get(graph, path)
        assert got.status == 200, (path, got.text)
        if got.type == "text/html" and kept(parse_qsl(path.partition("?")[2])) == tuple(parse_qsl(slice_[1:])):
            waiting += got.page.links
            assert len(got.page.names) == len(set(got.page.names)), path
    assert slice_ or set(things(graph)) <= known
    assert len(known) > 100, "it looked at them"


def test_the_page_of_an_entity(strait: Graph) -> None:
    text = get(strait, "/entity/ilse-marwen").text
    assert "Ilse Marwen" in text
    for words in (
        "Side Kestria",
        "Posts",
        "Partners",
        "Sources",
        "What Ilse Marwen says",
        "What others say of Ilse Marwen",
        "Contested",
    ):
        assert words in text, words
    facts = [fact for fact in strait.account.facts.values() if any(its == "ilse-marwen" for _, its in fact.fillers)]
    assert f"Findings {len(facts)} " in text


def test_an_entity_shows_its_findings_by_status_and_the_newest_first(strait: Graph) -> None:
    got = get(strait, "/entity/orlund")
    assert "Findings 6 1 on record, 3 one-sided, 1 fulfilled, 1 planned" in got.text.replace("statements", "")
    order = re.findall(r'class="what"><a href="/fact/([a-z0-9-]+)"', got.raw)[:6]
    assert order == [
        "gull-rock-radar",
        "stolm-pledge",
        "council-session",
        "marwen-demand",
        "council-plan",
        "accord-signing",
    ]


def test_the_page_of_a_fact_says_how_it_stands_and_why(quoting: Graph) -> None:
    got = get(quoting, "/fact/pier-charge")
    text = got.text
    assert "corroborated · accepted" in text
    assert "Why corroborated: two or more named voices assert it, at least one of them no party's" in text
    assert "Navy of Orlund ( alleged, contested by a party)" in text
    assert "A charge went off under the ferry pier of Harl on Friday night and broke it in two." in text
    assert "Characters 69 to 152 of the text Hash SHA-256 22fd6806" in text
    assert "Claims conflict hurt 6" in text
    for href in ("/voice/kestria", "/entity/navy", "/article/post-2031-03-08", "/claim/post-2031-03-08/"):
        assert any(link.startswith(href) for link in got.page.links) or href == "/entity/navy", href


def test_without_texts_nothing_is_quoted(strait: Graph) -> None:
    got = get(strait, "/fact/pier-charge")
    assert "<blockquote" not in got.raw
    assert "69 to 152 of the text. Their words are not shown: this server has no texts of articles" in got.text
    assert "Hash SHA-256 22fd6806" in got.text


def test_an_article_shows_no_text_but_its_quotes(quoting: Graph) -> None:
    article = quoting.records.articles["post-2031-03-08"]
    got = get(quoting, "/article/post-2031-03-08")
    assert article.title in got.text
    assert "Velmark Post" in got.text
    assert "Four people were hurt, all of them by flying planks" in got.text
    quotes = sum(
        its.end - its.start
        for key in quoting.claims
        if key.startswith(article.id)
        for its in quoting.claims[key].evidence
    )
    shown = "".join(re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", got.raw, re.DOTALL))
    assert 0 < len(shown) <= quotes * 1.2, "what is quoted, as HTML writes it"
    assert len([link for link in got.page.links if link.startswith("/claim/post-2031-03-08/")]) == 4


def test_the_page_of_a_voice_says_by_whom_it_is_contradicted(strait: Graph) -> None:
    row = get(strait, "/voice/orlund.json").json
    opposed = {each["fact"]: each["by"] for each in row["contradicted"]}
    assert opposed["pier-charge"] == ["anonymous@tribune-2031-03-08"]
    assert "By whom it is contradicted" in get(strait, "/voice/orlund").text
    assert "anonymous sources of Harl Tribune, 2031-03-08" in get(strait, "/voice/anonymous@tribune-2031-03-08").text
    assert get(strait, "/voice/anonymous%40tribune-2031-03-08").status == 200
    outlet = get(strait, "/voice/velmark-post.json").json
    assert outlet["is_outlet"]


FORMS = {
    "text/html": "text/html", "text/turtle": "text/turtle", "application/ld+json": "application/ld+json",
    "application/json": "application/json", "*/*": "text/html", "": "text/html",
    "application/json;q=0.5, text/turtle;q=0.6": "text/turtle",
}  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
def test_each_thing_comes_in_the_form_that_is_preferred(strait: Graph, sort: str) -> None:
    address = next(each for each in things(strait) if each.startswith(f"/{sort}/"))
    for accept, type_ in FORMS.items():
        got = get(strait, address, accept)
        assert (got.status, got.type) == (200, type_), accept
        assert got.reply.headers["Vary"] == "Accept"
        links = got.reply.headers["Link"]
        for ending in ("html", "ttl", "jsonld", "json"):
            assert f'<{address}.{ending}>; rel="alternate"' in links
    for ending, type_ in (
        ("ttl", "text/turtle"),
        ("jsonld", "application/ld+json"),
        ("json", "application/json"),
        ("html", "text/html"),
    ):
        assert get(strait, f"{address}.{ending}", "image/png").type == type_
    refused = get(strait, address, "image/png")
    assert (refused.status, refused.type) == (406, "text/plain")


def test_turtle_and_json_ld_hold_what_the_store_holds(strait: Graph) -> None:
    names = strait.project.names
    stored: dict[str, set[pyoxigraph.Triple]] = {}
    for quad in strait.store.quads():
        for node in {quad.subject, quad.object}:
            stored.setdefault(getattr(node, "value", ""), set()).add(quad.triple)
    for address in things(strait):
        turtle = list(pyoxigraph.parse(get(strait, f"{address}.ttl").raw, format=pyoxigraph.RdfFormat.TURTLE))
        linked = list(pyoxigraph.parse(get(strait, f"{address}.jsonld").raw, format=pyoxigraph.RdfFormat.JSON_LD))
        assert {each.triple for each in linked} == {each.triple for each in turtle}, address
        its = stored.get(strait.project.base + address[1:], set())
        assert its <= {each.triple for each in turtle}, address
        assert its or address.startswith("/voice/"), address
    evidence = get(strait, f"/claim/{next(iter(strait.claims))}.ttl").raw
    assert "oa:TextPositionSelector" in evidence
    assert names.prefixes()["kg"] in evidence


def test_iris_below_the_base_resolve_by_their_path(strait: Graph) -> None:
    """Every IRI of the project in the store, participations and evidence with their selectors too."""
    base = strait.project.base
    nodes = {
        node.value
        for quad in strait.store.quads()
        for node in (quad.subject, quad.object)
        if isinstance(node, pyoxigraph.NamedNode)
    }
    ours = sorted(node for node in nodes if node.startswith(base) and node != base)
    assert len(ours) > 200
    for iri in ours:
        path = urlsplit(iri).path  # `/strait/…`
        assert get(strait, path, "text/turtle").status == 200, iri
        page = get(strait, path)
        assert page.status in (200, 303), iri
        if page.status == 303:
            where, _, name = page.reply.headers["Location"].partition("#")
            if "/value/" not in iri:
                assert name in get(strait, where).page.names, iri
    assert get(strait, "/strait/").status == 200


@pytest.mark.parametrize(
    ("path", "base", "inside"),
    [
        ("/strait/fact/a", "https://e.org/strait/", "fact/a"),
        ("/fact/a", "https://e.org/strait/", "fact/a"),
        ("/strait", "https://e.org/strait/", ""),
        ("/", "https://e.org/strait/", ""),
        ("/x/y/fact/a", "https://e.org/x/y/", "fact/a"),
        ("/entity/entity/a", "https://e.org/entity/", "entity/a"),
        ("/entity/a", "https://e.org/entity/", "entity/a"),
        ("/straits/fact/a", "https://e.org/strait/", "straits/fact/a"),
        ("/über/fact/a", "https://e.org/%C3%BCber/", "fact/a"),
        ("/fact/a", "https://e.org/", "fact/a"),
        ("/ns/fact/a", "https://e.org/ns#", "fact/a"),
    ],
)
def test_the_path_of_the_base_is_passed_over(path: str, base: str, inside: str) -> None:
    assert below(path, base) == inside


@pytest.mark.parametrize(
    ("address", "what", "hint"),
    [
        ("/fact/pier-charg", "no such fact: `pier-charg`", "did you mean `/fact/pier-charge`?"),
        ("/entity/Ilse Marwen", "no such entity: `Ilse Marwen`", "did you mean `/entity/ilse-marwen`?"),
        ("/entity/pier-charge", "no such entity: `pier-charge`", "of another sort there is `/fact/pier-charge`"),
        ("/entity/zzzz", "no such entity: `zzzz`", "look for it: `/search?q=zzzz`"),
        ("/claim/nothing", "no such claim: `nothing`", "look for it: `/search?q=nothing`"),
        ("/article/wire-2031-03-04", "no such article: `wire-2031-03-04`", None),
        ("/voice/orlun", "no such voice: `orlun`", "did you mean `/voice/orlund`?"),
        ("/document/zzzz", "no such document: `zzzz`", None),
        ("/nonsense", "no such page: `/nonsense`", "the start page, `/`, leads on"),
        ("/serch", "no such page: `/serch`", "did you mean `search`?"),
        ("/fact/", "no such page: `/fact`", None),
        ("/fact/harl/a.ttl", "no such fact: `harl`", "of another sort there is `/entity/harl`"),
        ("/fact/pier-charge/a", "no such fact: `pier-charge/a`", "it would be a part of `/fact/pier-charge`"),
        ("/fact/pier-charge/a%0D%0AX: y", "no such fact: `pier-charge/a\\r\\nX: y`", None),
        ("/fact/pier-charge%0D%0AX: y", "no such fact: `pier-charge\\r\\nX: y`", None),
        ("/entity/\u202e", "no such entity: `\\u202e`", None),
        ("/fact/pier-charge/a.ttl", "no such fact: `pier-charge/a`", "it would be a part of `/fact/pier-charge`"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_told_with_what_was_meant(
    strait: Graph, address: str, what: str, hint: str | None
) -> None:
    told = get(strait, address, "application/json")
    assert (told.status, told.json["error"]) == (404, what)
    if hint is not None:
        assert told.json["hint"] == hint
    page = get(strait, address)
    assert (page.status, page.type) == (404, "text/html")
    assert what in page.text
    for leads in re.findall(r"`(/(?:fact|entity|voice)/[^`]*)`", told.json["hint"]):
        assert leads in page.page.links


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("know_by=2031", "no such parameter: `know_by`"),
        ("known_by=yesterday", "`known_by`: "),
        ("known_by=2031-03-04&known_by=2031-03-05", "`known_by` is given twice"),
        ("status=planed", "no such status: `planed`"),
        ("read=perhaps", "`read` is neither true nor false: `perhaps`"),
        ("from=x", "`from` is no number: `x`"),
        ("from=-1", "`from` is no number: `-1`"),
        ("from=99999999999999", "`from` is no number: `99999999999999`"),
        ("certainly=true", "`certainly`: of which days?"),
    ],
)
def test_a_parameter_that_means_nothing_is_refused(strait: Graph, query: str, what: str) -> None:
    for address in ("/", "/entity/orlund", "/search"):
        got = get(strait, f"{address}?{query}", "application/json")
        assert got.status == 400, address
        assert got.json["error"].startswith(what)


def test_a_name_of_a_slice_that_is_not_there(strait: Graph) -> None:
    got = get(strait, "/?without=orlun", "application/json")
    assert (got.status, got.json["hint"]) == (404, "did you mean `orlund`?")


def test_a_slice_is_said_and_kept_and_can_be_left(strait: Graph) -> None:
    query = "known_by=2031-03-10&without=voice%3Aorlund"
    got = get(strait, f"/entity/kestria?{query}")
    assert "A slice: known by 2031-03-10; without Orlund. Show the whole" in got.text
    leading = [
        link for link in got.page.links if re.match(r"/(entity|fact|claim|article|voice|view|search\?|query)", link)
    ]
    assert leading
    assert [link for link in leading if query not in link and link != "/entity/kestria" and link != "/search"] == []
    assert "/entity/kestria" in got.page.links
    assert 'type="hidden" name="known_by" value="2031-03-10"' in got.raw
    fewer = len(strait.slice(known_by="2031-03-10", without="voice:orlund").account.facts)
    assert f"{fewer} findings" in get(strait, f"/?{query}").text
    assert fewer < len(strait.account.facts)


def test_what_a_slice_leaves_out_is_said_to_be_there_without_it(strait: Graph) -> None:
    got = get(strait, "/fact/council-session?known_by=2031-03-04", "application/json")
    assert got.json["error"] == "no such fact in this slice: `council-session`"
    assert got.json["hint"] == "without the slice there is `/fact/council-session`"
    assert "None in this slice; without it there are 6." in get(strait, "/entity/orlund?known_by=2031-03-02").text
    assert get(strait, "/fact/pier-charge.ttl?without=article:post-2031-03-08").raw.count("post-2031-03-08") == 0


def test_all_options_of_a_slice_can_stand_in_an_address(strait: Graph) -> None:
    query = (
        "on=2031-03-07&certainly=true&status=corroborated&status=reported&entity=harl&type=Action&read=1&voice=kestria"
    )
    got = get(strait, f"/search?q=&{query}")
    assert "certainly on 2031-03-07" in got.text
    assert "only what somebody read" in got.text
    assert "1 finding" in got.text


def test_the_start_page_says_what_is_contested_and_unread(strait: Graph) -> None:
    text = get(strait, "/").text
    assert "As reported in these sources: 16 articles, 17 voices." in text
    assert "1 contested by an outsider, 2 contested by a party of 37 findings." in text
    assert "3 conflicts of claims, 2 parts of facts denied." in text
    assert "1 rests on rows of tables and data sets alone: nobody read it against a text." in text
    assert f"As of build {strait.manifest['root'][:12]}." in text
    assert "as of build" not in get(graph_of([claim("ann")]), "/").text.lower()


def test_a_permanent_link_tells_when_another_build_is_served(strait: Graph) -> None:
    (link,) = (its for its in get(strait, "/fact/pier-charge").page.links if "build=" in its)
    assert "The link that led here" not in get(strait, link).text
    assert "The link that led here is of build 000000000000" in get(strait, "/fact/pier-charge?build=000000000000").text
    assert "The link that led here is of build 000000000000" in get(strait, "/view?build=000000000000").raw


def test_long_lists_are_cut_with_counts_and_lead_on() -> None:
    claims = [claim("herald", fact=f"m{number:03}", id_=f"c{number:03}") for number in range(60)]
    graph = graph_of(claims)
    seen: list[str] = []
    address = "/entity/ann"
    pages = 0
    while address:
        got = get(graph, address)
        section = got.raw.partition('id="findings"')[2].partition("</section>")[0]
        seen += re.findall(r'class="what"><a href="/fact/(m\d+)"', section)
        found = re.search(r'rel="next" href="([^"#]*)', section)
        address = found[1].replace("&amp;", "&") if found else ""
        pages += 1
    assert sorted(seen) == [f"m{number:03}" for number in range(60)]
    assert pages == 3
    assert "Shown are 1 to 25 of 60." in get(graph, "/entity/ann").text
    assert "Shown are 26 to 50 of 60." in get(graph, "/article/herald-1?from=25").text
    assert get(graph, "/article/herald-1?from=100").status == 200


def test_search_is_grouped_and_counted(strait: Graph) -> None:
    text = get(strait, "/search?q=HARL").text
    assert re.search(r"\d+ found: \d+ entities, \d+ findings, \d+ articles?\.", text)
    assert "No name holds “zzzz”." in get(strait, "/search?q=zzzz").text
    both = get(strait, "/search?q=orlund+kestria")
    assert "/fact/accord-signing" in both.page.links
    assert get(strait, "/search?q=" + "a+" * 5000).status == 200


def test_the_view_has_a_policy_of_its_own_and_its_slice(strait: Graph) -> None:
    got = get(strait, "/view?known_by=2031-03-10&without=voice:orlund&focus=kestria&kinds=Country&steps=2")
    policy = got.reply.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "As of build" in got.raw
    assert "/view?focus=kestria&amp;kinds=Country" in got.raw
    assert get(strait, "/view?focus=kestri", "application/json").json["hint"] == "did you mean `kestria`?"
    assert get(strait, "/view?steps=9").status == 400
    assert get(strait, "/view?kinds=Persn", "application/json").json["hint"] == "did you mean `Person`?"


def test_a_query_can_be_drawn(strait: Graph) -> None:
    got = get(strait, "/query/page", method="POST", query="CONSTRUCT { ?a kg:met ?b } WHERE { ?a kg:met ?b }")
    assert (got.status, got.type) == (200, "text/html")
    assert "Content-Security-Policy" in got.reply.headers
    told = get(strait, "/query/page", "application/json", query="SELECT ?x WHERE {\n  ?x kg:met ?y")
    assert (told.status, told.json["line"], told.json["column"]) == (400, 1, 17)
    assert get(strait, "/query/page", "application/json").json["error"] == "no query"
    assert "names no edge" in get(strait, "/query/page", query="CONSTRUCT { ?a a ?b } WHERE { ?a a ?b } LIMIT 1").text


def test_a_named_query_comes_with_its_parameters(strait: Graph) -> None:
    empty = get(strait, "/query?name=met")
    assert 'name="$entity"' in empty.raw
    got = get(strait, "/query?name=met&$entity=ilse-marwen")
    query = (
        got.raw.partition("<textarea")[2]
        .partition(">")[2]
        .partition("</textarea>")[0]
        .replace("&lt;", "<")
        .replace("&gt;", ">")
    )
    rows = strait.query(query.replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&")).rows()
    assert rows == strait.query("met", entity="ilse-marwen").rows()
    wrong = get(strait, "/query?name=met&$entity=ilse-marwin").text
    assert "no such entity: `ilse-marwin`" in wrong
    assert get(strait, "/query?name=mett", "application/json").json["hint"].startswith("did you mean `met`")


def test_the_editor_says_what_a_query_leaves_out_with_a_page_that_shows_it() -> None:
    graph = graph_of([claim("a-foreign"), claim("b-foreign", "denies")])
    got = get(graph, "/query?name=met&$entity=ann")
    assert "Not shown: 1 contested by a party; the finding" in got.text
    assert "/fact/m" in got.page.links
    two = [claim("a-foreign", fact="n"), claim("b-foreign", "denies", fact="n")]
    got = get(graph_of([claim("a-foreign"), claim("b-foreign", "denies"), *two]), "/query?name=met&$entity=ann")
    assert "Not shown: 2 contested by a party; the query that shows them" in got.text
    assert "/query?name=met-unaccepted&%24entity=ann" in got.page.links


def test_the_editor_has_no_banner_of_a_slice_and_lists_no_companions(strait: Graph) -> None:
    got = get(strait, "/query?known_by=2031-03-10")
    assert "A slice:" not in got.text
    assert "A query asks the whole build: your slice does not narrow it." in got.text
    assert "-unaccepted" not in got.raw
    assert 'value="met-unaccepted" selected' in get(strait, "/query?name=met-unaccepted").raw


def test_the_words_that_the_editor_completes(strait: Graph) -> None:
    words = get(strait, "/query/words.json", "application/json").json
    assert words["base"] == "https://example.org/strait/"
    assert "participant" in words["terms"]["kg"]
    assert words["entities"]["ilse-marwen"] == "Ilse Marwen"
    assert "SELECT" in words["keywords"]
    assert "INSERT" not in words["keywords"]


@pytest.mark.parametrize(
    "address",
    ["/", "/entity/orlund", "/fact/pier-charge.ttl", "/fact/pier-charge.jsonld", "/query/words.json", "/view"],
)
def test_the_same_request_gives_the_same_bytes(strait: Graph, quoting: Graph, address: str) -> None:
    first = get(strait, address)
    assert first.raw == get(strait, address).raw
    if address != "/view":
        assert first.raw == get(quoting, address).raw, "another build of the same sources"


def test_the_colours_of_statuses_are_those_of_the_pictures() -> None:
    assert (STATIC / "statuses.css").read_text("utf-8") == marks.style_of_statuses()


def test_json_is_that_of_the_command_line(strait: Graph) -> None:
    assert get(strait, "/fact/pier-charge.json").json == json.loads(json.dumps(strait.explain("pier-charge")))
    assert get(strait, "/entity/orlund.json").json["fact_count"] == 6


def test_a_worker_can_make_ready_what_pages_need(strait: Graph) -> None:
    before = get(strait, "/entity/orlund").raw
    ready(strait)
    ready(graph_of([claim("ann")]))
    assert get(strait, "/entity/orlund").raw == before


def test_the_quads_of_a_slice_are_those_that_its_store_has(strait: Graph) -> None:
    cut = strait.slice(known_by="2031-03-12", without="voice:orlund")
    for address in (each for each in things(cut) if not each.startswith("/voice/")):
        iri = strait.project.base + address[1:]
        # The engine writes every nonNegativeInteger as an integer.
        picked = {str(quad).replace("nonNegativeInteger", "integer") for quad in quads_about(cut, iri)}
        assert picked == set(map(str, cut.store.about(iri))), iri


NAMES = st.sampled_from(
    [*OPTIONS, "from", "list", "q", "name", "$entity", "focus", "steps", "kinds", "everything", "build"]
)
TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["orlund", "voice:orlund", "pier-charge", "2031-03-10", "2031/2032", "true", "met", "reported", "Person", "0"]
    ),
)
PATHS = st.one_of(
    st.sampled_from(["", "search", "query", "query/words.json", "entity/orlund", "fact/pier-charge.ttl"]),
    st.tuples(st.sampled_from([*SORTS, "strait", "view", "query/page"]), TEXTS).map("/".join),
    st.text(max_size=30),
)  # fmt: skip


@hypothesis.settings(max_examples=examples(300))
@hypothesis.given(path=PATHS, values=st.lists(st.tuples(NAMES, TEXTS), max_size=4), accept=TEXTS)
def test_whatever_is_asked_is_answered_or_refused(
    strait: Graph, path: str, values: list[tuple[str, str]], accept: str
) -> None:
    reply = replied(strait, Asked(f"/{path}", tuple(values), accept))
    assert reply.status in (200, 303, 400, 404, 406)
    assert all(value.isascii() and value.isprintable() for value in reply.headers.values()), reply.headers
