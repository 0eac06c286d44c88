// The state, and what follows from it: accounts, filters, slices, days, paths, the address and the names.

import assert from "node:assert/strict";
import { test } from "node:test";

import { addressOf, readAddress } from "../../kg/view/web/address.js";
import { fittingOptions } from "../../kg/view/web/combobox.js";
import { csvOf } from "../../kg/view/web/exports.js";
import { changes, claimsOf, countByRow, inOrder, mostDoubtful, newestFirst, rowOf } from "../../kg/view/web/findings.js";
import { pathOf, tagsOf } from "../../kg/view/web/marks.js";
import { accountOf, defaults, readPayload } from "../../kg/view/web/model.js";
import { leftOutText, look, pathsBetween, shortestPaths } from "../../kg/view/web/shown.js";
import { deniers, partWords, support, unacceptedWholes } from "../../kg/view/web/support.js";
import { fold, nameOf, plural, voiceName } from "../../kg/view/web/texts.js";
import { payload } from "./payload.js";

/** @import { State } from "../../kg/view/web/types.js" */

const data = readPayload(payload());
const home = defaults(data);

/** @type {(changes?: Partial<State>) => State} */
const state = (asked = {}) => ({ ...home, ...asked });

/** @type {(asked?: Partial<State>) => ReturnType<typeof look>} */
const view = (asked = {}) => look(data, state(asked), accountOf(data, state(asked)));

test("a page opens with what is accepted", () => {
  assert.deepEqual([...view().lines.keys()], ["ann bob"]);
  assert.deepEqual([...view().nodes].sort(), ["ann", "bob", "cid"]);
  assert.equal(view().lines.get("ann bob")?.status, "one-sided");
  assert.deepEqual(data.voices, ["aland", "bland", "gazette"]);
  assert.deepEqual(data.publicationDays, ["2023-12-14", "2023-12-20"]);
});

test("what a party contests is drawn where it is asked for", () => {
  const line = view({ statuses: ["contested"] }).lines.get("bob cid");
  assert.equal(line?.status, "contested");
  assert.equal(line?.contested, true);
  assert.deepEqual(line?.heads, []);
});

test("what a party contests is counted by itself, and each finding once", () => {
  const facts = Object.values(view().account.facts);
  const counts = countByRow(facts);
  assert.equal(counts.contested, facts.filter((fact) => rowOf(fact) === "contested").length);
  assert.ok(counts.contested > 0);
  assert.equal(
    Object.values(counts).reduce((a, b) => a + b),
    facts.length,
  );
});

test("on an earlier day less is known", () => {
  assert.deepEqual(Object.keys(view({ knownBy: "2023-12-14" }).account.facts), ["m"]);
  assert.deepEqual(Object.keys(view({ knownBy: "2023-12-13" }).account.facts), []);
});

test("without a voice, an outlet or an article its claims do not count", () => {
  const nobody = { voice: [], outlet: [], relay: [], article: [] };
  assert.deepEqual([...view({ without: { ...nobody, voice: ["aland"] } }).lines.keys()], []);
  assert.deepEqual(Object.keys(view({ without: { ...nobody, outlet: ["gazette"] } }).account.facts), ["m"]);
  assert.deepEqual(Object.keys(view({ without: { ...nobody, article: ["herald-1"] } }).account.facts), ["n"]);
  const left = view({ without: { ...nobody, voice: ["bland"] } });
  assert.equal(left.account.facts.n.accepted, true);
  const moved = changes(data.opening, left.account);
  assert.deepEqual(
    moved.map(({ fact, was, is }) => [fact, was?.contested, is?.contested]),
    [["n", "by-party", null]],
  );
});

test("a slice shows its facts only, and hears no withdrawn voice", () => {
  const sliced = readPayload({ ...payload(), only: ["n"], opens: { known_by: "2023-12-20", day: "2023-12-20", withdrawn: { voices: ["bland"] } } });
  assert.deepEqual(Object.keys(sliced.opening.facts), ["n"]);
  assert.equal(sliced.opening.facts.n.contested, null);
});

test("filters by day, kind, layer and type", () => {
  const on = (/** @type {string} */ first, /** @type {string} */ last) =>
    view({ days: [first, last], undated: false }).lines.size;
  assert.equal(on("2023-12-13", "2023-12-13"), 1);
  assert.equal(on("2023-12-14", "2023-12-31"), 0);
  assert.equal(on("2023-01-01", "2023-12-12"), 0);
  assert.deepEqual([...view({ undated: false }).passing], ["m"]);
  for (const field of ["kinds", "layers", "types"]) assert.equal(view({ [field]: [] }).lines.size, 0, field);
  assert.deepEqual([...view({ alone: false }).nodes].sort(), ["ann", "bob"]);
});

test("a focus reaches as far as its steps", () => {
  const all = { statuses: ["one-sided", "contested"] };
  assert.deepEqual([...(view({ ...all, focus: "ann", steps: 1 }).inFocus ?? [])], ["ann", "bob"]);
  assert.deepEqual([...(view({ ...all, focus: "ann", steps: 2 }).inFocus ?? [])], ["ann", "bob", "cid"]);
  assert.equal(view({ focus: "nobody" }).inFocus, null);
});

test("those with as many others share a rank", () => {
  const { ranking } = view({ statuses: ["one-sided", "contested"] });
  assert.deepEqual(ranking, [
    { id: "bob", score: 2, rank: 1, tied: false },
    { id: "ann", score: 1, rank: 2, tied: true },
    { id: "cid", score: 1, rank: 2, tied: true },
  ]);
});

test("the shortest paths, in order, and no more than asked for", () => {
  const near = new Map(
    Object.entries({ a: ["c", "b", "e"], b: ["a", "d"], c: ["a", "d"], e: ["a", "d"], d: ["b", "c", "e"], x: [] }),
  );
  assert.deepEqual(shortestPaths(near, "a", "d"), [
    ["a", "b", "d"],
    ["a", "c", "d"],
    ["a", "e", "d"],
  ]);
  assert.equal(shortestPaths(near, "a", "d", 2).length, 2);
  assert.deepEqual(shortestPaths(near, "a", "x"), []);
  assert.deepEqual(shortestPaths(near, "a", "a"), []);
  const marked = pathOf(view({ statuses: ["one-sided", "contested"] }), ["ann", "cid"]);
  assert.deepEqual([...(marked?.lines ?? [])], ["ann bob", "bob cid"]);
  assert.equal(pathOf(view(), ["ann", null]), null);
});

test("stand-ins enter ranks and paths only if asked for, or named", () => {
  const crowded = payload();
  crowded.entities.bob = { ...crowded.entities.bob, anonymous: true };
  const its = readPayload(crowded);
  /** @type {(asked?: Partial<State>) => ReturnType<typeof look>} */
  const seen = (asked = {}) => {
    const all = { ...defaults(its), statuses: ["one-sided", "reported", "alleged", "contested"], ...asked };
    return look(its, all, accountOf(its, all));
  };
  assert.deepEqual([...seen().lines.keys()], ["ann bob", "bob cid"], "they are drawn");
  assert.deepEqual(seen().ranking, []);
  assert.equal(leftOutText(seen()), "Left out: 1 stand-in with 2 lines.");
  assert.deepEqual(pathsBetween(seen(), "ann", "cid"), []);
  assert.deepEqual(pathsBetween(seen(), "ann", "bob"), [["ann", "bob"]], "an end is asked for");
  assert.equal(seen({ anonymous: true }).ranking[0].id, "bob");
  assert.equal(leftOutText(seen({ anonymous: true })), "");
  assert.deepEqual(pathsBetween(seen({ anonymous: true }), "ann", "cid"), [["ann", "bob", "cid"]]);
  assert.equal(addressOf({ ...home, anonymous: true }, home), "anonymous=yes");
  assert.equal(readAddress("#anonymous=yes", data, home).anonymous, true);
});

test("an address keeps what differs, and gives it back", () => {
  assert.equal(addressOf(home, home), "");
  const asked = state({
    knownBy: "2023-12-14",
    without: { voice: ["bland"], outlet: ["gazette"], relay: [], article: ["herald-1"] },
    statuses: ["contested"],
    days: ["2023-12-01", "2023-12-31"],
    undated: false,
    alone: false,
    focus: "bob",
    steps: 2,
    path: ["ann", null],
    selected: ["line", "ann bob"],
    form: "table",
    least: 3,
    theme: "dark",
    pins: { ann: [10, -20] },
    camera: [1, 2, 0.5],
  });
  assert.deepEqual(readAddress(`#${addressOf(asked, home)}`, data, home), asked);
});

test("an address that makes no sense is not followed", () => {
  const nonsense =
    "#known=yesterday&no-voice=constructor&kinds=Person,__proto__&days=2023-12-01&focus=nobody,9&path=x,y&open=fact+x" +
    "&theme=red&pins=nobody,1,2;ann,x,y&camera=1,2,99";
  assert.deepEqual(readAddress(nonsense, data, home), { ...home, steps: 1 });
  for (const day of ["2023-02-30", "9999-99-99", "2023-00-10", "2023-02-29", "0000-01-01", "0000-02-29"])
    assert.deepEqual(readAddress(`#known=${day}&days=${day},2023-12-01`, data, home), home);
  assert.equal(readAddress("#known=2024-02-29", data, home).knownBy, "2024-02-29");
});

test("an address of the first edition, which left out a publisher, leaves out the same articles", () => {
  /** @type {(hash: string) => State["without"]} */
  const without = (hash) => readAddress(hash, data, home).without;
  assert.deepEqual(without("#no-publisher=herald"), { ...home.without, article: ["herald-1"] });
  assert.deepEqual(without("#no-publisher=herald,gazette").article, ["herald-1", "gazette-1"]);
  assert.deepEqual(without("#no-article=herald-1&no-publisher=herald").article, ["herald-1"]);
  assert.deepEqual(without("#no-publisher=nobody"), home.without);
});

test("findings in order", () => {
  const facts = Object.values(data.opening.facts);
  assert.deepEqual(
    newestFirst(facts).map(({ fact }) => fact),
    ["m", "n"],
  );
  assert.equal(mostDoubtful(data, data.opening), "n");
  assert.deepEqual(
    inOrder(data, ["gazette-1/wrote", "herald-1/said", "gazette-1/denied"]).map(({ id }) => id),
    ["said", "denied", "wrote"],
  );
  assert.deepEqual(
    claimsOf(data, data.opening, "voice", "gazette").map(({ id }) => id),
    ["wrote"],
  );
  assert.deepEqual(
    claimsOf(data, data.opening, "outlet", "gazette").map(({ id }) => id),
    ["wrote", "denied"],
  );
});

test("names are found without their accents, and by their beginning first", () => {
  assert.equal(fold("Łódź’s Ånd"), "lodz's and");
  const named = ["Joanna", "Annie Bell", "Bell Ann"].map((name) => ({ id: name, name, folded: [fold(name)] }));
  assert.deepEqual(
    fittingOptions(named, " ann ").map(({ id }) => id),
    ["Annie Bell", "Bell Ann", "Joanna"],
  );
  assert.deepEqual(fittingOptions(named, ""), []);
});

test("what things are called", () => {
  assert.equal(nameOf(data, "head-of-state"), "head of state");
  assert.equal(nameOf(data, "constructor"), "constructor");
  assert.equal(voiceName(data, "anonymous@herald-1"), "anonymous sources of Herald, 2023-12-14");
  assert.deepEqual([plural(1, "line"), plural(2, "line")], ["1 line", "2 lines"]);
  assert.equal(tagsOf(data, data.opening).size, 0, "a country is no post");
});

test("a table of the lines, in which no field is a formula", () => {
  const [head, row, end, ...more] = csvOf(data, view(), "known by 2023-12-14").split("\r\n");
  assert.equal(head.split(",").slice(0, 4).join(), "from,to,relation,symmetric");
  assert.equal(
    row,
    "ann,bob,met,true,m,Meeting,,one-sided,one-sided,,true,2023-12-13,aland,herald,,herald-1/said,ann,herald-1,herald-1/said:0-1,,known by 2023-12-14",
  );
  assert.deepEqual([end, more], ["", []]);
  data.opening.facts.m.label = '=SUM("x")';
  assert.ok(csvOf(data, { ...view(), account: data.opening }, "").includes('"\'=SUM(""x"")"'));
});

test("who denies, and what is part of something that is not accepted", () => {
  const { facts, readings } = data.opening;
  assert.deepEqual(deniers([facts.n], readings), ["bland"]);
  assert.deepEqual(deniers([facts.m], readings), []);
  const part = { ...facts.m, part_of: ["between"] };
  const all = { ...facts, m: part, between: { ...facts.m, fact: "between", part_of: ["n", "m"] } };
  const wholes = unacceptedWholes(part, all);
  assert.deepEqual(
    wholes.map(({ fact }) => fact),
    ["n"],
  );
  assert.equal(partWords(data, wholes), "part of a contested meeting");
  assert.equal(partWords(data, [{ ...facts.n, contested: null, status: "denied" }]), "part of a denied meeting");
  assert.equal(partWords(data, []), "");
});

test("who denies one end is not named for an edge of which nobody says both", () => {
  const its = { voices: [], outlets: [], asserting: [], basis: [], contested: null, status: "reported" };
  const fact = /** @type {any} */ ({ ...its, fact: "f" });
  const readings = /** @type {any} */ ({ said: { voices: ["aland"] }, never: { voices: ["aland"] }, heard: { voices: ["xan"] } });
  const one = { ...its, voices: ["aland"], asserting: ["said"], basis: ["said"] };
  const other = { ...its, voices: ["xan"], asserting: ["heard"], basis: ["heard", "never"], contested: "by-outsider" };
  /** @type {(first: any, second: any) => string[]} */
  const voices = (first, second) => support(fact, first, second, readings).voices;
  assert.deepEqual([voices(one, other), voices(other, one)], [["xan"], ["xan"]]);
  assert.deepEqual(voices(one, { ...other, contested: null }), ["aland", "xan"]);
  assert.deepEqual(voices(one, { ...other, voices: ["aland", "xan"] }), ["aland"]);
});

test("where of all articles only a last day is known, the latest of these is the day of the account", () => {
  const given = payload();
  for (const article of Object.values(given.articles)) article.undated = true;
  delete (/** @type {{ day?: string }} */ (given.opens).day);
  const days = Object.values(given.articles).map(({ day }) => day);
  assert.equal(accountOf(readPayload(given), defaults(readPayload(given))).known_by, days.sort().at(-1));
});

test("without a day of knowledge all claims count, also those of which only a last day is known", () => {
  const given = payload();
  Object.assign(given.articles["gazette-1"], { undated: true, day: "2031-01-01" });
  given.opens.day = "2023-12-14";
  const open = readPayload(given);
  assert.deepEqual([open.knownBy, open.opening.known_by], ["2031-01-01", "2023-12-14"]);
  assert.ok(open.opening.facts.n);
  assert.equal(accountOf(open, { ...defaults(open), knownBy: "2023-12-14" }).facts.n, undefined);
  const cut = readPayload({ ...payload(), opens: { known_by: "2023-12-14", day: "2023-12-14" } });
  assert.deepEqual(Object.keys(cut.opening.facts), ["m"]);
});
