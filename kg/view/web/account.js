// The rule by which claims become an account, over again in JavaScript so that the page can ask "what if".
// A test holds it equal to `kg.account`. Nothing here touches the document.

import { Case } from "./cases.js";
import { FACT, wordsOfFacts } from "./counting.js";
import { bare, known, most } from "./lists.js";
import { judge } from "./rule.js";
import { asAsserted } from "./serving.js";
import { Sides, narratorOf, tenures } from "./voices.js";
import { withdrawn } from "./withdrawn.js";

/** @import { Claim, Fact, Judged, Links, Reading, Tenure, Withdrawn, Word } from "./types.js" */

/** @typedef {{its: Case, good: string[], fulfilled: boolean, fact: Fact, readings: Record<string, Reading>}} Found of a fact, with those that it makes good */

// The account of claims, and after a change of the day or of the sources that are taken away, the account again: of
// facts that the change cannot touch, what was found before is kept. The first time, everything is counted.
export class Recount {
  /** @param {Claim[]} claims @param {Links} links */
  constructor(claims, links) {
    this.links = links;
    /** @type {Map<string, Word[]>} all that is ever said of each fact, in order of facts */
    this.words = wordsOfFacts(claims, links);
    /** @type {Map<string, Set<string>>} article -> the facts of which it speaks */
    this.spoken = new Map();
    for (const [fact, its] of this.words)
      for (const { claim } of its) entry(this.spoken, claim.article, () => new Set()).add(fact);
    // Those of which some word is an announcement: over these, time passes.
    this.planned = [...this.words.keys()].filter((fact) => known(this.words, fact).some(({ claim }) => claim.stance === "announces"));
    /** @type {Map<string, Set<string>> | null} entity -> the facts that its side may bear on; made when it is first needed */
    this.named = null;
    /** @type {Set<string>} the articles that count */
    this.heard = new Set();
    /** @type {Map<string, Claim[]>} the claims on each tenure that count */
    this.serving = new Map();
    /** @type {Tenure[]} */
    this.tenures = [];
    this.sides = new Sides(links, []);
    this.without = "";
    /** @type {Map<string, Found>} */
    this.found = new Map();
    /** @type {Set<string>} facts that another makes good */
    this.madeGood = new Set();
  }

  // Without a day of knowledge all claims count, and plans are judged at the latest day.
  /** @type {(knownBy: string | null, without: Withdrawn & {articles?: string[]}, latest?: string) => Judged} */
  account(knownBy, { articles = [], ...without }, latest = latestDay(this.links)) {
    const day = knownBy ?? latest;
    const touched = this.hear(knownBy, articles);
    for (const fact of this.serve(touched)) touched.add(fact);
    const sources = JSON.stringify([without.voices ?? [], without.outlets ?? [], without.relays ?? []]);
    const again = sources === this.without ? touched : this.words.keys();
    this.without = sources;
    for (const fact of again) this.weigh(fact, day, without);
    this.passTime(day);
    this.makeGood();
    return { ...this.judged(), known_by: day };
  }

  // Take the articles that are known by a day; give the facts of which another set of words is heard than before.
  /** @type {(knownBy: string | null, left: string[]) => Set<string>} */
  hear(knownBy, left) {
    const { articles } = this.links;
    const gone = new Set(left);
    /** @type {Set<string>} */
    const touched = new Set();
    for (const [article, facts] of this.spoken) {
      const counts = (knownBy === null || articles[article].day <= knownBy) && !gone.has(article);
      if (counts === this.heard.has(article)) continue;
      if (counts) this.heard.add(article);
      else this.heard.delete(article);
      for (const fact of facts) touched.add(fact);
    }
    return touched;
  }

  /** @type {(fact: string) => Word[]} */
  said(fact) {
    return known(this.words, fact).filter(({ claim }) => this.heard.has(claim.article));
  }

  // Find who serves whom; give the facts on which a change of it may bear.
  /** @type {(touched: Set<string>) => Iterable<string>} */
  serve(touched) {
    const { types } = this.links;
    let isSame = true;
    for (const fact of touched) {
      const said = this.said(fact);
      const serves = said.length > 0 && types[said[0].claim.type].bearer;
      if (serves) this.serving.set(fact, asAsserted(said, this.links));
      if (serves || this.serving.delete(fact)) isSame = false;
    }
    if (isSame) return [];
    const before = this.tenures;
    this.tenures = tenures([...this.serving.values()].flat(), types);
    const moved = differing(before, this.tenures);
    if (!moved.size) return [];
    this.sides = new Sides(this.links, this.tenures);
    return this.found.size ? this.bearing(moved, [...before, ...this.tenures]) : [];
  }

  // The facts that name whoever stands, by some way upward, below one of those whose tenure has changed.
  /** @type {(moved: Set<string>, serving: Tenure[]) => Set<string>} */
  bearing(moved, serving) {
    this.named ??= namedIn(this.words, this.links);
    /** @type {Map<string, string[]>} */
    const below = new Map();
    for (const [id, { links, side }] of Object.entries(this.links.entities))
      for (const above of [...this.links.upward.flatMap((link) => links?.[link] ?? []), side ?? id]) entry(below, above, () => []).push(id);
    for (const { step } of serving) entry(below, step.target, () => []).push(step.source);
    const reached = new Set(moved);
    for (const id of reached) for (const under of below.get(id) ?? []) reached.add(under); // grows while it is read
    return new Set([...reached].flatMap((id) => [...(this.named?.get(id) ?? [])]));
  }

  // Count what is heard of a fact.
  /** @type {(fact: string, day: string, without: Withdrawn) => void} */
  weigh(fact, day, without) {
    const said = this.said(fact);
    const gone = withdrawn(said, this.links, this.sides, without);
    if (gone.size === said.length) {
      this.found.delete(fact);
      return;
    }
    const its = new Case(fact, said, this.links, this.sides, day, gone);
    const asserted = judge(its.tally(FACT)).accepted ? its.kept(FACT).filter((word) => word.asserts) : [];
    const good = asserted.flatMap(({ claim }) => claim.fulfils ?? []);
    const fulfilled = this.madeGood.has(fact);
    this.found.set(fact, { its, good, fulfilled, fact: its.finish(fulfilled), readings: its.readings() });
  }

  // Judge plans again of which the day has passed, or no longer has.
  /** @type {(day: string) => void} */
  passTime(day) {
    for (const fact of this.planned) {
      const found = this.found.get(fact);
      if (!found || found.its.passed === found.its.isPast(day)) continue;
      found.its.passed = !found.its.passed;
      found.fact = found.its.finish(found.fulfilled);
    }
  }

  // Judge those again that another fact makes good, or no longer does.
  makeGood() {
    this.madeGood = new Set([...this.found.values()].flatMap(({ good }) => good));
    for (const fact of this.planned) {
      const found = this.found.get(fact);
      if (!found || found.fulfilled === this.madeGood.has(fact)) continue;
      found.fulfilled = !found.fulfilled;
      found.fact = found.its.finish(found.fulfilled);
    }
  }

  /** @type {() => {facts: Record<string, Fact>, readings: Record<string, Reading>}} */
  judged() {
    const facts = bare(); // an id may be `constructor`
    const readings = bare();
    for (const id of this.words.keys()) {
      const found = this.found.get(id);
      if (!found) continue;
      facts[id] = found.fact;
      for (const key in found.readings) readings[key] = found.readings[key];
    }
    return { facts, readings };
  }
}

// Without a day of knowledge all claims count, and plans are judged at the latest day of publication that is known.
/** @type {(claims: Claim[], links: Links, knownBy?: string | null, without?: Withdrawn, latest?: string) => Judged} */
export const account = (claims, links, knownBy = null, without = {}, latest = undefined) =>
  new Recount(claims, links).account(knownBy, without, latest);

/** @type {(links: Links) => string} */
function latestDay(links) {
  const articles = Object.values(links.articles);
  const dated = articles.filter((article) => !article.undated);
  return most((dated.length ? dated : articles).map((article) => article.day)) ?? "9999-12-31";
}

/** @type {<K, V>(map: Map<K, V>, key: K, make: () => V) => V} */
function entry(map, key, make) {
  if (!map.has(key)) map.set(key, make());
  return known(map, key);
}

// Whose tenures are not the same in two lists.
/** @type {(before: Tenure[], after: Tenure[]) => Set<string>} */
function differing(before, after) {
  /** @type {(its: Tenure) => string} */
  const spelled = ({ step, begins, ends }) => [step.source, step.link, step.target, begins, ends].join("\n");
  const [was, is] = [before, after].map((its) => new Map(its.map((one) => [spelled(one), one.step.source])));
  return new Set([...[...was].filter(([key]) => !is.has(key)), ...[...is].filter(([key]) => !was.has(key))].map(([, source]) => source));
}

// The facts in which each entity takes part, speaks, or tells on.
/** @type {(words: Map<string, Word[]>, links: Links) => Map<string, Set<string>>} */
function namedIn(words, links) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const [fact, its] of words)
    for (const { claim, entity } of its)
      for (const id of [entity, narratorOf(links.articles[claim.article]), ...(claim.via ?? []), ...Object.values(claim.roles ?? {}).flat()])
        entry(found, id, () => new Set()).add(fact);
  return found;
}
