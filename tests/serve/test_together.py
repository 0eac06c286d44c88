"""All that `kg serve` gives, asked of a real server: assistants, reconciliation, pages in a browser, its addresses."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from mcp import Client
from playwright.sync_api import Browser

from tests.conftest import open_tab
from tests.serve.conftest import links
from tests.serve.serving import Served, in_a_thread

HTML = {"Accept": "text/html"}
MCP = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}


def test_assistants_at_mcp(served: Served) -> None:
    """The official client lists the tools, calls them, and reads the resources; what is wrong comes back as such."""

    async def ask() -> tuple[Any, ...]:
        async with Client(f"{served.address}/mcp") as client:
            tools = await client.list_tools()
            found = await client.call_tool("find", {"words": "munir"})
            explained = await client.call_tool("explain", {"fact": "munir-austin-2023-12"})
            wrong = await client.call_tool("explain", {"fact": "nix"})
            guide = await client.read_resource("dramatis://guide")
            many = await asyncio.gather(*(client.call_tool("facts", {"entity": ["asim-munir"]}) for _ in range(10)))
            return tools, found, explained, wrong, guide, many

    tools, found, explained, wrong, guide, many = in_a_thread(ask())
    names = {tool.name for tool in tools.tools}
    assert {"find", "explain", "between", "path", "timeline", "query"} <= names
    assert not found.is_error
    build = served.get("/healthz").json()["build"]
    assert explained.structured_content["build"]["id"] == build
    assert "United States Department of Defense" in explained.content[0].text
    assert wrong.is_error
    assert "no such fact: `nix`" in wrong.content[0].text
    assert "stance" in guide.contents[0].text
    assert len({json.dumps(its.structured_content, sort_keys=True) for its in many}) == 1


def test_pages_of_others_may_not_speak_for_an_assistant(served: Served) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        assert served.post("/mcp", json=body, headers=MCP | headers).status_code in (403, 421)


def test_openrefine(served: Served) -> None:
    """A page of another program on this machine may reconcile, by GET and by form; no page elsewhere may."""
    queries = {"queries": json.dumps({"q0": {"query": "Asim Munir"}})}
    for reply in (
        served.get("/reconcile", params=queries, headers={"Origin": "http://127.0.0.1:3333"}),
        served.post("/reconcile", data=queries, headers={"Origin": "http://localhost:3333"}),
        served.post("/reconcile", data=queries),
    ):
        assert reply.status_code == 200, reply.text
        first = reply.json()["q0"]["result"][0]
        assert (first["id"], first["match"]) == ("asim-munir", True)
    assert served.get("/reconcile", params=queries, headers={"Origin": "https://evil.example"}).status_code == 403
    manifest = served.get("/reconcile").json()
    seen = manifest["view"]["url"].replace("{{id}}", "asim-munir")
    assert seen == f"{served.address}/entity/asim-munir"
    assert served.get(seen, headers=HTML).status_code == 200


def test_the_iris_of_the_project_resolve_by_their_path(served: Served) -> None:
    """Whatever a query gives below the base is found at its own path, in each form."""
    rows = served.ask("SELECT DISTINCT ?s { { ?s a ?t } UNION { GRAPH ?g { ?s a ?t } } }").json()["results"]["bindings"]
    base = "https://w3id.org/dramatis/demo/"
    iris = sorted({row["s"]["value"] for row in rows if row["s"]["value"].startswith(base)})
    assert len(iris) > 100
    kinds = {"text/turtle": "text/turtle", "application/json": "application/json", "text/html": "text/html"}
    for iri in iris[:: max(1, len(iris) // 60)]:
        path = urlsplit(iri).path
        for accept, type_ in kinds.items():
            reply = served.get(path, headers={"Accept": accept}, follow_redirects=True)
            assert reply.status_code == 200, (iri, accept, reply.text[:200])
            assert reply.headers["content-type"].startswith(type_), (iri, accept)


def test_every_link_leads_somewhere(served: Served) -> None:
    """From the start page on, to 150 pages: no link of ours is broken, and each page says of which build it is."""
    build = served.get("/healthz").json()["build"]
    seen, waiting = {"/"}, ["/"]
    with served.client() as client:
        for path in waiting:
            reply = client.get(path, headers=HTML, follow_redirects=True)
            assert reply.status_code == 200 or path.startswith("/api/"), path  # some verbs ask for more than that
            if reply.status_code != 200 or not reply.headers["content-type"].startswith("text/html"):
                continue
            assert build in reply.text, path
            for link in links(reply.text):
                its = urlsplit(urljoin(f"{served.address}{path}", link))
                address = its.path + (f"?{its.query}" if its.query else "")
                if its.path == "/query/page":
                    continue  # where a form goes, with a query
                if its.netloc == urlsplit(served.address).netloc and address not in seen and len(seen) < 150:
                    seen.add(address)
                    waiting.append(address)
    assert len(seen) == 150


@pytest.mark.parametrize("path", ["/", "/entity/asim-munir", "/fact/munir-austin-2023-12", "/query", "/view", "/api"])
def test_in_a_browser(served: Served, browser: Browser, path: str) -> None:
    """No request goes elsewhere, and nothing is refused by the policy."""
    with open_tab(browser, served.address) as tab:
        tab.page.goto(f"{served.address}{path}")
        tab.page.wait_for_load_state("networkidle")
        assert tab.page.locator("h1").count() >= 1
    assert (tab.requests, tab.errors) == ([], [])


def test_a_query_in_the_browser(served: Served, browser: Browser) -> None:
    """Ask in the editor, follow a row to the page of the thing; a query that takes too long is told as such."""
    with open_tab(browser, served.address) as tab:
        page = tab.page
        page.goto(f"{served.address}/query")
        ask = page.get_by_role("button", name="Ask", exact=True)
        page.locator("textarea").fill("SELECT ?who { entity:asim-munir kg:met ?who }")
        ask.click()
        page.get_by_role("link", name="Lloyd Austin").first.click()
        page.wait_for_url("**/entity/lloyd-austin*")
        page.go_back()
        page.locator("textarea").fill("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
        ask.click()
        page.get_by_text("it took more than 5 s").first.wait_for(timeout=15_000)
        page.locator("textarea").fill("ASK { ?s ?p ")
        ask.click()
        page.get_by_text("Line 1, column 5").first.wait_for()
    assert tab.requests == []


def test_a_query_as_a_picture(served: Served, browser: Browser) -> None:
    """The form of the editor is one of our own pages, as its `Origin` says, and opens the page of `kg view`."""
    with open_tab(browser, served.address) as tab:
        tab.page.goto(f"{served.address}/query")
        tab.page.locator("textarea").fill("SELECT ?a ?edge ?b { ?a ?edge ?b FILTER(?edge = kg:met) }")
        with tab.page.context.expect_page() as opened:
            tab.page.get_by_role("button", name="As a picture").click()
        picture = opened.value
        picture.wait_for_load_state()
        assert picture.locator("#graph, #picture, canvas, svg").count() > 0, picture.content()[:500]
        assert "asked by a page" not in picture.content()
    assert tab.requests == []
