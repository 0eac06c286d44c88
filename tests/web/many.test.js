// Many claims on one fact, and deep links: the time grows with what is there, and not with its square.

import assert from "node:assert/strict";
import { test } from "node:test";

import { account } from "../../kg/view/web/account.js";
import { edgesOf, hasTooMany } from "../../kg/view/web/edges.js";
import { Sides } from "../../kg/view/web/voices.js";

const DAY = "2031-01-01";
const SOON = 5_000; // milliseconds, for what takes less than one second unless the machine is busy

const TYPE = { lasts: false, functional: ["place"], parties: ["participant"], always: [], upward: [], shortcuts: [] };

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
  return { claims, links: { articles, entities: {}, types: { Meeting: TYPE }, upward: [], containment: "part-of" } };
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
    assert.equal(hasTooMany(/** @type {any} */ (data), its.facts.f), many === 21);
  });
