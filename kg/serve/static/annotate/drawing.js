// The text as elements: a block a paragraph, a span a sentence; and from places in it to offsets and back.

import { element } from "./page.js";

/**
 * @typedef {import("./types.js").Mark} Mark
 * @typedef {{ start: number, end: number, mark: Mark }} Drawn offsets in UTF-16
 */

/** Cuts a text into blocks: a new one begins at each line break that is in no sentence. */
export class Drawing {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.text = "";
    /** @type {(Drawn & { element: HTMLElement })[]} */
    this.sentences = [];
    /** Where each text node begins, in order. @type {{ start: number, node: Text }[]} */
    this.pieces = [];
    /** @type {Map<Node, number>} */
    this.starts = new Map();
  }

  /** Draws a text anew. @type {(text: string, sentences: Drawn[]) => void} */
  draw(text, sentences) {
    Object.assign(this, { text, sentences: [], pieces: [], starts: new Map() });
    const whole = document.createDocumentFragment();
    let block = this.#block(whole, false);
    let at = 0;
    for (const [k, its] of sentences.entries()) {
      block = this.#between(whole, block, at, its.start);
      block.append(this.#sentence(its, k, sentences.length));
      at = its.end;
    }
    this.#between(whole, block, at, text.length);
    for (const made of [...whole.children]) if (!made.hasChildNodes()) made.remove();
    this.host.replaceChildren(whole);
  }

  /** Whether this is drawn already, but for its marks. @type {(text: string, sentences: Drawn[]) => boolean} */
  isOf(text, sentences) {
    return (
      text === this.text &&
      sentences.length === this.sentences.length &&
      sentences.every(({ start, end }, k) => start === this.sentences[k].start && end === this.sentences[k].end)
    );
  }

  /** Changes the marks that differ. @type {(sentences: Drawn[]) => void} */
  remark(sentences) {
    for (const [k, { mark }] of sentences.entries()) {
      const its = this.sentences[k];
      if (its.mark === mark) continue;
      its.mark = mark;
      its.element.dataset.mark = mark;
    }
  }

  /** @type {(start: number, end: number) => Range} */
  range(start, end) {
    const range = document.createRange();
    range.setStart(...this.#place(start, false));
    range.setEnd(...this.#place(end, true));
    return range;
  }

  /** The offset of a place in the elements, as selections give it; null outside of the text. @type {(node: Node, offset: number) => number | null} */
  offsetOf(node, offset) {
    const start = this.starts.get(node);
    if (start !== undefined) return start + offset;
    if (!this.host.contains(node)) return null;
    const walker = document.createTreeWalker(this.host, NodeFilter.SHOW_TEXT);
    const next = node.childNodes[offset];
    if (next) {
      walker.currentNode = next;
      const first = next.nodeType === Node.TEXT_NODE ? next : walker.nextNode();
      return first ? (this.starts.get(first) ?? null) : this.text.length;
    }
    const last = node.lastChild ?? node;
    const inner = last.nodeType === Node.TEXT_NODE ? last : [...this.#textsIn(last)].at(-1);
    const known = inner && this.starts.get(inner);
    return known === undefined ? null : known + (inner?.textContent?.length ?? 0);
  }

  /** @type {(node: Node) => Generator<Node>} */
  *#textsIn(node) {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let next = walker.nextNode(); next; next = walker.nextNode()) yield next;
  }

  /** @type {(whole: DocumentFragment, isApart: boolean) => HTMLElement} */
  #block(whole, isApart) {
    const block = element("div", { class: isApart ? "block is-apart" : "block", role: "presentation", dir: "auto" });
    whole.append(block);
    return block;
  }

  // What stands between two sentences: blanks, bullets, line ends, empty lines.
  /** @type {(whole: DocumentFragment, block: HTMLElement, from: number, to: number) => HTMLElement} */
  #between(whole, block, from, to) {
    let last = block;
    let at = from;
    for (let end = this.text.indexOf("\n", at); end >= 0 && end < to; end = this.text.indexOf("\n", at)) {
      this.#piece(last, at, end);
      const isEmpty = at > 0 && this.text[at - 1] === "\n" && !this.text.slice(at, end).trim();
      if (last.hasChildNodes() && !isEmpty) last = this.#block(whole, false);
      else if (isEmpty) {
        last.replaceChildren(); // a line of blanks
        last.className = "block is-apart";
      }
      at = end + 1;
    }
    this.#piece(last, at, to);
    return last;
  }

  /** @type {(parent: HTMLElement, start: number, end: number) => void} */
  #piece(parent, start, end) {
    if (start >= end) return;
    const node = document.createTextNode(this.text.slice(start, end));
    this.pieces.push({ start, node });
    this.starts.set(node, start);
    parent.append(node);
  }

  /** @type {(its: Drawn, k: number, whole: number) => HTMLElement} */
  #sentence(its, k, whole) {
    const made = document.createElement("span");
    made.id = `s${k}`;
    made.className = "s";
    made.dataset.mark = its.mark;
    made.setAttribute("role", "option");
    made.setAttribute("aria-posinset", String(k + 1));
    made.setAttribute("aria-setsize", String(whole));
    this.#piece(made, its.start, its.end);
    this.sentences.push({ ...its, element: made });
    return made;
  }

  // The text node and the place in it; at a border, the end of the one before where an end is asked for.
  /** @type {(offset: number, isEnd: boolean) => [Node, number]} */
  #place(offset, isEnd) {
    const { pieces } = this;
    let [low, high] = [0, pieces.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isEnd ? pieces[middle].start < offset : pieces[middle].start <= offset) low = middle + 1;
      else high = middle;
    }
    const piece = pieces[Math.max(low - 1, 0)];
    if (!piece) return [this.host, 0];
    return [piece.node, Math.min(Math.max(offset - piece.start, 0), piece.node.length)];
  }
}
