// What has to be set otherwise so that a finding, an actor or a path that the filters hide is shown.

import { chipsFor } from "./chips.js";
import { find, make } from "./elements.js";
import { accountOf, defaults } from "./model.js";
import { look, pathsBetween } from "./shown.js";
import { many, pairOf, rowName, several } from "./texts.js";
import { nearestWay, widened } from "./undrawn.js";

/** @import { Account, Data, Edge, Row, State, View } from "./types.js" */
/** @import { Page } from "./page.js" */

const MOST_TRIALS = 6; // one filter is opened a round

/** @typedef {{data: Data, state: State, view: View}} Shown */
/** @typedef {{state: State, account: Account, view: View}} Trial */

// The change that draws a finding; null where nothing does.
/** @type {(shown: Shown, fact: string) => Partial<State> | null} */
export function toShowFact({ data, state, view }, fact) {
  if (!data.only.has(fact)) return null;
  let trial = knownTrial(data, state, view, ({ account }) => Boolean(account.facts[fact]));
  for (let round = 0; trial && round < MOST_TRIALS; round += 1) {
    const lines = [...trial.view.lines.values()].filter(({ facts }) => facts.includes(fact));
    if (lines.length) return changesIn(state, withoutFocus(data, trial, lines[0].ends).state);
    const change = nearestWay(data, trial.state, trial.view, trial.account.facts[fact]);
    trial = change && trialWith(data, trial, widened(trial.state, change));
  }
  return null;
}

// The change that draws an actor.
/** @type {(shown: Shown, id: string) => Partial<State> | null} */
export function toShowActor({ data, state, view }, id) {
  if (!data.place.has(id)) return null;
  /** @type {(trial: Trial) => boolean} */
  const isThere = (trial) => trial.view.nodes.has(id);
  /** @type {Trial | null} */
  let trial = knownTrial(data, state, view, ({ account }) => fillsRole(account, id));
  if (!trial) return null;
  const kind = data.entities[id].kind;
  if (!trial.state.kinds.includes(kind)) trial = trialWith(data, trial, { kinds: [...trial.state.kinds, kind] });
  /** @type {Partial<State>[]} */
  const more = [{ alone: true }, { types: Object.keys(data.types) }, { days: null, undated: true }];
  for (const change of more) if (!isThere(trial)) trial = trialWith(data, trial, change);
  return isThere(trial) ? changesIn(state, withoutFocus(data, trial, [id]).state) : null;
}

// The change by which a path leads from one to another; null where none does whatever is chosen.
/** @type {(shown: Shown, from: string, to: string) => Partial<State> | null} */
export function toShowPath({ data, state, view }, from, to) {
  if (![from, to].every((id) => data.place.has(id)) || from === to) return null;
  const wide = trialWith(data, { state, account: view.account, view }, {
    kinds: data.kinds.map(({ id }) => id),
    layers: data.layers.map(({ id }) => id),
    relations: Object.keys(data.relations),
    types: Object.keys(data.types),
    days: null,
    undated: true,
    least: 1,
  });
  const [path] = pathsBetween(wide.view, from, to);
  let trial = /** @type {Trial | null} */ ({ state, account: view.account, view });
  for (const [place, id] of (path ?? []).slice(1).entries()) {
    const line = pairOf(path[place], id);
    for (let round = 0; trial && !trial.view.lines.has(line) && round < MOST_TRIALS; round += 1) {
      /** @type {Edge[]} */
      const edges = wide.view.lines.get(line)?.edges ?? [];
      const change = nearestWay(data, trial.state, trial.view, trial.account.facts[edges[0].fact], edges.filter(({ fact }) => fact === edges[0].fact));
      trial = change && trialWith(data, trial, widened(trial.state, change));
    }
  }
  return path && trial && pathsBetween(trial.view, from, to).length ? changesIn(state, trial.state) : null;
}

// A trial in which something is known at all: as things are, else on the page's own day and with all sources.
/** @type {(data: Data, state: State, view: View, isKnown: (trial: Trial) => boolean) => Trial | null} */
function knownTrial(data, state, view, isKnown) {
  const trial = { state, account: view.account, view };
  if (isKnown(trial)) return trial;
  const { knownBy, without } = defaults(data);
  const wider = trialWith(data, trial, { knownBy, without });
  return isKnown(wider) ? wider : null;
}

/** @type {(data: Data, trial: Trial, change: Partial<State>) => Trial} */
function trialWith(data, trial, change) {
  const state = { ...trial.state, ...change };
  const account = "knownBy" in change ? accountOf(data, state) : trial.account;
  return { state, account, view: look(data, state, account) };
}

// With the focus off, where it leaves somebody out.
/** @type {(data: Data, trial: Trial, ids: string[]) => Trial} */
const withoutFocus = (data, trial, ids) =>
  trial.state.focus && ids.some((id) => !trial.view.inFocus?.has(id)) ? trialWith(data, trial, { focus: null }) : trial;

/** @type {(account: Account, id: string) => boolean} */
const fillsRole = (account, id) => Object.values(account.facts).some((fact) => Object.values(fact.fillers).some(({ filler }) => filler === id));

/** @type {(before: State, after: State) => Partial<State>} */
const changesIn = (before, after) =>
  Object.fromEntries(Object.entries(after).filter(([field, value]) => /** @type {Record<string, any>} */ (before)[field] !== value));

// What a change sets, in words: what it adds to lists, then the rest.
/** @type {(data: Data, state: State, change: Partial<State>) => string} */
export function changeWords(data, state, change) {
  /** @type {Record<string, (id: string) => string>} */
  const labels = {
    statuses: (id) => rowName(data, /** @type {Row} */ (id)),
    kinds: (id) => many(data.kinds.find((one) => one.id === id)?.label ?? id),
    layers: (id) => data.layers.find((one) => one.id === id)?.label ?? id,
    relations: (id) => `“${data.relations[id].label}”`,
    types: (id) => many(data.types[id].label),
  };
  /** @type {Record<string, any>} */
  const rest = { ...change, without: defaults(data).without };
  const added = [];
  for (const [field, label] of Object.entries(labels)) {
    const had = /** @type {Record<string, any>} */ (state)[field];
    const more = (rest[field] ?? []).filter((/** @type {string} */ id) => !had.includes(id));
    if (more.length) added.push(`also ${several(more.map(label))}`);
    delete rest[field];
  }
  const sources = "without" in change && Object.values(state.without).flat().length ? ["with all sources"] : [];
  return [...sources, ...added, ...chipsFor(data, { ...state, ...rest }, state).map(({ text }) => text)].join("; ");
}

// Make a change so that something is shown, and say what was changed.
/** @type {(page: Page, change: Partial<State>) => void} */
export function reveal(page, change) {
  const words = changeWords(page.data, page.state, change);
  page.set(change);
  find("told").textContent = words ? `Changed to show it: ${words}.` : "";
}

// A button that makes a change, with the words of what it changes; nothing where there is none to make.
/** @type {(shown: Shown & {on: {reveal(change: Partial<State>): void}}, label: string, change: Partial<State> | null) => HTMLElement | null} */
export function revealButton({ data, state, on }, label, change) {
  if (!change || !Object.keys(change).length) return null;
  const words = changeWords(data, state, change);
  return make("button", { type: "button", onclick: () => on.reveal(change), title: words }, label);
}
