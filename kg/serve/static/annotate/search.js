// Finding words in the text: how often they stand there, the one before and the next; Enter selects them.

import { findAll, fold } from "./folding.js";
import { element, grouped } from "./page.js";

/** @typedef {import("./units.js").Pair} Pair */
/** @typedef {(span: Pair | null, near: Pair[]) => void} Shown */

const NEAR = 200; // spans that are marked beside the one that is looked at

export class Search {
  /** @param {{ show: Shown, take: (span: Pair, extends_: boolean) => void, leave: () => void }} hears */
  constructor(hears) {
    this.hears = hears;
    this.input = element("input", { type: "search", id: "find", autocomplete: "off", spellcheck: "false", dir: "auto", "aria-describedby": "find-count find-how" });
    this.count = element("output", { id: "find-count", class: "small", for: "find" });
    const how = element("span", { id: "find-how", class: "small find-how" },
      element("kbd", {}, "Enter"), " selects, ", element("kbd", {}, "Shift+Enter"), " selects up to here");
    this.element = element("form", { class: "find-bar", role: "search", hidden: true, "aria-label": "Find in the text" },
      element("label", { for: "find" }, "Find"), this.input, this.#button("Before", "↑", -1), this.#button("Next", "↓", 1), this.count, how);
    this.text = "";
    /** @type {import("./folding.js").Folded | null} */
    this.folded = null;
    /** @type {Pair[]} */
    this.found = [];
    this.at = -1;
    this.from = 0;
    this.input.addEventListener("input", () => this.#look());
    this.input.addEventListener("keydown", (event) => this.#press(event));
    this.element.addEventListener("submit", (event) => event.preventDefault());
  }

  /** @type {(name: string, sign: string, step: 1 | -1) => HTMLElement} */
  #button(name, sign, step) {
    const made = element("button", { type: "button", "aria-label": name }, sign);
    made.addEventListener("click", () => this.#step(step));
    return made;
  }

  /** @type {(text: string) => void} */
  of(text) {
    if (text === this.text) return;
    this.text = text;
    this.folded = null;
    this.found = [];
    this.at = -1;
    this.input.value = "";
    this.element.hidden = true;
  }

  /** Begin to find, from a place on. @type {(from: number) => void} */
  open(from) {
    this.from = from;
    this.element.hidden = false;
    this.input.focus();
    this.input.select();
    this.#look();
  }

  close() {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.hears.show(null, []);
    this.hears.leave();
  }

  #look() {
    this.folded ??= fold(this.text);
    this.found = findAll(this.folded, this.input.value);
    const next = this.found.findIndex(([start]) => start >= this.from);
    this.at = this.found.length ? Math.max(next, 0) : -1;
    this.#show();
  }

  /** @type {(step: 1 | -1) => void} */
  #step(step) {
    const { length } = this.found;
    if (!length) return;
    this.at = (this.at + step + length) % length;
    this.#show();
  }

  #show() {
    const { found, at } = this;
    const first = Math.max(at - NEAR / 2, 0);
    this.hears.show(found[at] ?? null, found.slice(first, first + NEAR));
    this.count.textContent = found.length ? `${grouped(at + 1)} of ${grouped(found.length)}` : this.input.value.trim() ? "not found" : "";
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") this.close();
    else if (event.key === "ArrowDown") this.#step(1);
    else if (event.key === "ArrowUp") this.#step(-1);
    else if (event.key === "Enter") this.#take(event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @type {(extends_: boolean) => void} */
  #take(extends_) {
    const span = this.found[this.at];
    if (!span) return;
    this.element.hidden = true;
    this.hears.show(null, []);
    this.hears.take(span, extends_);
  }
}
