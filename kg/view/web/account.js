// The rule by which claims become an account, over again in JavaScript so that the page can ask "what if".
// A test holds it equal to `kg.account`. Nothing here touches the document.

import { Case } from "./cases.js";
import { FACT, cited, count, words } from "./counting.js";
import { known, most } from "./lists.js";
import { judge } from "./rule.js";
import { Sides, tenures } from "./voices.js";

/** @import { Claim, Judged, Links, Word } from "./types.js" */

/** @type {(claims: Claim[], links: Links, knownBy?: string | null, without?: string[]) => Judged} */
export function account(claims, links, knownBy = null, without = []) {
  const day = knownBy || most(Object.values(links.articles).map((article) => article.day)) || "9999-12-31";
  let said = words(claims, links, day);
  let counted = new Map([...said].map(([fact, its]) => [fact, count(its)]));
  const asserting = [...counted.values()].flatMap(({ kept }) => known(kept, FACT).filter((word) => word.asserts));
  const sides = new Sides(
    links,
    tenures(
      asserting.map((word) => word.claim),
      links.types,
    ),
  );
  if (without.length) {
    said = withdraw(said, sides, new Set(without));
    counted = new Map([...said].map(([fact, its]) => [fact, count(its)]));
  }
  const cases = [...said].map(([fact, its]) => new Case(fact, its, known(counted, fact), links, sides, day));
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

/** @type {(said: Map<string, Word[]>, sides: Sides, without: Set<string>) => Map<string, Word[]>} */
function withdraw(said, sides, without) {
  /** @type {Map<string, Word[]>} */
  const left = new Map();
  for (const [fact, its] of said) {
    const gone = its.filter((word) => without.has(sides.voice(word.entity, word.claim.article, word.day)));
    let kept = its.filter((word) => !gone.includes(word));
    const lost = cited(gone);
    const again = cited(kept);
    /** @type {(article: string) => boolean} */
    const falls = (article) => lost.has(article) && !again.has(article);
    kept = kept.filter((word) => !(word.narrates && word.asserts && falls(word.claim.article)));
    if (kept.length) left.set(fact, kept);
  }
  return left;
}
