// Names of what the page knows, and text made comparable.

import { isAnonymous } from "./voices.js";

/** @import { Data, Row } from "./types.js" */

/** @type {(a: string, b: string) => string} */
export const pairOf = (a, b) => (a < b ? `${a} ${b}` : `${b} ${a}`);

const LEAST_OF_NAME = 12; // characters
const LONGEST_NAME = 120; // characters of a name or a title where many are shown; whole where it is opened

// As much of a text as can be read among others, cut between two characters.
/** @type {(text: string, most?: number) => string} */
export function cut(text, most = LONGEST_NAME) {
  if (text.length <= most) return text;
  const all = characters(text.slice(0, 20 * most));
  return all.length <= most && text.length <= 20 * most ? text : `${all.slice(0, most - 1).join("")}…`;
}

const MOST_NAMES = 6; // in one sentence

/** @type {(names: string[], comma?: string) => string} */
export function several(names, comma = ", ") {
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(comma)}${more > 0 ? ` and ${more} more` : ""}`;
}

// A name, and of one of several of this name also what tells it from them (kg/snapshot/namesakes.py), which is never cut.
/** @type {(data: Data, id: string, most?: number) => string} */
export function nameOf(data, id, most = LONGEST_NAME) {
  const name = data.entities[id]?.name ?? data.concepts[id] ?? id;
  const apart = data.apart?.[id];
  return apart ? `${cut(name, Math.max(LEAST_OF_NAME, most - apart.length - 3))} (${apart})` : cut(name, most);
}

/** @type {Record<string, string>} */
const FOLDED = { ł: "l", ø: "o", đ: "d", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th", ð: "d", "’": "'" };

/** @type {(text: string) => string} */
export const fold = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[łøđıßæœþð’]/g, (letter) => FOLDED[letter]);

/** @type {(data: Data, voice: string) => string} */
export function voiceName(data, voice) {
  if (!isAnonymous(voice)) return nameOf(data, voice);
  const article = data.articles[voice.slice("anonymous@".length)];
  return `anonymous sources of ${article ? `${nameOf(data, article.publisher)}, ${article.published}` : voice}`;
}

// The title of an article; of a table that has none, what it is.
/** @type {(data: Data, id: string) => string} */
export function articleTitle(data, id) {
  const { title, coded_by: coder, publisher } = data.articles[id];
  return title ? cut(title) : `rows coded by ${nameOf(data, coder ?? publisher)}`;
}

// Where an article is from: its publisher, and the agency whose text it carries.
/** @type {(data: Data, id: string) => string} */
export function sourceOf(data, id) {
  const { publisher, agency, published, undated, day } = data.articles[id];
  return `${nameOf(data, publisher)}${agency ? `, text of ${nameOf(data, agency)}` : ""}, ${undated ? `by ${day}` : published}`;
}

// The label of a kind or a type in the plural.
/** @type {(label: string) => string} */
export const many = (label) => (/[^aeiou]y$/.test(label) ? label.replace(/y$/, "ies") : /(?:s|x|z|ch|sh)$/.test(label) ? `${label}es` : `${label}s`);

/** @type {(count: number) => string} */
export const numeral = (count) => count.toLocaleString("en");

/** @type {(count: number, noun: string) => string} */
export const plural = (count, noun) => `${numeral(count)} ${noun}${count === 1 ? "" : "s"}`;

/** @type {(text: string) => string} */
export function capital(text) {
  const [first, ...rest] = characters(text);
  return [capitals(first ?? ""), ...rest].join("");
}

// A text in capitals, where its script has capitals in general use: those of Georgian, Cherokee and others are in few fonts.
/** @type {(text: string) => string} */
export const capitals = (text) =>
  text.replace(/[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}]+/gu, (word) => word.toUpperCase());

const SEGMENTER = new Intl.Segmenter("en", { granularity: "grapheme" });

// The characters of a text as its reader sees them, each with its accents and joined signs (UAX #29): where texts are cut.
/** @type {(text: string) => string[]} */
export const characters = (text) => Array.from(SEGMENTER.segment(text), ({ segment }) => segment);

/** @type {Partial<Record<Row, string>>} */
const TURN_NAMES = { contested: "contested by a party", appeared: "appeared", moved: "moved", fallen: "fell away", same: "as before" };

// The name of a row of the legend.
/** @type {(data: Data, row: Row) => string} */
export const rowName = (data, row) => data.status[row]?.label ?? TURN_NAMES[row] ?? row;
