// What falls when sources are taken away (kg.account over again).

import { FACT } from "./counting.js";
import { outletOf } from "./outlets.js";

/** @import { Sides } from "./voices.js" */
/** @import { Links, Withdrawn, Word } from "./types.js" */

// The words that fall with their voice, their outlet or a relay, and what is narrated on these alone.
/** @type {(said: Word[], links: Links, sides: Sides, without: Withdrawn) => Set<Word>} */
export function withdrawn(said, links, sides, { voices = [], outlets = [], relays = [] }) {
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
