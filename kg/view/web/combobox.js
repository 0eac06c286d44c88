// A text field that offers what fits, after the ARIA pattern "combobox with listbox popup".

import { make } from "./elements.js";
import { cut, fold } from "./texts.js";

/** @import { Named } from "./types.js" */

export class Combobox {
  /** @param {HTMLInputElement} input @param {() => Named[]} options made when something is typed @param {(id: string) => void} choose */
  constructor(input, options, choose) {
    this.input = input;
    this.made = options;
    /** @type {Named[] | null} */
    this.options = null;
    this.choose = choose;
    this.active = -1;
    /** @type {Named[]} */
    this.fitting = [];
    this.list = make("ul", { role: "listbox", id: `${input.id}-list`, hidden: true });
    input.after(this.list);
    const attributes = {
      role: "combobox",
      "aria-controls": this.list.id,
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      autocomplete: "off",
      spellcheck: "false",
    };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    input.addEventListener("input", () => this.offer());
    input.addEventListener("blur", () => this.close());
    input.addEventListener("keydown", (event) => this.press(event));
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** @type {(place: number) => void} */
  take(place) {
    const option = this.fitting[place];
    if (!option) return;
    this.close();
    this.input.value = cut(option.name);
    this.choose(option.id);
  }

  /** @type {(place: number) => void} */
  mark(place) {
    this.active = (place + this.fitting.length) % this.fitting.length;
    [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === this.active)));
    this.input.setAttribute("aria-activedescendant", `${this.input.id}-${this.active}`);
    this.list.children[this.active].scrollIntoView({ block: "nearest" });
  }

  offer() {
    this.options ??= this.made();
    this.fitting = fittingOptions(this.options, this.input.value);
    /** @type {(option: Named, place: number) => HTMLElement} */
    const item = (option, place) => {
      /** @type {(event: Event) => void} */
      const onmousedown = (event) => (event.preventDefault(), this.take(place));
      const id = `${this.input.id}-${place}`;
      return make("li", { role: "option", id, "aria-selected": "false", onmousedown }, cut(option.name), option.what ? [" ", make("span", { class: "what" }, cut(option.what, 40))] : "");
    };
    this.list.replaceChildren(...this.fitting.map(item));
    this.list.hidden = !this.fitting.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.active = -1;
  }

  /** @type {(event: KeyboardEvent) => void} */
  press(event) {
    if (event.key === "ArrowDown" && this.list.hidden) this.offer();
    if (event.key === "Escape") this.close();
    if (this.list.hidden) return;
    if (event.key === "ArrowDown") this.mark(this.active + 1);
    else if (event.key === "ArrowUp") this.mark(this.active - 1);
    else if (event.key === "Enter") this.take(Math.max(this.active, 0));
    else return;
    event.preventDefault();
  }
}

const [MOST_OPTIONS, MOST_FINDINGS] = [12, 5]; // that are offered, and of these

// Names that begin with what was typed come first, then those with a word that does, then the rest, then findings.
/** @type {(options: Named[], typed: string) => Named[]} */
export function fittingOptions(options, typed) {
  const text = fold(typed.trim());
  if (!text) return [];
  const typedWords = text.split(/\s+/);
  /** @type {(option: Named) => number} */
  const fit = ({ folded, words }) => {
    if (words !== undefined) return folded.some((name) => name.includes(text)) || (typedWords.length > 1 && typedWords.every((word) => words.includes(word))) ? 3 : 4;
    if (folded[0].startsWith(text)) return 0;
    if (folded.some((name) => ` ${name}`.includes(` ${text}`))) return 1;
    return folded.some((name) => name.includes(text)) ? 2 : 4;
  };
  const fitting = options
    .map((option) => ({ ...option, fit: fit(option) }))
    .filter((option) => option.fit < 4)
    .sort((a, b) => a.fit - b.fit || (a.name < b.name ? -1 : 1));
  const findings = fitting.filter((option) => option.fit === 3);
  const names = fitting.slice(0, fitting.length - findings.length);
  const room = Math.min(findings.length, Math.max(MOST_FINDINGS, MOST_OPTIONS - names.length));
  return [...names.slice(0, MOST_OPTIONS - room), ...findings.slice(0, room)];
}
