// Where names stand, and how boxes and lines lie to one another.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Boxes, boundsOf, covers, crosses, frameAround, holds, nearestTowards, wrap } from "../../kg/view/web/boxes.js";
import { readPayload } from "../../kg/view/web/model.js";
import { Names } from "../../kg/view/web/names.js";
import { SHAPES, pill } from "../../kg/view/web/shapes.js";
import { capital, capitals } from "../../kg/view/web/texts.js";
import { payload } from "./payload.js";

/** @import { Box, Spot } from "../../kg/view/web/types.js" */

/** @type {Box} */
const BOX = [0, 0, 10, 10];

test("only scripts whose capitals are in general use are written in capitals", () => {
  /** @type {[string, string][]} */
  const written = [
    ["Aland – Ärzte, naïve", "ALAND – ÄRZTE, NAÏVE"],
    ["Ελλάδα και Россия", "ΕΛΛΆΔΑ ΚΑΙ РОССИЯ"],
    ["Հայաստան", "ՀԱՅԱՍՏԱՆ"],
    ["საქართველო", "საქართველო"],
    ["საქართველო (Georgia)", "საქართველო (GEORGIA)"],
    ["ꭰꮳꮃꭹ", "ꭰꮳꮃꭹ"], // Cherokee
    ["\u{1e922}\u{1e923}", "\u{1e922}\u{1e923}"], // Adlam
    ["\u{10428}\u{104d8}", "\u{10428}\u{104d8}"], // Deseret, Osage
    ["ⲁⲃ ⰰⰱ", "ⲁⲃ ⰰⰱ"], // Coptic, Glagolitic
    ["日本 पाकिस्तान پاکستان", "日本 पाकिस्तान پاکستان"],
    ["e\u0301tat", "E\u0301TAT"],
    ["", ""],
  ];
  for (const [name, shown] of written) assert.equal(capitals(name), shown);
  assert.deepEqual(["finding", "საქ", "ꭰꮳ", "état", ""].map(capital), ["Finding", "საქ", "ꭰꮳ", "État", ""]);
});

test("a line runs through a box, beside it, or ends before it", () => {
  assert.equal(crosses(BOX, [-5, 5], [15, 5]), true);
  assert.equal(crosses(BOX, [-5, -5], [15, 15]), true);
  assert.equal(crosses(BOX, [2, 2], [3, 3]), true);
  assert.equal(crosses(BOX, [-5, 20], [15, 20]), false);
  assert.equal(crosses(BOX, [-9, 5], [-1, 5]), false);
  assert.equal(crosses(BOX, [-5, 8], [8, 21]), false);
});

test("boxes hold spots and cover boxes", () => {
  assert.equal(holds(BOX, [5, 5]), true);
  assert.equal(holds(BOX, [11, 5]), false);
  assert.equal(covers(BOX, [0, 0, 10, 10]), true);
  assert.equal(covers(BOX, [1, 1, 11, 9]), false);
});

test("a box that is taken is hit by all but its owner", () => {
  const taken = new Boxes(60);
  taken.add([0, 0, 200, 20], "ann");
  assert.equal(taken.hits([190, 10, 300, 30], "bob"), true);
  assert.equal(taken.hits([190, 10, 300, 30], "ann"), false);
  assert.equal(taken.hits([200, 0, 300, 20], "bob"), false, "they touch only");
  assert.equal(taken.hits([-500, -500, -400, -400], "bob"), false);
});

test("a long name is broken at a space, and cut after two lines", () => {
  assert.deepEqual(wrap("Ann", 24), ["Ann"]);
  assert.deepEqual(wrap("Ministry of Foreign Affairs", 24), ["Ministry of Foreign", "Affairs"]);
  assert.deepEqual(wrap("x".repeat(60), 24), ["x".repeat(24), `${"x".repeat(23)}…`]);
});

test("a name is cut between characters, as its reader sees them", () => {
  const rare = "\u{20bb7}"; // two units
  const family = "\u{1f469}\u200d\u{1f469}\u200d\u{1f467}"; // one sign, of five code points
  const accents = "a\u0301\u0302"; // one letter, of three
  const flag = "\u{1f1f5}\u{1f1f0}"; // two
  for (const sign of [rare, family, accents, flag, "\u{1e900}", "\u0915\u094d\u0937"]) {
    assert.deepEqual(wrap(sign.repeat(60), 24), [sign.repeat(24), `${sign.repeat(23)}…`]);
    assert.deepEqual(wrap(sign.repeat(24), 24), [sign.repeat(24)]);
    assert.deepEqual(wrap(`${sign.repeat(10)} ${sign.repeat(30)}`, 24), [sign.repeat(10), `${sign.repeat(23)}…`]);
  }
  assert.deepEqual(wrap("", 24), [""]);
});

test("many places have bounds, too", () => {
  const many = Array.from({ length: 300_000 }, (_, k) => /** @type {Spot} */ ([k, k + 1]));
  assert.deepEqual(boundsOf(many), [0, 1, 299_999, 300_000]);
  assert.deepEqual(boundsOf([]), [0, 0, 0, 0]);
});

test("an area leaves room for the names below", () => {
  assert.deepEqual(
    frameAround([
      [0, 0],
      [100, 50],
    ]),
    [
      [-62, -26],
      [162, -26],
      [162, 96],
      [-62, 96],
    ],
  );
});

test("an arrow key goes to what is nearest in its direction", () => {
  /** @type {Map<string, Spot>} */
  const others = new Map([
    ["near", [50, 10]],
    ["far", [90, 0]],
    ["aside", [10, 60]],
    ["behind", [-10, 0]],
  ]);
  assert.equal(nearestTowards([0, 0], [1, 0], others), "near");
  assert.equal(nearestTowards([0, 0], [0, 1], others), "aside");
  assert.equal(nearestTowards([0, 0], [-1, 0], others), "behind");
  assert.equal(nearestTowards([0, 0], [0, -1], others), null);
});

test("every mark has an outline around its middle", () => {
  for (const [name, outline] of Object.entries(SHAPES)) {
    const spots = outline(10);
    assert.ok(
      spots.every(([x, y]) => Math.hypot(x, y) < 15),
      name,
    );
    assert.ok(spots.some(([x]) => x > 4) && spots.some(([x]) => x < -4), name);
  }
  assert.equal(Math.max(...pill(20, 9).map(([x]) => x)), 20);
});

// What Names asks of the picture, with letters of one width.
/** @type {(lines: [string, string][], marked?: string[]) => Names} */
function names(lines, marked = []) {
  const data = readPayload(payload());
  const ids = data.nodes.map(({ id }) => id);
  const near = new Map(
    ids.map((id) => [
      id,
      lines
        .filter((ends) => ends.includes(id))
        .flat()
        .filter((end) => end !== id),
    ]),
  );
  const scene = {
    kind: "people",
    marks: new Map(data.nodes.map((node) => [node.id, node])),
    near,
    breaks: { limit: 24, most: 2 },
    lines: new Map(lines.map((ends) => [ends.join(" "), { ends }])),
  };
  const drawing = {
    data,
    scene,
    frames: [],
    hovered: null,
    ink: { paper: "white", text: "black", quiet: "grey", font: "serif" },
    at: (/** @type {string} */ id) => [data.place.get(id)?.x, data.place.get(id)?.y],
    size: () => 8,
    on: { marked: () => ({ nodes: new Set(marked), lines: new Set() }), tag: () => undefined },
  };
  const made = new Names(/** @type {any} */ (drawing));
  made.ruler = /** @type {any} */ ({ measureText: (/** @type {string} */ text) => ({ width: 6 * text.length }) });
  return made;
}

/** @type {Box} */
const WIDE = [-500, -500, 500, 500];

test("names stand below their marks, where no line runs", () => {
  const placed = names([]);
  const texts = placed.place(1, WIDE);
  assert.deepEqual(
    texts.map(({ text }) => text),
    ["Ann Ånd", "Bob", "Cid", "Dan"],
  );
  assert.ok(placed.boxes.every(({ id, box }) => box[1] > (placed.drawing.at(id)[1] ?? 0)));
});

test("a name makes way for a line", () => {
  const placed = names([["bob", "cid"]]);
  placed.place(1, WIDE);
  const bob = placed.boxes.find(({ id }) => id === "bob");
  assert.ok(bob && bob.box[3] < 0, "above, as the line runs down");
});

test("no name lies on another, and what is outside the screen has none", () => {
  const placed = names([
    ["ann", "bob"],
    ["bob", "cid"],
  ]);
  placed.place(0.2, WIDE);
  for (const one of placed.boxes)
    for (const other of placed.boxes) {
      const taken = new Boxes(60);
      taken.add(other.box, other.id);
      assert.equal(taken.hits(one.box, one.id), false, `${one.id} on ${other.id}`);
    }
  assert.deepEqual(
    names([])
      .place(1, [-60, -20, 60, 60])
      .map(({ text }) => text),
    ["Ann Ånd"],
  );
});

test("what is chosen is named, though there is no room", () => {
  const small = /** @type {Box} */ ([-5, -5, 5, 5]);
  assert.deepEqual(names([]).place(1, small), []);
  assert.deepEqual(
    names([], ["ann"])
      .place(1, small)
      .map(({ text }) => text),
    ["Ann Ånd"],
  );
});

test("an area is named in capitals where its script has them", () => {
  for (const [name, shown] of [
    ["Bland", "BLAND"],
    ["საქართველო", "საქართველო"],
  ]) {
    const placed = names([]);
    placed.drawing.data.entities.bland.name = name;
    placed.drawing.frames = /** @type {any} */ ([{ area: "bland", ink: { name: "red" }, at: [4, -24] }]);
    assert.deepEqual(
      placed.areas(1, new Boxes(60)).map(({ text }) => text),
      [shown],
    );
  }
});
