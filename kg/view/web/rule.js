// The status of a matter, from what counts (kg.account over again).

import { isAnonymous } from "./voices.js";

/** @import { Contested, Status, Tally, Verdict } from "./types.js" */

export const ACCEPTABLE = ["on-record", "corroborated", "one-sided", "reported"];

export const STRENGTH = [
  "retracted",
  "denied",
  "lapsed",
  "unconfirmed",
  "planned",
  "fulfilled",
  "alleged",
  "reported",
  "one-sided",
  "corroborated",
  "on-record",
];

/** @type {(statuses: Status[]) => Status} */
export const weakest = (statuses) => statuses.reduce((a, b) => (STRENGTH.indexOf(a) <= STRENGTH.indexOf(b) ? a : b));

/** @type {(tally: Tally) => Verdict} */
export function judge(tally) {
  const status = statusOf(tally);
  const contested = contestedOf(tally);
  return { status, contested, accepted: ACCEPTABLE.includes(status) && contested !== "by-party" };
}

/** @type {(tally: Tally) => Status} */
function statusOf(tally) {
  if (!tally.counting) return "retracted";
  if (tally.deniers.length && !tally.asserters.size) return "denied";
  if (tally.asserting.size) return asserted(tally);
  if (tally.announced && tally.fulfilled) return "fulfilled";
  if (tally.announced) return tally.passed ? "lapsed" : "planned";
  return "unconfirmed";
}

/** @type {(tally: Tally) => Status} */
function asserted(tally) {
  const named = [...tally.asserting].filter((voice) => !isAnonymous(voice));
  if (tally.parties.length && tally.parties.every((sides) => named.some((voice) => sides.has(voice))))
    return "on-record";
  if (named.length > 1 && named.some((voice) => !tally.partial.has(voice))) return "corroborated";
  if (named.some((voice) => tally.partial.has(voice))) return "one-sided";
  return named.length ? "reported" : "alleged";
}

/** @type {(tally: Tally) => Contested | null} */
function contestedOf(tally) {
  const against = tally.deniers
    .filter(([speaker]) => tally.asserters.size > (tally.asserters.has(speaker) ? 1 : 0))
    .map(([, voice]) => voice);
  if (!against.length) return null;
  return against.some((voice) => tally.partial.has(voice)) ? "by-party" : "by-outsider";
}
