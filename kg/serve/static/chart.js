// A bar chart of two columns of a result: texts, and a number for each.

/** @import { Row, Term } from "./result.js" */

const MOST = 30; // bars
const [LINE, LABEL, WIDE, NUMBER] = [24, 240, 760, 90]; // of the drawing, in its own units
const LONGEST = 34; // characters of a label
const NUMBERS = /#(integer|decimal|double|float|int|long|nonNegativeInteger|positiveInteger)$/;
const SVG = "http://www.w3.org/2000/svg";

/** @typedef {{text: string, number: string}} Columns */

// The first column of numbers, and the first of anything else; null where one of them is missing.
/** @type {(names: string[], rows: Row[]) => Columns | null} */
export function columnsOf(names, rows) {
  /** @type {(name: string) => boolean} */
  const isNumber = (name) => rows.some((row) => row[name]) && rows.every((row) => !row[name] || NUMBERS.test(row[name].datatype ?? ""));
  const number = names.find(isNumber);
  const text = names.find((name) => name !== number && rows.some((row) => row[name]) && !isNumber(name));
  return number && text ? { text, number } : null;
}

/** @type {(columns: Columns, rows: Row[], wordsOf: (term: Term) => string) => HTMLElement} */
export function chartOf(columns, rows, wordsOf) {
  const bars = rows
    .filter((row) => row[columns.text] && row[columns.number])
    .map((row) => ({ text: wordsOf(row[columns.text]), number: Number(row[columns.number].value) }))
    .filter(({ number }) => Number.isFinite(number));
  const shown = [...bars].sort((a, b) => b.number - a.number).slice(0, MOST);
  const figure = document.createElement("figure");
  const caption = document.createElement("figcaption");
  const which = shown.length < bars.length ? `, the ${shown.length} largest of ${bars.length.toLocaleString("en")}` : "";
  caption.textContent = `${columns.number} by ${columns.text}${which}`;
  const drawing = element("svg", { viewBox: `0 0 ${WIDE} ${LINE * shown.length}`, role: "img", class: "chart" });
  const told = shown.map(({ text, number }) => `${text} ${number.toLocaleString("en")}`).join("; ");
  drawing.setAttribute("aria-label", `${caption.textContent}: ${told}`);
  drawing.append(...barsOf(shown));
  figure.append(caption, drawing);
  return figure;
}

// Bars begin at 0, on its left where a number is below.
/** @type {(shown: {text: string, number: number}[]) => Element[]} */
function barsOf(shown) {
  const least = Math.min(0, ...shown.map(({ number }) => number));
  const most = Math.max(0, ...shown.map(({ number }) => number));
  const scale = (WIDE - LABEL - NUMBER) / (most - least || 1);
  const zero = LABEL - least * scale;
  return shown.flatMap(({ text, number }, place) => {
    const top = place * LINE;
    const length = Math.abs(number) * scale;
    const left = number < 0 ? zero - length : zero;
    const name = element("text", { x: LABEL - 8, y: top + 16, "text-anchor": "end" }, text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
    const bar = element("rect", { x: left, y: top + 4, width: Math.max(length, 0.5), height: LINE - 8 });
    return [name, bar, element("text", { x: Math.max(left + length, zero) + 6, y: top + 16 }, number.toLocaleString("en"))];
  });
}

/** @type {(name: string, attributes: Record<string, string | number>, text?: string) => Element} */
function element(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}
