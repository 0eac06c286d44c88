// What a query found: as a table with links to things, as a bar chart of a text and a number, or as Turtle.

import { chartOf, columnsOf } from "./chart.js";

/**
 * @typedef {{type: string, value: string, datatype?: string, "xml:lang"?: string}} Term
 * @typedef {Record<string, Term>} Row
 */

const MOST = 200; // rows that are shown at once
const LONGEST = 300; // characters of a value
/** @type {Record<string, string>} */
let called = {}; // id of an entity -> its name
const SORTS = ["entity", "fact", "claim", "article", "voice", "document"];

// Shows a result, says in words what it is, and whether nothing was found.
/** @type {(found: HTMLElement, type: string, text: string, base: string, names: Record<string, string>) => {words: string, isEmpty: boolean}} */
export function show(found, type, text, base, names) {
  called = names;
  const shown = part(found, "shown");
  part(found, "forms").replaceChildren();
  if (!type.includes("json")) {
    part(found, "rows").textContent = "";
    shown.replaceChildren(made("pre", text, "given"));
    return { words: "Answered with a graph.", isEmpty: !/^[^#@\s]/m.test(text) };
  }
  const result = JSON.parse(text);
  if (typeof result.boolean === "boolean") {
    part(found, "rows").textContent = "";
    shown.replaceChildren(made("p", result.boolean ? "The graph has such a pattern." : "The graph has no such pattern.", "large"));
    return { words: "Answered.", isEmpty: !result.boolean };
  }
  /** @type {Row[]} */
  const rows = result.results.bindings;
  /** @type {string[]} */
  const columns = result.head.vars;
  const cut = typeof result.cut === "string" ? ` ${result.cut}` : "";
  part(found, "rows").textContent = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}`;
  if (!rows.length) {
    shown.replaceChildren(made("p", "Nothing fits the query."));
    return { words: "Answered: no rows.", isEmpty: true };
  }
  tableOf(shown, columns, rows, base);
  offerForms(part(found, "forms"), shown, columns, rows, base);
  part(found, "forms").append(downloadOf(columns, rows));
  return { words: `Answered: ${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}.${cut}`, isEmpty: false };
}

/** @type {(found: HTMLElement, id: string) => HTMLElement} */
function part(found, id) {
  const its = found.querySelector(`#${id}`);
  if (!(its instanceof HTMLElement)) throw new Error(`the page has no #${id}`);
  return its;
}

/** @type {(tag: string, text: string, name?: string) => HTMLElement} */
function made(tag, text, name = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (name) element.className = name;
  return element;
}

// Buttons for the table and, where a column has numbers and another has texts, the chart.
/** @type {(place: HTMLElement, shown: HTMLElement, names: string[], rows: Row[], base: string) => void} */
function offerForms(place, shown, names, rows, base) {
  const columns = columnsOf(names, rows);
  if (!columns) return;
  /** @type {[string, () => void][]} */
  const forms = [
    ["Table", () => tableOf(shown, names, rows, base)],
    ["Chart", () => shown.replaceChildren(chartOf(columns, rows, (term) => shortOf(term, base)))],
  ];
  const buttons = forms.map(([words, draw], first) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.ariaPressed = String(first === 0);
    button.addEventListener("click", () => {
      for (const other of buttons) other.ariaPressed = String(other === button);
      draw();
    });
    return button;
  });
  place.replaceChildren(...buttons);
}

// The rows as a file: the values themselves, and not the names that the table shows.
/** @type {(names: string[], rows: Row[]) => HTMLAnchorElement} */
function downloadOf(names, rows) {
  /** @type {(value: string) => string} */
  const quoted = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = [names, ...rows.map((row) => names.map((name) => row[name]?.value ?? ""))];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([lines.map((line) => line.map(quoted).join(",")).join("\r\n"), "\r\n"], { type: "text/csv" }));
  link.download = "rows.csv";
  link.textContent = "Download as CSV";
  return link;
}

/** @type {(shown: HTMLElement, names: string[], rows: Row[], base: string) => void} */
function tableOf(shown, names, rows, base) {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const name of names) {
    const cell = made("th", name);
    cell.setAttribute("scope", "col");
    head.append(cell);
  }
  const body = table.createTBody();
  const more = document.createElement("button");
  more.type = "button";
  const add = () => {
    const from = body.rows.length;
    for (const row of rows.slice(from, from + MOST)) {
      const line = body.insertRow();
      for (const name of names) line.insertCell().append(cellOf(row[name], base));
    }
    const left = rows.length - body.rows.length;
    more.hidden = !left;
    more.textContent = `Show ${Math.min(MOST, left)} more of ${left.toLocaleString("en")}`;
  };
  more.addEventListener("click", add);
  add();
  const frame = made("div", "", "wide");
  frame.tabIndex = 0;
  frame.role = "region";
  frame.ariaLabel = "Rows";
  frame.append(table);
  shown.replaceChildren(frame, more);
}

/** @type {(term: Term | undefined, base: string) => Node} */
function cellOf(term, base) {
  if (!term) return document.createTextNode("");
  const address = addressOf(term, base);
  const text = (address.startsWith("/entity/") && called[shortOf(term, base)]) || shortOf(term, base);
  if (!address) {
    const words = made("span", text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
    words.dir = "auto";
    return words;
  }
  const link = document.createElement("a");
  link.href = address;
  link.textContent = text;
  link.title = term.value;
  return link;
}

// The thing that an IRI below the base names has a page on this server; other IRIs lead nowhere.
/** @type {(term: Term, base: string) => string} */
function addressOf(term, base) {
  if (term.type !== "uri" || !term.value.startsWith(base)) return "";
  const path = term.value.slice(base.length);
  return SORTS.includes(path.split("/")[0]) ? `/${path.split("/").map(encodeURIComponent).join("/")}` : "";
}

/** @type {(term: Term, base: string) => string} */
function shortOf(term, base) {
  if (term.type !== "uri") return term.value;
  if (term.value.startsWith(base)) return term.value.slice(base.length).split("/").slice(1).join("/") || term.value;
  return /[#/]([^#/]+)$/.exec(term.value)?.[1] ?? term.value;
}
