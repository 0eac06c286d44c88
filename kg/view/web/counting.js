// Which claims count (kg.account over again).

import { earlier, known, later, sorted } from "./lists.js";

/** @import { Claim, Counted, Links, Word } from "./types.js" */

export const FACT = ""; // the key of the fact itself, where fillers have slots

/** @type {(role: string, filler: string) => string} */
const slotOf = (role, filler) => `${role}\n${filler}`;

/** @type {(claim: Claim) => string} */
export const keyOf = (claim) => `${claim.article}/${claim.id}`;

/** @type {(claims: Claim[], links: Links, knownBy: string) => Map<string, Word[]>} */
export function words(claims, links, knownBy) {
  const heard = new Map(
    claims.filter((claim) => links.articles[claim.article].day <= knownBy).map((c) => [keyOf(c), c]),
  );
  /** @type {Map<string, Word[]>} */
  const found = new Map();
  for (const key of sorted(heard.keys())) {
    const claim = known(heard, key);
    const article = links.articles[claim.article];
    const day = earlier(claim.said?.latest ?? article.day, article.day);
    for (const entity of claim.speaker?.length ? claim.speaker : [article.publisher]) {
      const speaker = links.entities[entity].anonymous ? `${entity}@${claim.article}` : entity;
      if (!found.has(claim.fact)) found.set(claim.fact, []);
      known(found, claim.fact).push({
        claim,
        key,
        entity,
        speaker,
        day,
        narrates: entity === article.publisher,
        asserts: claim.stance === "asserts",
        ofFact: (claim.scope ?? "fact") === "fact",
        slots: slots(claim),
      });
    }
  }
  return new Map(sorted(found.keys()).map((fact) => [fact, known(found, fact)]));
}

/** @type {(claim: Claim) => string[]} */
export function slots(claim) {
  return Object.entries(claim.roles ?? {}).flatMap(([role, fillers]) => fillers.map((filler) => slotOf(role, filler)));
}

/** @type {(said: Word[]) => Counted} */
export function count(said) {
  /** @type {Map<string, string>} */
  const latest = new Map();
  /** @type {Map<string, string>} */
  const retracted = new Map();
  /** @type {(word: Word, matter: string) => string} */
  const mark = (word, matter) => `${word.speaker}\n${matter}`;
  /** @type {(days: Map<string, string>, word: Word, matters: string[]) => void} */
  const raise = (days, word, matters) => {
    for (const matter of matters) days.set(mark(word, matter), later(days.get(mark(word, matter)) ?? "", word.day));
  };
  for (const word of said) {
    if (word.claim.stance === "retracts") raise(retracted, word, word.ofFact ? [FACT] : word.slots);
    else if (["asserts", "announces", "denies"].includes(word.claim.stance)) {
      raise(latest, word, word.ofFact ? [FACT, ...word.slots] : word.slots);
    }
  }
  /** @type {Map<string, Word[]>} */
  const kept = new Map([[FACT, []]]);
  for (const word of said) {
    /** @type {(days: Map<string, string>, matter: string) => string} */
    const at = (days, matter) => days.get(mark(word, matter)) ?? "";
    const stands = word.claim.stance !== "retracts" && word.day > at(retracted, FACT);
    const ofFact = stands && word.ofFact && word.day >= at(latest, FACT);
    if (ofFact) known(kept, FACT).push(word);
    for (const slot of word.slots) {
      if (!kept.has(slot)) kept.set(slot, []);
      const counts = word.ofFact ? ofFact : stands;
      if (counts && at(latest, slot) <= word.day && word.day > at(retracted, slot)) known(kept, slot).push(word);
    }
  }
  return lean(said, kept);
}

/** @type {(said: Word[], kept: Map<string, Word[]>) => Counted} */
function lean(said, kept) {
  /** @type {Map<string, Set<string>>} */
  const voiceless = new Map();
  if (!said.some((word) => word.narrates && word.asserts)) return { kept, voiceless };
  for (const [matter, its] of kept) {
    const about = said.filter((word) => (matter === FACT ? word.ofFact : word.slots.includes(matter)));
    const [left, leaning] = leanOn(its, cited(about));
    kept.set(matter, left);
    voiceless.set(matter, leaning);
  }
  const stands = new Set(known(kept, FACT).map((word) => word.key));
  for (const [matter, its] of kept) {
    if (matter === FACT) continue;
    kept.set(
      matter,
      its.filter((word) => !(word.narrates && word.asserts && word.ofFact) || stands.has(word.key)),
    );
  }
  return { kept, voiceless };
}

/** @type {(said: Word[]) => Map<string, Set<string>>} */
export function cited(said) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const word of said) {
    if (!word.asserts || word.narrates) continue;
    if (!found.has(word.claim.article)) found.set(word.claim.article, new Set());
    known(found, word.claim.article).add(word.speaker);
  }
  return found;
}

/** @type {(its: Word[], sources: Map<string, Set<string>>) => [Word[], Set<string>]} */
function leanOn(its, sources) {
  const asserting = new Set(its.filter((word) => word.asserts && !word.narrates).map((word) => word.speaker));
  const leaning = new Set(its.filter((w) => w.narrates && w.asserts && sources.has(w.claim.article)).map((w) => w.key));
  const fallen = new Set(
    its
      .filter((word) => leaning.has(word.key))
      .filter((word) => ![...known(sources, word.claim.article)].some((speaker) => asserting.has(speaker)))
      .map((word) => word.key),
  );
  return [
    its.filter((word) => !(word.narrates && fallen.has(word.key))),
    new Set([...leaning].filter((key) => !fallen.has(key))),
  ];
}
