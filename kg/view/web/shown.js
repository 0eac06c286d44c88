// What the filters let through: lines, actors, neighbours, ranks and paths.

import { isChosenAct } from "./acts.js";
import { rankOf } from "./edges.js";
import { known, sorted } from "./lists.js";
import { pairOf, plural } from "./texts.js";

/** @import { Account, Conflict, Data, Edge, Line, Near, Period, Rank, State, View } from "./types.js" */

/** @type {[string, string]} */
export const ALL_DAYS = ["0001-01-01", "9999-12-31"];

/** @type {(data: Data, state: State, its: Account) => View} */
export function look(data, state, its) {
  const passing = new Set(
    Object.values(its.facts)
      .filter((fact) => state.types.includes(fact.type) && isChosenAct(data, state, fact) && meets(fact.when, state))
      .map((fact) => fact.fact),
  );
  const possible = possibleEdges(data, state, its, passing);
  const conflicts = conflictsLeft(data, its);
  const every = bundle(data, possible.filter((edge) => state.statuses.includes(edge.row)), conflicts);
  let lines = new Map([...every].filter(([, { facts }]) => facts.length >= state.least));
  let nodes = new Set([...lines.values()].flatMap((line) => line.ends));
  if (state.alone)
    for (const fact of passing)
      for (const { filler } of Object.values(its.facts[fact].fillers))
        if (data.place.has(filler) && state.kinds.includes(data.entities[filler].kind)) nodes.add(filler);
  let near = neighbours(lines, nodes);
  const inFocus = within(near, state);
  const outside = inFocus ? nodes.size - inFocus.size : 0;
  if (inFocus) {
    nodes = inFocus;
    lines = new Map([...lines].filter(([, { ends }]) => ends.every((end) => inFocus.has(end))));
    near = neighbours(lines, nodes);
  }
  const edges = [...lines.values()].flatMap((line) => line.edges);
  const leftOut = new Set([...near.keys()].filter((id) => data.entities[id].anonymous && !state.anonymous));
  const ranks = ranking(without(near, leftOut));
  return { account: its, passing, possible, edges, lines, nodes, near, leftOut, conflicts, ranking: ranks, inFocus, outside };
}

// Edges of the chosen kinds and layers between actors who have a place in the picture, of whatever status.
/** @type {(data: Data, state: State, its: Account, passing: Set<string>) => Edge[]} */
function possibleEdges(data, state, its, passing) {
  /** @type {(id: string) => boolean} */
  const fits = (id) => data.place.has(id) && state.kinds.includes(data.entities[id].kind);
  return its.edges.filter(
    (edge) =>
      passing.has(edge.fact) &&
      state.layers.includes(edge.layer) &&
      state.relations.includes(edge.relation) &&
      fits(edge.from) &&
      fits(edge.to) &&
      data.pair.has(pairOf(edge.from, edge.to)),
  );
}

/** @type {(when: Period, state: Pick<State, "days" | "undated">) => boolean} */
function meets(when, state) {
  const [from, to] = state.days ?? ALL_DAYS;
  if (!state.days) return when.text !== null || state.undated;
  if (when.text === null) return state.undated;
  const possible = when.either.length ? when.either : [[when.earliest, when.latest]];
  return possible.some(([first, last]) => (first ?? ALL_DAYS[0]) <= to && (last ?? ALL_DAYS[1]) >= from);
}

// The conflicts of which every side still has a claim that counts, by fact.
/** @type {(data: Data, its: Account) => Map<string, Conflict[]>} */
function conflictsLeft(data, its) {
  const found = new Map();
  for (const conflict of data.conflicts) {
    if (!conflict.claims.every((side) => side.some((key) => its.readings[key]?.counts))) continue;
    for (const fact of conflict.facts) found.set(fact, [...(found.get(fact) ?? []), conflict]);
  }
  return found;
}

/** @type {(id: string) => string} */
const itself = (id) => id;

// One line for two actors, however many edges join them; or for two marks that hold actors. Who is in none has no line.
/** @type {(data: Data, edges: Edge[], conflicts: Map<string, Conflict[]>, holder?: (id: string) => string) => Map<string, Line>} */
export function bundle(data, edges, conflicts, holder = itself) {
  /** @type {Map<string, Edge[]>} */
  const joined = new Map();
  for (const edge of edges) {
    const [one, other] = [holder(edge.from), holder(edge.to)];
    if (!one || !other || one === other) continue;
    const id = pairOf(one, other);
    const there = joined.get(id);
    if (there) there.push(edge);
    else joined.set(id, [edge]);
  }
  /** @type {Map<string, Line>} */
  const lines = new Map();
  for (const [id, its] of joined) {
    const ends = /** @type {[string, string]} */ (id.split(" "));
    const facts = [...new Set(its.map((edge) => edge.fact))];
    const directed = its.filter(({ relation }) => !data.relations[relation].symmetric);
    lines.set(id, {
      id,
      ends,
      edges: its,
      facts,
      status: its.reduce((a, b) => (rankOf(b) > rankOf(a) ? b : a)).row,
      contested: its.some((edge) => edge.contested),
      conflicting: facts.some((fact) => conflicts.has(fact)),
      heads: ends.filter((end) => directed.some((edge) => holder(edge.to) === end)),
    });
  }
  return lines;
}

/** @type {(lines: Map<string, Line>, nodes: Set<string>) => Near} */
export function neighbours(lines, nodes) {
  /** @type {Near} */
  const near = new Map([...nodes].sort().map((id) => [id, []]));
  for (const { ends } of lines.values()) {
    known(near, ends[0]).push(ends[1]);
    known(near, ends[1]).push(ends[0]);
  }
  return near;
}

const CROWD = 80; // actors: of more, a picture of persons shows little

// Whether so many are joined that a page opens on their sides.
/** @type {(data: Data, view: Pick<View, "near">) => boolean} */
export const isCrowded = (data, view) => joinedActors(data, view) > CROWD;

// How many are joined to somebody; a place or a topic is no actor.
/** @type {(data: Pick<Data, "kinds" | "entities">, view: Pick<View, "near">) => number} */
export function joinedActors({ kinds, entities }, { near }) {
  const acting = new Set(kinds.filter(({ actor }) => actor).map(({ id }) => id));
  return [...near].filter(([id, others]) => others.length && acting.has(entities[id].kind)).length;
}

// Anonymous actors are drawn, and enter neither ranks nor paths unless that is asked for.
/** @type {(near: Near, leftOut: Set<string>) => Near} */
function without(near, leftOut) {
  const left = [...near].filter(([id]) => !leftOut.has(id));
  return new Map(left.map(([id, others]) => [id, others.filter((other) => !leftOut.has(other))]));
}

// How many stand-ins, with how many lines, ranks and paths leave out; empty if none.
/** @type {(view: Pick<View, "lines" | "leftOut">) => string} */
export function leftOutText({ lines, leftOut }) {
  const their = [...lines.values()].map(({ ends }) => ends.filter((end) => leftOut.has(end))).filter((ends) => ends.length);
  const actors = new Set(their.flat()).size;
  return actors ? `Left out: ${plural(actors, "stand-in")} with ${plural(their.length, "line")}.` : "";
}

// Ties share a rank.
/** @type {(near: Near) => Rank[]} */
function ranking(near) {
  const scored = [...near]
    .map(([id, others]) => ({ id, score: others.length, rank: 0, tied: false }))
    .filter(({ score }) => score);
  scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  for (const [place, entry] of scored.entries()) {
    entry.rank = place && scored[place - 1].score === entry.score ? scored[place - 1].rank : place + 1;
  }
  for (const [place, entry] of scored.entries()) {
    entry.tied = scored[place - 1]?.score === entry.score || scored[place + 1]?.score === entry.score;
  }
  return scored;
}

/** @type {(near: Near, focus: Pick<State, "focus" | "steps">) => Set<string> | null} */
export function within(near, { focus, steps }) {
  if (!focus || !near.has(focus)) return null;
  let reached = new Set([focus]);
  for (let step = 0; step < steps; step += 1)
    reached = new Set([...reached, ...[...reached].flatMap((id) => known(near, id))]);
  return reached;
}

// Whoever names a stand-in as an end of a path has asked for it.
/** @type {(view: Pick<View, "near" | "leftOut">, from: string, to: string) => string[][]} */
export function pathsBetween({ near, leftOut }, from, to) {
  return shortestPaths(without(near, new Set([...leftOut].filter((id) => id !== from && id !== to))), from, to);
}

/** @type {(path: string[]) => string} */
const lastOf = (path) => path[path.length - 1];

// The shortest ways from one to another, at most three, in order of the ids on them.
/** @type {(near: Near, from: string, to: string, limit?: number) => string[][]} */
export function shortestPaths(near, from, to, limit = 3) {
  if (!near.has(from) || !near.has(to) || from === to) return [];
  let paths = [[from]];
  const seen = new Set([from]);
  while (paths.length) {
    const arrived = paths.filter((path) => lastOf(path) === to);
    if (arrived.length) return arrived.slice(0, limit);
    const further = paths.flatMap((path) =>
      sorted(known(near, lastOf(path)))
        .filter((id) => !seen.has(id))
        .map((id) => [...path, id]),
    );
    for (const path of further) seen.add(lastOf(path));
    const kept = new Map(); // ways to one place beyond the limit cannot be among the first
    paths = further.filter((path) => {
      const count = kept.get(lastOf(path)) ?? 0;
      kept.set(lastOf(path), count + 1);
      return count < limit;
    });
  }
  return [];
}
