// Findings in order, counted and compared.

import { bare, known, unique } from "./lists.js";
import { ACCEPTABLE } from "./rule.js";

/** @import { Account, Change, Claim, Data, Fact, Field, Row, Verdict } from "./types.js" */

/** @type {(its: Verdict) => Row} */
export const rowOf = ({ accepted, status }) => (accepted || !ACCEPTABLE.includes(status) ? status : "contested");

// Findings by their row of the legend: what a party contests is counted there, and not by its status.
/** @type {(facts: Iterable<Fact>) => Record<string, number>} */
export function countByRow(facts) {
  const counts = bare();
  for (const fact of facts) counts[rowOf(fact)] = (counts[rowOf(fact)] ?? 0) + 1;
  return counts;
}

// Newest first; what has no day comes last.
/** @type {(facts: Fact[]) => Fact[]} */
export function newestFirst(facts) {
  /** @type {(fact: Fact) => string} */
  const day = (fact) => fact.when.latest ?? fact.when.earliest ?? "";
  return [...facts].sort((a, b) => (day(a) < day(b) ? 1 : day(a) > day(b) ? -1 : a.fact < b.fact ? -1 : 1));
}

// The finding that most is said about and least is settled: it opens the page.
/** @type {(data: Data, its: Account) => string | null} */
export function mostDoubtful(data, its) {
  /** @type {(fact: Fact) => number[]} */
  const doubt = (fact) => {
    const stances = new Set(fact.claims.map((key) => known(data.claim, key).stance));
    const people = Object.values(fact.fillers).filter(({ filler }) => data.entities[filler]?.kind === "Person").length;
    return [fact.contested === "by-party" ? 1 : 0, people > 1 ? 1 : 0, stances.size, fact.claims.length];
  };
  const doubtful = Object.values(its.facts).filter(
    (fact) => !fact.accepted && !["retracted", "fulfilled", "planned"].includes(fact.status),
  );
  /** @type {(a: Fact, b: Fact) => number} */
  const order = (a, b) => {
    const [one, other] = [doubt(a), doubt(b)];
    const at = one.findIndex((value, index) => value !== other[index]);
    return at < 0 ? (a.fact < b.fact ? -1 : 1) : other[at] - one[at];
  };
  return doubtful.sort(order)[0]?.fact ?? newestFirst(Object.values(its.facts))[0]?.fact ?? null;
}

// Claims in the order in which they are told (kg/snapshot/claim_order.py over again): by the day they were published, by
// article, by where the text itself tells them, not its headline. A photo from the archive comes last in its article.
/** @type {(data: Data, keys: string[]) => Claim[]} */
export function inOrder(data, keys) {
  /** @type {(claim: Claim) => (string | number)[]} */
  const place = (claim) => {
    const told = claim.evidence.filter((span) => !span.kind);
    return [
      data.articles[claim.article].day,
      claim.article,
      claim.evidence.every((span) => span.kind === "file-photo") ? 1 : 0,
      Math.min(...(told.length ? told : claim.evidence).map((span) => (span.row === undefined ? span.at[0] : numberOfRow(span.row)))),
      claim.id,
    ];
  };
  /** @type {(a: Claim, b: Claim) => number} */
  const before = (a, b) => {
    const [one, other] = [place(a), place(b)];
    const at = one.findIndex((value, index) => value !== other[index]);
    return at < 0 ? 0 : one[at] < other[at] ? -1 : 1;
  };
  return keys.map((key) => known(data.claim, key)).sort(before);
}

/** @type {(row: string) => number} */
const numberOfRow = (row) => (/^\d{1,15}$/.test(row) ? Number(row) : 0);

/** @type {(before: Account, after: Account) => Change[]} */
export function changes(before, after) {
  const moved = [];
  for (const fact of unique([...Object.keys(before.facts), ...Object.keys(after.facts)])) {
    const [was, is] = [before.facts[fact], after.facts[fact]];
    if (was?.status !== is?.status || was?.contested !== is?.contested)
      moved.push({ fact, was: was ?? null, is: is ?? null });
  }
  return moved;
}

// Whether claims rest on rows alone, which nobody read against an article.
/** @type {(data: Data, keys: string[]) => boolean} */
export const isUnread = (data, keys) =>
  keys.length > 0 && keys.every((key) => known(data.claim, key).evidence.every((its) => its.row !== undefined));

// The known claims of a voice, an outlet, a relay or an article.
/** @type {(data: Data, its: Account, field: Field, id: string) => Claim[]} */
export function claimsOf(data, its, field, id) {
  /** @type {Record<Field, (claim: Claim) => boolean>} */
  const has = {
    voice: (claim) => its.readings[claim.key].voices.includes(id),
    outlet: (claim) => its.readings[claim.key].outlet === id,
    relay: (claim) => Boolean(claim.via?.includes(id)),
    article: (claim) => claim.article === id,
  };
  return data.claims.filter((claim) => its.readings[claim.key] && has[field](claim));
}
