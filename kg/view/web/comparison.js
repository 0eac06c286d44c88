// Two accounts in one picture: lines that appeared, moved and fell, and beside it what moved them. Between two days of
// knowledge, or with and without what is taken away.

import { Recount } from "./account.js";
import { WITH_ALL, againstWords } from "./against.js";
import { DayField } from "./brushes.js";
import { Causes, differingClaims } from "./causes.js";
import { partMoves, rankShifts, standingWords } from "./changed.js";
import { find, kicker, make, renew, swatch } from "./elements.js";
import { titleOf } from "./finding.js";
import { inOrder } from "./findings.js";
import { accountOf, defaults } from "./model.js";
import { look, neighbours, within } from "./shown.js";
import { longText, piecewise } from "./long.js";
import { unique } from "./lists.js";
import { turned } from "./turns.js";
import { cut, nameOf, numeral, plural, several } from "./texts.js";

/** @import { Page } from "./page.js" */
/** @import { Account, Comparison, Fact, PanelContext, PartMove, Turn, View } from "./types.js" */

/** @type {(page: Page) => Account | null} */
export function accountBefore(page) {
  const { data, state } = page;
  if (!state.against) return null;
  page.recountBefore ??= new Recount(data.claims, data);
  const isWhole = state.against === WITH_ALL;
  const asked = { knownBy: isWhole ? state.knownBy : state.against, without: isWhole ? defaults(data).without : state.without };
  return accountOf(data, asked, page.recountBefore);
}

/** @type {(page: Page) => Comparison | null} */
export function comparisonOf(page) {
  if (!page.before) return null;
  const { view, data, state } = page;
  // Whatever leaves the focus has not fallen: both are compared as wholes, and what is around the focus is drawn of that.
  const [before, after] = [page.before, page.account].map((account) => look(data, { ...state, focus: null }, account));
  const lines = turned(before.lines, after.lines);
  const nodes = new Set([...after.nodes, ...before.nodes]);
  const near = neighbours(lines, nodes);
  const inFocus = within(near, state);
  if (!inFocus) return { before, after, drawn: { ...view, before, lines, nodes, inFocus, near } };
  const around = new Map([...lines].filter(([, { ends }]) => ends.every((end) => inFocus.has(end))));
  return { before, after, drawn: { ...view, before, lines: around, nodes: inFocus, inFocus, near: neighbours(around, inFocus), outside: nodes.size - inFocus.size } };
}

// What is chosen is shown as it is known; what has vanished, as it was.
/** @type {(page: Page) => View} */
export function viewOfChosen({ state, view, comparison }) {
  const [kind, id] = state.selected ?? ["", ""];
  if (!comparison) return view;
  const { before } = comparison;
  const isGone = kind === "fact" ? !view.account.facts[id] && before.account.facts[id] : kind === "line" && !view.lines.has(id) && before.lines.has(id);
  return isGone ? before : view;
}

// ---- above the picture

/** @type {(page: Page) => (Node | string)[]} */
export function comparisonWords(page) {
  const { comparison, state } = page;
  if (!comparison || !state.against) return [];
  const lines = [...comparison.drawn.lines.values()];
  /** @type {(turn: Turn, word: string) => (Node | string)[]} */
  const part = (turn, word) => {
    const many = lines.filter(({ status }) => status === turn).length;
    return [make("span", { class: "whole" }, swatch(turn), ` ${plural(many, "line")} ${word}`), " "];
  };
  const show = make("button", { type: "button", class: "link", onclick: () => page.choose(["compared", ""]) }, "What and why");
  const stop = make("button", { type: "button", class: "link", onclick: () => page.set({ against: null }) }, "Stop comparing");
  return ["Compared: ", ...part("appeared", "appeared"), ...part("moved", "moved"), ...part("fallen", "fell away"), ...part("same", "as before"), show, " ", stop];
}

// ---- among the controls

export class ComparePicker {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.field = new DayField("Compare with known by", (_, last) => page.set({ against: last, selected: ["compared", ""] }), () => page.set({ against: null }));
    this.whole = make("button", { type: "button", onclick: () => page.set({ against: WITH_ALL, selected: ["compared", ""] }) }, "Compare with all sources");
    find("compare").append(this.field.element, this.field.answer, this.whole);
  }

  show() {
    const { against, without } = this.page.state;
    this.field.show(against && against !== WITH_ALL ? against : "");
    this.whole.hidden = !Object.values(without).some((ids) => ids.length);
    this.whole.setAttribute("aria-pressed", String(against === WITH_ALL));
  }
}

// ---- in the panel

/** @type {(panel: PanelContext) => HTMLElement[]} */
export function comparedIn(panel) {
  const comparison = panel.on.comparison();
  const { state, view } = panel;
  if (!comparison || !state.against) return [kicker("Compared"), make("p", {}, "Nothing is compared: give a day under “What if”.")];
  const [was, is] = [comparison.before.account, view.account];
  const causes = new Causes(panel.data, was, is);
  const ids = unique([...Object.keys(was.facts), ...Object.keys(is.facts)]);
  const both = ids.filter((id) => was.facts[id] && is.facts[id]);
  /** @type {(id: string, standing: string, fact: Fact, more?: string[]) => HTMLElement} */
  const item = (id, standing, fact, more = []) =>
    make("li", { "data-fact": id },
      make("strong", {}, standing), " ",
      make("button", { type: "button", class: "link", onclick: () => panel.on.choose(["fact", id]) }, cut(fact.label ?? titleOf(panel, fact))),
      more.map((line) => make("p", { class: "turn" }, longText(line))));
  const moved = both.filter((id) => standingWords(was.facts[id]) !== standingWords(is.facts[id]) || was.facts[id].accepted !== is.facts[id].accepted);
  const parts = partMoves(panel.data, was, is);
  const timed = both.filter((id) => was.facts[id].when.text !== is.facts[id].when.text);
  /** @type {(id: string) => string[]} */
  const why = (id) => {
    const { why: words, claims } = causes.of(was.facts[id], is.facts[id]);
    return [...(words ? [words] : []), ...claimLines(panel, claims)];
  };
  /** @type {(id: string) => string[]} */
  const timing = (id) => claimLines(panel, differingClaims(was.facts[id], is.facts[id]).filter((key) => panel.data.claim.get(key)?.when || panel.data.claim.get(key)?.stance === "retracts"));
  return [
    kicker("Compared"),
    make("h2", {}, `Known by ${state.knownBy} ${againstWords(state.against)}`),
    ...sectionOf("fact appeared", "facts appeared", ids.filter((id) => !was.facts[id]), (id) => item(id, standingWords(is.facts[id]), is.facts[id], claimLines(panel, is.facts[id].basis))),
    ...sectionOf("fact is gone", "facts are gone", ids.filter((id) => !is.facts[id]), (id) => item(id, standingWords(was.facts[id]), was.facts[id], claimLines(panel, was.facts[id].basis))),
    ...sectionOf("fact moved", "facts moved", moved, (id) => item(id, `${standingWords(was.facts[id])} → ${standingWords(is.facts[id])}`, is.facts[id], why(id))),
    ...sectionOf("part of a fact moved", "parts of facts moved", parts, (its) => partItem(panel, its)),
    ...sectionOf("fact has another time", "facts have another time", timed, (id) => item(id, `${was.facts[id].when.text ?? "undated"} → ${is.facts[id].when.text ?? "undated"}`, is.facts[id], timing(id))),
    ...(ids.length === both.length && !moved.length && !timed.length && !parts.length ? [make("p", {}, "No fact has changed.")] : []),
    ...ranksOf(panel, comparison),
  ];
}

// Such as who was party, where, or with what: how that stood and stands.
/** @type {(panel: PanelContext, its: PartMove) => HTMLElement} */
function partItem(panel, { fact, role, filler, was, is, claims }) {
  const its = panel.view.account.facts[fact];
  return make("li", { "data-part": `${fact} ${role} ${filler}` },
    make("strong", {}, `${was} → ${is}`), " ", `${cut(panel.data.types[its.type].roles[role])} ${nameOf(panel.data, filler)}`,
    make("p", { class: "turn" }, "in ", make("button", { type: "button", class: "link", onclick: () => panel.on.choose(["fact", fact]) }, cut(its.label ?? titleOf(panel, its)))),
    claimLines(panel, claims).map((line) => make("p", { class: "turn" }, longText(line))));
}

const MOST_RANKS = 10; // that are told

// Who rose and fell most, by the measure of the list of who is most joined.
/** @type {(panel: PanelContext, comparison: Comparison) => HTMLElement[]} */
function ranksOf(panel, { before, after }) {
  const shifts = rankShifts(before.ranking, after.ranking);
  const more = shifts.length - MOST_RANKS;
  /** @type {(rank: number | null) => string} */
  const words = (rank) => (rank === null ? "no line" : String(rank));
  const items = sectionOf("rank shifted", "ranks shifted", shifts, ({ id, was, is }) =>
    make("li", { "data-rank": id }, make("strong", {}, `${words(was)} → ${words(is)}`), " ",
      make("button", { type: "button", class: "link", onclick: () => panel.on.choose(["node", id]) }, nameOf(panel.data, id))), MOST_RANKS);
  const note = `By how many others the lines join each to, with the filters as they are${more > 0 ? `: the ${MOST_RANKS} that moved most, and ${more} more` : ""}. \`kg diff --measure\` takes other measures.`;
  return shifts.length ? [...items, make("p", { class: "small" }, note)] : [];
}

/**
 * @template T
 * @param {string} one
 * @param {string} many
 * @param {T[]} things
 * @param {(thing: T) => HTMLElement} item
 * @param {number} most that are shown
 * @returns {HTMLElement[]}
 */
const sectionOf = (one, many, things, item, most = things.length) =>
  things.length ? [make("h3", { class: "count" }, `${numeral(things.length)} ${things.length === 1 ? one : many}`), make("ul", { class: "changes" }, piecewise(things.slice(0, most), item))] : [];

const MOST_TOLD = 10; // claims of one finding

/** @type {(panel: PanelContext, keys: string[]) => string[]} */
function claimLines({ data }, keys) {
  const known = inOrder(data, keys.filter((key) => data.claim.has(key)));
  const lines = known.slice(0, MOST_TOLD).map(({ sentence, key }) => `${sentence} [${key}]`);
  return [...lines, ...(keys.length > MOST_TOLD ? [several([`${keys.length - MOST_TOLD} more claims`])] : [])];
}

/** @type {(page: Page) => void} */
export function showComparison(page) {
  page.picker.show();
  if (page.state.against) renew(find("changes"), ...comparisonWords(page));
}

// That what stands in the panel is no longer known, or counts no more; empty if it is.
/** @type {(page: Page, view: View) => string} */
export const goneWords = ({ state, view }, shown) =>
  shown === view || !state.against ? "" : state.against === WITH_ALL ? "With all sources: it rests on what is taken away." : `As it was known by ${state.against}.`;

/** @type {(words: string) => HTMLElement | null} */
export const goneNote = (words) => (words ? make("p", { class: "why gone" }, words) : null);
