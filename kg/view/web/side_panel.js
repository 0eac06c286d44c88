// In the panel: a side with its people, and what joins two sides.

import { moreInside, withBeyond } from "./beyond.js";
import { cards, tieCards } from "./cards.js";
import { personLink } from "./claims.js";
import { kicker, make } from "./elements.js";
import { longText, piecewise } from "./long.js";
import { pairTable } from "./pair_table.js";
import { siteLink } from "./site.js";
import { elsewhereText, sideOf, sidePairs } from "./sides.js";
import { nameOf, numeral, pairOf, plural } from "./texts.js";

/** @import { PanelContext } from "./types.js" */

/** @type {(panel: PanelContext, id: string) => HTMLElement[]} */
export function sideIn(panel, id) {
  const { data, view } = panel;
  /** @type {Map<string, number>} */
  const counts = new Map();
  const edges = view.edges.filter((edge) => [edge.from, edge.to].some((end) => sideOf(data, end) === id));
  for (const { ends } of view.lines.values()) for (const end of ends) if (sideOf(data, end) === id) counts.set(end, (counts.get(end) ?? 0) + 1);
  const people = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const facts = [...new Set(edges.map((edge) => edge.fact))];
  const all = [...view.nodes].filter((one) => sideOf(data, one) === id).length;
  return [
    kicker(`Side · ${people.length < all ? `${plural(all, "actor")}, ${numeral(people.length)}` : plural(people.length, "actor")} with a line`),
    make("h2", {}, personLink(panel, id)),
    ...[siteLink(panel, "entity", id)].flatMap((link) => link ?? []),
    ...(people.some(([one]) => one !== id) ? [opener(panel, id)] : []),
    make("ul", { class: "members" }, piecewise(people, ([one, many]) => make("li", {}, personLink(panel, one), ` ${plural(many, "line")}`))),
    ...smallPrint(moreInside(data, id)),
    ...smallPrint(elsewhereText(data, view.account)),
    make("h3", { class: "count" }, `${plural(facts.length, "finding")}, newest first`),
    cards(panel, facts),
  ];
}

/** @type {(text: string) => HTMLElement[]} */
const smallPrint = (text) => (text ? [make("p", { class: "small" }, text)] : []);

/** @type {(panel: PanelContext, id: string) => HTMLElement} */
function opener({ state, on }, id) {
  const isOpen = state.opened.includes(id) && state.marks === "sides" && !state.focus && state.form === "picture";
  return make("p", { class: "moves" }, make("button", { type: "button", "aria-pressed": String(isOpen), onclick: () => on.unfold(id) }, isOpen ? "Close it in the picture" : "Open it in the picture"));
}

// What joins one actor to a side.
/** @type {(panel: PanelContext, id: string) => HTMLElement[]} */
export function withSideIn(panel, id) {
  const { data, view } = panel;
  const [actor, side] = id.split(" ");
  const edges = view.edges.filter(({ from, to }) => (from === actor && sideOf(data, to) === side) || (to === actor && sideOf(data, from) === side));
  return [
    kicker(`With a side · ${plural(new Set(edges.map((edge) => edge.fact)).size, "finding")}`),
    make("h2", {}, personLink(panel, actor), " – ", nameOf(data, side)),
    ...pairTable(panel, pairOf(actor, side), (one) => (one === actor ? one : sideOf(data, one))),
    ...smallPrint(elsewhereText(data, view.account)),
    edges.length ? tieCards(panel, edges) : make("p", {}, "With what is left, nothing joins them any more."),
  ];
}

/** @type {(panel: PanelContext, id: string) => HTMLElement[]} */
export function sidesIn(panel, id) {
  const { data, view } = panel;
  const [one, other] = id.split(" ");
  const wanted = [one, other].sort().join(" ");
  const edges = view.edges.filter((edge) => [sideOf(data, edge.from), sideOf(data, edge.to)].sort().join(" ") === wanted);
  const facts = new Set(edges.map((edge) => edge.fact)).size;
  const beyond = withBeyond(data, panel.state, view, sidePairs(data, view)).get(wanted)?.beyond ?? 0;
  const title = one === other ? `Within ${nameOf(data, one)}` : `${nameOf(data, one)} – ${nameOf(data, other)}`;
  return [
    kicker(`Between sides · ${plural(facts, "finding")}`),
    make("h2", {}, longText(title)),
    ...pairTable(panel, wanted, (actor) => sideOf(data, actor)),
    ...smallPrint(elsewhereText(data, view.account)),
    ...smallPrint(beyond ? `${plural(beyond, "more finding")} on lines that this page leaves out: write a page with --focus on one of the actors.` : ""),
    edges.length || beyond ? tieCards(panel, edges) : make("p", {}, "With what is left, nothing joins them any more."),
  ];
}
