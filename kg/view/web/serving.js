// Who served whom, by the claims on tenures that count (kg.account over again).

import { FACT, count, slotOf } from "./counting.js";
import { known } from "./lists.js";

/** @import { Claim, Links, Word } from "./types.js" */

// The asserted words on one tenure that count, whoever is withdrawn: each with those fillers only that its speaker has
// not taken back.
/** @type {(its: Word[], links: Links) => Claim[]} */
export function asAsserted(its, links) {
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
