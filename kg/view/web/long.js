// What is long: its beginning, and the rest where one asks for it.

import { make } from "./elements.js";
import { cut } from "./texts.js";

/** @import { Child } from "./types.js" */

const LONGEST_TEXT = 600; // characters of a note, a sentence or a quotation that are shown before one asks for all
const FIRST_THINGS = 100; // things of one kind that are shown before one asks for more

// A text, of which the end follows where one asks for it.
/** @type {(text: string | null | undefined) => Child[]} */
export function longText(text) {
  const first = cut(text ?? "", LONGEST_TEXT);
  if (!text) return [];
  if (first === text) return [text];
  const left = (text.length - first.length + 1).toLocaleString("en");
  const shown = make("span", {}, first);
  const onclick = () => {
    shown.replaceWith(text);
    more.remove();
  };
  const more = make("button", { type: "button", class: "more", onclick }, `${left} more characters, show`);
  return [shown, " ", more];
}

/**
 * Things in order, the first of them; the others follow a piece at a time.
 *
 * @template T
 * @param {T[]} things
 * @param {(thing: T) => HTMLElement} show
 * @param {"li" | "p"} tag of the element that holds the button
 * @param {() => void} [after] what to do when more are shown
 * @returns {HTMLElement[]}
 */
export function piecewise(things, show, tag = "li", after = () => {}) {
  const items = things.slice(0, FIRST_THINGS).map(show);
  const left = things.slice(FIRST_THINGS);
  if (!left.length) return items;
  const reveal = () => {
    more.replaceWith(...piecewise(left, show, tag, after));
    after();
  };
  const text = `… ${left.length.toLocaleString("en")} more, show`;
  const more = make(tag, {}, make("button", { type: "button", onclick: reveal }, text));
  return [...items, more];
}
