// The left half: the text with its marks, the cursor on a sentence or on words, and what these can be.

import { Refused, articlePath, ask } from "./api.js";
import { coverageOf, coverageWords } from "./coverage.js";
import { Drawing } from "./drawing.js";
import { hashOf, wordsAt } from "./evidence_field.js";
import { Marking } from "./marking.js";
import { Menu } from "./menu.js";
import { atOnce, completed } from "./offers.js";
import { element, find } from "./page.js";
import { startPointing } from "./pointing.js";
import { Search } from "./search.js";
import { Selecting } from "./selecting.js";
import { pressed } from "./text_keys.js";
import { headOf } from "./text_head.js";
import { Offsets, Units, snapped } from "./units.js";

/**
 * @typedef {import("./units.js").Pair} Pair
 * @typedef {import("./types.js").Article} Article
 */

const MARGIN = 64; // pixels that stay seen around what is scrolled to

/** @type {(store: import("./store.js").Store) => TextPane} */
export const startText = (store) => new TextPane(store);

export class TextPane {
  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.store = store;
    this.pane = find("text");
    this.head = element("header", { class: "text-head" });
    this.reading = element("div", { id: "reading", role: "listbox", tabindex: "0", "aria-label": "Sentences", "aria-describedby": "reading-how" });
    this.frame = element("div", { class: "frame" }, this.reading);
    this.heard = element("p", { class: "unseen", "aria-live": "polite" });
    const how = element("p", { class: "unseen", id: "reading-how" }, "Arrow keys go from sentence to sentence and from word to word; Enter says what they can be; question mark: all keys.");
    this.drawing = new Drawing(this.reading);
    this.marking = new Marking(this.frame);
    this.search = new Search({
      show: (span, near) => this.#showFound(span, near),
      take: (span, extends_) => this.#takeFound(span, extends_),
      leave: () => this.focus(),
    });
    this.menu = new Menu({ chosen: ({ does }) => this.#does(does), left: () => this.focus() });
    this.pane.tabIndex = -1; // has the keyboard where there is no text
    this.pane.append(this.search.element, this.head, this.frame, how, this.heard);
    this.offsets = new Offsets("");
    this.selecting = new Selecting(new Units("", []));
    this.name = "";
    /** @type {Pair[]} */
    this.shown = [];
    this.working = Promise.resolve();
    this.#listen();
  }

  #listen() {
    const { store } = this;
    store.on("article", (article) => this.#take(article));
    store.on("show", ({ at, spans }) => this.show(spans ?? (at ? [at] : [])));
    store.on("focus-text", () => this.focus());
    this.reading.addEventListener("keydown", (event) => {
      if (!event.isComposing && !event.altKey && pressed(this, event)) event.preventDefault();
    });
    startPointing(this);
  }

  focus() {
    if (this.store.article) (this.frame.hidden ? this.pane : this.reading).focus({ preventScroll: true });
  }

  get isRightToLeft() {
    const its = this.drawing.sentences[this.selecting.sentence]?.element.parentElement ?? this.reading;
    return getComputedStyle(its).direction === "rtl";
  }

  /** @param {Article | null} article */
  #take(article) {
    if (!article) {
      this.menu.close(false);
      this.name = "";
      return;
    }
    if (article.text !== this.drawing.text || article.name !== this.name) this.offsets = new Offsets(article.text);
    const drawn = article.sentences.map(([start, end, mark]) => ({ start: this.offsets.units(start), end: this.offsets.units(end), mark }));
    if (article.name === this.name && this.drawing.isOf(article.text, drawn)) this.drawing.remark(drawn);
    else this.#draw(article, drawn);
    const counts = coverageOf(article.sentences);
    find("covered").textContent = coverageWords(counts);
    const [claimed, ticked] = find("bar").children;
    for (const [bar, count] of /** @type {[HTMLElement, number][]} */ ([[claimed, counts.claim], [ticked, counts.nothing]])) {
      bar.style.width = `${counts.whole ? (100 * count) / counts.whole : 0}%`;
    }
  }

  /** @type {(article: Article, drawn: import("./drawing.js").Drawn[]) => void} */
  #draw(article, drawn) {
    const isOther = article.name !== this.name;
    const before = isOther ? 0 : (this.selecting.spanOrSentence?.[0] ?? 0);
    this.name = article.name;
    this.reading.dir = article.direction;
    if (article.head.language) this.reading.lang = article.head.language;
    else this.reading.removeAttribute("lang");
    this.head.dir = article.direction;
    this.head.replaceChildren(...headOf(article));
    this.frame.hidden = article.problem !== "" && !article.text;
    this.drawing.draw(article.text, drawn);
    const units = new Units(article.text, drawn.map(({ start, end }) => [start, end]), article.head.language ?? "");
    this.selecting = new Selecting(units);
    this.selecting.to(units.sentenceAt(before));
    this.search.of(article.text);
    if (isOther) this.shown = [];
    this.show(this.shown, false);
    if (isOther) this.pane.scrollTop = 0;
    this.moved({ scrolls: !isOther });
    if (isOther && (document.activeElement === document.body || document.activeElement === find("main"))) this.focus();
  }

  /** Tells and shows where the cursor is now. @type {(how?: { scrolls?: boolean, keepsNative?: boolean }) => void} */
  moved({ scrolls = true, keepsNative = false } = {}) {
    const { selecting, drawing, reading } = this;
    const its = drawing.sentences[selecting.sentence];
    const before = reading.querySelector(".is-here");
    if (before !== its?.element) {
      before?.classList.remove("is-here");
      before?.removeAttribute("aria-selected");
      its?.element.classList.add("is-here");
      its?.element.setAttribute("aria-selected", "true");
      this.store.fire("sentence", this.store.article?.sentences[selecting.sentence] ?? null);
    }
    if (its) reading.setAttribute("aria-activedescendant", its.element.id);
    else reading.removeAttribute("aria-activedescendant");
    const { span } = selecting;
    const range = span && drawing.range(...span);
    this.marking.set("selected", range ? [range] : []);
    this.heard.textContent = span ? `Selected: ${drawing.text.slice(...span).slice(0, 300)}` : "";
    document.body.classList.toggle("has-words", span !== null);
    if (!keepsNative) this.#native(range);
    if (scrolls && its) this.scrollTo(range ?? drawing.range(its.start, its.end), selecting.ends?.[1] ?? null);
  }

  // The browser's own selection goes along, so that the words can be copied.
  /** @param {Range | null} range */
  #native(range) {
    const native = getSelection();
    if (!native || !this.reading.contains(document.activeElement)) return;
    if (range) native.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    else if (!native.isCollapsed) native.removeAllRanges();
  }

  /** Scrolls as little as needed; of a selection, to the end that is moved. @type {(range: Range, head?: Pair | null, toMiddle?: boolean) => void} */
  scrollTo(range, head = null, toMiddle = false) {
    const box = (head ? this.drawing.range(...head) : range).getBoundingClientRect();
    const scroller = this.pane.scrollHeight > this.pane.clientHeight + 1 ? this.pane : (document.scrollingElement ?? this.pane);
    const frame = scroller === this.pane ? this.pane.getBoundingClientRect() : new DOMRect(0, 0, innerWidth, innerHeight);
    const [top, bottom] = [frame.top + MARGIN, frame.bottom - MARGIN];
    if (box.top >= top && box.bottom <= bottom) return;
    const isHigh = box.height > bottom - top;
    const by = toMiddle ? box.top - (top + bottom) / 2 : box.top < top || isHigh ? box.top - top : box.bottom - bottom;
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scroller.scrollBy({ top: by, behavior: toMiddle && !isStill ? "smooth" : "instant" });
  }

  /** Marks spans (code points), and scrolls to the first. @type {(spans: Pair[], scrolls?: boolean) => void} */
  show(spans, scrolls = true) {
    this.shown = spans;
    const ranges = spans.map(([start, end]) => this.drawing.range(this.offsets.units(start), this.offsets.units(end)));
    this.marking.set("shown", ranges);
    if (scrolls && ranges[0] && !this.pane.closest("[hidden]")) this.scrollTo(ranges[0], null, true);
  }

  /** @type {(span: Pair | null, near: Pair[]) => void} */
  #showFound(span, near) {
    this.marking.set("found", near.map((its) => this.drawing.range(...its)));
    const range = span && this.drawing.range(...span);
    this.marking.set("found-now", range ? [range] : []);
    if (range) this.scrollTo(range);
  }

  /** @type {(span: Pair, extends_: boolean) => void} */
  #takeFound(span, extends_) {
    const begun = extends_ ? this.selecting.spanOrSentence : null;
    this.focus();
    this.select(begun ? Math.min(begun[0], span[0]) : span[0], begun && begun[0] > span[0] ? begun[1] : span[1]);
  }

  /** Selects a span, widened to whole words; tells whether there is anything in it. @type {(start: number, end: number, how?: { keepsNative?: boolean, scrolls?: boolean }) => boolean} */
  select(start, end, how = {}) {
    const span = snapped(this.drawing.text, start, end, this.selecting.units.language);
    if (!span) return false;
    this.selecting.take(...span);
    this.moved(how);
    return true;
  }

  /** A span as the server counts. @type {(span: Pair) => Pair} */
  points(span) {
    return [this.offsets.points(span[0]), this.offsets.points(span[1])];
  }

  /** The sentences that a span touches. @type {(span: Pair) => number[]} */
  sentencesIn(span) {
    const { units } = this.selecting;
    const [first, last] = [units.sentenceAt(span[0]), units.sentenceAt(Math.max(span[1] - 1, span[0]))];
    return Array.from({ length: last - first + 1 }, (_, k) => first + k);
  }

  /** The sentences around the selection, as one span. @type {(span: Pair) => Pair} */
  whole(span) {
    const touched = this.sentencesIn(span);
    const { sentences } = this.selecting.units;
    return [Math.min(span[0], sentences[touched[0]][0]), Math.max(span[1], sentences[touched[touched.length - 1]][1])];
  }

  /** Begins a claim from the selection, or goes back to the one that is open. */
  claim() {
    const span = this.selecting.spanOrSentence;
    if (this.store.open !== null) this.store.fire("focus-form", null);
    else if (span) this.store.fire("begin", { evidence: [{ at: this.points(span) }], fields: {} });
  }

  evidence() {
    const span = this.selecting.spanOrSentence;
    if (this.store.open === null) this.store.tell("No claim is open: c begins one from the selection.", true);
    else if (span) this.store.fire("evidence", { at: this.points(span) });
  }

  /** The next sentence without a claim, behind the cursor, and then from the start. */
  nextOpen() {
    const { sentences } = this.drawing;
    const order = sentences.map((_, k) => (this.selecting.sentence + 1 + k) % sentences.length);
    const next = order.find((k) => sentences[k].mark === "open");
    if (next === undefined) this.store.tell("No sentence is open: each has a claim or is ticked off.");
    else if (this.selecting.to(next)) this.moved();
    else this.store.tell("This is the only sentence that is open.");
  }

  /** Ticks the sentences of the selection off, or takes that back. */
  tick() {
    this.working = this.working.then(() => this.#tick());
  }

  async #tick() {
    const { article, name } = this.store;
    const span = this.selecting.spanOrSentence;
    if (!article || !span) return;
    const touched = this.sentencesIn(span).map((k) => article.sentences[k]);
    const open = touched.filter(([, , mark]) => mark === "open");
    const ticked = touched.filter(([, , mark]) => mark === "nothing");
    if (!open.length && !ticked.length) {
      this.store.tell(touched.some(([, , mark]) => mark === "claim") ? "A claim rests on this sentence: there is nothing to tick off." : "This line is too short to count as a sentence: there is nothing to tick off.", true);
      return;
    }
    try {
      for (const [start, end] of open.length ? open : ticked) {
        const sha256 = await hashOf(wordsAt(article.text, [start, end]));
        const change = open.length ? { nothing: { at: [start, end], sha256 } } : { something: [start, end] };
        const answer = await ask("POST", articlePath(name, "apply"), change);
        this.store.take(answer);
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.store.tell(error.words, true);
    }
  }

  /** Opens the menu of what the selection can be, and completes it when the server has answered. */
  async offer() {
    const span = this.selecting.spanOrSentence;
    const { article } = this.store;
    if (!span || !article) return;
    const words = this.drawing.text.slice(...span);
    const touched = this.sentencesIn(span);
    const marks = touched.map((k) => article.sentences[k][2]);
    const mark = marks.find((its) => its === "open") ?? marks.find((its) => its === "nothing") ?? marks[0];
    const [piece, sentence] = [{ at: this.points(span) }, { at: this.points(this.whole(span)) }];
    const asked = { words, piece, sentence, isOpen: this.store.open !== null, mark, known: this.store.words };
    this.menu.open(words, atOnce(asked), this.#boxOf(span));
    const [start, end] = piece.at;
    const answer = await ask("POST", articlePath(article.name, "selection"), { start, end }).catch((error) => error);
    if (!this.menu.isOpen || this.selecting.spanOrSentence?.join() !== span.join()) return;
    const isRefused = answer instanceof Error;
    this.menu.add(completed(asked, isRefused ? null : answer));
    this.menu.say(answer instanceof Refused ? answer.words : isRefused ? String(answer) : "");
  }

  // The box of the part that is seen.
  /** @param {Pair} span */
  #boxOf(span) {
    const boxes = [...this.drawing.range(...span).getClientRects()];
    const frame = this.pane.getBoundingClientRect();
    const seen = boxes.filter(({ bottom, top }) => bottom > frame.top && top < frame.bottom);
    const [first, last] = [seen[0] ?? frame, seen.at(-1) ?? frame];
    return new DOMRect(Math.min(first.left, last.left), first.top, first.width, last.bottom - first.top);
  }

  /** @param {import("./offers.js").Offer["does"]} does */
  #does([event, detail]) {
    if (event === "tick") this.tick();
    else this.store.fire(event, detail);
  }
}
