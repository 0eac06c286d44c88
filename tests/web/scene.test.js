// What the three pictures draw, and where: people, sides in their place, and what is around one actor.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ringed, ringsAround } from "../../kg/view/web/ego_layout.js";
import { defaults, readPayload } from "../../kg/view/web/model.js";
import { Scenes, markedIn, openedBy } from "../../kg/view/web/scene.js";
import { widthOf } from "../../kg/view/web/shapes.js";
import { look } from "../../kg/view/web/shown.js";
import { cellsInGrid, madeRoom, roomOf, rowsOf, seated, spotOf } from "../../kg/view/web/side_layout.js";
import { reasonsOf } from "../../kg/view/web/undrawn.js";
import { payload } from "./payload.js";

/** @import { Box, Ringed, SidePair, Spot, State } from "../../kg/view/web/types.js" */

// Numbers that are the same on every run (Park and Miller 1988, doi:10.1145/63039.63042).
let seed = 11;
const chance = (/** @type {number} */ many) => (seed = (seed * 48_271) % 2_147_483_647) % many;

/** @type {<T>(items: T[]) => T[]} */
const shuffled = (items) => items.map((item) => ({ item, at: chance(1e6) })).sort((a, b) => a.at - b.at).map(({ item }) => item);

/** @type {(boxes: [string, Box][]) => string[]} */
const meetings = (boxes) =>
  boxes.flatMap(([one, [left, top, right, bottom]], place) =>
    boxes
      .slice(place + 1)
      .filter(([, [l, t, r, b]]) => left < r && right > l && top < b && bottom > t)
      .map(([other]) => `${one} ${other}`),
  );

/** @type {(spot: Spot, wide: number, high: number) => Box} */
const boxAt = ([x, y], wide, high) => [x - wide / 2, y - high / 2, x + wide / 2, y + high / 2];

/** @type {(ids: string[]) => SidePair[]} */
const someFindings = (ids) =>
  Array.from({ length: ids.length * 2 }, () => [ids[chance(ids.length)], ids[chance(ids.length)]].sort()).map(([one, other]) => ({
    ends: [one, other],
    facts: Array.from({ length: 1 + chance(9) }, (_, n) => `f${n}`),
    beyond: 0, rows: {},
  }));

test("each side has a cell of its own, the same in whatever order they come, and keeps it when others go", () => {
  for (let round = 0; round < 60; round += 1) {
    const ids = Array.from({ length: 1 + chance(60) }, (_, n) => `s${n}`);
    const starts = new Map(ids.map((id) => [id, /** @type {Spot} */ ([chance(9), chance(9)])]));
    const pairs = someFindings(ids);
    const cells = cellsInGrid(starts, pairs, 100, 80);
    assert.equal(new Set([...cells.values()].map(String)).size, ids.length);
    if (round < 6) assert.deepEqual([...cellsInGrid(new Map(shuffled([...starts])), shuffled(pairs), 100, 80)].sort(), [...cells].sort());
    const shown = shuffled([...ids.filter(() => chance(2)), "new", "other"]);
    const seats = seated(cells, shown, 5);
    assert.equal(new Set([...seats.values()].map(String)).size, shown.length);
    for (const id of shown) if (cells.has(id)) assert.deepEqual(seats.get(id), cells.get(id));
  }
});

test("sides that are joined stand nearer to one another than they began", () => {
  const ids = Array.from({ length: 24 }, (_, n) => `s${n}`);
  const starts = new Map(ids.map((id, n) => [id, /** @type {Spot} */ ([(n * 7) % 24, (n * 11) % 24])]));
  const pairs = ids.slice(1).map((id, n) => /** @type {SidePair} */ ({ ends: [ids[n], id], facts: ["f"], beyond: 0, rows: {} }));
  /** @type {(of: SidePair[]) => number} */
  const length = (of) => {
    const cells = cellsInGrid(starts, of, 100, 80);
    /** @type {(id: string) => Spot} */
    const at = (id) => spotOf(/** @type {[number, number]} */ (cells.get(id)), 100, 80);
    return pairs.reduce((sum, { ends: [one, other] }) => sum + Math.hypot(at(one)[0] - at(other)[0], at(one)[1] - at(other)[1]), 0);
  };
  assert.ok(length(pairs) < length([]) / 2, `${length(pairs)} of ${length([])}`);
});

test("sides that are opened make room: nobody meets anybody, and each people stand about their side", () => {
  for (let round = 0; round < 60; round += 1) {
    const [columns, rows, wide, high] = [1 + chance(7), 1 + chance(7), 60 + chance(90), 50 + chance(60)];
    const spots = new Map(
      Array.from({ length: columns * rows }, (_, n) => [`s${n}`, spotOf([n % columns, Math.floor(n / columns)], wide, high)]),
    );
    const people = new Map([...spots.keys()].filter(() => chance(6) === 0).map((id) => [id, Array.from({ length: 1 + chance(70) }, (_, n) => `${id}-${n}`)]));
    const rooms = new Map([...people].map(([id, its]) => [id, roomOf(its.length, wide, high)]));
    const moved = madeRoom(spots, new Map([...rooms].map(([id, [w, h]]) => [id, /** @type {Spot} */ ([Math.max(0, w - wide), Math.max(0, h - high)])])));
    /** @type {[string, Box][]} */
    const boxes = [...moved].flatMap(([id, at]) => [...(people.has(id) ? rowsOf(people.get(id) ?? [], at, wide, high) : [[id, at]])]).map(([id, at]) => [String(id), boxAt(/** @type {Spot} */ (at), wide - 4, high - 4)]);
    assert.equal(boxes.length, spots.size - people.size + [...people.values()].flat().length);
    assert.deepEqual(meetings(boxes), []);
  }
});

const [WIDE, HIGH] = [150, 35];

/** @type {(most: number, sides: number, name: string) => Ringed[]} */
const aRing = (most, sides, name) => Array.from({ length: chance(most + 1) }, (_, n) => ({ id: `${name}${n}`, weight: 1, side: `s${chance(sides)}` }));

test("around one actor nobody meets anybody, name and mark, and every side of three or more is named", () => {
  for (let round = 0; round < 80; round += 1) {
    const [most, sides] = [[3, 12, 40, 300][chance(4)], 1 + chance(60)];
    const rings = ["a", "b", "c"].slice(0, 1 + chance(3)).map((name) => aRing(most, sides, name));
    const wides = rings.map(() => 60 + chance(WIDE - 60));
    const { spots, sectors } = ringed(rings, wides, HIGH);
    assert.deepEqual([...spots.keys()].sort(), rings.flat().map(({ id }) => id).sort());
    /** @type {[string, Box][]} */
    const boxes = [["", [-14, -14, 14, 14]]];
    for (const [at, ring] of rings.entries())
      for (const { id } of ring) {
        const { at: [x, y], beside } = /** @type {{at: Spot, beside: string}} */ (spots.get(id));
        const [mark, end] = beside === "right" ? [x - 7, x + 13 + wides[at]] : [x - 13 - wides[at], x + 7];
        boxes.push([id, [mark, y - HIGH / 2 + 1, end, y + HIGH / 2 - 1]]);
      }
    assert.deepEqual(meetings(boxes), [], `${round}: ${rings.map((ring) => ring.length)}`);
    for (const ring of rings)
      for (const { side } of ring) if (ring.filter((one) => one.side === side).length > 2) assert.ok(sectors.some((one) => one.isNamed && one.side === side));
    assert.deepEqual(ringed(rings, wides, HIGH), { spots, sectors });
  }
});

test("the names of sides meet no name of anybody", () => {
  for (let round = 0; round < 40; round += 1) {
    const ring = aRing(200, 12, "a");
    const { spots, sectors } = ringed([ring], [WIDE], HIGH);
    /** @type {Box[]} */
    const names = [...spots.values()].map(({ at: [x, y], beside }) => (beside === "right" ? [x - 7, y - 17, x + 13 + WIDE, y + 17] : [x - 13 - WIDE, y - 17, x + 7, y + 17]));
    const named = sectors.filter(({ isNamed }) => isNamed);
    assert.deepEqual(named.map(({ side }) => side).sort(), [...new Set(sectors.map(({ side }) => side))].sort(), "each once");
    for (const { at: [x, y], beside, side } of named) {
      const box = /** @type {Box} */ (beside === "right" ? [x + 16, y - 11, x + 16 + 80, y + 3] : [x - 96, y - 11, x - 16, y + 3]);
      assert.deepEqual(meetings([["", box], ...names.map((one, n) => /** @type {[string, Box]} */ ([`${n}`, one]))]).filter((pair) => pair.startsWith(" ")), [], side);
    }
  }
});

test("a side that is on both flanks is named once, where most of it are", () => {
  for (const [first, many] of [[3, 30], [9, 12], [20, 40], [0, 7], [30, 31]]) {
    const ring = [..."x".repeat(first)].map((side, n) => ({ id: `x${n}`, weight: 1, side })).concat([..."y".repeat(many)].map((side, n) => ({ id: `y${n}`, weight: 1, side })));
    const { spots, sectors } = ringed([ring], [WIDE], HIGH);
    const its = sectors.filter(({ side }) => side === "y");
    /** @type {(flank: string) => number} */
    const on = (flank) => [...spots].filter(([id, { beside }]) => id.startsWith("y") && beside === flank).length;
    assert.deepEqual(its.map(({ beside }) => beside).sort(), ["left", "right"].filter(on), "a ground on each flank");
    const [named, ...others] = its.filter(({ isNamed }) => isNamed);
    assert.ok(named && !others.length);
    assert.ok(on(named.beside) >= Math.min(on("left"), on("right")));
    if (Math.abs(on("left") - on("right")) > 4) assert.equal(on(named.beside), Math.max(on("left"), on("right")));
  }
});

test("on a ring are those of most findings, and how many are left out is told", () => {
  const near = new Map([["me", Array.from({ length: 305 }, (_, n) => `p${n}`)], ["p3", ["me", "far"]]]);
  const { rings, left } = ringsAround(near, "me", 2, (_, other) => (other === "p300" ? 9 : 1), () => "s");
  assert.equal(left, 5);
  assert.deepEqual(rings[0].slice(0, 3).map(({ id }) => id), ["p300", "p0", "p1"]);
  assert.ok(!rings[0].some(({ id }) => id === "p99"), "the last by id");
  assert.deepEqual(rings[1].map(({ id }) => id), ["far"]);
});

test("a line grows with its findings, and not beyond a bound", () => {
  const widths = [0, 1, 2, 5, 10, 100, 1e3, 1e6].map(widthOf);
  assert.deepEqual(widths, widths.toSorted((a, b) => a - b));
  assert.deepEqual([widths[0], widths[1], widths[7]], [1.8, 1.8, 10]);
});

const LETTERS = { width: (/** @type {string} */ id) => 7 * id.length, lines: () => 1, heading: () => 60, tag: () => undefined };

/** @type {(changes: Partial<State>) => {view: import("../../kg/view/web/types.js").View, scene: import("../../kg/view/web/types.js").Scene, state: State, data: ReturnType<typeof readPayload>}} */
function drawn(changes) {
  const data = readPayload(payload());
  const state = { ...defaults(data), statuses: ["one-sided", "contested"], ...changes };
  const view = look(data, state, data.opening);
  return { data, state, view, scene: new Scenes(data, LETTERS).of(view, state) };
}

test("people, sides and what is around one are three pictures of one view", () => {
  const people = drawn({}).scene;
  assert.deepEqual([people.kind, [...people.marks.keys()].sort()], ["people", ["ann", "bob", "cid"]]);
  const sides = drawn({ marks: "sides" });
  assert.deepEqual([...sides.scene.marks].map(([id, { tag, closed }]) => [id, tag, closed]).sort(), [
    ["aland", "1 person", true],
    ["bland", "2 people", true],
  ]);
  assert.deepEqual([...sides.scene.lines].map(([id, { facts, status }]) => [id, facts.length, status]), [["aland bland", 1, "one-sided"]]);
  assert.deepEqual(["ann", "cid", "dan"].map(sides.scene.holder), ["aland", "bland", ""]);
  assert.deepEqual(openedBy(sides.scene, "aland bland"), ["sides", "aland bland"]);
  const ego = drawn({ focus: "bob", marks: "sides" });
  assert.deepEqual([ego.scene.kind, [...ego.scene.marks.keys()].sort(), ego.scene.marks.get("bob")?.at], ["ego", ["ann", "bob", "cid"], [0, 0]]);
  assert.equal(ego.view.outside, 0);
});

test("an opened side is drawn as its people, with the lines of each to the closed sides", () => {
  const { scene } = drawn({ marks: "sides", opened: ["bland"] });
  assert.deepEqual([...scene.marks.keys()].sort(), ["aland", "bob", "cid"]);
  assert.deepEqual([...scene.lines.keys()].sort(), ["aland bob", "bob cid"]);
  assert.deepEqual(openedBy(scene, "aland bob"), ["with-side", "bob aland"]);
  assert.deepEqual(openedBy(scene, "bob cid"), ["line", "bob cid"]);
  assert.deepEqual(scene.grounds.map(({ area, members }) => [area, members.toSorted()]), [["bland", ["bob", "cid"]]]);
  const marked = markedIn(scene, { nodes: new Set(["ann", "cid"]), lines: new Set(["ann bob"]) }, null);
  assert.deepEqual([[...marked.nodes], [...marked.lines]], [["aland", "cid"], ["aland bob"]]);
});

test("what a focus leaves out is in no count, and its reason is the focus", () => {
  const { data, state, view } = drawn({ focus: "ann" });
  assert.deepEqual([[...view.nodes].sort(), [...view.lines.keys()], view.edges.length, view.outside], [["ann", "bob"], ["ann bob"], 1, 1]);
  assert.deepEqual(view.ranking.map(({ id }) => id), ["ann", "bob"]);
  assert.deepEqual(reasonsOf(data, state, view), [{ text: "outside the focus", facts: ["n"], change: { focus: null } }]);
});

test("places do not depend on what is filtered", () => {
  const all = drawn({ marks: "sides" }).scene;
  const some = drawn({ marks: "sides", statuses: ["one-sided"], alone: false }).scene;
  for (const [id, { at }] of some.marks) assert.deepEqual(at, all.marks.get(id)?.at, id);
});
