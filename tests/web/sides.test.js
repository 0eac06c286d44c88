// Sides in the place of actors, and their order.

import assert from "node:assert/strict";
import test from "node:test";
import { inSeries } from "../../kg/view/web/sides.js";

/** @type {(pairs: string[]) => import("../../kg/view/web/types.js").SidePair[]} */
const joined = (pairs) =>
  pairs.map((pair) => ({ ends: /** @type {[string, string]} */ (pair.split(" ")), facts: ["f"], beyond: 0, rows: {} }));

test("sides that much joins stand together, whatever they are called and in whatever order they come", () => {
  const blocks = [["a", "d", "g"], ["b", "e", "h"], ["c", "f", "i"]];
  const within = blocks.flatMap((block) => block.flatMap((one, at) => block.slice(at + 1).map((other) => `${one} ${other}`)));
  const sides = blocks.flat();
  const found = inSeries(sides, joined([...within, "a b", "e f"]));
  assert.deepEqual(found.toSorted(), sides.toSorted());
  for (const block of blocks) {
    const places = block.map((id) => found.indexOf(id)).toSorted();
    assert.deepEqual(places, [places[0], places[0] + 1, places[0] + 2], found.join(" "));
  }
  assert.deepEqual(inSeries(sides.toReversed(), joined(within.concat(["e f", "a b"]).toReversed())), found);
});

test("a chain is laid out along itself", () => {
  const chain = ["m", "c", "x", "a", "q", "k"];
  const found = inSeries(chain, joined(chain.slice(1).map((id, at) => `${chain[at]} ${id}`)));
  assert.ok([chain.join(), chain.toReversed().join()].includes(found.join()), found.join());
});

test("the order begins at the end with more findings", () => {
  /** @type {(heavy: string) => string[]} */
  const order = (heavy) => inSeries(["a", "b", "c", "d"], joined(["a b", "b c", "c d"]).map((pair) => ({ ...pair, beyond: pair.ends.join(" ") === heavy ? 8 : 0 })));
  assert.deepEqual([order("a b"), order("c d")], [["a", "b", "c", "d"], ["d", "c", "b", "a"]]);
});

test("few sides, or sides that nothing joins, have an order too", () => {
  assert.deepEqual([inSeries([], []), inSeries(["b", "a"], [])], [[], ["a", "b"]]);
  assert.deepEqual(inSeries(["c", "b", "a"], []).toSorted(), ["a", "b", "c"]);
});
