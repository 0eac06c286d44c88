// Who is joined to whom by an account, and how (kg.account and kg.network over again).

import { ACCEPTABLE, STRENGTH, weakest } from "./rule.js";
import { decided, deniers, support } from "./support.js";

/** @import { Contested, Data, Edge, Fact, Filler, Judged, Reading, Shortcut } from "./types.js" */

/** @typedef {Pick<Data, "entities" | "types" | "relations" | "most_edges">} Background */

/** @type {WeakMap<Fact, Edge[]>} what joins by a fact does not change while the fact stays the same */
const KNOWN_EDGES = new WeakMap();

// The edges of an account, accepted or not.
/** @type {(data: Background, its: Judged) => Edge[]} */
export function edgesOf(data, its) {
  const all = [];
  for (const id in its.facts) {
    const fact = its.facts[id];
    let found = KNOWN_EDGES.get(fact);
    if (!found) KNOWN_EDGES.set(fact, (found = edgesBy(data, fact, its.readings)));
    for (const edge of found) all.push(edge);
  }
  return all;
}

/** @type {(data: Background, fact: Fact, readings: Judged["readings"]) => Edge[]} */
function edgesBy(data, fact, readings) {
  const found = new Map();
  /** @type {Map<string, Filler[]>} */
  const roles = new Map();
  for (const filler of Object.values(fact.fillers)) {
    if (!data.entities[filler.filler]) continue;
    if (!roles.has(filler.role)) roles.set(filler.role, []);
    roles.get(filler.role)?.push(filler);
  }
  const counts = countsOf(fact);
  for (const shortcut of waysOf(data, fact)) {
    const symmetric = shortcut.mutual || data.relations[shortcut.edge].symmetric;
    if (joinedBy(shortcut, symmetric, counts) > data.most_edges) continue;
    for (const [one, other] of fillerPairs(roles, shortcut, symmetric)) {
      const edge = edgeOf(fact, shortcut, one, other, readings);
      const id = `${edge.from} ${edge.to} ${fact.fact}/${shortcut.edge}`;
      const same = found.get(id);
      if (!same || rankOf(edge) > rankOf(same)) found.set(id, edge);
    }
  }
  return [...found.values()];
}

// The shortcuts of a fact: of what nobody does alone, those who fill one end are joined if nobody fills the other.
/** @type {(data: Pick<Data, "types">, fact: Fact) => Shortcut[]} */
function waysOf(data, fact) {
  const { shortcuts } = data.types[fact.type];
  if (!isMutual(data, fact)) return shortcuts;
  const filled = new Set(Object.values(fact.fillers).map(({ role }) => role));
  return shortcuts.map((its) => {
    const { source, target } = its;
    return source !== target && !filled.has(target) ? { ...its, target: source, mutual: true } : its;
  });
}

// Whether what is done in a fact is done by both sides alike: what is accepted of an accepted one, else what is claimed.
/** @type {(data: Pick<Data, "types">, fact: Fact) => boolean} */
export const isMutual = (data, fact) =>
  Object.values(fact.fillers).some(({ role, filler, accepted }) => (accepted || !fact.accepted) && data.types[fact.type].mutual[role]?.includes(filler));

// How many fillers each role of a fact has, accepted or not.
/** @type {(fact: Fact) => Map<string, number>} */
function countsOf(fact) {
  const counts = new Map();
  for (const { role } of Object.values(fact.fillers)) counts.set(role, (counts.get(role) ?? 0) + 1);
  return counts;
}

// How many pairs a shortcut joins, from the number of fillers of each role.
/** @type {(shortcut: Shortcut, symmetric: boolean, counts: Map<string, number>) => number} */
function joinedBy({ source, target }, symmetric, counts) {
  const [sources, targets] = [counts.get(source) ?? 0, counts.get(target) ?? 0];
  return source === target ? (sources * (sources - 1)) / (symmetric ? 2 : 1) : sources * targets;
}

// Whether more edges would be drawn of a fact than are drawn of one: in some layers, or in any.
/** @type {(data: Pick<Data, "types" | "relations" | "most_edges">, fact: Fact, layers?: string[]) => boolean} */
export function hasTooMany(data, fact, layers) {
  if (Object.keys(fact.fillers).length ** 2 <= data.most_edges) return false; // no need to count
  const counts = countsOf(fact);
  const drawn = waysOf(data, fact).filter(({ layer }) => layers?.includes(layer) ?? true);
  return drawn.some((way) => {
    return joinedBy(way, way.mutual || data.relations[way.edge].symmetric, counts) > data.most_edges;
  });
}

/** @type {Contested[]} */
const CONTESTED = ["by-party", "by-outsider"];

/** @type {(edge: Edge) => number} */
const strengthOf = (edge) => STRENGTH.indexOf(edge.status);

/** @type {(roles: Map<string, Filler[]>, shortcut: Shortcut, symmetric: boolean) => [Filler, Filler][]} */
function fillerPairs(roles, { source, target }, symmetric) {
  const [sources, targets] = [roles.get(source) ?? [], roles.get(target) ?? []];
  /** @type {[Filler, Filler][]} */
  const pairs = sources.flatMap((one) => targets.map((other) => [one, other]));
  const distinct = pairs.filter(([one, other]) => one.filler !== other.filler);
  if (!symmetric) return distinct;
  if (source === target) return distinct.filter(([one, other]) => one.filler < other.filler);
  return distinct.map(([one, other]) => (one.filler < other.filler ? [one, other] : [other, one]));
}

/** @type {(fact: Fact, shortcut: Shortcut, one: Filler, other: Filler, readings: Record<string, Reading>) => Edge} */
function edgeOf(fact, shortcut, one, other, readings) {
  const accepted = one.accepted && other.accepted;
  const status = weakest([fact.status, one.status, other.status]);
  const contested = CONTESTED.find((by) => [fact, one, other].some((matter) => matter.contested === by));
  const { voices, outlets, claims } = support(fact, one, other, readings);
  return {
    from: one.filler,
    to: other.filler,
    fact: fact.fact,
    relation: shortcut.edge,
    layer: shortcut.layer,
    status,
    contested: contested ?? null,
    accepted,
    row: accepted || !ACCEPTABLE.includes(status) ? status : "contested", // the legend's row
    day: fact.when.text,
    voices,
    outlets,
    deniers: deniers([fact, one, other], readings),
    claims: accepted ? claims : decided(fact, one, other),
  };
}

// A line is drawn as the best sourced of its facts; what is accepted comes before what is not.
/** @type {(edge: Edge) => number} */
export const rankOf = (edge) => (edge.accepted ? STRENGTH.length : 0) + strengthOf(edge);
