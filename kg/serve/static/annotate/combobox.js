// A field that completes what is typed, with a chip for each value chosen; after the combobox pattern of the
// ARIA Authoring Practices Guide, W3C (editable, with list autocompletion).

import { counted, element } from "./page.js";

/** @import { Offer, Option } from "./matching.js" */

/**
 * @typedef {object} Settings
 * @property {string} id of the input
 * @property {string} label
 * @property {boolean} [isSingle] holds one value
 * @property {boolean} [isGoneTo] whether Enter takes only what was gone to by an arrow: a person is to say which it is
 * @property {boolean} [isText] what is typed is the value itself, as a date is
 * @property {(typed: string) => Offer} offered
 * @property {(value: string) => string} [called] what stands on a value's chip
 * @property {(values: string[]) => void} onChange
 * @property {() => void} onNext
 * @property {(option: Option, typed: string) => void} [onAction] for an option that is no value
 * @property {() => void} [onTyped] for text that is no value yet
 * @property {(words: string) => void} [say]
 */

const GO = "↓ goes to what it can be, and Enter takes it.";

export class Combobox {
  /** @type {string[]} */
  values = [];
  /** @type {Offer} */
  offer = { options: [], more: 0 };
  active = -1;

  /** @param {Settings} settings */
  constructor(settings) {
    this.settings = settings;
    const { id, label } = settings;
    const list = `${id}-list`;
    this.chips = element("ul", { class: "chips", id: `${id}-chips`, "aria-label": `${label}: chosen` });
    this.input = element("input", {
      id, role: "combobox", type: "text", dir: "auto", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list,
    });
    // a browser lets Tab stop at a list that scrolls: the field would close it, and the focus be nowhere
    this.list = element("ul", { id: list, role: "listbox", "aria-label": label, tabindex: "-1" });
    this.more = element("p", { class: "small" });
    this.popup = element("div", { class: "popup", hidden: true }, this.list, this.more);
    this.element = element("div", { class: "combo" }, this.chips, this.input, this.popup);
    this.chips.hidden = true;
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("click", () => this.open(-1));
    this.input.addEventListener("blur", () => this.close());
    this.chips.addEventListener("keydown", (event) => this.pressOnChip(event));
    this.chips.addEventListener("click", (event) => {
      const place = placeOf(event, "button");
      if (place >= 0) this.remove(place);
    });
    this.popup.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the keyboard
    this.list.addEventListener("click", (event) => {
      const place = placeOf(event, "li");
      if (place >= 0) this.take(this.offer.options[place]);
    });
  }

  get isOpen() {
    return !this.popup.hidden;
  }

  focus() {
    this.input.focus();
  }

  // Put values in from outside, which is no change of whoever types.
  /** @param {string[]} values */
  set(values) {
    this.values = [...values];
    if (this.settings.isText) {
      if (this.input.value !== (values[0] ?? "")) this.input.value = values[0] ?? "";
    } else this.drawChips();
  }

  typed() {
    const { isText, onChange, onTyped } = this.settings;
    if (isText) {
      this.values = [this.input.value.trim()].filter(Boolean);
      onChange(this.values);
    } else onTyped?.();
    if (this.input.value.trim()) this.open(isText ? -1 : 0);
    else this.close();
  }

  // What does not fit, or is to be made, is never taken by Enter alone: it must be gone to.
  /** @param {number} active */
  open(active) {
    const { isGoneTo, isText } = this.settings;
    this.offer = this.settings.offered(this.input.value);
    const { options, more } = this.offer;
    const mayTake = isText || (!isGoneTo && !options[0]?.unfit && !options[0]?.action);
    this.active = options.length && active >= 0 && mayTake ? active : -1;
    const asked = this.settings.isText || !this.input.value.trim() ? "" : "Nothing is called so.";
    const how = mayTake || !this.input.value.trim() ? "" : GO;
    this.more.textContent = more ? `and ${counted(more, "other")}: type more` : options.length ? how : asked;
    this.more.hidden = !this.more.textContent;
    this.list.replaceChildren(...options.map((option, place) => this.drawn(option, place)));
    this.popup.hidden = !options.length && this.more.hidden;
    this.list.hidden = !options.length;
    this.input.setAttribute("aria-expanded", String(this.isOpen && !this.list.hidden));
    this.turn();
    this.mark();
  }

  // The list opens where there is room for it.
  turn() {
    this.popup.classList.remove("above");
    const pane = this.element.closest("section")?.getBoundingClientRect();
    const { top } = this.element.getBoundingClientRect();
    const { bottom, height } = this.popup.getBoundingClientRect();
    this.popup.classList.toggle("above", pane !== undefined && bottom > pane.bottom && top - height > pane.top);
  }

  close() {
    this.popup.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  mark() {
    for (const [place, item] of [...this.list.children].entries()) {
      item.ariaSelected = String(place === this.active);
      if (place === this.active && (place || this.list.scrollTop)) item.scrollIntoView({ block: "nearest" });
    }
    if (this.active >= 0) this.input.setAttribute("aria-activedescendant", `${this.settings.id}-${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** @type {(option: Option, place: number) => HTMLLIElement} */
  drawn(option, place) {
    const id = `${this.settings.id}-${place}`;
    const item = element("li", { id, role: "option", "data-place": place, class: option.unfit ? "unfit" : "" });
    item.append(element("bdi", {}, option.label));
    const notes = [option.note, option.unfit].filter(Boolean).join(" · ");
    if (notes) item.append(" ", element("span", { class: "small" }, notes));
    return item;
  }

  /** @param {Option | undefined} option */
  take(option) {
    if (!option) return;
    const { isSingle, isText, onAction, onChange, onNext } = this.settings;
    const typed = this.input.value.trim();
    if (option.action) {
      this.close();
      onAction?.(option, typed);
      return;
    }
    this.input.value = isText ? option.id : "";
    this.close();
    this.set(isSingle || isText ? [option.id] : [...new Set([...this.values, option.id])]);
    this.settings.say?.(`${option.label}: taken`);
    onChange(this.values);
    if (isSingle) onNext();
  }

  /** @param {number} place */
  remove(place) {
    const [gone] = this.values.slice(place, place + 1);
    this.set(this.values.filter((_, its) => its !== place));
    this.settings.say?.(`${this.settings.called?.(gone) ?? gone}: taken away`);
    this.settings.onChange(this.values);
    const left = this.chipAt(Math.min(place, this.values.length - 1));
    if (left && document.activeElement !== this.input) left.focus();
    else this.input.focus();
  }

  drawChips() {
    const { called = (value) => value } = this.settings;
    this.chips.hidden = !this.values.length;
    this.chips.replaceChildren(...this.values.map((value, place) => {
      const name = called(value);
      const button = element("button", { type: "button", tabindex: "-1", "data-place": place, title: value, "aria-label": `${name}: take away` });
      button.append(element("bdi", {}, name), element("span", { "aria-hidden": "true" }, " ×"));
      return element("li", {}, button);
    }));
  }

  /** @type {(place: number) => HTMLButtonElement | undefined} */
  chipAt(place) {
    return this.chips.querySelectorAll("button")[place];
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    const isEmpty = !this.input.value;
    const { options } = this.offer;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !event.altKey) this.step(step);
    else if (event.key === "ArrowDown") this.open(-1);
    else if (event.key === "Escape" && this.isOpen) this.close();
    else if (event.key === "Enter" && this.isOpen && this.active >= 0) this.take(options[this.active]);
    else if (event.key === "Enter" && (isEmpty || this.settings.isText)) this.settings.onNext();
    else if (event.key === "Enter") this.enter();
    else if (event.key === "Backspace" && isEmpty && this.values.length) this.remove(this.values.length - 1);
    else if (event.key === "ArrowLeft" && isEmpty && this.values.length) this.chipAt(this.values.length - 1)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Enter where nothing is marked: the first is marked if it may be taken so, else it is said how to go on.
  enter() {
    this.open(0);
    if (this.active < 0 && this.offer.options.length) this.settings.say?.(GO);
  }

  /** @param {number} step */
  step(step) {
    if (!this.isOpen) this.open(-1);
    const { length } = this.offer.options;
    if (!length) return;
    const from = Math.max(this.active, step < 0 ? 0 : -1); // from none, down to the first and up to the last
    this.active = (from + step + length) % length;
    this.mark();
  }

  /** @param {KeyboardEvent} event */
  pressOnChip(event) {
    const place = placeOf(event, "button");
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.ctrlKey || event.metaKey || place < 0) return;
    if (step) (this.chipAt(place + step) ?? (step > 0 ? this.input : this.chipAt(0)))?.focus();
    else if (event.key === "Delete" || event.key === "Backspace") this.remove(place);
    else if (event.key === "Escape") this.input.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** @type {(event: Event, name: string) => number} */
function placeOf(event, name) {
  const found = event.target instanceof Element ? event.target.closest(name) : null;
  return found instanceof HTMLElement && found.dataset.place !== undefined ? Number(found.dataset.place) : -1;
}
