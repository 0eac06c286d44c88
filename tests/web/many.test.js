// Many claims on one fact, and deep links: the time grows with what is there, and not with its square.

import assert from "node:assert/strict";
import { test } from "node:test";

import { account } from "../../kg/view/web/account.js";
import { edgesOf, hasTooMany } from "../../kg/view/web/edges.js";
import { Fillers } from "../../kg/view/web/incompatible.js";
import { unacceptedWholes } from "../../kg/view/web/support.js";
import { Sides } from "../../kg/view/web/voices.js";

const DAY = "2031-01-01";
const SOON = 20_000; // milliseconds, for what takes less than one second unless the machine is very busy, and minutes where it is done wrongly

const TYPE = { lasts: false, functional: ["place"], parties: ["participant"], always: [], upward: [], mutual: {}, shortcuts: [] };

/** @type {(many: number, speaker: (number: number) => string) => any} */
function world(many, speaker) {
  const articles = Object.fromEntries(
    Array.from({ length: many }, (_, number) => [`a${number}`, { publisher: "paper", day: `${2031 + number}-01-01` }]),
  );
  const claims = Array.from({ length: many }, (_, number) => ({
    article: `a${number}`,
    id: "c",
    fact: "f",
    type: "Meeting",
    stance: number % 3 ? "asserts" : "denies",
    speaker: [speaker(number)],
    roles: { participant: ["ann", "bob"], place: [`p${number}`] },
    values: { deaths: { low: `${number}`, high: `${number}` } },
    evidence: [],
  }));
  return { claims, links: { articles, entities: {}, types: { Meeting: TYPE }, upward: [], containment: "part-of", report_figures: [] } };
}

for (const [name, speaker] of /** @type {[string, (number: number) => string][]} */ ([
  ["one speaker", () => "ann"],
  ["many speakers", (number) => `s${number}`],
]))
  test(`five thousand claims of ${name} on one fact are weighed in time`, () => {
    const { claims, links } = world(5_000, speaker);
    const begun = performance.now();
    const { facts } = account(claims, links);
    assert.ok(performance.now() - begun < SOON, `${performance.now() - begun} ms`);
    assert.equal(Object.keys(facts.f.fillers).length, 5_002);
  });

/** @type {(links: Record<string, string[]>) => any} */
const entities = (links) =>
  Object.fromEntries(
    Object.entries(links).map(([id, above]) => [id, { kind: "Organization", name: id, links: { "part-of": above } }]),
  );

test("the side above a diamond of a thousand layers, a chain of 100,000 and a circle is found in time", () => {
  const layers = Array.from({ length: 1_000 }, (_, number) => number);
  const diamond = Object.fromEntries(
    layers.flatMap((n) => ["a", "b"].map((side) => [`${side}${n}`, [`a${n + 1}`, `b${n + 1}`]])),
  );
  const steps = Array.from({ length: 100_000 }, (_, number) => number);
  const chain = Object.fromEntries(steps.map((n) => [`c${n}`, [`c${n + 1}`]]));
  const circle = Object.fromEntries(steps.map((n) => [`o${n}`, [`o${(n + 1) % steps.length}`]]));
  const sides = new Sides({ entities: entities({ ...diamond, ...chain, ...circle, c100000: [] }), upward: ["part-of"] }, []);
  const begun = performance.now();
  assert.equal(sides.ends("a0", DAY).length, 2);
  assert.deepEqual(sides.ends("c0", DAY), ["c100000"]);
  assert.equal(sides.ends("o0", DAY).length, 1);
  assert.ok(performance.now() - begun < SOON, `${performance.now() - begun} ms`);
});

for (const many of [20, 21])
  test(`of one fact no more edges are drawn than a page may draw: ${many} participants`, () => {
    const who = Array.from({ length: many }, (_, number) => `p${number}`);
    const { claims, links } = world(1, () => "paper");
    claims[0].stance = "asserts";
    claims[0].roles = { participant: who };
    const shortcuts = [{ source: "participant", edge: "met", target: "participant", layer: "contact" }];
    const data = {
      entities: Object.fromEntries(who.map((id) => [id, { kind: "Person", name: id, links: {} }])),
      types: { Meeting: { ...TYPE, shortcuts } },
      relations: { met: { label: "met", symmetric: true } },
      most_edges: 190,
    };
    const its = account(claims, { ...links, types: data.types });
    assert.equal(edgesOf(/** @type {any} */ (data), its).length, many === 20 ? 190 : 0);
    for (const layers of [undefined, ["contact"], ["speech", "contact"]])
      assert.equal(hasTooMany(/** @type {any} */ (data), its.facts.f, layers), many === 21);
    assert.equal(hasTooMany(/** @type {any} */ (data), its.facts.f, ["speech"]), false);
    assert.equal(hasTooMany(/** @type {any} */ (data), its.facts.f, []), false);
  });

/** @type {(length: number) => Record<string, string[]>} */
const chain = (length) =>
  Object.fromEntries(Array.from({ length }, (_, n) => [`n${n}`, n + 1 < length ? [`n${n + 1}`] : []]));

/** @type {(length: number) => Record<string, string[]>} */
const circle = (length) => Object.fromEntries(Array.from({ length }, (_, n) => [`n${n}`, [`n${(n + 1) % length}`]]));

/** @type {(length: number) => Record<string, string[]>} */
const diamonds = (length) =>
  Object.fromEntries(
    Array.from({ length }, (_, n) => ["a", "b"].map((side) => [`${side}${n}`, [`a${n + 1}`, `b${n + 1}`]])).flat(),
  );

/** @type {[string, Record<string, string[]>][]} */
const DEEP = [
  ["a chain of twenty thousand", chain(20_000)],
  ["a thousand diamonds", diamonds(1_000)],
  ["a circle of a thousand", circle(1_000)],
];

for (const [name, ways] of DEEP) {
  const links = { entities: entities(ways), articles: {}, types: {}, upward: ["part-of"], containment: "part-of", report_figures: [] };
  const ids = Object.keys(ways);
  /** @type {(work: () => void) => void} */
  const soon = (work) => {
    const begun = performance.now();
    work();
    assert.ok(performance.now() - begun < SOON, `${performance.now() - begun} ms`);
  };

  test(`all on ${name} are asked for their sides in time`, () =>
    soon(() => {
      const sides = new Sides(links, []);
      const ends = new Set(ids.flatMap((id) => sides.ends(id, DAY)));
      assert.ok(ends.size <= 2);
    }));

  test(`all places of ${name} are compared in time`, () =>
    soon(() => {
      const fillers = new Fillers(links);
      for (const id of ids) fillers.add(id);
      assert.equal(ids.some((id) => fillers.exclude(id)), name.includes("diamonds"));
    }));

  test(`what a part of ${name} belongs to is found in time`, () =>
    soon(() => {
      /** @type {any} */
      const facts = Object.fromEntries(ids.map((id) => [id, { fact: id, part_of: ways[id], accepted: false }]));
      assert.ok(unacceptedWholes(facts[ids[0]], facts).length >= ids.length - 2);
    }));
}

test("fillers exclude what each pair of places says that they exclude", () => {
  let seed = 7;
  const chance = (/** @type {number} */ many) => (seed = (seed * 48_271) % 2_147_483_647) % many;
  for (let round = 0; round < 500; round += 1) {
    const ids = Array.from({ length: 8 }, (_, n) => n);
    const ways = Object.fromEntries(
      ids.map((n) => [`n${n}`, ids.filter((m) => m > n && chance(3) === 0).map((m) => `n${m}`)]),
    );
    /** @type {(inner: string, outer: string) => boolean} */
    const inside = (inner, outer) => inner === outer || ways[inner].some((around) => inside(around, outer));
    const fillers = new Fillers({ entities: entities(ways), articles: {}, types: {}, upward: [], containment: "part-of", report_figures: [] });
    const given = ids.filter(() => chance(2)).map((n) => `n${n}`);
    for (const id of given) fillers.add(id);
    for (const id of Object.keys(ways))
      assert.equal(fillers.exclude(id), given.some((other) => !inside(id, other) && !inside(other, id)));
  }
});
