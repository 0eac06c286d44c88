// The rule by which claims become an account, over again in JavaScript so that the page can ask "what if".
// A test holds it equal to `kg.account`. Nothing here touches the document.

import { Case } from "./cases.js";
import { FACT, count, slotOf, words } from "./counting.js";
import { known, most } from "./lists.js";
import { outletOf } from "./outlets.js";
import { judge } from "./rule.js";
import { Sides, tenures } from "./voices.js";

/** @import { Claim, Judged, Links, Withdrawn, Word } from "./types.js" */

// Without a day of knowledge all claims count, and plans are judged at the latest day of publication that is known.
/** @type {(claims: Claim[], links: Links, knownBy?: string | null, without?: Withdrawn, latest?: string) => Judged} */
export function account(claims, links, knownBy = null, without = {}, latest = latestDay(links)) {
  const day = knownBy ?? latest;
  const said = words(claims, links, knownBy);
  const sides = new Sides(links, tenures(serving(said, links), links.types));
  const cases = [];
  for (const [fact, its] of said) {
    const gone = withdrawn(its, links, sides, without);
    if (gone.size < its.length) cases.push(new Case(fact, its, links, sides, day, gone));
  }
  /** @type {Set<string>} */
  const madeGood = new Set();
  for (const its of cases)
    if (judge(its.tally(FACT)).accepted)
      for (const word of its.kept(FACT)) if (word.asserts && word.claim.fulfils) madeGood.add(word.claim.fulfils);
  const facts = Object.create(null); // an id may be `constructor`
  const readings = Object.create(null);
  for (const its of cases) {
    facts[its.fact] = its.finish(madeGood.has(its.fact));
    Object.assign(readings, its.readings());
  }
  return { facts, readings, known_by: day };
}

/** @type {(links: Links) => string} */
function latestDay(links) {
  const articles = Object.values(links.articles);
  const dated = articles.filter((article) => !article.undated);
  return most((dated.length ? dated : articles).map((article) => article.day)) ?? "9999-12-31";
}

// The asserted claims on tenures that count, whoever is withdrawn.
/** @type {(said: Map<string, Word[]>, links: Links) => Claim[]} */
function serving(said, links) {
  return [...said.values()]
    .filter(([first]) => links.types[first.claim.type].bearer)
    .flatMap((its) => asAsserted(its, links));
}

// Each with those fillers only that its speaker has not taken back.
/** @type {(its: Word[], links: Links) => Claim[]} */
function asAsserted(its, links) {
  const { kept } = count(its, links);
  /** @type {(word: Word, role: string, filler: string) => boolean} */
  const stands = (word, role, filler) => known(kept, slotOf(role, filler)).includes(word);
  /** @type {(word: Word) => Claim["roles"]} */
  const roles = (word) =>
    Object.fromEntries(
      Object.entries(word.claim.roles ?? {}).map(([role, fillers]) => [
        role,
        fillers.filter((filler) => stands(word, role, filler)),
      ]),
    );
  const asserting = known(kept, FACT).filter((word) => word.asserts);
  return asserting.map((word) => ({ ...word.claim, roles: roles(word) }));
}

// The words that fall with their voice, their outlet or a relay, and what is narrated on these alone.
/** @type {(said: Word[], links: Links, sides: Sides, without: Withdrawn) => Set<Word>} */
function withdrawn(said, links, sides, { voices = [], outlets = [], relays = [] }) {
  if (!voices.length && !outlets.length && !relays.length) return new Set();
  const gone = said.filter(
    ({ claim, entity, day }) =>
      voices.includes(sides.voice(entity, claim.article, day)) ||
      claim.via?.some((relay) => relays.includes(relay)) ||
      (outlets.length && outlets.includes(outletOf(claim, links, sides))),
  );
  const left = said.filter((word) => !gone.includes(word));
  /** @type {(word: Word, slot: string) => string} */
  const matter = ({ claim }, slot) => `${claim.article}\n${slot}`;
  /** @type {(word: Word) => string[]} */
  const matters = (word) => [...(word.ofFact ? [FACT] : []), ...word.slots].map((slot) => matter(word, slot));
  const [lost, others] = [gone, left].map(
    (its) => new Set(its.filter((word) => word.asserts && !word.narrates).flatMap(matters)),
  );
  // What is narrated of the fact falls with words on the fact, what of its fillers only with words on each of them.
  /** @type {(word: Word) => boolean} */
  const falls = (word) =>
    word.narrates &&
    word.asserts &&
    (word.ofFact ? [matter(word, FACT)] : matters(word)).every((its) => lost.has(its) && !others.has(its));
  return new Set([...gone, ...left.filter(falls)]);
}
