// Where those around one actor stand: on rings about the middle, half of them to the right and half to the left, each
// with its name on the outer side, so that no two names meet. Those of one side follow one another, under its name.

/** @import { Around, Beside, Ringed, Rings, Sector, Spot } from "./types.js" */

const [LEAST_HALF, LEAST_REACH, MOST_REACH] = [100, 110, 420]; // pixels from the middle to the ends of a ring, and to its sides
const COLUMN_GAP = 48; // pixels between the names of a column and the marks of the next
const RING_GAP = 16; // more between two rings
const ASPECT = 1.1; // width by height that is best
const FEW = 14; // of a ring for which one more column is tried
const HEADED = 3; // members from which on a side has a name of its own; else it stands under their names
const ROUNDNESS = 0.95; // a ring is not closed at its ends, where names would meet
const INNER = 16; // pixels from a mark to the edge of its sector

/** @typedef {{id?: string, side: string, goesOn?: boolean}} Slot somebody, or the name of a side; `goesOn`: the first where a side is that is named in the other half */
/** @typedef {{columns: number, right: Slot[][], left: Slot[][], wide: number}} Halves the lines of a ring, with names so wide */

// Places for all around [0, 0], with the sectors of their sides, for names as wide as is said of each ring, and as high.
/** @type {(rings: Ringed[][], wides: number[], high: number) => Around} */
export function ringed(rings, wides, high) {
  const halves = bestHalves(rings, wides, high);
  const half = halfOf(halves, high);
  const reach = reachOf(half);
  const isRound = halves.length === 1 && halves[0].columns === 1;
  /** @type {(y: number) => number} */
  const edge = (y) => reach * (isRound ? Math.sqrt(1 - ((y / half) * ROUNDNESS) ** 2) : 1 - ((y / half) ** 2) / 2);
  /** @type {Around} */
  const found = { spots: new Map(), sectors: [] };
  let from = 0;
  for (const { columns, right, left, wide } of halves) {
    const column = wide + COLUMN_GAP;
    for (const [lines, beside] of /** @type {[Slot[][], Beside][]} */ ([[right, "right"], [left, "left"]]))
      placeHalf(found, { lines, beside, columns, from, column, half, wide, edge });
    from += columns * column + RING_GAP;
  }
  return found;
}

/** @typedef {{lines: Slot[][], beside: Beside, columns: number, from: number, column: number, half: number, wide: number, edge: (y: number) => number}} HalfRing */

// One half of a ring, from the top.
/** @type {(found: Around, ring: HalfRing) => void} */
function placeHalf(found, { lines, beside, columns, from, column, half, wide, edge }) {
  const sign = beside === "right" ? 1 : -1;
  const step = (2 * half) / Math.max(1, lines.length);
  /** @type {(line: number) => number} */
  const yOf = (line) => (line + 0.5) * step - half;
  /** @type {{side: string, lines: number[], hasGround: boolean, isNamed: boolean}[]} */
  const runs = [];
  for (const [line, slots] of lines.entries()) {
    for (const [place, { id }] of slots.entries()) {
      const y = yOf(line);
      if (id) found.spots.set(id, { at: [Math.round(sign * (edge(y) + from + place * column)), Math.round(y + (place * step) / columns)], beside });
    }
    const [{ id: first, side, goesOn = false }] = slots;
    const last = runs[runs.length - 1];
    if (first && last?.hasGround && last.side === side) last.lines.push(line);
    else runs.push({ side, lines: [line], hasGround: !first || goesOn, isNamed: !first });
  }
  for (const run of runs) if (run.hasGround) found.sectors.push(sectorOf(run, { beside, columns, from, column, wide, step, yOf, edge }));
}

/** @type {(run: {side: string, lines: number[], isNamed: boolean}, ring: Pick<HalfRing, "beside" | "columns" | "from" | "column" | "wide" | "edge"> & {step: number, yOf: (line: number) => number}) => Sector} */
function sectorOf({ side, lines, isNamed }, { beside, columns, from, column, wide, step, yOf, edge }) {
  const sign = beside === "right" ? 1 : -1;
  const [first, last] = [yOf(lines[0]) - step / 2, yOf(lines[lines.length - 1]) + step / 2];
  const ys = [first, ...lines.map(yOf), last];
  /** @type {(more: number) => Spot[]} */
  const curve = (more) => ys.map((y) => [Math.round(sign * (edge(y) + from + more)), Math.round(y)]);
  const points = [...curve(-INNER), ...curve((columns - 1) * column + wide + INNER).toReversed()];
  const y = yOf(lines[0]);
  return { side, points, at: [Math.round(sign * (edge(y) + from)), Math.round(y + 4)], beside, isNamed };
}

// As many columns as make the picture as high as wide.
/** @type {(rings: Ringed[][], wides: number[], high: number) => Halves[]} */
function bestHalves(rings, wides, high) {
  /** @type {{halves: Halves[], size: number} | null} */
  let best = null;
  const most = Math.max(1, ...rings.map((ring) => ring.length));
  for (let columns = 1; columns <= Math.max(1, most / FEW); columns += 1) {
    const halves = rings.map((ring, at) => ({ ...halvesOf(ring, Math.max(1, Math.ceil((columns * ring.length) / most))), wide: wides[at] })).filter(({ right }) => right.length);
    const half = halfOf(halves, high);
    const beside = halves.reduce((sum, one) => sum + one.columns * (one.wide + COLUMN_GAP), 0);
    const size = Math.max((2 * (reachOf(half) + beside)) / ASPECT, 2 * half);
    if (!best || size < best.size) best = { halves, size };
  }
  return best?.halves ?? [];
}

/** @type {(halves: Halves[], high: number) => number} */
const halfOf = (halves, high) => Math.max(LEAST_HALF, ...halves.flatMap(({ right, left }) => [right, left].map((lines) => (lines.length * high) / 2)));

/** @type {(half: number) => number} */
const reachOf = (half) => Math.min(MOST_REACH, Math.max(LEAST_REACH, half * 0.6));

// The lines of a ring, those of the largest side first: one half to the right, the other to the left. A side with a
// name begins a new line below it; of one that is in both halves, the name is where most of it are.
/** @type {(ring: Ringed[], columns: number) => Omit<Halves, "wide">} */
function halvesOf(ring, columns) {
  /** @type {Slot[][]} */
  const lines = [];
  let isOpen = false; // whether the last line takes more of sides without a name
  for (const [side, members] of bySide(ring)) {
    const hasName = members.length >= HEADED;
    if (hasName) lines.push([{ side }]);
    for (const [place, { id }] of members.entries()) {
      const last = lines[lines.length - 1];
      if (last?.[0].id && last.length < columns && (hasName ? place > 0 : isOpen)) last.push({ id, side });
      else lines.push([{ id, side }]);
      isOpen = !hasName;
    }
  }
  let middle = Math.ceil(lines.length / 2);
  if (lines[middle - 1] && !lines[middle - 1][0].id) middle += 1; // else a name stands alone at the end
  const [right, left] = [lines.slice(0, middle), lines.slice(middle)];
  const { id, side = "" } = left[0]?.[0] ?? {};
  const at = right.findIndex(([one]) => !one.id && one.side === side);
  if (!id || at < 0) return { columns, right, left };
  if (right.length - at - 1 >= left.filter(([one]) => one.side === side).length) return { columns, right, left: goingOn(left) };
  return { columns, right: [...right.slice(0, at), ...goingOn(right.slice(at + 1))], left: [[{ side }], ...left] };
}

// Lines of which the first goes on with a side.
/** @type {(lines: Slot[][]) => Slot[][]} */
const goingOn = ([[one, ...others], ...more]) => [[{ ...one, goesOn: true }, ...others], ...more];

// Whether a side has its own name beside a ring.
/** @type {(ring: Ringed[], side: string) => boolean} */
export const isHeaded = (ring, side) => ring.filter((one) => one.side === side).length >= HEADED;

// Sides with most of a ring first, and in each those with most findings.
/** @type {(ring: Ringed[]) => [string, Ringed[]][]} */
function bySide(ring) {
  /** @type {Map<string, Ringed[]>} */
  const groups = new Map();
  for (const one of ring) {
    const its = groups.get(one.side);
    if (its) its.push(one);
    else groups.set(one.side, [one]);
  }
  return [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
}

const MOST_IN_RING = 300;

// Who stands on which ring: as many lines away from the middle; those of most findings first, and no more than can be
// named. `left` counts the others.
/** @type {(near: Map<string, string[]>, focus: string, steps: number, findings: (one: string, other: string) => number, side: (id: string) => string) => Rings} */
export function ringsAround(near, focus, steps, findings, side) {
  const seen = new Set([focus]);
  let inner = [focus];
  /** @type {Rings} */
  const found = { rings: [], left: 0 };
  for (let step = 0; step < steps && inner.length; step += 1) {
    /** @type {Map<string, number>} */
    const weights = new Map();
    for (const one of inner)
      for (const other of near.get(one) ?? []) if (!seen.has(other)) weights.set(other, (weights.get(other) ?? 0) + findings(one, other));
    const all = [...weights].map(([id, weight]) => ({ id, weight, side: side(id) })).sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
    found.rings.push(all.slice(0, MOST_IN_RING));
    found.left += Math.max(0, all.length - MOST_IN_RING);
    for (const { id } of all) seen.add(id);
    inner = all.map(({ id }) => id);
  }
  return found;
}
