"""Measure the page of claims in one browser: `python -m tests.bench.annotating`.

A project of 10,000 claims as YAML, of which one article has 5,000 sentences and 2,000 of the claims; its 2,000 entities
and all its facts, over 3,000, are completed in the page. A key is measured from the event to the next painted frame
(two calls of `requestAnimationFrame`, the second of which comes after the paint), in milliseconds: median and worst.
The promise is 100. What is asked of the server (an attempt, a change) is measured from the request to its answer.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench import synthetic
from tests.conftest import CHROMIUM, FLAGS, open_tab
from tests.serve.serving import Annotating, annotating

CLAIMS, ENTITIES, SENTENCES, IN_ONE = 10_000, 2_000, 5_000, 2_000
GOAL = 100  # milliseconds
NAME = "long-article"
WATCH = """() => {
    globalThis.painted = [];
    addEventListener("keydown", ({ key, timeStamp }) => {
        if (key === "Shift" || key === "Control") return; // which is no press of its own
        const seen = () => globalThis.painted.push(performance.now() - timeStamp);
        requestAnimationFrame(() => requestAnimationFrame(seen));
    }, { capture: true });
}"""


@dataclasses.dataclass
class Keys:
    """What is pressed, and where."""

    where: str
    text: str = ""
    keys: tuple[str, ...] = ()
    into: str = ""  # the field that is gone to before


WAYS = (
    Keys("text: sentence by sentence", keys=("ArrowDown",) * 20 + ("ArrowUp",) * 10),
    Keys("text: word by word", keys=("ArrowRight",) * 20 + ("Shift+ArrowRight",) * 10),
    Keys("text: last, first, next open sentence", keys=("End", "Home", "u", "u", "End", "Home")),
    Keys("fact", "f123 meeting of actor", into="#field-fact"),
    Keys("role", "country 12 of", into="#field-roles-participant"),
    Keys("speaker", "ministry 17", into="#field-speaker"),
    Keys("via", "newspaper 1", into="#field-via"),
    Keys("time", "2009-12-1", into="#field-when"),
    Keys("note", "Said of them on a day in the autumn.", into="#field-note"),
)


def project(folder: Path) -> Path:
    """Write a project with one long article."""
    root = synthetic.write(folder, CLAIMS - IN_ONE)
    with (root / "sources/entities.yaml").open("a") as out:
        known = sum(1 for _ in synthetic.entities(max(20, (CLAIMS - IN_ONE) // 10)))
        out.writelines(f"x{number}: {{kind: Person, name: Other {number}}}\n" for number in range(ENTITIES - known))
    text, ends = "", []
    for number in range(SENTENCES):
        text += f"Actor {number % 800} met Actor {number * 7 % 800} again on day {number}, it said."
        ends.append(len(text))
        text += "\n\n" if number % 4 == 3 else " "
    (root / "texts").mkdir()
    (root / "texts" / f"{NAME}.txt").write_text(text)
    lines = ["article:", "  title: A long one", "  publisher: n1", "  published: 2030-01-01", "  language: en"]
    whole = hashlib.sha256(text.encode()).hexdigest()
    lines += [f"  text: {{file: {NAME}.txt, characters: {len(text)}, sha256: {whole}}}", "claims:"]
    for number in range(IN_ONE):
        start, end = ends[number] + (2 if number % 4 == 3 else 1), ends[number + 1]
        its = hashlib.sha256(text[start:end].encode()).hexdigest()
        lines += [
            f"  - id: l{number}",
            f"    fact: g{number // 2}",
            "    type: Meeting",
            f"    roles: {{participant: [a{number // 2 % 800}, a{(number // 2 + 1) % 800}]}}",
            "    stance: asserts",
            f"    evidence: [{{at: [{start}, {end}], sha256: {its}}}]",
        ]
    (root / "sources" / f"{NAME}.yaml").write_text("\n".join(lines) + "\n")
    return root


def pressed(page: Page, way: Keys) -> list[float]:
    """Press keys one after another, each once the one before has been painted."""
    if way.into:
        page.focus(way.into)
    page.wait_for_timeout(500)
    page.evaluate("globalThis.painted.length = 0")
    keys = [*way.text, *way.keys]
    for count, key in enumerate(keys, 1):
        page.keyboard.press("Space" if key == " " else key)
        page.wait_for_function("count => globalThis.painted.length >= count", arg=count)
    found = [float(its) for its in page.evaluate("globalThis.painted")]
    if way.into and way.into != "#field-note":
        page.keyboard.press("Escape")
        page.focus(way.into)
        page.keyboard.press("Control+a")
        page.keyboard.press("Backspace")
    return found


def row(what: str, took: list[float]) -> str:
    return f"{what:40}{len(took):6}{statistics.median(took):9.0f}{max(took):9.0f}"


def keys(page: Page) -> Iterator[str]:
    """Press all keys of the text, and those of an open claim."""
    page.evaluate(WATCH)
    page.wait_for_timeout(3000)
    for way in (its for its in WAYS if not its.into):
        yield row(way.where, pressed(page, way))
    yield row("text: a claim is begun", pressed(page, Keys("", keys=("c",))))
    page.wait_for_timeout(3000)
    for field, text in (("#field-type", "meeting"), ("#field-more", "note")):
        page.focus(field)
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.wait_for_timeout(2000)
    for way in (its for its in WAYS if its.into):
        yield row(f"form: {way.where}", pressed(page, way))
    page.focus("#field-stance-announces")
    yield row("form: stance", pressed(page, Keys("", "a")))


def repeated(its: Annotating, path: str, bodies: list[object]) -> list[float]:
    """Ask one after another; milliseconds of each."""
    took = []
    for body in bodies:
        start = time.perf_counter()
        reply = its.asked("POST", f"article/{NAME}/{path}", body)
        took.append(1000 * (time.perf_counter() - start))
        reply.raise_for_status()
    return took


def asked(its: Annotating) -> Iterator[str]:
    """Try claims, add them, and undo it."""
    claims = [
        {"fact": f"g{number}", "type": "Meeting", "roles": {"participant": [f"a{number}", f"a{number + 1}"]},
         "stance": "denies", "speaker": [f"m{number}"], "evidence": [{"at": [0, 30 + number]}]}
        for number in range(8)
    ]  # fmt: skip
    yield row("server: an attempt", repeated(its, "attempt", [{"claim": claim, "was": None} for claim in claims]))
    yield row("server: a claim is saved", repeated(its, "apply", [{"add": claim} for claim in claims]))
    yield row("server: undo", repeated(its, "undo", [{} for _ in claims]))


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure, and print each line as it comes."""
    with contextlib.ExitStack() as stack:
        root = project(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "project")
        its = stack.enter_context(annotating(root))
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        stack.callback(browser.close)
        tab = stack.enter_context(open_tab(browser, its.address, viewport={"width": 1280, "height": 800}))
        tab.page.set_default_timeout(300_000)
        tab.page.goto(f"{its.address}/#{its.token}/")
        listed = timed(lambda: tab.page.wait_for_selector("html[data-ready]", state="attached"))
        address = f"location.hash = '/{NAME}'"
        drawn = timed(lambda: (tab.page.evaluate(address), tab.page.wait_for_selector(".s.is-here")))
        print(f"seconds to the list {listed:.1f}, to the article {drawn:.1f}")
        print(f"{'milliseconds':40}{'times':>6}{'median':>9}{'worst':>9}", flush=True)
        for lines in (keys(tab.page), asked(its)):
            for line in lines:
                print(line, flush=True)
    print(f"Goal: a key at most {GOAL} ms, with {SENTENCES:,} sentences, {ENTITIES:,} entities and {IN_ONE:,} claims.")


if __name__ == "__main__":
    main()
