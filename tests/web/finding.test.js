// Finding in a text, how far it is annotated, and what selected words can be.
import assert from "node:assert/strict";
import { test } from "node:test";

import { refusalOf } from "../../kg/serve/static/annotate/api.js";
import { coverageOf, coverageWords, shortCoverage } from "../../kg/serve/static/annotate/coverage.js";
import { findAll, fold } from "../../kg/serve/static/annotate/folding.js";
import { KEYS } from "../../kg/serve/static/annotate/keys.js";
import { atOnce, completed } from "../../kg/serve/static/annotate/offers.js";

/** @type {(text: string, words: string) => string[]} */
const found = (text, words) => findAll(fold(text), words).map((span) => text.slice(...span));

test("case, accents, quotation marks, dashes and blanks are one", () => {
  assert.deepEqual(found("CAFÉ cafe\u0301 Cafe", "café"), ["CAFÉ", "cafe\u0301", "Cafe"]);
  assert.deepEqual(found("“We’ll  go\nnow” – he", "\"we'll go now\" - he"), ["“We’ll  go\nnow” – he"]);
  assert.deepEqual(found("كَتَبَ", "كتب"), ["كَتَبَ"]);
  assert.deepEqual(found("a𝕏b", "𝕏"), ["𝕏"]);
  assert.deepEqual(found("one\u202etwo", "onetwo"), ["one\u202etwo"]);
});

test("nothing is found of nothing, and no half of a character", () => {
  assert.deepEqual(found("some words", "  "), []);
  assert.deepEqual(found("…", "."), ["…"], "one character that is folded to three is found once");
  assert.equal(findAll(fold("a ".repeat(50)), "a", 10).length, 10);
});

test("coverage counts sentences, and not what stands apart", () => {
  const counts = coverageOf([[0, 1, "claim"], [2, 3, "open"], [4, 5, "nothing"], [6, 7, "apart"]]);
  assert.deepEqual(counts, { claim: 1, nothing: 1, open: 1, whole: 3 });
  assert.equal(coverageWords({ claim: 12, nothing: 3, open: 16, whole: 31 }), "12 of 31 sentences have a claim, 3 ticked off, 16 open");
  assert.equal(coverageWords({ claim: 1, nothing: 0, open: 1204, whole: 1205 }), "1 of 1,205 sentences has a claim, 0 ticked off, 1,204 open");
  assert.equal(coverageWords({ claim: 0, nothing: 0, open: 0, whole: 0 }), "No sentences");
  assert.equal(shortCoverage({ claim: 2, nothing: 0, open: 1, whole: 3 }), "2 of 3 sentences, 1 open");
});

const KNOWN = /** @type {any} */ ({
  kinds: [{ id: "Person", label: "Person", meaning: "" }],
  entities: [{ id: "iran", kind: "Person", name: "Iran", aliases: ["Tehran"], side: "" }],
  types: [{ id: "Meeting", label: "meeting", meaning: "They met." }],
});
const SPAN = { at: /** @type {[number, number]} */ ([0, 6]) };
const WHOLE = { at: /** @type {[number, number]} */ ([0, 20]) };
const asked = { words: "Tehran’s", piece: SPAN, sentence: WHOLE, isOpen: false, mark: "open", known: KNOWN };
const ANSWER = /** @type {any} */ ({
  entities: [{ id: "iran", name: "Iran", kind: "Person", why: "" }, { id: "sana", name: "Sana", kind: "Person", why: "alias" }],
  days: [{ when: "2031-03-05", words: "Wednesday" }],
  speech: { verb: "said", speakers: ["iran"] },
  types: ["Meeting"],
  facts: [{ id: "talks", type: "Meeting", words: "the talks" }],
  new_entity: { id: "tehran", name: "Tehran" },
});

/** @type {(groups: import("../../kg/serve/static/annotate/offers.js").Group[]) => (string | undefined)[][]} */
const lines = (groups) => groups.flatMap(({ offers }) => offers.map(({ key, label }) => [key, label]));

test("what needs no server is offered at once", () => {
  assert.deepEqual(lines(atOnce(asked)), [["c", "Claim from these words"], ["n", "Nothing about actors here"], ["1", "Claim that Iran makes"]]);
  assert.deepEqual(lines(atOnce({ ...asked, isOpen: true, mark: "claim" })), [["e", "Add as evidence to the open claim"], ["1", "Iran"]]);
  assert.equal(lines(atOnce({ ...asked, mark: "nothing", words: "?" }))[1][1], "Something about actors here: take the tick back");
});

test("the server's answer comes behind it, and keeps its digits", () => {
  const before = lines(atOnce(asked));
  const after = completed(asked, ANSWER);
  assert.deepEqual(lines(after).slice(0, before.length), before);
  assert.deepEqual(lines(after).slice(before.length), [
    ["2", "Claim that Sana makes"], ["3", "When: Wednesday"], ["4", "Said: Wednesday"], ["5", "Speaker: Iran"],
    ["6", "the talks"], ["7", "Fact type: meeting"], ["8", "New person “Tehran”"],
  ]);
  assert.deepEqual(lines(completed(asked, null)).at(-1), ["2", "New person “Tehran’s”"], "without an answer too");
});

test("what is chosen fills the claim that is open, or begins one on the sentence", () => {
  /** @type {(isOpen: boolean) => unknown[]} */
  const does = (isOpen) => completed({ ...asked, isOpen }, ANSWER).flatMap(({ offers }) => offers.map((offer) => offer.does));
  assert.deepEqual(does(true), [
    ["evidence", SPAN], ["tick", null], ["fill", { field: "", value: "iran" }], ["fill", { field: "", value: "sana" }],
    ["fill", { field: "when", value: "2031-03-05" }], ["fill", { field: "said", value: "2031-03-05" }],
    ["fill", { field: "speaker", value: "iran" }], ["fill", { field: "fact", value: "talks" }],
    ["fill", { field: "type", value: "Meeting" }],
    ["fill", { field: "new-entity", value: { id: "tehran", name: "Tehran", kind: "Person" } }],
  ]);
  assert.deepEqual(does(false)[2], ["begin", { evidence: [WHOLE], fields: { speaker: ["iran"] } }]);
  assert.deepEqual(does(false)[6], ["begin", { evidence: [WHOLE], fields: { speaker: ["iran"] } }]);
  assert.deepEqual(does(false)[7], ["begin", { evidence: [WHOLE], fields: { fact: "talks" } }]);
});

test("a long text is no name", () => {
  const long = { ...asked, words: "word ".repeat(20) };
  assert.deepEqual(lines(completed(long, null)), [["c", "Claim from these words"], ["n", "Nothing about actors here"]]);
});

test("a refusal is read, also where it is no JSON", () => {
  assert.equal(refusalOf(404, '{"error": "no such article", "hint": "look"}').words, "no such article – look");
  assert.equal(refusalOf(502, "<b>Bad").words, "<b>Bad");
  assert.equal(refusalOf(500, "").words, "the server says 500");
  assert.deepEqual(refusalOf(409, '{"error": "differs", "theirs": null}').more.theirs, null);
});

test("no key of one place does two things", () => {
  for (const { keys } of KEYS) {
    const all = keys.flatMap((one) => one.keys);
    assert.equal(new Set(all).size, all.length);
  }
});
