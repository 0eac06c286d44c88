// The menu at the selection: opens at once, is completed when the server answers, and never moves what stands in it.

import { element, find } from "./page.js";
import { letterOf } from "./text_keys.js";

/** @typedef {import("./offers.js").Group} Group */
/** @typedef {import("./offers.js").Offer} Offer */

const ROOM = 320; // pixels that the menu may take below or above

export class Menu {
  /** @param {{ chosen: (offer: Offer) => void, left: () => void }} hears */
  constructor(hears) {
    this.hears = hears;
    this.lines = element("div", { class: "menu-lines", role: "none" });
    this.element = element("div", { id: "menu", class: "menu", role: "menu", tabindex: "-1", hidden: true }, this.lines);
    this.foot = element("p", { class: "menu-foot small", role: "presentation" });
    find("main").append(this.element);
    /** @type {{ offer: Offer, element: HTMLElement }[]} */
    this.items = [];
    this.element.addEventListener("keydown", (event) => this.#press(event));
    this.element.addEventListener("click", (event) => this.#click(event));
    this.element.addEventListener("focusout", (event) => {
      const next = event.relatedTarget;
      if (next instanceof Node && !this.element.contains(next)) this.close(false);
    });
    document.addEventListener("pointerdown", (event) => {
      if (this.isOpen && event.target instanceof Node && !this.element.contains(event.target)) this.close(false);
    });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** @type {(words: string, groups: Group[], at: DOMRect) => void} */
  open(words, groups, at) {
    this.items = [];
    this.lines.replaceChildren();
    const shown = words.length > 60 ? `${words.slice(0, 60).trim()}…` : words;
    this.element.setAttribute("aria-label", `What “${shown}” can be`);
    this.element.hidden = false;
    this.say("Looking further …");
    this.add(groups);
    this.#place(at);
    this.items[0]?.element.focus({ preventScroll: true });
  }

  /** Add the lines that are not there yet, each behind those of its group. @type {(groups: Group[]) => void} */
  add(groups) {
    for (const { label, offers } of groups) {
      const group = this.#group(label);
      for (const offer of offers) {
        if (this.items.some((one) => one.offer.id === offer.id)) continue;
        const made = itemOf(offer);
        group.append(made);
        this.items.push({ offer, element: made });
      }
    }
    const order = [...this.lines.querySelectorAll("[role=menuitem]")];
    this.items.sort((one, other) => order.indexOf(one.element) - order.indexOf(other.element));
  }

  /** @type {(words: string) => void} */
  say(words) {
    this.foot.textContent = words;
    if (words) this.element.after(this.foot), this.element.append(this.foot);
    else this.foot.remove();
  }

  /** @type {(givesBack?: boolean) => void} */
  close(givesBack = true) {
    if (!this.isOpen) return;
    this.element.hidden = true;
    if (givesBack) this.hears.left();
  }

  /** @type {(label: string) => HTMLElement} */
  #group(label) {
    const known = [...this.lines.children].find((one) => one instanceof HTMLElement && one.dataset.label === label);
    if (known instanceof HTMLElement) return known;
    const made = element("div", { role: "group", "data-label": label, "aria-label": label || "With these words" });
    if (label) made.append(element("p", { class: "menu-label small", "aria-hidden": "true" }, label));
    this.lines.append(made);
    return made;
  }

  // Below the words where there is room, else above; its top stays where it is while lines are added.
  /** @type {(at: DOMRect) => void} */
  #place(at) {
    const { style } = this.element;
    const below = innerHeight - at.bottom - 12;
    const isBelow = below >= Math.min(ROOM, at.top - 12) || below >= ROOM;
    const room = Math.min(isBelow ? below : at.top - 12, ROOM * 1.4, innerHeight - 16);
    const width = Math.min(400, innerWidth - 16);
    style.width = `${width}px`;
    style.maxHeight = `${Math.max(room, 160)}px`;
    style.minHeight = isBelow ? "0" : `${Math.max(room, 160)}px`;
    style.top = `${isBelow ? Math.min(at.bottom + 6, innerHeight - 168) : Math.max(at.top - 6 - Math.max(room, 160), 8)}px`;
    style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.items.findIndex((one) => one.element === document.activeElement);
    const last = this.items.length - 1;
    /** @type {Record<string, number>} */
    const moves = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, Home: 0, End: last };
    if (event.key in moves) this.items[moves[event.key]]?.element.focus();
    else if (event.key === "Enter" || event.key === " ") this.#choose(this.items[at]?.offer);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab") return;
    else {
      const named = this.items.find((one) => one.offer.key === letterOf(event));
      if (!named) return;
      this.#choose(named.offer);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const its = event.target instanceof Element ? event.target.closest("[role=menuitem]") : null;
    this.#choose(this.items.find((one) => one.element === its)?.offer);
  }

  /** @param {Offer | undefined} offer */
  #choose(offer) {
    if (!offer) return;
    this.close(true);
    this.hears.chosen(offer);
  }
}

/** A name in quotation marks keeps to its own direction. @type {(label: string) => (string | Node)[]} */
function isolated(label) {
  const [, before, name, after] = /^([^“]*“)(.*)(”.*)$/su.exec(label) ?? [];
  return name ? [before, element("bdi", {}, name), after] : [label];
}

/** @type {(offer: Offer) => HTMLElement} */
function itemOf({ label, detail, key }) {
  const words = element("span", { class: "menu-words" }, element("bdi", {}, ...isolated(label)));
  if (detail) words.append(" ", element("span", { class: "small" }, element("bdi", {}, detail)));
  return element("div", { role: "menuitem", tabindex: "-1", "aria-keyshortcuts": key ?? null }, words, element("kbd", { "aria-hidden": "true" }, key ?? ""));
}
