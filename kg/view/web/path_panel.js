// A path in the panel: its ways, each step with what joins the two.

import { tieCards } from "./cards.js";
import { personLink } from "./claims.js";
import { kicker, make, swatch } from "./elements.js";
import { known } from "./lists.js";
import { changeWords, revealButton, toShowPath } from "./reveal.js";
import { weakest } from "./rule.js";
import { leftOutText, pathsBetween } from "./shown.js";
import { nameOf, pairOf, plural, rowName } from "./texts.js";

/** @import { PanelContext, Status } from "./types.js" */

/** @type {(panel: PanelContext) => HTMLElement[]} */
export function pathIn(panel) {
  const [from, to] = panel.state.path?.map((id) => id ?? "") ?? ["", ""];
  const paths = pathsBetween(panel.view, from, to);
  const title = make("h2", {}, `${nameOf(panel.data, from)} to ${nameOf(panel.data, to)}`);
  const leftOut = leftOutText(panel.view);
  const note = leftOut ? make("p", { class: "small" }, `${leftOut} Those that are an end of the path are not.`) : null;
  if (!paths.length)
    return [
      kicker("Path"),
      title,
      noWay(panel, from, to),
      ...(note ? [note] : []),
    ];
  return [
    kicker(`Path · ${plural(paths[0].length - 1, "step")}`),
    title,
    ...paths.map((path, place) => wayIn(panel, path, { place, many: paths.length })),
    ...(note ? [note] : []),
  ];
}

// That nothing leads there, and what would have to be chosen so that something does.
/** @type {(panel: PanelContext, from: string, to: string) => HTMLElement} */
function noWay(panel, from, to) {
  const change = toShowPath(panel, from, to);
  const through = change ? ` One leads through what is not chosen; it needs: ${changeWords(panel.data, panel.state, change)}. ` : "";
  return make("p", { class: "why" }, "No way leads from one to the other along the lines that are shown.", through, revealButton(panel, "Widen the filters", change));
}

/** @type {(panel: PanelContext, path: string[], among: {place: number, many: number}) => HTMLElement} */
function wayIn(panel, path, { place, many }) {
  const steps = path.slice(1).map((id, at) => {
    const line = known(panel.view.lines, pairOf(path[at], id));
    return make(
      "li",
      { class: "step" },
      make(
        "p",
        {},
        personLink(panel, path[at]),
        " – ",
        personLink(panel, id),
        " ",
        swatch(line.status),
        ` ${rowName(panel.data, line.status)}`,
      ),
      tieCards(panel, line.edges),
    );
  });
  const statuses = path.slice(1).map((id, at) => known(panel.view.lines, pairOf(path[at], id)).status);
  const weak = statuses.includes("contested") ? "contested" : weakest(/** @type {Status[]} */ (statuses));
  const summary = `${path.map((id) => nameOf(panel.data, id)).join(" – ")} · weakest: ${rowName(panel.data, weak)}`;
  return make(
    "details",
    { open: place === 0, class: "way" },
    make("summary", {}, many > 1 ? `${place + 1}. ${summary}` : summary),
    make("ol", {}, steps),
  );
}
