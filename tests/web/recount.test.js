// The account that is counted again step by step, held equal to the one that is counted from the beginning.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Recount, account } from "../../kg/view/web/account.js";

/** @import { Claim, Links, Withdrawn } from "../../kg/view/web/types.js" */

/** @type {{links: Links}} */
const { links: background } = JSON.parse(readFileSync(new URL("../vectors/account.json", import.meta.url), "utf-8"));

// Numbers between 0 and 1, the same on every run (mulberry32).
/** @type {(seed: number) => () => number} */
const chance = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

/** @typedef {() => number} Draw */

/** @type {<T>(draw: Draw, items: T[]) => T} */
const one = (draw, items) => items[Math.floor(draw() * items.length)];

/** @type {<T>(draw: Draw, items: T[], most: number) => T[]} */
const some = (draw, items, most) => [...new Set(Array.from({ length: Math.floor(draw() * (most + 1)) }, () => one(draw, items)))];

// Thirty articles of twenty days, some of an agency, some by a coder.
/** @type {Record<string, any>} */
const ARTICLES = Object.fromEntries(
  Array.from({ length: 30 }, (_, number) => {
    const day = `2023-12-${String(1 + ((number * 7) % 20)).padStart(2, "0")}`;
    const publisher = ["herald", "gazette", "courier", "dataset"][number % 4];
    const more = number % 5 === 0 ? { agency: "wire" } : number % 7 === 0 ? { coded_by: "dataset" } : {};
    return [`article-${number}`, { publisher, published: day, day, ...more }];
  }),
);
const links = { ...background, articles: ARTICLES };
const DAYS = [...new Set(Object.values(ARTICLES).map(({ day }) => day))].sort();
const PEOPLE = ["ann", "abe", "bob", "cid", "xan", "yan", "torn", "clubber", "whisper", "murmur"];
const BODIES = ["aland", "bland", "cland", "a-foreign", "b-foreign", "a-defence", "herald"];
/** @type {Record<string, [string, Record<string, string[]>]>} */
const FACTS = {
  m: ["Meeting", { participant: [...PEOPLE, "aland"] }],
  n: ["Meeting", { participant: PEOPLE }],
  v: ["Visit", { agent: PEOPLE, host: BODIES }],
  a: ["Action", { agent: PEOPLE, recipient: BODIES }],
  t: ["Tenure", { holder: ["xan", "yan", "ann"], organization: BODIES }],
  u: ["Tenure", { holder: ["xan", "yan", "cid"], post: ["general", "chief"], organization: BODIES }],
  w: ["Tenure", { holder: ["a-foreign", "yan"], organization: BODIES }],
};
const WHENS = [undefined, "2023-11-30", "2023-12-03", "2023-12-05", "2023-12-11", "2023-12-17"];

/** @type {(draw: Draw, number: number) => Claim} */
function drawn(draw, number) {
  const fact = one(draw, Object.keys(FACTS));
  const [type, roles] = FACTS[fact];
  const when = one(draw, WHENS);
  const until = one(draw, ["9999-12-31", "2023-12-19"]);
  const span = type === "Tenure" ? { text: `${when}/${until}`, earliest: when, latest: until, interval: true } : { text: when ?? "", earliest: when, latest: when };
  return /** @type {Claim} */ (
    /** @type {unknown} */ ({
      id: `c${number}`,
      article: one(draw, Object.keys(ARTICLES)),
      fact,
      type,
      stance: one(draw, ["asserts", "asserts", "asserts", "announces", "announces", "denies", "suggests", "retracts"]),
      scope: one(draw, ["fact", "fact", "roles"]),
      roles: Object.fromEntries(Object.entries(roles).map(([role, names]) => [role, some(draw, names, 2)])),
      speaker: draw() < 0.6 ? some(draw, [...PEOPLE, ...BODIES, "unnamed"], 2) : [],
      via: draw() < 0.2 ? [one(draw, ["herald", "ann", "wire"])] : [],
      fulfils: type !== "Tenure" && draw() < 0.2 ? one(draw, ["m", "n", "v"]) : undefined,
      when: when && draw() < 0.8 ? span : undefined,
    })
  );
}

/** @type {(draw: Draw) => [string | null, Withdrawn, string[]]} */
function step(draw) {
  const day = one(draw, [null, "0001-01-01", "2999-01-01", ...DAYS, ...DAYS]);
  const isWhole = draw() < 0.7;
  const voices = isWhole ? [] : some(draw, ["aland", "bland", "xan", "herald", "wire", "anonymous@article-3"], 2);
  const outlets = isWhole ? [] : some(draw, ["herald", "wire", "dataset"], 1);
  const relays = isWhole ? [] : some(draw, ["herald", "ann"], 1);
  return [day, { voices, outlets, relays }, draw() < 0.3 ? some(draw, Object.keys(ARTICLES), 4) : []];
}

for (const seed of Array.from({ length: 40 }, (_, number) => number)) {
  test(`what is counted again is what is counted from the beginning, whatever came before: ${seed}`, () => {
    const draw = chance(seed);
    const chosen = Array.from({ length: [8, 20, 60, 150][seed % 4] }, (_, number) => drawn(draw, number));
    const recount = new Recount(chosen, links);
    for (let number = 0; number < 40; number += 1) {
      const [day, without, left] = step(draw);
      const expected = account(chosen.filter(({ article }) => !left.includes(article)), links, day, without);
      const found = recount.account(day, { ...without, articles: left });
      assert.deepEqual(found, expected, `${number}: ${day} ${JSON.stringify(without)} ${left}`);
      assert.deepEqual(Object.keys(found.facts), Object.keys(expected.facts));
    }
  });
}

test("what no step touches stays the very same", () => {
  const draw = chance(99);
  const recount = new Recount(Array.from({ length: 60 }, (_, number) => drawn(draw, number)), links);
  const before = recount.account("2023-12-10", {}).facts;
  const again = recount.account("2023-12-10", {}).facts;
  for (const fact of Object.keys(before)) assert.equal(again[fact], before[fact]);
});
