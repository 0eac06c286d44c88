// What joins two actors, or two sides, as a table: a column for each direction, with what a row of `kg dyads` has.
// It is of all that the account has of the two, whatever is drawn.

import { dealings, dyadsOf, noSide } from "./dyads.js";
import { make } from "./elements.js";
import { nameOf, numeral, pairOf, rowName, several, voiceName } from "./texts.js";
import { isAnonymous } from "./voices.js";

/** @import { Data, Dyad, Edge, PanelContext } from "./types.js" */

const LONGEST = 24; // letters of a name above a column

/** @type {(panel: PanelContext, ends: string, side?: (id: string) => string) => HTMLElement[]} */
export function pairTable({ data, view }, ends, side = noSide) {
  /** @type {(edge: Edge) => boolean} */
  const joins = ({ from, to }) => pairOf(side(from), side(to)) === ends;
  const pairs = dyadsOf(data, view.account, dealings(data, { edges: view.account.edges.filter(joins) }, ...ends.split(" ")), side);
  if (!pairs.length) return [];
  /** @type {(pair: Dyad) => HTMLElement} */
  const head = ({ source, target, directed }) => make("th", { scope: "col" }, `${nameOf(data, source, LONGEST)} ${directed ? "→" : "–"} ${nameOf(data, target, LONGEST)}`);
  const rows = pairRows(data).filter(([name, show]) => ALWAYS.includes(name) || pairs.some((pair) => show(pair) !== "" && show(pair) !== "0"));
  return [
    make("table", { class: "dyads" },
      make("caption", { class: "small" }, "Of all that joins the two, whatever is drawn; from “acts” on, of what is accepted."),
      make("thead", {}, make("tr", {}, make("td", {}), pairs.map(head))),
      make("tbody", {}, rows.map(([name, show]) => make("tr", { "data-row": name }, make("th", { scope: "row" }, name), pairs.map((pair) => make("td", {}, show(pair)))))),
    ),
  ];
}

// How many, and the first of them.
/** @type {(names: string[]) => string} */
const sourcesIn = (names) => (names.length ? `${numeral(names.length)}: ${several(names, "; ")}` : "0");

const ALWAYS = ["findings", "accepted"];

/** @type {(data: Data) => [string, (pair: Dyad) => string][]} */
const pairRows = (data) => [
  ["findings", ({ findings }) => String(findings)],
  ["by status", ({ byStatus }) => byStatus.map(([status, many]) => `${numeral(many)} ${rowName(data, status)}`).join(", ")],
  ["accepted", ({ accepted }) => String(accepted)],
  ["contested by a party", ({ contested }) => String(contested)],
  ["contested by an outsider", ({ contestedByOutsider }) => String(contestedByOutsider)],
  ["acts", ({ acts }) => acts.map(([act, many]) => `${nameOf(data, act)} ${numeral(many)}`).join(", ")],
  ["cooperative", ({ tendencies }) => String(tendencies.cooperative)],
  ["hostile", ({ tendencies }) => String(tendencies.hostile)],
  ["first day", ({ first }) => first ?? ""],
  ["last day", ({ last }) => last ?? ""],
  ["voices", ({ voices }) => sourcesIn([...voices.filter((voice) => !isAnonymous(voice)), ...voices.filter(isAnonymous)].map((voice) => voiceName(data, voice)))],
  ["outlets", ({ outlets }) => sourcesIn(outlets.map((outlet) => nameOf(data, outlet)))],
  ["not read", ({ accepted, read }) => String(accepted - read)],
];
