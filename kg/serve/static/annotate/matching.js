// Finds what is typed among names: by the beginnings of words first, then inside them.

/**
 * What a field offers: what it puts in, how it is called, what is said beside it, and whether it fits the field.
 * @typedef {{id: string, label: string, note?: string, names?: string[], unfit?: string, action?: string}} Option
 * @typedef {{option: Option, whole: string[], words: string[]}} Entry
 * @typedef {{options: Option[], more: number}} Offer
 */

export const MOST = 50; // that are drawn at once
const NONE = 9;
const BASE = 1e7; // more than there are names; three places of it fit into a number
const PARTS = /[^\p{L}\p{N}]+/u;

// Letters without their marks, in lower case: “Gül” is found by “gul”, “ﬁ” by “fi”.
/** @type {(text: string) => string} */
export const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** @type {(option: Option) => Entry} */
export function entryOf(option) {
  const whole = [option.label, ...(option.names ?? []), option.id].map(folded);
  return { option, whole, words: whole.flatMap((its) => its.split(PARTS)).filter(Boolean) };
}

// How well a name is meant by what is typed: 0 is the name itself, NONE is not at all.
/** @type {(entry: Entry, asked: string, parts: string[]) => number} */
function rank({ whole, words }, asked, parts) {
  if (whole.includes(asked)) return 0;
  if (whole.some((its) => its.startsWith(asked))) return 1;
  if (parts.length && parts.every((part) => words.some((word) => word.startsWith(part)))) return 2;
  if (whole.some((its) => its.includes(asked))) return 3;
  if (parts.length > 1 && parts.every((part) => whole.some((its) => its.includes(part)))) return 4;
  return NONE;
}

/**
 * Give the options that are meant, the best first; among equals, those of `first` in its order, then as they were given.
 * @param {Entry[]} entries
 * @param {string} typed
 * @param {Map<string, number>} first
 * @param {(option: Option) => string} unfit why an option does not fit: "" if it does
 * @returns {Offer}
 */
export function matching(entries, typed, first = new Map(), unfit = (option) => option.unfit ?? "") {
  const asked = folded(typed.trim());
  const parts = asked.split(PARTS).filter(Boolean);
  /** @type {{option: Option, key: number}[]} */
  const found = [];
  entries.forEach((entry, place) => {
    const its = asked ? rank(entry, asked, parts) : 0;
    if (its === NONE) return;
    const why = unfit(entry.option);
    const option = why === (entry.option.unfit ?? "") ? entry.option : { ...entry.option, unfit: why };
    const near = (why ? NONE : 0) + its; // below 2 * NONE
    found.push({ option, key: (near * BASE + (first.get(option.id) ?? first.size)) * BASE + place });
  });
  found.sort((one, other) => one.key - other.key);
  return { options: found.slice(0, MOST).map(({ option }) => option), more: Math.max(0, found.length - MOST) };
}
