// Sides by sides as a table: how many findings join each two, by status. A cell opens them, a name opens its side.

import { beyondText, withBeyond } from "./beyond.js";
import { find, make, renew } from "./elements.js";
import { byFindings, countIn, elsewhereText, inSeries, sidePairs } from "./sides.js";
import { nameOf, numeral, pairOf, plural, rowName } from "./texts.js";

/** @import { Page } from "./page.js" */
/** @import { Data, Row, SidePair } from "./types.js" */

const MOST_SIDES = 40; // rows, and columns
const MOST_LETTERS = 24; // of a name beside or above its cells, which has the whole as its title
const [WIDE, HIGH] = [30, 5]; // of the bar in a cell

/** @type {(page: Page) => void} */
export function showMatrix(page) {
  const { state, data, view } = page;
  find("matrix").hidden = state.form !== "matrix";
  if (state.form !== "matrix") return;
  const pairs = withBeyond(data, state, view, sidePairs(data, view));
  const all = byFindings(data, pairs);
  const [gathering, alone] = [true, false].map((many) => all.slice(0, MOST_SIDES).filter((side) => data.areas.includes(side) === many));
  const sides = [...inSeries(gathering, pairs.values()), ...alone];
  const shown = new Set(sides);
  const drawn = [...pairs.values()].filter(({ ends }) => ends.every((end) => shown.has(end)));
  const left = pairs.size - drawn.length;
  const more = all.length > sides.length ? ` The ${numeral(sides.length)} of ${numeral(all.length)} sides with a line, those with most findings, are shown; ${plural(left, "cell")} of others ${left === 1 ? "is" : "are"} left out.` : "";
  const note = all.length ? `A number counts the findings that join two sides, or two of one side; its bar divides them by status.${more}${beyondText(data, state, view)} ${elsewhereText(data, view.account)}` : "No line joins two actors with the filters as they are.";
  renew(
    find("matrix"),
    make("p", { class: "small" }, note),
    sides.length ? make("table", {}, headOf(page, sides), make("tbody", {}, sides.map((side) => rowFor(page, side, sides, pairs)))) : "",
  );
}

/** @type {(page: Page, sides: string[]) => HTMLElement} */
const headOf = (page, sides) =>
  make("thead", {}, make("tr", {}, make("td", {}), sides.map((side) => make("th", { scope: "col", title: nameOf(page.data, side) }, make("span", {}, nameOf(page.data, side, MOST_LETTERS))))));

/** @type {(page: Page, side: string, sides: string[], pairs: Map<string, SidePair>) => HTMLElement} */
function rowFor(page, side, sides, pairs) {
  const open = () => page.choose(["side", side]);
  const name = make("button", { type: "button", class: "link", title: nameOf(page.data, side), onclick: open }, nameOf(page.data, side, MOST_LETTERS));
  return make("tr", {}, make("th", { scope: "row", "data-side": side }, name), sides.map((other) => make("td", {}, cellFor(page, pairs.get(pairOf(side, other))))));
}

/** @type {(page: Page, pair: SidePair | undefined) => HTMLElement | string} */
function cellFor(page, pair) {
  if (!pair) return "";
  const { data, state } = page;
  const id = pair.ends.join(" ");
  return make(
    "button",
    {
      type: "button",
      "data-pair": id,
      "aria-pressed": String(state.selected?.join(" ") === `sides ${id}`),
      "aria-label": `${pair.ends.map((end) => nameOf(data, end)).join(" – ")}: ${plural(countIn(pair), "finding")}: ${rowsIn(data, pair).map(([row, count]) => `${numeral(count)} ${rowName(data, row)}`).join(", ")}`,
      onclick: () => {
        page.choose(["sides", id]);
        bringEvidence();
      },
    },
    make("span", {}, countIn(pair)),
    barOf(data, pair),
  );
}

// On a narrow screen the evidence stands below the matrix, out of sight.
function bringEvidence() {
  const evidence = find("evidence");
  if (evidence.getBoundingClientRect().top > innerHeight - 100) evidence.scrollIntoView({ block: "start" });
}

/** @type {(data: Data, pair: SidePair) => [Row, number][]} */
const rowsIn = (data, { rows }) =>
  [...data.statuses.map(({ id }) => id), /** @type {Row} */ ("contested")].filter((row) => rows[row]).map((row) => [row, rows[row] ?? 0]);

// The findings of a cell by status: each as long as it has a share.
/** @type {(data: Data, pair: SidePair) => SVGElement} */
function barOf(data, pair) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ width: WIDE, height: HIGH, viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" }))
    picture.setAttribute(name, String(value));
  let from = 0;
  for (const [row, count] of rowsIn(data, pair)) {
    const part = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const wide = (WIDE * count) / countIn(pair);
    for (const [name, value] of Object.entries({ x: from, y: 0, width: wide, height: HIGH, class: `line-${row}` })) part.setAttribute(name, String(value));
    picture.append(part);
    from += wide;
  }
  return picture;
}
