// Finding among names, ids that are proposed, claims as values: the pure parts of the form of a claim.

import assert from "node:assert/strict";
import test from "node:test";
import { cleaned, differing, figuresIn, figuresOf, isSame, shown } from "../../kg/serve/static/annotate/claim_values.js";
import { MOST, entryOf, matching } from "../../kg/serve/static/annotate/matching.js";
import { claimId, factId, idOf, isId, monthOf, unused } from "../../kg/serve/static/annotate/naming.js";

const people = [
  { id: "asim-munir", label: "Asim Munir", names: ["Gen Asim"] },
  { id: "gul-ahmed", label: "Gül Ahmed" },
  { id: "mira-toll", label: "Mira Toll" },
  { id: "stolm", label: "Stolm", names: ["Port of Stolm"] },
  { id: "li-si", label: "李四" },
].map(entryOf);

/** @type {(typed: string, first?: string[], unfit?: string) => string[]} */
const found = (typed, first = [], unfit = "") =>
  matching(people, typed, new Map(first.map((id, at) => [id, at])), (its) => (its.id === unfit ? "not a Place" : "")).options.map(({ id }) => id);

test("a name is found by the beginning of any word first, then inside", () => {
  assert.deepEqual(found("tol"), ["mira-toll", "stolm"]);
  assert.deepEqual(found("mu as"), ["asim-munir"]);
  assert.deepEqual(found("gen"), ["asim-munir"]);
  assert.deepEqual(found("GUL"), ["gul-ahmed"]);
  assert.deepEqual(found("李"), ["li-si"]);
  assert.deepEqual(found("asim-munir"), ["asim-munir"]);
  assert.deepEqual(found("xyz"), []);
});

test("what is likely comes first among equals, what does not fit last, and says why", () => {
  assert.deepEqual(found("", ["mira-toll"])[0], "mira-toll");
  assert.deepEqual(found("tol", ["stolm"]), ["mira-toll", "stolm"]);
  assert.deepEqual(found("tol", [], "mira-toll"), ["stolm", "mira-toll"]);
  const { options } = matching(people, "tol", new Map(), () => "not a Country");
  assert.deepEqual(options.map((its) => its.unfit), ["not a Country", "not a Country"]);
});

test("no more are offered than can be looked at, and how many are left is told", () => {
  const many = Array.from({ length: MOST + 7 }, (_, at) => entryOf({ id: `e-${at}`, label: `Entity ${at}` }));
  const offer = matching(many, "ent");
  assert.deepEqual([offer.options.length, offer.more, offer.options[0].id], [MOST, 7, "e-0"]);
});

test("an id is proposed from a name, in ASCII and kebab case", () => {
  /** @type {[string, string][]} */
  const cases = [
    ["Asim Munir", "asim-munir"], ["Jean-Yves Le Drian", "jean-yves-le-drian"], ["Gül Łoś", "gul-los"], ["O’Neill & Sons", "oneill-sons"],
    ["Straße", "strasse"], ["  ", ""], ["李四", ""], ["<img src=x>", "img-src-x"], ["F.B.I.", "f-b-i"],
  ];
  for (const [name, id] of cases) assert.equal(idOf(name), id, name);
  assert.ok(idOf("very ".repeat(80)).length <= 60);
  assert.ok(cases.every(([, id]) => !id || isId(id)));
  assert.deepEqual(["a", "a-b", "A", "a--b", "-a", "a_b", "", "ä"].map(isId), [true, true, false, false, false, false, false, false]);
});

test("an id that somebody has gets a number", () => {
  const taken = ["toll", "toll-2"];
  assert.deepEqual(["toll", "mira", ""].map((id) => unused(id, (its) => taken.includes(its))), ["toll-3", "mira", ""]);
});

test("a new fact is called by who takes part and its month", () => {
  const claim = { roles: { topic: ["peace"], participant: ["asim-munir", "lloyd-austin", "third"] }, when: "2023-12-13", stance: "denies" };
  const never = () => false;
  assert.equal(factId(claim, ["participant", "topic"], "2024-01-02", never), "asim-munir-lloyd-austin-2023-12");
  assert.equal(factId({ ...claim, when: undefined }, ["participant"], "2024-01-02", never), "asim-munir-lloyd-austin-2024-01");
  assert.equal(factId({}, ["participant"], "2024-01-02", never), "");
  assert.deepEqual([monthOf("../2021-08"), monthOf("2023-22"), monthOf("", "2023-12-14"), monthOf(undefined)], ["2021-08", "2023", "2023-12", ""]);
  assert.equal(claimId({ fact: "talks", stance: "denies" }, (id) => id === "talks-denies"), "talks-denies-2");
});

test("what is empty is absent, and nothing else is touched", () => {
  const claim = { id: "a", roles: { agent: [], place: ["harl"] }, speaker: [], when: "", via: undefined, note: "0", values: {}, evidence: [{ at: /** @type {[number, number]} */ ([0, 4]) }] };
  assert.deepEqual(cleaned(claim), { id: "a", roles: { place: ["harl"] }, note: "0", evidence: [{ at: [0, 4] }] });
  assert.deepEqual(cleaned({ roles: { agent: [] } }), {});
});

test("claims are compared by what they hold, whatever the order of fields; of lists the order counts", () => {
  assert.ok(isSame({ a: 1, b: { c: [1], d: undefined } }, { b: { c: [1] }, a: 1 }));
  assert.ok(!isSame({ speaker: ["a", "b"] }, { speaker: ["b", "a"] }));
  assert.ok(!isSame(undefined, ""));
  assert.deepEqual(differing({ id: "a", fact: "f", note: "x" }, { id: "a", fact: "g", when: "2023" }), ["fact", "note", "when"]);
});

test("figures are read as they are typed, and written so that they are read alike", () => {
  const text = "deaths: 12, amount: 3500000 EUR, hurt: 20..";
  assert.deepEqual(figuresOf(text), { deaths: "12", amount: "3500000 EUR", hurt: "20.." });
  assert.equal(figuresIn(figuresOf(text)), text);
  assert.deepEqual([figuresOf(""), figuresOf("deaths"), figuresOf("a: 1;; b:2\n")], [{}, { deaths: "" }, { a: "1", b: "2" }]);
  assert.equal(shown({ agent: ["a", "b"], place: ["c"] }), "agent: a, b; place: c");
  assert.equal(shown([{ at: [0, 9], kind: "caption" }, { at: [10, 12] }]), "0–9 (caption), 10–12");
});
