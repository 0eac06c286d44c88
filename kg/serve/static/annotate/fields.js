// What all fields of the form share: a label, help, faults at their field; and those that hold plain text or one of few words.

import { figuresIn, figuresOf } from "./claim_values.js";
import { element } from "./page.js";

/** @import { Article, Claim, Fault, Selection, Term } from "./types.js" */
/** @import { Vocabulary } from "./vocabulary.js" */

/**
 * What a field may ask of the form, and tell it.
 * @typedef {object} Hands
 * @property {() => Vocabulary} vocabulary
 * @property {() => Claim} claim
 * @property {() => Article} article
 * @property {() => Partial<Selection>} selection what the words of the evidence can be
 * @property {() => Map<string, number>} likely ids that are likely to be meant: id -> rank
 * @property {(field: string, value: any) => void} set
 * @property {(field: string) => void} next
 * @property {() => void} typed keeps what is begun in a field
 * @property {(words: string) => void} say
 * @property {(field: string, kind: string, name: string) => void} create
 */

/**
 * @typedef {object} Field
 * @property {string} key `fact`, `roles.place`
 * @property {HTMLElement} element
 * @property {() => void} focus
 * @property {(claim: Claim) => void} show what the claim holds
 * @property {(faults: Fault[]) => void} tell what is wrong
 * @property {(words: string) => void} [resolve] tell what a value amounts to
 * @property {{get: () => string, set: (text: string) => void}} [begun] text that is no value yet
 */

/** @type {(key: string) => string} */
export const idOfKey = (key) => `field-${key.replace(/[^\w-]/g, "-")}`;

/** @type {(claim: Claim, key: string) => any} */
export const valueAt = (claim, key) => {
  const fields = /** @type {Record<string, any>} */ (claim);
  return key.startsWith("roles.") ? claim.roles?.[key.slice(6)] : fields[key];
};

/**
 * Put a label, help and room for faults around what is typed into.
 * @type {(key: string, label: string, note: string, control: HTMLElement, input: HTMLElement, told?: string) => Omit<Field, "show">}
 */
export function framed(key, label, note, control, input, told = "") {
  const id = idOfKey(key);
  const wrong = element("ul", { id: `${id}-wrong`, class: "faults", hidden: true });
  const help = element("p", { id: `${id}-help`, class: "small help" }, note);
  const amounts = element("p", { id: `${id}-amounts`, class: "small amounts", dir: "auto", hidden: true });
  const described = ["help", "amounts", "chips", "wrong"].map((its) => `${id}-${its}`).filter((its) => its !== `${id}-chips` || control.querySelector(".chips"));
  input.setAttribute("aria-describedby", described.join(" "));
  const count = told ? [" ", element("span", { class: "small" }, `(${told})`)] : [];
  const its = element("div", { class: "field", "data-field": key }, element("label", { for: id }, label, ...count), control, amounts, help, wrong);
  /** @type {(words: string) => void} */
  const resolve = (words) => {
    amounts.textContent = words;
    amounts.hidden = !words;
  };
  return { key, element: its, focus: () => input.focus(), tell: (faults) => tellAt(input, wrong, faults), resolve };
}

/** @type {(input: HTMLElement, list: HTMLElement, faults: Fault[]) => void} */
export function tellAt(input, list, faults) {
  const isRefused = faults.some((fault) => !fault.warning);
  if (isRefused) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  list.replaceChildren(...faults.map(faultItem));
  list.hidden = !faults.length;
}

/** @type {(fault: Fault) => HTMLLIElement} */
export function faultItem(fault) {
  const item = element("li", { class: fault.warning ? "warning" : "fault", dir: "auto" }, fault.warning ? "Hint: " : "", fault.what);
  if (fault.hint) item.append(" – ", fault.hint);
  return item;
}

/** @type {(event: KeyboardEvent) => boolean} */
const isPlainEnter = (event) => event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.isComposing;

/**
 * A field that holds text: a line, or, of a note, several.
 * @type {(key: string, label: string, note: string, hands: Hands) => Field}
 */
export function textField(key, label, note, hands) {
  const its = { id: idOfKey(key), dir: "auto", autocomplete: "off", spellcheck: key === "note" ? "true" : "false" };
  const input = key === "note" ? element("textarea", { ...its, rows: 2 }) : element("input", { ...its, type: "text" });
  const isTable = key === "values";
  input.addEventListener("input", () => hands.set(key, isTable ? figuresOf(input.value) : input.value.trim()));
  input.addEventListener("keydown", (event) => {
    if (!isPlainEnter(/** @type {KeyboardEvent} */ (event))) return;
    event.preventDefault();
    hands.next(key);
  });
  return {
    ...framed(key, label, note, input, input),
    show: (claim) => {
      const text = isTable ? figuresIn(claim.values) : valueAt(claim, key) ?? "";
      const isThere = isTable ? figuresIn(figuresOf(input.value)) === text : input.value.trim() === text;
      if (!isThere) input.value = text;
    },
  };
}

const LETTERS = /** @type {Record<string, string>} */ ({ announces: "n", asks: "k", asserts: "a", declines: "c", denies: "d", retracts: "r", suggests: "s" });

/**
 * Give each of a few words a letter of its own: its usual one, or the first that is free.
 * @type {(words: string[]) => Map<string, string>}
 */
export function lettersOf(words) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const word of words) {
    const letter = [LETTERS[word], ...word].find((its) => its && ![...found.values()].includes(its));
    if (letter) found.set(word, letter);
  }
  return found;
}

/**
 * A field of few words, all of which are shown with what each means; a letter chooses, Enter goes on.
 * @type {(key: string, label: string, terms: Term[], hands: Hands) => Field}
 */
export function choiceField(key, label, terms, hands) {
  const id = idOfKey(key);
  const letters = lettersOf(terms.map((term) => term.id));
  const radios = terms.map((term) => element("input", { type: "radio", name: id, value: term.id, id: `${id}-${term.id}` }));
  const rows = terms.map((term, place) => element("label", { class: "choice" }, radios[place], " ",
    element("kbd", {}, letters.get(term.id) ?? ""), " ", element("strong", {}, term.id), " ", element("span", { class: "small" }, term.meaning)));
  const wrong = element("ul", { id: `${id}-wrong`, class: "faults", hidden: true });
  const group = element("fieldset", { class: "field choices", "data-field": key, id, "aria-describedby": `${id}-wrong` },
    element("legend", {}, label), element("div", { class: "rows" }, ...rows), wrong);
  const focus = () => (radios.find((its) => its.checked) ?? radios[0])?.focus();
  group.addEventListener("focusin", () => group.scrollIntoView({ block: "nearest" })); // which has just grown
  group.addEventListener("change", () => hands.set(key, radios.find((its) => its.checked)?.value));
  group.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const term = terms.find((its) => letters.get(its.id) === event.key.toLowerCase());
    const chosen = radios.find((its) => its.value === term?.id);
    if (chosen) {
      chosen.checked = true;
      chosen.focus();
      hands.set(key, chosen.value);
      hands.next(key);
    } else if (isPlainEnter(event)) hands.next(key);
    else if (event.key === "Backspace" || event.key === "Delete") {
      for (const its of radios) its.checked = false;
      hands.set(key, undefined);
    } else return;
    event.preventDefault();
  });
  /** @type {Field["show"]} */
  const show = (claim) => {
    for (const its of radios) its.checked = its.value === valueAt(claim, key);
  };
  return { key, element: group, focus, show, tell: (faults) => tellAt(group, wrong, faults) };
}
