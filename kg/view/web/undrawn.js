// Why findings are not drawn, reason by reason, and what has to be set otherwise to see them.

import { actsToChoose, isChosenAct } from "./acts.js";
import { hasTooMany } from "./edges.js";
import { rowOf } from "./findings.js";
import { sorted } from "./lists.js";
import { many, numeral, rowName } from "./texts.js";

/** @import { Data, Edge, Fact, Reason, State, View } from "./types.js" */

export const UNJOINED = "that join no two actors";

// The reasons, those of most findings first; a finding counts once, by what is nearest to showing it.
/** @type {(data: Data, state: State, view: View) => Reason[]} */
export function reasonsOf(data, state, view) {
  const drawn = new Set(view.edges.map((edge) => edge.fact));
  /** @type {Map<string, Edge[]>} */
  const edges = new Map();
  for (const edge of view.account.edges) edges.set(edge.fact, [...(edges.get(edge.fact) ?? []), edge]);
  /** @type {Map<string, Reason>} */
  const found = new Map();
  for (const fact of Object.values(view.account.facts)) {
    if (drawn.has(fact.fact)) continue;
    const { text, change } = whyNot(data, state, view, fact, edges.get(fact.fact) ?? []);
    const same = found.get(text) ?? { text, facts: [], change: null };
    found.set(text, { text, facts: [...same.facts, fact.fact], change: merged(same.change, change) });
  }
  return [...found.values()].sort((a, b) => b.facts.length - a.facts.length || (a.text < b.text ? -1 : 1));
}

// What is nearest to showing a finding, by any of its edges or by some; null where nothing is.
/** @type {(data: Data, state: State, view: View, fact: Fact, edges?: Edge[]) => Partial<State> | null} */
export const nearestWay = (data, state, view, fact, edges = view.account.edges.filter((edge) => edge.fact === fact.fact)) =>
  whyNot(data, state, view, fact, edges).change;

/** @typedef {{text: string, change: Partial<State> | null}} Why */

/** @type {(data: Data, state: State, view: View, fact: Fact, edges: Edge[]) => Why} */
function whyNot(data, state, view, fact, edges) {
  if (!edges.length && hasTooMany(data, fact)) return { text: "with more lines than can be drawn", change: null };
  if (!edges.length) return { text: UNJOINED, change: null };
  if (!state.types.includes(fact.type)) return { text: "of types that are not chosen", change: { types: [fact.type] } };
  if (!isChosenAct(data, state, fact)) return { text: "of acts that are not chosen", change: actsToChoose(data, fact) };
  if (!view.passing.has(fact.fact)) return { text: "of other days", change: { days: null, undated: true } };
  const inPage = edges.filter((edge) => [edge.from, edge.to].every((id) => data.place.has(id)));
  if (!inPage.length) return { text: "of actors whom this page leaves out", change: null };
  const ways = inPage.map((edge) => lacking(data, state, view, rowOf(fact), edge));
  return ways.reduce((best, way) => (way.parts < best.parts ? way : best));
}

// What is not chosen of that by which an edge would be drawn.
/** @type {(data: Data, state: State, view: View, row: string, edge: Edge) => Why & {parts: number}} */
function lacking(data, state, view, row, edge) {
  /** @type {Partial<State>} */
  const change = {};
  const words = [];
  if (!state.statuses.includes(edge.row)) {
    change.statuses = [edge.row];
    words.push(rowName(data, edge.row) + (edge.row === row ? "" : " between two"));
  }
  const kinds = sorted(new Set([edge.from, edge.to].map((id) => data.entities[id].kind))).filter((kind) => !state.kinds.includes(kind));
  if (kinds.length) {
    change.kinds = kinds;
    words.push(`of ${kinds.map((kind) => many(data.kinds.find(({ id }) => id === kind)?.label ?? kind)).join(" and ")}`);
  }
  if (!state.layers.includes(edge.layer)) {
    change.layers = [edge.layer];
    words.push(`in ${data.layers.find(({ id }) => id === edge.layer)?.label ?? edge.layer}`);
  }
  if (!state.relations.includes(edge.relation)) {
    change.relations = [edge.relation];
    words.push(`by “${data.relations[edge.relation].label}”`);
  }
  if (!words.length && [edge.from, edge.to].some((id) => view.inFocus?.has(id) === false)) return { text: "outside the focus", change: { focus: null }, parts: 0 };
  if (!words.length && state.least > 1) return { text: "on lines of fewer findings", change: { least: 1 }, parts: 0 };
  return { text: words.join(" ") || "of actors whom this page leaves out", change: words.length ? change : null, parts: words.length };
}

// The change that shows what each of two shows.
/** @type {(one: Partial<State> | null, other: Partial<State> | null) => Partial<State> | null} */
export function merged(one, other) {
  if (!one || !other) return one ?? other;
  /** @type {Record<string, any>} */
  const both = { ...one };
  for (const [field, value] of Object.entries(other)) both[field] = Array.isArray(value) ? sorted(new Set([...(both[field] ?? []), ...value])) : value;
  return both;
}

// A change as the whole fields of the state.
/** @type {(state: State, change: Partial<State>) => Partial<State>} */
export function widened(state, change) {
  /** @type {Record<string, any>} */
  const fields = {};
  for (const [field, value] of Object.entries(change)) {
    const had = /** @type {Record<string, any>} */ (state)[field];
    fields[field] = Array.isArray(value) && Array.isArray(had) ? [...new Set([...had, ...value])] : value;
  }
  return fields;
}

/** @type {(reason: Reason) => string} */
export const wordsOf = ({ text, facts }) => `${numeral(facts.length)} ${text}`;
