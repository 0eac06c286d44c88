// What the picture draws: marks, lines and what lies around them, computed without a canvas. There are three pictures:
// people where Python put them, sides in the place of their people, and what is around one actor.

import { isHeaded, ringed, ringsAround } from "./ego_layout.js";
import { known, sorted } from "./lists.js";
import { defaults } from "./model.js";
import { bundle, look } from "./shown.js";
import { turned } from "./turns.js";
import { cellsInGrid, columnsOf, madeRoom, roomOf, rowsOf, seated, spotOf } from "./side_layout.js";
import { byFindings, elsewhereText, rowsByFact, sideOf, sidePairs } from "./sides.js";
import { nameOf, numeral, pairOf, plural } from "./texts.js";

/** @import { Breaks, Cell, Data, Ground, Line, Mark, Marked, Near, Ringed, Row, Scene, Selected, SidePair, Spot, State, View } from "./types.js" */

const MOST_SIDES_DRAWN = 40; // as many as the matrix has
const MOST_INSIDE = 150; // people of a side that is opened
/** @type {Breaks} */
export const SHORT_LINES = { limit: 11, most: 3 };

/** @type {Breaks} */
export const ONE_LINE = { limit: 24, most: 1 };
const [FEW_RINGED, NARROW_LINES] = [12, { limit: 14, most: 3 }]; // around one actor: they lack width, and have height

const [NAME_GAP, NAME_GAP_BELOW] = [14, 10]; // pixels between a name and the next
const [LARGEST_SIDE, USUAL_SIDE] = [14, 10]; // radius
const A_NUMBER = "999 people"; // as wide as what stands under the name of a side
const [RING_MARK, MIDDLE_MARK] = [7, 14]; // radius of an actor on a ring, and of the one in the middle
const [HIGH_OF_NAME, HIGH_WITH_TAG] = [21, 35]; // pixels from one name on a ring to the next

/** @typedef {{width: (id: string, tag: string | undefined, breaks: Breaks) => number, lines: (id: string, breaks: Breaks) => number, heading: (id: string) => number, tag: (id: string) => string | undefined}} Measure of names */

export class Scenes {
  /** @param {Data} data @param {Measure} measure */
  constructor(data, measure) {
    this.data = data;
    this.measure = measure;
    /** @type {{cells: Map<string, Cell>, columns: number} | null} */
    this.home = null;
    /** @type {Map<string, Mark>} */
    this.people = new Map(data.nodes.map(({ id, x, y, area, shape }) => [id, { id, at: [x, y], area, shape }]));
  }

  /** @type {(view: View, state: State) => Scene} */
  of(view, state) {
    if (state.focus && view.inFocus) return this.ego(view, state.focus, state.steps);
    return state.marks === "sides" ? this.sides(view, state.opened) : this.all(view);
  }

  /** @type {(view: View) => Scene} */
  all(view) {
    const marks = new Map([...view.nodes].map((id) => [id, known(this.people, id)]));
    return { kind: "people", key: "people", marks, lines: view.lines, near: view.near, grounds: groundsOf(this.data, marks), holder: (id) => id, quiet: new Set(), notes: [], breaks: { limit: 24, most: 2 } };
  }

  // ---- sides

  /** @type {(view: View, opened: string[]) => Scene} */
  sides(view, opened) {
    const { data } = this;
    const members = membersOf(data, view);
    const pairs = sidePairs(data, view);
    const all = rankedSides(data, members, pairs);
    const lined = new Set([...pairs.values()].flatMap(({ ends }) => ends)).size;
    const shown = all.filter((id, place) => place < MOST_SIDES_DRAWN || opened.includes(id));
    const open = new Set(opened.filter((id) => members.has(id)));
    const counts = findingsOfEach(view);
    const people = new Map([...open].map((id) => [id, mostJoined(known(members, id), counts)]));
    const inside = new Set([...people.values()].flat());
    const drawn = new Set(shown);
    /** @type {(id: string) => string} */
    const holder = (id) => (open.has(sideOf(data, id)) ? (inside.has(id) ? id : "") : drawn.has(sideOf(data, id)) ? sideOf(data, id) : "");
    const bundled = bundle(data, view.edges, view.conflicts, holder);
    const lines = view.before ? turned(bundle(data, view.before.edges, view.before.conflicts, holder), bundled) : asMost(bundled);
    const marks = this.sideMarks(shown, members, people);
    const left = [...people].map(([id, its]) => known(members, id).length - its.length).reduce((sum, many) => sum + many, 0);
    const notes = [
      all.length > shown.length ? `${numeral(shown.length)} of ${numeral(all.length)} sides${linedWords(all, lined)}, those with most findings, are drawn` : "",
      left ? `${left} more inside, with fewer findings, are not drawn` : "",
      elsewhereText(data, view.account).replace(/\.$/, ""), // each note gets a stop of its own
    ].filter(Boolean);
    const grounds = [...people].map(([area, ids]) => ({ area, members: ids }));
    return { kind: "sides", key: "sides", marks, lines, near: nearBy(marks, lines), grounds, holder, quiet: new Set(), notes, breaks: SHORT_LINES };
  }

  /** @type {(shown: string[], members: Map<string, string[]>, people: Map<string, string[]>) => Map<string, Mark>} */
  sideMarks(shown, members, people) {
    const { data } = this;
    /** @type {(id: string) => string | undefined} */
    const tag = (id) => (known(members, id).length > 1 || known(members, id)[0] !== id ? peopleIn(data, known(members, id)) : undefined);
    const { cells, columns } = this.homeCells();
    const [wide, high] = this.cell([...cells.keys(), ...shown], () => A_NUMBER, USUAL_SIDE);
    const seats = seated(cells, shown, columns);
    const rows = this.rowsHigh(new Map([...cells, ...seats]));
    const plain = new Map(shown.map((id) => [id, spotOf(known(seats, id), wide, rows)]));
    const inner = this.cell([...people.values()].flat(), this.measure.tag, LARGEST_SIDE + 3);
    const rooms = new Map([...people].map(([id, its]) => [id, roomFor(its.length, inner, [wide, high])]));
    const spots = madeRoom(plain, rooms);
    /** @type {Map<string, Mark>} */
    const marks = new Map();
    for (const id of shown) {
      const its = people.get(id);
      if (its) for (const [one, at] of rowsOf(its, known(spots, id), ...inner)) marks.set(one, { ...known(this.people, one), at });
      else marks.set(id, this.sideMark(id, known(members, id), known(spots, id), tag(id)));
    }
    return marks;
  }

  /** @type {(id: string, its: string[], at: Spot, tag: string | undefined) => Mark} */
  sideMark(id, its, at, tag) {
    const { data } = this;
    const shape = data.place.get(id)?.shape ?? data.shapes[data.entities[id].kind];
    return { id, at, area: id, shape, size: 6 + Math.min(LARGEST_SIDE - 6, 1.1 * Math.sqrt(its.length)), tag: tag ?? "", closed: true };
  }

  // Cells that stay as they are whatever is filtered: those of the sides with which the page opens.
  homeCells() {
    if (this.home) return this.home;
    const { data } = this;
    const view = look(data, { ...defaults(data), focus: null }, data.opening);
    const members = membersOf(data, view);
    const pairs = sidePairs(data, view);
    const ids = rankedSides(data, members, pairs).slice(0, MOST_SIDES_DRAWN);
    const [wide, high] = this.cell(ids, () => A_NUMBER, USUAL_SIDE);
    const starts = new Map(ids.map((id) => [id, middleOf(known(members, id).map((one) => known(data.place, one)))]));
    this.home = { cells: cellsInGrid(starts, pairs.values(), wide, high), columns: columnsOf(ids.length, wide, high) };
    return this.home;
  }

  // How high each row is: as its longest name needs.
  /** @type {(cells: Map<string, Cell>) => number[]} */
  rowsHigh(cells) {
    /** @type {string[][]} */
    const rows = [];
    for (const [id, [, row]] of cells) (rows[row] ??= []).push(id);
    return Array.from(rows, (ids) => this.cell(ids ?? [], () => A_NUMBER, USUAL_SIDE)[1]);
  }

  // As large as a mark with the longest of some names below it.
  /** @type {(ids: string[], tag: (id: string) => string | undefined, radius: number) => [number, number]} */
  cell(ids, tag, radius) {
    let [wide, lines, tags] = [40, 1, 0];
    for (const id of ids) {
      wide = Math.max(wide, this.measure.width(id, tag(id), SHORT_LINES));
      lines = Math.max(lines, this.measure.lines(id, SHORT_LINES));
      if (tag(id)) tags = 1;
    }
    return [Math.ceil(wide + NAME_GAP), Math.ceil(2 * radius + 8 + 16.25 * lines + 13.75 * tags + NAME_GAP_BELOW)];
  }

  // ---- one actor and what is around it

  /** @type {(view: View, focus: string, steps: number) => Scene} */
  ego(view, focus, steps) {
    const { data } = this;
    /** @type {(one: string, other: string) => number} */
    const findings = (one, other) => view.lines.get(pairOf(one, other))?.facts.length ?? 0;
    const { rings, left } = ringsAround(view.near, focus, steps, findings, (id) => sideOf(data, id));
    const ids = rings.flat().map(({ id }) => id);
    const breaks = ids.length > FEW_RINGED ? ONE_LINE : NARROW_LINES;
    const tags = new Map(rings.flatMap((ring) => ring.map(({ id, side }) => [id, this.egoTag(id, side, ring)])));
    /** @type {(ring: Ringed[]) => (one: Ringed) => number} */
    const wideIn = (ring) => ({ id, side }) => Math.max(this.measure.width(id, tags.get(id), breaks), isHeaded(ring, side) ? this.measure.heading(side) : 0);
    const wides = rings.map((ring) => Math.ceil(ring.map(wideIn(ring)).reduce((most, one) => Math.max(most, one), 60)) + RING_MARK);
    const more = Math.max(1, ...ids.map((id) => this.measure.lines(id, breaks))) - 1; // lines below names that several have
    const high = ([...tags.values()].some(Boolean) ? HIGH_WITH_TAG : HIGH_OF_NAME) + 16.25 * more;
    const { spots, sectors } = ringed(rings, wides, high);
    const marks = new Map([[focus, { ...known(this.people, focus), at: /** @type {Spot} */ ([0, 0]), size: MIDDLE_MARK }]]);
    for (const [id, its] of spots) marks.set(id, { ...known(this.people, id), ...its, size: RING_MARK, tag: tags.get(id) ?? "" });
    const lines = new Map([...view.lines].filter(([, { ends }]) => ends.every((end) => marks.has(end))));
    const ringOf = new Map(rings.flatMap((ring, step) => ring.map(({ id }) => [id, step])));
    const quiet = new Set([...lines.values()].filter(({ ends: [one, other] }) => ringOf.get(one) === ringOf.get(other)).map(({ id }) => id));
    const grounds = sectors.filter(({ side }) => side in data.entities).map(({ side, ...its }) => ({ area: side, members: [], ...its }));
    const notes = left ? [`${numeral(ids.length)} of ${numeral(ids.length + left)} around it, those with most findings, are drawn`] : [];
    return { kind: "ego", key: `ego/${focus}`, marks, lines, near: nearBy(marks, lines), grounds, holder: (id) => (marks.has(id) ? id : ""), quiet, notes, breaks };
  }

  // Under a name stands its post; of a side that has no name of its own beside the ring, that side.
  /** @type {(id: string, side: string, ring: Ringed[]) => string | undefined} */
  egoTag(id, side, ring) {
    return side === id || isHeaded(ring, side) ? this.measure.tag(id) : nameOf(this.data, side);
  }
}

// A line of many findings looks as most of them do, so that one well sourced finding does not stand for the others.
/** @type {(lines: Map<string, Line>) => Map<string, Line>} */
const asMost = (lines) => new Map([...lines].map(([id, line]) => [id, { ...line, status: rowOfMost([...rowsByFact(line.edges).values()], line.status) }]));

// The row that most have; of several, the one that comes first.
/** @type {(rows: Row[], usual: Row) => Row} */
function rowOfMost(rows, usual) {
  /** @type {Map<Row, number>} */
  const counts = new Map();
  for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return counts.get(usual) === most ? usual : ([...counts].find(([, count]) => count === most)?.[0] ?? usual);
}

/** @type {(many: number, inner: [number, number], cell: [number, number]) => Spot} */
function roomFor(many, inner, cell) {
  const [wide, high] = roomOf(many, ...inner);
  return [Math.max(0, wide - cell[0] + 60), Math.max(0, high - cell[1] + 100)];
}

/** @type {(data: Data, view: View) => Map<string, string[]>} */
function membersOf(data, view) {
  /** @type {Map<string, string[]>} */
  const members = new Map();
  for (const id of sorted(view.nodes)) {
    const side = sideOf(data, id);
    const its = members.get(side);
    if (its) its.push(id);
    else members.set(side, [id]);
  }
  return members;
}

// Sides with most findings first, then those with most people.
/** @type {(data: Data, members: Map<string, string[]>, pairs: Map<string, SidePair>) => string[]} */
function rankedSides(data, members, pairs) {
  const joined = byFindings(data, pairs).filter((id) => members.has(id));
  const others = [...members].filter(([id]) => !joined.includes(id));
  return [...joined, ...others.sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).map(([id]) => id)];
}

/** @type {(view: View) => Map<string, number>} */
function findingsOfEach(view) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { ends, facts } of view.lines.values()) for (const end of ends) counts.set(end, (counts.get(end) ?? 0) + facts.length);
  return counts;
}

/** @type {(ids: string[], counts: Map<string, number>) => string[]} */
const mostJoined = (ids, counts) => [...ids].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1)).slice(0, MOST_INSIDE);

// How many sides have a line, which are those that the matrix counts; empty if all have.
/** @type {(all: string[], lined: number) => string} */
const linedWords = (all, lined) => (lined < all.length ? ` (${lined} of them with a line)` : "");

// How many a side has: people, or actors of any kind.
/** @type {(data: Data, ids: string[]) => string} */
export function peopleIn(data, ids) {
  if (!ids.every((id) => data.entities[id].kind === "Person")) return plural(ids.length, "actor");
  return ids.length === 1 ? "1 person" : `${numeral(ids.length)} people`;
}

/** @type {(nodes: {x: number, y: number}[]) => Spot} */
const middleOf = (nodes) => [nodes.reduce((sum, { x }) => sum + x, 0) / nodes.length, nodes.reduce((sum, { y }) => sum + y, 0) / nodes.length];

/** @type {(marks: Map<string, Mark>, lines: Map<string, Line>) => Near} */
function nearBy(marks, lines) {
  /** @type {Near} */
  const near = new Map([...marks.keys()].map((id) => [id, []]));
  for (const { ends: [one, other] } of lines.values()) {
    near.get(one)?.push(other);
    near.get(other)?.push(one);
  }
  return near;
}

// The areas with somebody beside the one that they are named after.
/** @type {(data: Data, marks: Map<string, Mark>) => Ground[]} */
function groundsOf(data, marks) {
  /** @type {Map<string, string[]>} */
  const members = new Map();
  for (const { id, area } of data.nodes) if (marks.has(id)) members.set(area, [...(members.get(area) ?? []), id]);
  const large = data.areas.filter((area) => members.get(area)?.some((id) => id !== area));
  return large.map((area) => ({ area, members: known(members, area) }));
}

// What is chosen, as it is in a scene: who is inside a side is marked by it.
/** @type {(scene: Scene, marked: Marked, selected: Selected | null) => Marked} */
export function markedIn(scene, { nodes, lines }, selected) {
  const pairs = [...lines].map((id) => /** @type {[string, string]} */ (id.split(" ")));
  const [kind, id] = selected ?? ["", ""];
  const own = kind === "sides" || kind === "side" || kind === "with-side" ? id.split(" ") : [];
  const held = [...nodes].map((one) => scene.holder(one) || one);
  const between = pairs.map(([one, other]) => pairOf(scene.holder(one) || one, scene.holder(other) || other));
  return { nodes: new Set([...held, ...own]), lines: new Set([...between, ...(own.length === 2 ? [pairOf(own[0], own[1])] : [])]) };
}

// What a click on a line opens: the findings of two actors, of two sides, or of an actor with a side.
/** @type {(scene: Scene, id: string) => Selected} */
export function openedBy(scene, id) {
  const ends = id.split(" ");
  const closed = ends.filter((end) => scene.marks.get(end)?.closed);
  if (!closed.length) return ["line", id];
  const actor = ends.find((end) => !closed.includes(end));
  return actor === undefined ? ["sides", id] : ["with-side", `${actor} ${closed[0]}`];
}
