// Sides in the place of actors: how many findings join each two of them, and in which order they are read best.

import { rankOf } from "./edges.js";
import { sorted } from "./lists.js";
import { nameOf, pairOf, several } from "./texts.js";

/** @import { Account, Data, Edge, Row, SidePair, View } from "./types.js" */

// The side of an actor: the area in which it stands, or itself.
/** @type {(data: Data, id: string) => string} */
export const sideOf = (data, id) => data.place.get(id)?.area ?? id;

// Who stands elsewhere by what is known now than as the page opens, by which its sides are drawn and counted.
/** @type {(data: Data, account: Account) => string[]} */
export function standingElsewhere({ opening, nodes }, { sides, known_by: day }) {
  if (sides === opening.sides && day === opening.known_by) return [];
  return nodes.map(({ id }) => id).filter((id) => sides.ends(id, day).join() !== opening.sides.ends(id, opening.known_by).join());
}

/** @type {(data: Data, account: Account) => string} */
export function elsewhereText(data, account) {
  const names = standingElsewhere(data, account).map((id) => nameOf(data, id));
  const their = names.length === 1 ? "another side, or none" : "other sides, or on none";
  return names.length ? `By what is known by ${account.known_by}, ${several(names)} stood on ${their}: here each stays with the side of ${data.opening.known_by}.` : "";
}

// How each finding is sourced as to those whom edges join: by the best of its edges among these.
/** @type {(edges: Iterable<Edge>) => Map<string, Row>} */
export function rowsByFact(edges) {
  /** @type {Map<string, Edge>} */
  const best = new Map();
  for (const edge of edges) {
    const other = best.get(edge.fact);
    if (!other || rankOf(edge) > rankOf(other)) best.set(edge.fact, edge);
  }
  return new Map([...best].map(([fact, { row }]) => [fact, row]));
}

// What joins each two sides, by the lines that are shown; a side is joined to itself by what joins two of its own.
/** @type {(data: Data, view: Pick<View, "edges">) => Map<string, SidePair>} */
export function sidePairs(data, { edges }) {
  /** @type {Map<string, SidePair>} */
  const found = new Map();
  /** @type {Map<string, Edge[]>} */
  const joining = new Map();
  for (const edge of edges) {
    const id = pairOf(sideOf(data, edge.from), sideOf(data, edge.to));
    const its = joining.get(id);
    if (its) its.push(edge);
    else joining.set(id, [edge]);
  }
  for (const [id, its] of joining) {
    const byFact = rowsByFact(its);
    /** @type {Partial<Record<Row, number>>} */
    const rows = {};
    for (const row of byFact.values()) rows[row] = (rows[row] ?? 0) + 1;
    found.set(id, { ends: /** @type {[string, string]} */ (id.split(" ")), facts: sorted(byFact.keys()), byFact, beyond: 0, rows });
  }
  return found;
}

/** @type {(pair: SidePair) => number} */
export const countIn = ({ facts, beyond }) => facts.length + beyond;

// Sides that gather actors before actors who stand alone, and those with most findings first.
/** @type {(data: Data, pairs: Map<string, SidePair>) => string[]} */
export function byFindings(data, pairs) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const pair of pairs.values())
    for (const end of new Set(pair.ends)) counts.set(end, (counts.get(end) ?? 0) + countIn(pair));
  /** @type {(side: string) => number} */
  const alone = (side) => Number(!data.areas.includes(side));
  return [...counts].sort((a, b) => alone(a[0]) - alone(b[0]) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([id]) => id);
}

// Sides in an order in which those that much joins stand near to one another: by the Fiedler vector of the graph whose
// edges weigh as many findings as there are, lightly joined throughout, so that it has one piece; from the end at which
// there are more.
//
// Source: Atkins, Boman, Hendrickson, A spectral algorithm for seriation (1998), doi:10.1137/S0097539795285771.
/** @type {(sides: string[], pairs: Iterable<SidePair>) => string[]} */
export function inSeries(sides, pairs) {
  const ids = sorted(sides);
  if (ids.length < 3) return ids;
  const at = new Map(ids.map((id, place) => [id, place]));
  const weights = ids.map(() => new Float64Array(ids.length).fill(LIGHT));
  for (const pair of pairs) {
    const [a, b] = pair.ends.map((end) => at.get(end));
    if (a === undefined || b === undefined || a === b) continue;
    weights[a][b] += countIn(pair);
    weights[b][a] += countIn(pair);
  }
  const found = fiedler(weights);
  return ids.map((id, place) => ({ id, value: Math.round(found[place] * 1e6) })).sort((a, b) => a.value - b.value || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
}

const LIGHT = 0.01; // weight of what joins every two, beside 1 of a finding
const STEPS = 400; // of the power iteration
const EVEN = 1e-6; // of all findings: no end has more of them

// The vector by which neighbours differ least, found by power iteration on what is left of the Laplacian.
/** @type {(weights: Float64Array[]) => number[]} */
function fiedler(weights) {
  const degrees = weights.map((row, at) => row.reduce((sum, weight, other) => sum + (other === at ? 0 : weight), 0));
  const shift = 2 * Math.max(...degrees);
  let vector = centred(weights.map((_, at) => Math.sin(at + 1))); // any that is not constant, and always the same
  for (let step = 0; step < STEPS; step += 1) {
    const last = vector;
    vector = centred(
      weights.map((row, at) => {
        let sum = (shift - degrees[at]) * last[at];
        for (const [other, weight] of row.entries()) if (other !== at) sum += weight * last[other];
        return sum;
      }),
    );
  }
  const lean = vector.reduce((sum, value, at) => sum + value * degrees[at], 0);
  const isEven = Math.abs(lean) <= EVEN * degrees.reduce((sum, degree) => sum + degree, 0);
  const sign = isEven ? (vector.find((value) => Math.abs(value) > 1e-9) ?? 1) : -lean;
  return vector.map((value) => value * Math.sign(sign));
}

// A vector without its mean, of length 1.
/** @type {(vector: number[]) => number[]} */
function centred(vector) {
  const mean = vector.reduce((sum, value) => sum + value, 0) / vector.length;
  const length = Math.hypot(...vector.map((value) => value - mean)) || 1;
  return vector.map((value) => (value - mean) / length);
}
