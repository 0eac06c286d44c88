// The rule's second implementation, held to the vectors that were written by hand for the first.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { account } from "../../kg/view/web/account.js";
import { Sides } from "../../kg/view/web/voices.js";
import { timeOf } from "../../kg/view/web/times.js";

const { links, claims, cases } = JSON.parse(readFileSync(new URL("../vectors/account.json", import.meta.url), "utf-8"));

/** @import { Fact, Filler } from "../../kg/view/web/types.js" */

/** @type {(filler: Filler) => [string, unknown[]]} */
const told = (filler) => [`${filler.role}/${filler.filler}`, [filler.status, filler.contested, filler.accepted]];

// What a vector says of a fact; of its outlets only some do.
/** @type {(fact: Fact, expected: object) => object} */
const verdict = ({ status, contested, accepted, voices, outlets, fillers }, expected) => ({
  status,
  contested,
  accepted,
  voices,
  fillers: Object.fromEntries(Object.values(fillers).map(told)),
  ...("outlets" in expected ? { outlets } : {}),
});

test("there are vectors for every way to a status", () => {
  assert.ok(cases.length > 900);
});

for (const { name, claims: keys, known_by: day, facts } of cases) {
  test(name, () => {
    const said = keys.map((/** @type {string} */ key) => claims[key]);
    const found = account(said, links, day).facts;
    for (const [id, expected] of Object.entries(facts)) assert.deepEqual(verdict(found[id], expected), expected);
  });
}

test("someone whose ways upward end in two countries speaks as nobody who is named", () => {
  const entities = {
    ann: { kind: "Person", name: "Ann", links: { "member-of": ["aland", "bland"] } },
    aland: { kind: "Country", name: "Aland" },
    bland: { kind: "Country", name: "Bland" },
  };
  const sides = new Sides({ entities, upward: ["member-of"] }, []);
  assert.deepEqual(sides.ends("ann", "2023-12-13"), ["aland", "bland"]);
  assert.equal(sides.side("ann", "2023-12-13"), null);
  assert.equal(sides.voice("ann", "herald-1", "2023-12-13"), "anonymous@herald-1");
  assert.equal(sides.voice("unnamed", "herald-1", "2023-12-13"), "anonymous@herald-1");
  assert.equal(sides.voice("aland", "herald-1", "2023-12-13"), "aland");
});

test("a way upward is found through any number of doubled links", () => {
  const ids = Array.from({ length: 60 }, (_, number) => number);
  const level = (/** @type {number} */ number) => [`a${number}`, `b${number}`];
  const entities = Object.fromEntries(
    ids.flatMap((number) =>
      level(number).map((id) => [id, { kind: "Organization", name: id, links: { "part-of": level(number + 1) } }]),
    ),
  );
  const sides = new Sides({ entities: { ...entities, a60: { kind: "Country", name: "A" } }, upward: ["part-of"] }, []);
  assert.deepEqual(sides.ends("a0", "2023-12-13"), ["a60"]);
});

test("times of one fact meet, or stand beside each other", () => {
  const month = { text: "2023-12", earliest: "2023-12-01", latest: "2023-12-31" };
  const day = { text: "2023-12-13", earliest: "2023-12-13", latest: "2023-12-13" };
  const other = { text: "2023-12-15", earliest: "2023-12-15", latest: "2023-12-15" };
  assert.equal(timeOf([], false).text, null);
  assert.equal(timeOf([month], false).text, "2023-12");
  assert.equal(timeOf([month, day], false).text, "2023-12-13");
  assert.deepEqual(timeOf([day, other], false), {
    text: "[2023-12-13,2023-12-15]",
    earliest: "2023-12-13",
    latest: "2023-12-15",
    either: [
      ["2023-12-13", "2023-12-13"],
      ["2023-12-15", "2023-12-15"],
    ],
    stated: false,
  });
  assert.equal(timeOf([day, other], true).text, "2023-12-13/2023-12-15");
  const first = { text: "2023-12-01/2023-12-04", earliest: "2023-12-01", latest: "2023-12-04", interval: true };
  const second = { text: "2023-12-20/..", earliest: "2023-12-20", latest: null, interval: true };
  assert.deepEqual(timeOf([second, day, first, month], true), {
    text: "[2023-12-01..2023-12-04,2023-12-13,2023-12-20..]",
    earliest: "2023-12-01",
    latest: null,
    either: [
      ["2023-12-01", "2023-12-04"],
      ["2023-12-13", "2023-12-13"],
      ["2023-12-20", null],
    ],
    stated: false,
  });
});
