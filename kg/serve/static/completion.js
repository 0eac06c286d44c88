// Completes what is typed in a query: prefixes, terms, ids of entities, variables, words of SPARQL.

/** @import { Words } from "./query.js" */

const MOST = 12; // that are offered at once
const NAME = /([A-Za-z][\w.-]*):([\w./\\-]*)$/;
const VARIABLE = /[?$]\w+$/;
const WORD = /[A-Za-z]\w*$/;
const ESCAPED = /[~!$&'()*+,;=/?#@%]/g; // what a local name escapes (SPARQL 1.1, PN_LOCAL_ESC)

/** @typedef {{begun: string, options: {text: string, note: string}[]}} Offer */

// What may stand in the place of what is begun before the cursor.
/** @type {(words: Words, text: string, cursor: number, isAsked: boolean) => Offer} */
export function offered(words, text, cursor, isAsked) {
  const before = text.slice(Math.max(0, cursor - 200), cursor);
  const name = NAME.exec(before);
  if (name && name[1] in words.prefixes) return { begun: name[0], options: namesOf(words, name[1], name[2]) };
  const variable = VARIABLE.exec(before);
  if (variable) {
    const others = new Set(`${text.slice(0, cursor - variable[0].length)} ${text.slice(cursor)}`.match(/[?$]\w+/g) ?? []);
    return { begun: variable[0], options: near([...others].sort(), variable[0]) };
  }
  const word = WORD.exec(before);
  if (!word || (word[0].length < 2 && !isAsked)) return { begun: "", options: [] };
  const prefixes = near(Object.keys(words.prefixes).sort().map((prefix) => `${prefix}:`), word[0]);
  const upper = word[0].toUpperCase();
  return { begun: word[0], options: [...prefixes, ...near(words.keywords, upper)].slice(0, MOST) };
}

// An entity is found by its name as well as by its id.
/** @type {(words: Words, prefix: string, local: string) => {text: string, note: string}[]} */
function namesOf(words, prefix, local) {
  if (prefix !== "entity") return near((words.terms[prefix] ?? []).map((its) => its.replace(ESCAPED, "\\$&")), local).map(({ text }) => ({ text: `${prefix}:${text}`, note: "" }));
  const asked = local.toLowerCase().replaceAll("-", " ");
  const entries = Object.entries(words.entities);
  const first = entries.filter(([id]) => id.startsWith(local));
  const others = entries.filter(([id, called]) => !id.startsWith(local) && called.toLowerCase().includes(asked));
  return [...first, ...others].slice(0, MOST).map(([id, called]) => ({ text: `${prefix}:${id}`, note: called }));
}

/** @type {(known: string[], begun: string) => {text: string, note: string}[]} */
const near = (known, begun) => known.filter((its) => its.startsWith(begun) && its !== begun).slice(0, MOST).map((text) => ({ text, note: "" }));

// Offers completions below a field, by arrow keys, Enter or Tab, or the mouse.
export class Completions {
  /** @type {Offer} */
  offer = { begun: "", options: [] };
  chosen = -1;

  /**
   * @param {HTMLTextAreaElement} field
   * @param {HTMLUListElement} list
   * @param {HTMLElement} state says how many there are, to whoever asks
   * @param {() => Promise<Words>} wordsOf
   */
  constructor(field, list, state, wordsOf) {
    this.field = field;
    this.list = list;
    this.state = state;
    this.wordsOf = wordsOf;
    field.addEventListener("input", () => void this.open(false));
    field.addEventListener("blur", () => this.close());
    field.addEventListener("keydown", (event) => this.press(event));
    list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the field keeps the keyboard
      const item = event.target instanceof Element ? event.target.closest("li") : null;
      if (item) this.take(Number(item.dataset.place));
    });
  }

  /** @param {boolean} isAsked */
  async open(isAsked) {
    const words = await this.wordsOf().catch(() => null); // without words, nothing is offered
    if (!words) return;
    const { field } = this;
    this.offer = offered(words, field.value, field.selectionStart, isAsked);
    this.chosen = isAsked && this.offer.options.length ? 0 : -1;
    this.draw();
    const { length } = this.offer.options;
    if (isAsked) this.state.textContent = length ? `${length} ${length === 1 ? "completion" : "completions"}` : "Nothing begins so.";
  }

  close() {
    this.offer = { begun: "", options: [] };
    this.draw();
  }

  draw() {
    const { options } = this.offer;
    this.list.replaceChildren(...options.map(({ text, note }, place) => optionOf(text, note, place, place === this.chosen)));
    this.list.hidden = !options.length;
    this.place();
    if (this.chosen >= 0 && options.length) this.field.setAttribute("aria-activedescendant", `completion-${this.chosen}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  // Puts the list below the line of the cursor; a line that is wrapped counts as one.
  place() {
    const { field, list } = this;
    const before = field.value.slice(0, field.selectionStart).split("\n");
    const { lineHeight, paddingTop } = getComputedStyle(field);
    const top = parseFloat(paddingTop) + before.length * parseFloat(lineHeight) - field.scrollTop;
    list.style.top = `${field.offsetTop + Math.min(top + 4, field.offsetHeight)}px`;
    list.style.left = `min(${Math.max(0, before[before.length - 1].length - this.offer.begun.length)}ch, 50%)`;
  }

  /** @param {number} place */
  take(place) {
    const end = this.field.selectionStart;
    this.field.setRangeText(this.offer.options[place].text, end - this.offer.begun.length, end, "end");
    this.close();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const { length } = this.offer.options;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === " " && event.ctrlKey) void this.open(true);
    else if (!length || event.ctrlKey) return;
    else if (step) this.chosen = (Math.max(this.chosen, step < 0 ? 0 : -1) + step + length) % length;
    else if (event.key === "Escape") this.close();
    else if ((event.key === "Tab" && !event.shiftKey) || (event.key === "Enter" && this.chosen >= 0)) this.take(Math.max(0, this.chosen));
    else return;
    event.preventDefault();
    this.draw();
  }
}

/** @type {(text: string, note: string, place: number, isChosen: boolean) => HTMLLIElement} */
function optionOf(text, note, place, isChosen) {
  const item = document.createElement("li");
  item.id = `completion-${place}`;
  item.role = "option";
  item.dataset.place = String(place);
  item.ariaSelected = String(isChosen);
  item.append(text);
  if (note) {
    const more = document.createElement("span");
    more.className = "small";
    more.textContent = ` ${note}`;
    item.append(more);
  }
  return item;
}
