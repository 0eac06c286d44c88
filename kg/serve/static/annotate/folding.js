// A text as it is searched: without case, accents, the forms of quotation marks and dashes, and runs of blanks.

/**
 * @typedef {object} Folded
 * @property {string} text
 * @property {Uint32Array} at where each unit of it stands in the whole text; one more for the end
 */

const SKIPPED = /[\u0300-\u036f]|[\u0591-\u05c7]|[\u0610-\u061a]|[\u064b-\u065f]|\u0670|[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const BLANK = /\s/;
const QUOTES = /[‘’ʼ‛′]/g;
const DOUBLES = /[“”„‟«»″]/g;
const DASHES = /[‐‑‒–—―−]/g;

/** @type {Map<string, string>} */
const known = new Map();

/** @type {(character: string) => string} */
function foldedOne(character) {
  let its = known.get(character);
  if (its === undefined) {
    its = BLANK.test(character) ? " " : character.normalize("NFKD").replace(SKIPPED, "").toLowerCase();
    its = its.replace(QUOTES, "'").replace(DOUBLES, '"').replace(DASHES, "-");
    known.set(character, its);
  }
  return its;
}

/** @type {(text: string) => Folded} */
export function fold(text) {
  /** @type {string[]} */
  const parts = [];
  let at = new Uint32Array(text.length + 1024);
  let length = 0;
  let wasBlank = true;
  for (let k = 0; k < text.length; ) {
    const point = text.codePointAt(k) ?? 0;
    const character = String.fromCodePoint(point);
    const its = foldedOne(character);
    const isBlank = its === " ";
    if (its && !(isBlank && wasBlank)) {
      if (length + its.length >= at.length) at = grown(at);
      for (let n = 0; n < its.length; n += 1) at[length + n] = k;
      length += its.length;
      parts.push(its);
    }
    if (its) wasBlank = isBlank;
    k += character.length;
  }
  at[length] = text.length;
  return { text: parts.join(""), at: at.slice(0, length + 1) };
}

/** @type {(numbers: Uint32Array) => Uint32Array<ArrayBuffer>} */
function grown(numbers) {
  const more = new Uint32Array(numbers.length * 2);
  more.set(numbers);
  return more;
}

/**
 * Finds words, as spans of the whole text.
 *
 * @type {(folded: Folded, words: string, most?: number) => [number, number][]}
 */
export function findAll({ text, at }, words, most = 10_000) {
  const needle = fold(words).text.trimEnd();
  /** @type {[number, number][]} */
  const found = [];
  if (!needle) return found;
  for (let k = text.indexOf(needle); k >= 0 && found.length < most; k = text.indexOf(needle, k + needle.length)) {
    let end = k + needle.length;
    while (end < text.length && at[end] === at[end - 1]) end += 1; // not inside what one character has become
    if (k > 0 && at[k] === at[k - 1]) continue;
    found.push([at[k], at[end]]);
  }
  return found;
}
