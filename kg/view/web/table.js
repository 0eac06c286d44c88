// The lines that are shown, as a table.

import { find, make, renew, swatch } from "./elements.js";
import { isUnread } from "./findings.js";
import { unique } from "./lists.js";
import { partWords, unacceptedWholes } from "./support.js";
import { cut, nameOf, numeral, rowName, several, voiceName } from "./texts.js";

/** @import { Page } from "./page.js" */
/** @import { Children, Fact, Line } from "./types.js" */

const FIRST = 200; // rows that are shown before one asks for all

/** @type {(page: Page) => void} */
export function showTable(page) {
  const { state, view } = page;
  find("table").hidden = state.form !== "table";
  if (state.form !== "table") return;
  const lines = [...view.lines.values()].sort((a, b) => b.facts.length - a.facts.length || (a.id < b.id ? -1 : 1));
  const some = lines.slice(0, page.allRows ? lines.length : FIRST);
  renew(find("rows"), ...some.map((line) => tableRow(page, line)));
  const showAll = () => {
    page.allRows = true;
    showTable(page);
  };
  const more = make("button", { type: "button", onclick: showAll }, `Show all ${numeral(lines.length)}`);
  find("more-rows").replaceChildren(...(lines.length > some.length ? [more] : []));
}

/** @type {(page: Page, line: Line) => HTMLElement} */
function tableRow(page, line) {
  const { state, data } = page;
  const open = () => page.choose(["line", line.id]);
  const ends = line.ends.map((id) => nameOf(data, id)).join(" – ");
  const chosen = state.selected?.join(" ") === `line ${line.id}`;
  return make(
    "tr",
    { "aria-selected": String(chosen), "data-line": line.id },
    make("th", { scope: "row" }, make("button", { type: "button", class: "link", onclick: open }, ends)),
    tableCells(page, line).map((cell) => make("td", {}, cell)),
  );
}

/** @type {(page: Page, line: Line) => Children[]} */
function tableCells({ data, view }, line) {
  const facts = line.facts.map((id) => view.account.facts[id]);
  const voices = unique(line.edges.flatMap((edge) => edge.voices));
  const outlets = unique(line.edges.flatMap((edge) => edge.outlets));
  return [
    several(unique(line.edges.map((edge) => cut(data.relations[edge.relation].label)))),
    [
      make("span", { class: "whole" }, swatch(line.status), rowName(data, line.status)),
      line.contested && line.status !== "contested" ? ", contested" : "",
      line.conflicting ? ", conflicting" : "",
      line.edges.every((edge) => isUnread(data, edge.claims)) ? ", not read" : "",
    ],
    several(unique(facts.map((fact) => fact.when.text ?? "undated")), "; ")
      .split("/")
      .flatMap((part, place) => (place ? ["/", make("wbr"), part] : [part])),
    several(voices.map((voice) => voiceName(data, voice))),
    several(outlets.map((outlet) => nameOf(data, outlet))),
    [String(facts.length), ...partsIn({ data, view }, facts).map((text) => make("p", { class: "small" }, text))],
  ];
}

// How many of the findings are part of something that is not accepted, such as "1 part of a contested meeting".
/** @type {(page: Pick<Page, "data" | "view">, facts: Fact[]) => string[]} */
function partsIn({ data, view }, facts) {
  const words = facts.map((fact) => partWords(data, unacceptedWholes(fact, view.account.all))).filter(Boolean);
  return unique(words).map((text) => `${words.filter((one) => one === text).length} ${text}`);
}
