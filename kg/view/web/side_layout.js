// Where sides stand in their picture: in the cells of a grid, so that no two names meet; those that much joins near to
// one another. A side that is opened makes room for its people where it stands.

import { crosses } from "./boxes.js";
import { pairOf } from "./texts.js";

/** @import { Box, Cell, SidePair, Spot } from "./types.js" */

const SHAPE_OF_ALL = 1.3; // width by height
const STAGGER = 0.12; // of a cell, to either side: else lines along a column run through its marks
const MOST_LINES_SHORT = 120; // that are kept short, those of most findings
const IN_THE_WAY = 160; // pixels that a line may be longer for not running through a mark
const MOST_TURNS = 8;

// How many columns so many cells are set in.
/** @type {(many: number, wide: number, high: number, shape?: number) => number} */
export const columnsOf = (many, wide, high, shape = SHAPE_OF_ALL) => Math.max(1, Math.round(Math.sqrt((many * high * shape) / wide)));

// The middle of a cell, where all rows are as high; or where each is as high as is said, from the top.
/** @type {(cell: Cell, wide: number, high: number | number[]) => Spot} */
export function spotOf([column, row], wide, high) {
  const y = typeof high === "number" ? row * high : high.slice(0, row).reduce((sum, its) => sum + its, 0);
  return [Math.round((column + (row % 2 ? STAGGER : -STAGGER)) * wide), Math.round(y)];
}

// A cell for each side: first as their people stand in the page, then two change cells as long as that makes lines
// shorter, or clears marks from under them.
/** @type {(starts: Map<string, Spot>, pairs: Iterable<SidePair>, wide: number, high: number) => Map<string, Cell>} */
export function cellsInGrid(starts, pairs, wide, high) {
  const cells = startCells(starts, columnsOf(starts.size, wide, high));
  const ids = [...cells.keys()].sort();
  const ties = strongest(cells, pairs);
  /** @type {Map<string, Spot>} */
  const at = new Map(ids.map((id) => [id, spotOf(/** @type {Cell} */ (cells.get(id)), wide, high)]));
  /** @type {(one: string, other: string) => number} */
  const cost = (one, other) => {
    let sum = 0;
    for (const tie of new Set([...(ties.get(one) ?? []), ...(ties.get(other) ?? [])])) sum += costOf(tie, ids, at, [wide / 3, high / 3]);
    return sum;
  };
  for (let turn = 0, moved = true; moved && turn < MOST_TURNS; turn += 1) {
    moved = false;
    for (const [place, one] of ids.entries())
      for (const other of ids.slice(place + 1)) {
        const before = cost(one, other);
        exchanged(at, one, other);
        if (cost(one, other) < before - 1e-6) {
          exchanged(cells, one, other);
          moved = true;
        } else exchanged(at, one, other);
      }
  }
  return cells;
}

/** @typedef {{ends: [string, string], weight: number}} Tie */

/** @type {<T>(map: Map<string, T>, one: string, other: string) => void} */
function exchanged(map, one, other) {
  const was = /** @type {any} */ (map.get(one));
  map.set(one, /** @type {any} */ (map.get(other)));
  map.set(other, was);
}

// Rows from the top, each from the left.
/** @type {(starts: Map<string, Spot>, columns: number) => Map<string, Cell>} */
function startCells(starts, columns) {
  /** @type {(axis: 0 | 1) => (a: [string, Spot], b: [string, Spot]) => number} */
  const along = (axis) => ([a, one], [b, other]) => one[axis] - other[axis] || (a < b ? -1 : 1);
  const downward = [...starts].sort(along(1));
  /** @type {Map<string, Cell>} */
  const cells = new Map();
  for (let row = 0; row * columns < downward.length; row += 1)
    for (const [column, [id]] of downward.slice(row * columns, (row + 1) * columns).sort(along(0)).entries()) cells.set(id, [column, row]);
  return cells;
}

// The pairs of most findings, by each of their ends.
/** @type {(cells: Map<string, Cell>, pairs: Iterable<SidePair>) => Map<string, Tie[]>} */
function strongest(cells, pairs) {
  const between = [...pairs].filter(({ ends: [one, other] }) => one !== other && cells.has(one) && cells.has(other));
  between.sort((a, b) => b.facts.length - a.facts.length || (pairOf(...a.ends) < pairOf(...b.ends) ? -1 : 1));
  /** @type {Map<string, Tie[]>} */
  const ties = new Map();
  for (const { ends, facts } of between.slice(0, MOST_LINES_SHORT))
    for (const end of ends) ties.set(end, [...(ties.get(end) ?? []), { ends, weight: 1 + Math.log2(facts.length) }]);
  return ties;
}

/** @type {(tie: Tie, ids: string[], at: Map<string, Spot>, half: Spot) => number} */
function costOf({ ends: [one, other], weight }, ids, at, [wide, high]) {
  const [from, to] = [/** @type {Spot} */ (at.get(one)), /** @type {Spot} */ (at.get(other))];
  const [left, top] = [Math.min(from[0], to[0]) - wide, Math.min(from[1], to[1]) - high];
  const [right, bottom] = [Math.max(from[0], to[0]) + wide, Math.max(from[1], to[1]) + high];
  let length = Math.hypot(from[0] - to[0], from[1] - to[1]);
  for (const id of ids) {
    const [x, y] = /** @type {Spot} */ (at.get(id));
    if (id === one || id === other || x < left || x > right || y < top || y > bottom) continue;
    /** @type {Box} */
    const box = [x - wide, y - high, x + wide, y + high];
    if (crosses(box, from, to)) length += IN_THE_WAY;
  }
  return length * weight;
}

// Cells for those who are shown: each keeps its own, and who has none takes a free one, or one in a further row.
/** @type {(home: Map<string, Cell>, shown: string[], columns: number) => Map<string, Cell>} */
export function seated(home, shown, columns) {
  const kept = new Map(shown.filter((id) => home.has(id)).map((id) => [id, /** @type {Cell} */ (home.get(id))]));
  const taken = new Set([...kept.values()].map((cell) => cell.join()));
  let next = 0;
  for (const id of shown) {
    if (kept.has(id)) continue;
    while (taken.has([next % columns, Math.floor(next / columns)].join())) next += 1;
    kept.set(id, [next % columns, Math.floor(next / columns)]);
    next += 1;
  }
  return kept;
}

// Room for those who are opened: all that stands beside moves aside by half of what they take more, and what stands
// above or below likewise; who was apart stays apart.
/** @type {(spots: Map<string, Spot>, rooms: Map<string, Spot>) => Map<string, Spot>} */
export function madeRoom(spots, rooms) {
  /** @type {Map<string, Spot>} */
  const moved = new Map();
  for (const [id, [x, y]] of spots) {
    let [dx, dy] = [0, 0];
    for (const [opened, [wide, high]] of rooms) {
      const [ox, oy] = spots.get(opened) ?? [x, y];
      dx += (Math.sign(x - ox) * wide) / 2;
      dy += (Math.sign(y - oy) * high) / 2;
    }
    moved.set(id, [Math.round(x + dx), Math.round(y + dy)]);
  }
  return moved;
}

// People around the middle of their side, in rows.
/** @type {(ids: string[], middle: Spot, wide: number, high: number) => Map<string, Spot>} */
export function rowsOf(ids, [x, y], wide, high) {
  const columns = columnsOf(ids.length, wide, high, 1.2);
  const rows = Math.ceil(ids.length / columns);
  return new Map(
    ids.map((id, place) => {
      const row = Math.floor(place / columns);
      const inRow = Math.min(columns, ids.length - row * columns);
      return [id, [Math.round(x + ((place % columns) - (inRow - 1) / 2) * wide), Math.round(y + (row - (rows - 1) / 2) * high)]];
    }),
  );
}

// How much more room people take than the one cell of their side.
/** @type {(many: number, wide: number, high: number) => Spot} */
export function roomOf(many, wide, high) {
  const columns = columnsOf(many, wide, high, 1.2);
  return [Math.min(columns, many) * wide, Math.ceil(many / columns) * high];
}
