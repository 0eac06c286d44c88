// The sentences above the picture, and the list of who is most joined.

import { known } from "./lists.js";
import { hasTooMany } from "./edges.js";
import { find, make, renew } from "./elements.js";
import { changes, countByRow, rowOf } from "./findings.js";
import { defaults } from "./model.js";
import { leftOutText, look } from "./shown.js";
import { nameOf, plural, rowName, voiceName } from "./texts.js";

/** @import { Page } from "./page.js" */
/** @import { Fact, Rank, Row, State } from "./types.js" */

/** @type {(page: Page) => void} */
export function showHeadline(page) {
  const counts = countByRow(Object.values(page.account.facts));
  const all = Object.keys(page.account.facts).length;
  /** @type {Row[]} */
  const rows = [...page.data.statuses.map(({ id }) => id), "contested"]; // those of the legend
  /** @type {(row: Row) => HTMLElement} */
  const part = (id) =>
    make(
      "button",
      { type: "button", class: "link", onclick: () => page.choose(["status", id]) },
      `${counts[id]} ${rowName(page.data, id)}`,
    );
  const parts = rows.filter((id) => counts[id]).map(part);
  const listed = parts.map((one, place) => make("span", {}, one, place < parts.length - 1 ? "," : ""));
  renew(
    find("headline"),
    `${plural(all, "finding")}${parts.length ? ": " : ""}`,
    ...listed.flatMap((one) => [one, " "]),
  );
  const voices = new Set(Object.values(page.account.readings).flatMap((reading) => reading.voices)).size;
  const articles = new Set(Object.keys(page.account.readings).map((key) => known(page.data.claim, key).article)).size;
  find("sources").textContent =
    `${plural(Object.keys(page.account.readings).length, "claim")} by ${plural(voices, "voice")} in ${plural(articles, "article")}, published by ${page.state.knownBy}${withdrawnText(page)}. A status says who says so, never what is true.`;
}

// A page of a slice without some sources says so: whoever gets the page alone could not know.
/** @type {(page: Page) => string} */
function withdrawnText({ data }) {
  const { voices = [], outlets = [], relays = [] } = data.opens.withdrawn ?? {};
  /** @type {(lead: string, ids: string[]) => string} */
  const told = (lead, ids) => (ids.length ? `${lead} ${ids.map((id) => voiceName(data, id)).join(" and ")}` : "");
  const parts = [
    told("the word of", voices),
    told("what came through", outlets),
    told("what was relayed by", relays),
  ].filter(Boolean);
  return parts.length ? `, without ${parts.join(", ")}` : "";
}

/** @type {(page: Page) => void} */
export function showCount(page) {
  const { view } = page;
  const drawn = new Set(view.edges.map((edge) => edge.fact)).size;
  const all = Object.keys(view.account.facts).length;
  const crowded = crowdedIn(page).length;
  const undrawn = crowded ? `; ${plural(crowded, "finding")} ${crowded === 1 ? "has" : "have"} more lines than can be drawn` : "";
  find("left").textContent =
    `${plural(view.lines.size, "line")} between ${plural([...view.near.values()].filter((others) => others.length).length, "actor")}, from ${drawn} of ${plural(all, "finding")}${undrawn}`;
}

// The findings that the filters let through, and of which no line is drawn, since each has too many.
/** @type {(page: Page) => Fact[]} */
function crowdedIn({ data, state, view }) {
  const facts = [...view.passing].map((id) => view.account.facts[id]);
  return facts.filter((fact) => state.statuses.includes(rowOf(fact)) && hasTooMany(data, fact, state.layers));
}

// Where no line is drawn: which filters leave some out, and how many, each to be set by a click.
/** @type {(page: Page) => void} */
export function showElsewhere(page) {
  const { data, state, view } = page;
  /** @type {(change: Partial<State>) => number} */
  const lines = (change) => look(data, { ...state, ...change }, page.account).lines.size;
  const wider = view.lines.size ? [] : widerFilters(page).filter(([, change]) => lines(change));
  const parts = wider.map(([where, change]) =>
    make(
      "button",
      { type: "button", class: "link", onclick: () => page.set(change) },
      `${plural(lines(change), "line")} ${where}`,
    ),
  );
  const none = crowdedIn(page).length ? "" : "No finding on this page joins two actors.";
  const listed = parts.length ? ["Left out: ", ...parts.flatMap((one, place) => (place ? [", ", one] : [one]))] : [none];
  renew(find("elsewhere"), ...(view.lines.size ? [] : listed));
}

// What may be set otherwise, one thing at a time; all of it, where that alone does not help.
/** @type {(page: Page) => [string, Partial<State>][]} */
function widerFilters({ data, state, account }) {
  const kinds = data.kinds.map(({ id }) => id);
  const layers = data.layers.map(({ id }) => id);
  const types = Object.keys(data.types);
  const relations = Object.keys(data.relations);
  /** @type {string[]} */
  const statuses = [...data.statuses.map(({ id }) => id), "contested"];
  const days = { days: null, undated: true };
  const absent = data.layers.filter(({ id }) => !state.layers.includes(id));
  /** @type {[string, Partial<State>][]} */
  const single = [
    ...absent.map(({ id, label }) => /** @type {[string, Partial<State>]} */ ([`in the layer ${label}`, { layers: [...state.layers, id] }])),
    ["among all kinds of actors", { kinds }],
    ["of all statuses", { statuses }],
    ["of all relations", { relations }],
    ["of all types of findings", { types }],
    ["of all days", days],
  ];
  if (single.some(([, change]) => look(data, { ...state, ...change }, account).lines.size)) return single;
  /** @type {Partial<State>} */
  const both = { kinds, layers };
  if (look(data, { ...state, ...both }, account).lines.size) return [["among all kinds of actors, in all layers", both]];
  return [["with every filter taken away", { ...both, relations, types, statuses, ...days }]];
}

// A path that has one end only asks for the other.
/** @type {(page: Page) => void} */
export function askForOtherEnd(page) {
  const [from, to] = page.state.path ?? [];
  const cancel = make("button", { type: "button", class: "link", onclick: () => page.set({ path: null }) }, "Leave it");
  renew(
    find("asked"),
    ...(from && !to ? [`Path from ${nameOf(page.data, from)}: choose the other end in the picture. `, cancel] : []),
  );
}

/** @type {(page: Page) => void} */
export function showChanges(page) {
  const gone = Object.values(page.state.without).some((ids) => ids.length);
  const asked = gone || page.state.knownBy !== page.data.knownBy;
  const moved = asked ? changes(page.opening, page.account) : [];
  const before = look(page.data, page.state, page.opening);
  const fell = [...before.lines.keys()].filter((id) => !page.view.lines.has(id)).length;
  const text = `What if: ${plural(moved.length, "finding")} ${moved.length === 1 ? "changes" : "change"}, ${plural(fell, "line")} ${fell === 1 ? "falls" : "fall"} away.`;
  const show = make("button", { type: "button", class: "link", onclick: () => page.choose(["changes", ""]) }, "Which");
  const undo = make(
    "button",
    {
      type: "button",
      class: "link",
      onclick: () => page.set({ without: defaults(page.data).without, knownBy: page.data.knownBy }),
    },
    "Undo",
  );
  renew(find("changes"), ...(asked ? [text, " ", show, " ", undo] : []));
}

/** @type {(page: Page) => void} */
export function showRanking(page) {
  /** @type {(rank: Rank) => HTMLElement} */
  const row = ({ id, score, rank, tied }) =>
    make(
      "li",
      {},
      make("span", { class: "rank" }, `${rank}${tied ? "=" : ""}`),
      make(
        "button",
        { type: "button", class: "link", onclick: () => page.choose(["node", id]) },
        nameOf(page.data, id),
      ),
      make("span", { class: "count" }, score),
    );
  renew(find("ranking"), ...page.view.ranking.slice(0, 8).map(row));
  const few = page.view.ranking.length < 30 ? " Ranks of so few mean little." : "";
  find("ranking-note").textContent = `How many others each is joined to by the lines shown.${few} ${leftOutText(page.view)}`.trim();
}
