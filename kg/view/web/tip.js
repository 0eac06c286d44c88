// What is told where the pointer is: of a line what it stands for, of a closed side how many are in it.

import { find, make } from "./elements.js";
import { unique } from "./lists.js";
import { peopleIn } from "./scene.js";
import { rowsByFact, sideOf } from "./sides.js";
import { partWords, unacceptedWholes } from "./support.js";
import { cut, nameOf, plural, rowName, several } from "./texts.js";

/** @import { Page } from "./page.js" */
/** @import { Edge, Hovered, Line, Row, Spot } from "./types.js" */

/** @type {(page: Page, what: Hovered) => void} */
export function showTip(page, what) {
  const { drawing, data } = page;
  const line = drawing.scene.lines.get(what?.line ?? "");
  const mark = drawing.scene.marks.get(what?.node ?? "");
  const tip = find("tip");
  tip.hidden = !line && !mark?.closed;
  if (line) {
    const [[ax, ay], [bx, by]] = line.ends.map((id) => drawing.at(id));
    const isOfSides = line.ends.some((id) => drawing.scene.marks.get(id)?.closed);
    tell(page, line.ends.map((id) => nameOf(data, id)).join(" – "), isOfSides ? numbersByStatus(page, line.edges) : saidOnLine(page, line), [(ax + bx) / 2, (ay + by) / 2]);
  } else if (mark?.closed) {
    const its = [...page.view.nodes].filter((id) => sideOf(data, id) === mark.id);
    const edges = page.view.edges.filter(({ from, to }) => [from, to].every((id) => sideOf(data, id) === mark.id));
    const within = edges.length ? `; within: ${numbersByStatus(page, edges)}` : "";
    tell(page, nameOf(data, mark.id), `${peopleIn(data, its)}${within}`, drawing.at(mark.id));
  }
}

/** @type {(page: Page, title: string, text: string, at: Spot) => void} */
function tell(page, title, text, [x, y]) {
  find("tip").replaceChildren(make("strong", {}, title), make("span", {}, text));
  const spot = page.drawing.network.canvasToDOM({ x, y });
  Object.assign(find("tip").style, { left: `${Math.round(spot.x)}px`, top: `${Math.round(spot.y + 16)}px` });
}

/** @type {(page: Page, edges: Edge[]) => string} */
function numbersByStatus({ data }, edges) {
  const found = rowsByFact(edges);
  /** @type {Partial<Record<Row, number>>} */
  const counts = {};
  for (const row of found.values()) counts[row] = (counts[row] ?? 0) + 1;
  /** @type {Row[]} */
  const rows = [...data.statuses.map(({ id }) => id), "contested"];
  return `${plural(found.size, "finding")}: ${rows.filter((row) => counts[row]).map((row) => `${counts[row]} ${rowName(data, row)}`).join(", ")}`;
}

/** @type {(page: Page, line: Line) => string} */
function saidOnLine(page, line) {
  const said = line.edges.map((edge) => `${cut(page.data.relations[edge.relation].label)}, ${rowName(page.data, edge.row)}${restingOn(page, edge)}`);
  return several(unique(said), "; ");
}

// That a line rests on a part of what is not accepted.
/** @type {(page: Page, edge: Edge) => string} */
function restingOn({ account, data }, { fact }) {
  const words = partWords(data, unacceptedWholes(account.all[fact], account.all));
  return words ? ` (${words})` : "";
}
