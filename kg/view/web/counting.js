// Which claims count, for a fact and for each filler of its roles (kg.account over again).

import { earlier, known, sorted } from "./lists.js";
import { Standing } from "./superseding.js";
import { isNobodyNamed, narratorOf } from "./voices.js";

/** @import { Article, Claim, Counted, Links, Word } from "./types.js" */

export const FACT = ""; // the key of the fact itself, where fillers have slots

/** @type {(role: string, filler: string) => string} */
export const slotOf = (role, filler) => `${role}\n${filler}`;

/** @type {(slot: string) => string} */
export const roleOf = (slot) => slot.split("\n")[0];

/** @type {(claim: Claim) => string} */
export const keyOf = (claim) => `${claim.article}/${claim.id}`;

/** @type {(claim: Claim, article: Article) => string[]} */
export const speakersOf = (claim, article) => (claim.speaker?.length ? claim.speaker : [narratorOf(article)]);

// The latest possible day on which a claim was said, never after its article's publication.
/** @type {(claim: Claim, article: Article) => string} */
export const saidOn = (claim, article) => earlier(claim.said?.latest ?? article.day, article.day);

// All that is said of each fact, on whatever day, in order of facts and of claims.
/** @type {(claims: Claim[], links: Links) => Map<string, Word[]>} */
export function wordsOfFacts(claims, links) {
  const heard = new Map(claims.map((claim) => [keyOf(claim), claim]));
  /** @type {Map<string, Word[]>} */
  const found = new Map();
  for (const key of sorted(heard.keys())) {
    const claim = known(heard, key);
    if (!found.has(claim.fact)) found.set(claim.fact, []);
    known(found, claim.fact).push(...split(claim, key, links));
  }
  return new Map(sorted(found.keys()).map((fact) => [fact, known(found, fact)]));
}

// What each speaker says in one claim: a joint claim may count for the one and not for the other.
/** @type {(claim: Claim, key: string, links: Links) => Word[]} */
function split(claim, key, links) {
  const article = links.articles[claim.article];
  const narrator = narratorOf(article);
  return speakersOf(claim, article).map((entity) => ({
    claim,
    key,
    entity,
    speaker: isNobodyNamed(links.entities, entity) ? `${entity}@${claim.article}` : entity,
    day: saidOn(claim, article),
    dated: !article.undated || Boolean(claim.said?.latest),
    narrates: entity === narrator,
    asserts: claim.stance === "asserts",
    ofFact: (claim.scope ?? "fact") === "fact",
    slots: slots(claim),
  }));
}

/** @type {(claim: Claim) => string[]} */
export function slots(claim) {
  return Object.entries(claim.roles ?? {}).flatMap(([role, fillers]) => fillers.map((filler) => slotOf(role, filler)));
}

/** @type {(said: Word[], links: Links, gone?: Set<Word>) => Counted} those that are gone do not count */
export function count(said, links, gone = new Set()) {
  const left = said.filter((word) => !gone.has(word));
  /** @type {Map<string, Word[]>} */
  const bySpeaker = new Map();
  for (const word of left) {
    if (!bySpeaker.has(word.speaker)) bySpeaker.set(word.speaker, []);
    known(bySpeaker, word.speaker).push(word);
  }
  const speakers = new Map([...bySpeaker].map(([speaker, its]) => [speaker, new Standing(its, links)]));
  /** @type {Map<string, Word[]>} */
  const kept = new Map([[FACT, []]]);
  for (const word of left) for (const slot of word.slots) kept.set(slot, []);
  for (const word of left) {
    const speaker = known(speakers, word.speaker);
    if (speaker.retracted(word)) continue;
    if (word.ofFact && speaker.stands(word)) known(kept, FACT).push(word);
    for (const slot of word.slots) if (speaker.standsOn(word, slot)) known(kept, slot).push(word);
  }
  return restOnSources(said, kept);
}

// An article's own assertion of what it attributes to a source is no voice, and stands and falls with that source.
/** @type {(said: Word[], kept: Map<string, Word[]>) => Counted} */
function restOnSources(said, kept) {
  /** @type {Map<string, Set<string>>} */
  const voiceless = new Map();
  if (!said.some((word) => word.narrates && word.asserts)) return { kept, voiceless };
  /** @type {Set<string>} */
  let fallen = new Set();
  /** @type {Map<string, Word[]>} */
  const naming = new Map([...kept.keys()].map((matter) => [matter, []]));
  for (const word of said)
    for (const matter of [...(word.ofFact ? [FACT] : []), ...word.slots]) naming.get(matter)?.push(word);
  for (const [matter, its] of kept) {
    const about = known(naming, matter);
    const found = resting(
      its.filter((word) => !fallen.has(word.key)),
      cited(about),
    );
    if (matter === FACT) fallen = found.fallen; // the fact is the first matter
    kept.set(matter, found.left);
    voiceless.set(matter, found.leaning);
  }
  return { kept, voiceless };
}

// For each article, the speakers to whom it attributes an assertion.
/** @type {(said: Word[]) => Map<string, Set<string>>} */
function cited(said) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const word of said) {
    if (!word.asserts || word.narrates) continue;
    if (!found.has(word.claim.article)) found.set(word.claim.article, new Set());
    known(found, word.claim.article).add(word.speaker);
  }
  return found;
}

/** @type {(its: Word[], sources: Map<string, Set<string>>) => {left: Word[], leaning: Set<string>, fallen: Set<string>}} */
function resting(its, sources) {
  const articles = new Set(its.filter((word) => word.asserts && !word.narrates).map((word) => word.claim.article));
  const own = its.filter((word) => word.narrates && word.asserts && sources.has(word.claim.article));
  /** @type {(word: Word) => boolean} */
  const stands = (word) => articles.has(word.claim.article);
  const fallen = new Set(own.filter((word) => !stands(word)).map((word) => word.key));
  return {
    left: its.filter((word) => !(word.narrates && fallen.has(word.key))),
    leaning: new Set(own.map((word) => word.key).filter((key) => !fallen.has(key))),
    fallen,
  };
}
