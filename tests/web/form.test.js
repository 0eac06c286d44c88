// The form of a claim without a browser: what is asked and said while one types, where keys lead, what differs.

import assert from "node:assert/strict";
import test from "node:test";
import { lineOf, unmarked } from "../../kg/serve/static/annotate/claims.js";
import { countOf } from "../../kg/serve/static/annotate/combo_fields.js";
import { compared } from "../../kg/serve/static/annotate/conflict.js";
import { Drafts, asDraft, newer } from "../../kg/serve/static/annotate/drafts.js";
import { kindAfter, moved, withKinds, wordsAt } from "../../kg/serve/static/annotate/evidence_field.js";
import { lettersOf } from "../../kg/serve/static/annotate/fields.js";
import { keyAfter, keysOf } from "../../kg/serve/static/annotate/form_fields.js";
import { changedIn } from "../../kg/serve/static/annotate/head_form.js";
import { wayOf } from "../../kg/serve/static/annotate/history.js";
import { Newest, Voice, byField } from "../../kg/serve/static/annotate/live.js";
import { fillersBefore, likely, rolesOf, unfitFor } from "../../kg/serve/static/annotate/vocabulary.js";

/** @typedef {import("../../kg/serve/static/annotate/types.js").Article} Article */
/** @typedef {import("../../kg/serve/static/annotate/vocabulary.js").Vocabulary} Vocabulary */

/** @type {(milliseconds: number) => Promise<void>} */
const later = (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds));

// The clock is ours: how fast the machine is does not matter.
let now = 0;
/** @type {Set<{at: number, work: () => void}>} */
const timers = new Set();
Object.assign(globalThis, {
  setTimeout(/** @type {() => void} */ work, milliseconds = 0) {
    const timer = { at: now + milliseconds, work };
    timers.add(timer);
    return timer;
  },
  clearTimeout: (/** @type {any} */ timer) => void timers.delete(timer),
});

/** @type {(milliseconds: number) => Promise<void>} */
async function pass(milliseconds) {
  for (const end = now + milliseconds; now < end; now += 5) {
    for (const timer of [...timers].filter(({ at }) => at <= now)) {
      timers.delete(timer);
      timer.work();
    }
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
  }
}

const role = (/** @type {string} */ name, more = {}) => ({ role: name, label: name, classes: [], scheme: "", min: 0, max: null, party: false, facts: false, ...more });
const meeting = { id: "M", label: "meeting", lasts: "", phrase: "", meaning: "", roles: [role("participant", { min: 2 }), role("place", { max: 1 })] };

test("the newest change is tried, once nothing has changed for a while, and what came too late is dropped", async () => {
  /** @type {string[][]} */
  const [asked, taken] = [[], []];
  const trials = new Newest(async (/** @type {string} */ its) => {
    asked.push(its);
    await later(its === "slow" ? 60 : 0);
    return `${its} answered`;
  }, (/** @type {string} */ answer) => void taken.push(answer), () => assert.fail("nothing fails"), 10);
  for (const its of ["a", "b", "c"]) trials.changed(its);
  await pass(40);
  assert.deepEqual([asked, taken], [["c"], ["c answered"]]);
  trials.changed("slow");
  await pass(30);
  trials.changed("d");
  await pass(120);
  assert.deepEqual([asked, taken], [["c", "slow", "d"], ["c answered", "d answered"]]);
  trials.changed("e");
  trials.stop();
  await pass(30);
  assert.equal(asked.at(-1), "d");
});

test("a draft is kept at the server while one types without a pause, and an older one never comes last", async () => {
  /** @type {string[][]} */
  const [sent, kept] = [[], []];
  const given = globalThis.fetch;
  Object.assign(globalThis, { sessionStorage: { getItem: () => "" } });
  globalThis.fetch = async (_, { body } = {}) => {
    sent.push(JSON.parse(String(body)).draft?.field ?? "none");
    const its = sent[sent.length - 1];
    await later(sent.length === 1 ? 500 : 0);
    kept.push(its);
    return new Response("{}");
  };
  const drafts = new Drafts();
  for (let key = 0; key < 8; key += 1) {
    drafts.keep("a", { claim: {}, was: null, field: `key ${key}`, typed: {}, at: key });
    await pass(100);
  }
  assert.equal(sent.length > 0, true);
  drafts.keep("a", null);
  await pass(1500);
  assert.deepEqual([kept[0].slice(0, 3), kept.at(-1), sent], ["key", "none", kept]);
  globalThis.fetch = given;
});

test("a server that fails is told of once, and only where it was asked last", async () => {
  /** @type {unknown[]} */
  const failed = [];
  const trials = new Newest(async () => Promise.reject(new Error("gone")), () => assert.fail("nothing comes"), (error) => void failed.push(error), 1);
  await trials.now("a");
  assert.equal(failed.length, 1);
});

test("the live region says what has changed, after a pause, and nothing twice", async () => {
  /** @type {string[]} */
  const said = [];
  const voice = new Voice((words) => void said.push(words), 15);
  for (const words of ["one", "one-sided", "one-sided; contested"]) voice.say(words);
  await pass(40);
  voice.say("one-sided; contested");
  await pass(40);
  assert.deepEqual(said, ["one-sided; contested"]);
});

test("faults stand at their fields; those of fields that are not shown, with the rest", () => {
  const faults = ["roles.place.0", "roles.agent", "evidence.2.at", "when", "mode", ""].map((field) => ({ field }));
  const found = byField(faults, ["roles.place", "evidence", "when"]);
  assert.deepEqual(Object.fromEntries([...found].map(([field, its]) => [field, its.map((one) => one.field)])), {
    "roles.place": ["roles.place.0"], evidence: ["evidence.2.at"], when: ["when"], "": ["roles.agent", "mode", ""],
  });
});

test("the form has the roles of the type in their order, and roles that the type has not, where a claim names them", () => {
  const claim = { roles: { topic: ["t"], place: ["harl"] }, note: "n" };
  assert.deepEqual(keysOf(claim, meeting, new Set(["id"])), [
    "evidence", "fact", "type", "roles.participant", "roles.place", "roles.topic", "speaker", "via", "stance", "when", "said", "note", "id", "more",
  ]);
  assert.deepEqual(rolesOf(undefined, {}).length, 0);
});

test("Enter goes past the type of a known fact, past relays of nobody, and from a further field back", () => {
  const keys = keysOf({}, meeting, new Set(["note"]));
  assert.equal(keyAfter("fact", keys, {}, true), "roles.participant");
  assert.equal(keyAfter("fact", keys, {}, false), "type");
  assert.equal(keyAfter("speaker", keys, {}, true), "stance");
  assert.equal(keyAfter("speaker", keys, { speaker: ["a"] }, true), "via");
  assert.deepEqual(["said", "note"].map((key) => keyAfter(key, keys, {}, true)), ["more", "more"]);
});

test("each word has a letter of its own", () => {
  const stances = ["announces", "asks", "asserts", "declines", "denies", "retracts", "suggests"];
  assert.equal(stances.map((its) => lettersOf(stances).get(its)).join(""), "nkacdrs");
  const modes = ["direct", "indirect", "presupposed", "implied"];
  assert.equal(modes.map((its) => lettersOf(modes).get(its)).join(""), "dipm");
});

test("who fits a role, how many it takes, and who filled it before", () => {
  assert.deepEqual([unfitFor("Person", ["Place"]), unfitFor("Place", ["Place"]), unfitFor(undefined, ["Place"])], ["not a Place", "", ""]);
  assert.equal(unfitFor("Place", ["Person", "Group", "Post"]), "a Place does not fit here");
  const counts = [[0, null], [1, null], [2, null], [0, 1], [1, 1], [0, 3], [2, 3]].map(([min, max]) => countOf(role("r", { min, max })));
  assert.deepEqual(counts, ["", "needed", "2 or more", "at most one", "one", "at most 3", "2 to 3"]);
  const row = (/** @type {object} */ claim) => ({ claim });
  const article = /** @type {Article} */ (/** @type {unknown} */ ({ claims: [
    row({ id: "a", fact: "f", roles: { agent: ["x", "y"] } }), row({ id: "b", fact: "f", roles: { agent: ["y", "z"] } }), row({ id: "c", fact: "g", roles: { agent: ["q"] } }),
  ] }));
  const vocabulary = /** @type {Vocabulary} */ (/** @type {unknown} */ ({ fact: new Map() }));
  assert.deepEqual(fillersBefore(vocabulary, article, { id: "a", fact: "f" }).get("agent"), ["y", "z"]);
  assert.deepEqual([...likely(["q"], article).keys()].slice(0, 3), ["q", "f", "y"]);
});

test("pieces of evidence are counted in code points, moved within their places, and go through the kinds", () => {
  assert.equal(wordsAt("a😀b — c", [1, 3]), "😀b");
  assert.deepEqual([moved(["a", "b", "c"], 0, 1), moved(["a", "b", "c"], 2, 1), moved(["a"], 0, -1)], [["b", "a", "c"], ["a", "b", "c"], ["a"]]);
  assert.deepEqual(["text", undefined, "caption"].map((kind) => kindAfter(["text", "headline", "caption"], kind)), ["headline", "headline", undefined]);
});

test("a piece of the title is of its kind at once, unless somebody has said another, and one that goes beyond it is not", () => {
  /** @type {Pick<Article, "sentences" | "kinds">} */
  const article = { sentences: [[0, 9, "open"], [10, 20, "open"], [21, 30, "open"]], kinds: [[0, 9, "headline"], [21, 30, "caption"]] };
  /** @type {(at: [number, number], kind?: string) => string | undefined} */
  const kind = (at, said) => withKinds([{ at, ...(said && { kind: said }) }], article)[0].kind;
  assert.deepEqual([kind([0, 9]), kind([3, 5]), kind([3, 5], "caption"), kind([22, 30])], ["headline", "headline", "caption", "caption"]);
  assert.deepEqual([kind([3, 12]), kind([0, 30]), kind([12, 14]), kind([9, 10])], [undefined, undefined, undefined, undefined]);
  assert.deepEqual(withKinds([], article), []);
});

test("of two drafts the newer one is taken, and what is no draft is none", () => {
  const [old, young] = [1, 2].map((at) => ({ claim: {}, was: null, field: "", typed: {}, at }));
  assert.deepEqual([newer(old, young), newer(young, old), newer(null, old), newer(null, null)], [young, young, old, null]);
  assert.deepEqual([asDraft(null), asDraft("x"), asDraft({ claim: 1 })], [null, null, null]);
  assert.deepEqual(asDraft({ claim: { id: "a" } }), { claim: { id: "a" }, was: null, field: "", typed: {}, at: 0 });
});

test("two versions are set beside each other, field by field", () => {
  const rows = compared({ id: "a", when: "2023" }, { id: "a", when: "2024", note: "n" });
  assert.deepEqual(rows.map((its) => [its.field, its.theirs, its.yours, its.differs]), [["id", "a", "a", false], ["when", "2023", "2024", true], ["note", "", "n", true]]);
  assert.deepEqual(compared(null, { id: "a" })[0], { field: "id", theirs: "", yours: "a", differs: true });
});

test("a line says whose claim it is and how its fact stands", () => {
  const row = { claim: { stance: "denies", speaker: ["iran"] }, line: 1, words: "", status: "one-sided", contested: true, suggested: false, faults: [] };
  const called = (/** @type {string} */ id) => (id === "iran" ? "Iran" : id);
  assert.equal(lineOf(row, called, "P"), "denies · Iran · one-sided, contested");
  assert.equal(lineOf({ ...row, claim: {}, status: "", contested: false, suggested: true }, called, "The Paper"), "suggested · no stance yet · The Paper itself");
  assert.deepEqual(unmarked({ id: "a", suggested: true }), { id: "a" });
});

test("of the head, what has changed is sent", () => {
  assert.deepEqual(changedIn({ title: "A", publisher: "p" }, { title: "A", publisher: "q", url: "" }), { publisher: "q" });
});

test("undo and redo are the usual keys", () => {
  const press = (/** @type {object} */ its) => wayOf(/** @type {KeyboardEvent} */ ({ key: "z", ctrlKey: true, metaKey: false, shiftKey: false, altKey: false, ...its }));
  assert.deepEqual([press({}), press({ shiftKey: true, key: "Z" }), press({ key: "y" }), press({ ctrlKey: false }), press({ altKey: true })], ["undo", "redo", "redo", "", ""]);
});
