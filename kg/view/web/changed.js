// What moved beside the findings themselves: parts of them (kg.history.changes over again), and ranks.

import { differingClaims } from "./causes.js";
import { sorted, unique } from "./lists.js";

/** @import { Account, Data, PartMove, Rank, RankShift, Verdict } from "./types.js" */

const NOT_NAMED = /** @type {const} */ ({ status: null, contested: null, accepted: false });

// In the words of the rule.
/** @type {(its: Verdict | typeof NOT_NAMED) => string} */
export const standingWords = ({ status, contested }) => (status === null ? "not named" : contested ? `${status}, contested by ${contested === "by-party" ? "a party" : "an outsider"}` : status);

/** @type {(its: Verdict | typeof NOT_NAMED) => string} */
const standing = (its) => `${standingWords(its)} ${its.accepted}`;

// The fillers of roles that came, went, or moved otherwise than their finding, with the claims that name them and are
// in one account only.
/** @type {(data: Data, before: Account, after: Account) => PartMove[]} */
export function partMoves(data, before, after) {
  return sorted(Object.keys(before.facts)).flatMap((fact) => {
    const [old, now] = [before.facts[fact], after.facts[fact]];
    if (!now || old === now) return [];
    const withFact = [old, now].map(standing).join();
    const slots = unique([...Object.keys(old.fillers), ...Object.keys(now.fillers)]);
    return slots.flatMap((slot) => {
      const [was, is] = [old, now].map(({ fillers }) => fillers[slot] ?? NOT_NAMED);
      if (standingWords(was) === standingWords(is) || [was, is].map(standing).join() === withFact) return [];
      const { role, filler } = old.fillers[slot] ?? now.fillers[slot];
      const claims = differingClaims(old, now).filter((key) => data.claim.get(key)?.roles?.[role]?.includes(filler));
      return [{ fact, role, filler, was: standingWords(was), is: standingWords(is), claims }];
    });
  });
}

// Who has another rank, those first that moved most; whoever had or has none stands behind the last.
/** @type {(before: Rank[], after: Rank[]) => RankShift[]} */
export function rankShifts(before, after) {
  const [was, is] = [before, after].map((ranks) => new Map(ranks.map(({ id, rank }) => [id, rank])));
  const ids = unique([...was.keys(), ...is.keys()]).filter((id) => was.get(id) !== is.get(id));
  /** @type {(id: string) => number} */
  const way = (id) => Math.abs((was.get(id) ?? before.length + 1) - (is.get(id) ?? after.length + 1));
  return ids.sort((a, b) => way(b) - way(a)).map((id) => ({ id, was: was.get(id) ?? null, is: is.get(id) ?? null }));
}
