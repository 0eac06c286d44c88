// What an edge rests on, who denies what, and what is part of something that is not accepted (kg.account over again).

import { known, unique } from "./lists.js";
import { ACCEPTABLE, weakest } from "./rule.js";

/** @import { Data, Fact, Filler, Reading, Status } from "./types.js" */

// What stands in both lists; where nothing does, what stands in either.
/** @type {(one: string[], other: string[]) => string[]} */
function shared(one, other) {
  const both = one.filter((id) => other.includes(id));
  return unique(both.length ? both : [...one, ...other]);
}

// The voices and the claims that assert both ends, or where none does, those that assert either; and the outlets.
/**
 * @type {(fact: Fact, one: Filler, other: Filler, readings: Record<string, Reading>) =>
 *   {voices: string[], outlets: string[], claims: string[]}}
 */
export const support = (fact, one, other, readings) => ({
  voices: voicesOf(fact, one, other, readings),
  outlets: outletsOf(fact, one, other),
  claims: shared(one.asserting, other.asserting),
});

// Where no voice asserts both, none is named that denies the fact or an end: of the two together it says the contrary.
/** @type {(fact: Fact, one: Filler, other: Filler, readings: Record<string, Reading>) => string[]} */
function voicesOf(fact, one, other, readings) {
  const voices = shared(one.voices, other.voices);
  if (one.voices.some((id) => other.voices.includes(id))) return voices;
  const denying = deniers([fact, one, other], readings);
  return voices.filter((id) => !denying.includes(id));
}

// Through which the claims came that decided how two fillers stand together: of those that have the weakest status, and
// where it is the fact's alone, the fact's.
/** @type {(fact: Fact, one: Filler, other: Filler) => string[]} */
function outletsOf(fact, one, other) {
  const status = weakest([fact, one, other].map((matter) => matter.status));
  const ends = [one, other].filter((end) => end.status === status);
  const [first, last = first] = ends.length ? ends : [fact];
  return shared(first.outlets, last.outlets);
}

// The claims that deny, or took back, a fact or a filler, if they decided how it stands.
/** @type {(matter: Fact | Filler) => string[]} */
function against({ status, contested, basis, asserting }) {
  if (!contested && status !== "denied" && status !== "retracted") return [];
  return basis.filter((key) => !asserting.includes(key));
}

// How far claims carry something: it can be accepted, is alleged, announced, suggested, or not even that.
/** @type {(status: Status) => number} */
const degree = (status) => (ACCEPTABLE.includes(status) ? 4 : ({ alleged: 3, unconfirmed: 1, denied: 0, retracted: 0 }[/** @type {string} */ (status)] ?? 2));

// The fillers by which a finding is named: those that stand no worse than it does.
/** @type {(fact: Fact) => Filler[]} */
export function toldFillers(fact) {
  const fillers = Object.values(fact.fillers);
  if (fact.accepted) return fillers.filter(({ accepted }) => accepted);
  const whole = new Set(against(fact));
  /** @type {(its: Filler) => boolean} */
  const isDeniedAlone = (its) => its.contested === "by-party" && against(its).some((key) => !whole.has(key));
  return fillers.filter((its) => degree(its.status) >= degree(fact.status) && !isDeniedAlone(its));
}

// The claims by which two fillers are not joined; where nobody asserts or denies it, those that speak of both.
/** @type {(fact: Fact, one: Filler, other: Filler) => string[]} */
export function decided(fact, one, other) {
  const found = unique([...shared(one.asserting, other.asserting), ...[fact, one, other].flatMap(against)]);
  return found.length ? found : shared(one.basis, other.basis);
}

// The voices that deny a fact or fillers.
/** @type {(matters: (Fact | Filler)[], readings: Record<string, Reading>) => string[]} */
export function deniers(matters, readings) {
  const denied = matters.filter((matter) => matter.status !== "retracted");
  return unique(denied.flatMap(against).flatMap((key) => readings[key].voices));
}

// The facts that are not accepted and of which a fact is a part, or a part of a part.
/** @type {(fact: Fact, facts: Record<string, Fact>) => Fact[]} */
export function unacceptedWholes(fact, facts) {
  /** @type {Map<string, Fact>} */
  const found = new Map();
  const waiting = [...fact.part_of];
  for (const id of waiting) {
    const whole = facts[id];
    if (!whole || found.has(id) || id === fact.fact) continue;
    found.set(id, whole);
    for (const around of whole.part_of) waiting.push(around);
  }
  return unique(found.keys())
    .map((id) => known(found, id))
    .filter((whole) => !whole.accepted);
}

// Such as "part of a contested meeting"; empty if of nothing.
/** @type {(data: Data, wholes: Fact[]) => string} */
export function partWords(data, wholes) {
  /** @type {(its: Fact) => string} */
  const told = ({ status, contested, type }) =>
    `${contested === "by-party" ? "contested" : data.status[status].label} ${data.types[type].label}`;
  const named = [...new Set(wholes.map(told))].map((text) => `of ${/^(?!one)[aeiou]/.test(text) ? "an" : "a"} ${text}`);
  return named.length ? `part ${named.join(" and ")}` : "";
}
