// What joins each two actors, or each two sides, in each direction, counted (kg/report/counted/dyads.py over again).

import { isMutual, rankOf } from "./edges.js";
import { isUnread } from "./findings.js";
import { bare, given, least, most, unique } from "./lists.js";

/** @import { Account, Data, Dyad, Edge, Fact, Status } from "./types.js" */

/** @typedef {{source: string, target: string, directed: boolean, byFact: Map<string, Edge[]>}} Joined */

// Edges by which actors deal with each other: in layers in which something happens. Stand-ins have some if they are asked for.
/** @type {(data: Data, account: Pick<Account, "edges">, ...named: string[]) => Edge[]} */
export function dealings(data, { edges }, ...named) {
  const layers = new Set(data.layers.filter(({ happens }) => happens).map(({ id }) => id));
  const kinds = new Set(data.kinds.filter(({ actor }) => actor).map(({ id }) => id));
  /** @type {(id: string) => boolean} */
  const acts = (id) => kinds.has(data.entities[id]?.kind) && (named.includes(id) || !data.entities[id].anonymous);
  return edges.filter(({ from, to, layer }) => layers.has(layer) && acts(from) && acts(to));
}

/** @type {(id: string) => string} */
export const noSide = (id) => id;

// Each pair with what joins it, those with most accepted findings first; what is done by both has no direction.
/** @type {(data: Data, account: Pick<Account, "facts">, edges: Iterable<Edge>, side?: (id: string) => string) => Dyad[]} */
export function dyadsOf(data, account, edges, side = noSide) {
  /** @type {Map<string, Joined>} */
  const found = new Map();
  for (const edge of edges) {
    const directed = !data.relations[edge.relation].symmetric && !isMutual(data, account.facts[edge.fact]);
    const ends = [side(edge.from), side(edge.to)];
    if (ends[0] === ends[1]) continue;
    const [source, target] = directed ? ends : [...ends].sort();
    const key = `${source} ${target} ${directed}`;
    const its = found.get(key) ?? { source, target, directed, byFact: new Map() };
    found.set(key, its);
    its.byFact.set(edge.fact, [...(its.byFact.get(edge.fact) ?? []), edge]);
  }
  return [...found.values()].map((its) => dyadOf(data, account, its)).sort(mostFirst);
}

/** @type {(a: Dyad, b: Dyad) => number} */
function mostFirst(a, b) {
  const [one, other] = [a, b].map(({ source, target }) => `${source} ${target}`);
  return b.accepted - a.accepted || b.findings - a.findings || (one < other ? -1 : one > other ? 1 : Number(a.directed) - Number(b.directed));
}

/** @type {(data: Data, account: Pick<Account, "facts">, joined: Joined) => Dyad} */
function dyadOf(data, { facts }, { source, target, directed, byFact }) {
  const all = [...byFact.values()];
  const best = all.map((edges) => edges.reduce((one, other) => (rankOf(other) > rankOf(one) ? other : one)));
  const taken = all.map((edges) => edges.filter(({ accepted }) => accepted)).filter(({ length }) => length);
  const told = taken.map(([{ fact }]) => facts[fact]);
  const acts = told.map((fact) => actsIn(data, fact));
  const edges = taken.flat();
  return {
    source,
    target,
    directed,
    findings: all.length,
    byStatus: countedStatuses(data, best.map(({ status }) => status)),
    accepted: taken.length,
    contested: best.filter(({ contested }) => contested === "by-party").length,
    contestedByOutsider: best.filter(({ contested }) => contested === "by-outsider").length,
    acts: counts(acts.flat()),
    tendencies: tendenciesIn(data, acts),
    ...boundsOfDays(told),
    voices: unique(edges.flatMap(({ voices }) => voices)),
    outlets: unique(edges.flatMap(({ outlets }) => outlets)),
    read: taken.filter((its) => !its.every(({ claims }) => isUnread(data, claims))).length,
  };
}

// The first and the last day on which findings may have been, as far as bounds are known.
/** @type {(facts: Fact[]) => {first: string | null, last: string | null}} */
export const boundsOfDays = (facts) => ({
  first: least(given(facts.map(({ when }) => when.earliest ?? when.latest))),
  last: most(given(facts.map(({ when }) => when.latest ?? when.earliest))),
});

// How many stand how, the best sourced first.
/** @type {(data: Data, statuses: Status[]) => [Status, number][]} */
export const countedStatuses = (data, statuses) =>
  data.statuses.flatMap(({ id }) => /** @type {[Status, number][]} */ (statuses.includes(id) ? [[id, statuses.filter((one) => one === id).length]] : []));

// The acts that a finding names, each once: a medium, or what a relationship is, is none.
/** @type {(data: Data, fact: Fact) => string[]} */
export const actsIn = (data, { type, fillers }) =>
  unique(Object.values(fillers).filter(({ role, filler, accepted }) => accepted && data.types[type].mutual[role] && data.act_ids.includes(filler)).map(({ filler }) => filler));

// In how many findings an act of each tendency is.
/** @type {(data: Data, acts: string[][]) => Record<string, number>} */
export const tendenciesIn = (data, acts) =>
  bare(["cooperative", "hostile"].map((tendency) => [tendency, acts.filter((its) => its.some((act) => data.tendencies[act] === tendency)).length]));

// How often each thing is in a list, the most first, and those that are alike by their names.
/** @type {(things: string[]) => [string, number][]} */
export function counts(things) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const thing of things) found.set(thing, (found.get(thing) ?? 0) + 1);
  return [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
