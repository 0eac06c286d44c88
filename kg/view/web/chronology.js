// Findings in order of time, lane by lane, with what is known of how long situations lasted (kg.history over again).

import { rowOf } from "./findings.js";
import { given, known, least, most } from "./lists.js";
import { STRENGTH, weakest } from "./rule.js";
import { isDisputed } from "./times.js";

/** @import { Claim, Data, Fact, Lane, Stay, Stretch, View, State } from "./types.js" */

const LAST = "9999-12-31";

// What is known of a fact's time: of an event, each stretch in which it may have been; of a situation, what is unknown,
// bounded and attested; where claims conflict on when it was, each time that they give. Nothing of an undated fact.
/** @type {(data: Pick<Data, "types" | "claim">, fact: Fact) => Stretch[]} */
export function stretchesOf(data, fact) {
  const { when } = fact;
  if (when.text === null) return [];
  const { lasts } = data.types[fact.type];
  if (lasts && !when.either.length) return ofSituation(data, fact);
  const possible = when.either.length ? when.either : [[when.earliest, when.latest]];
  return possible.map(([first, last]) => ({ first, last, known: lasts ? "bounded" : "possible" }));
}

/** @type {(data: Pick<Data, "claim">, fact: Fact) => Stretch[]} */
function ofSituation(data, fact) {
  const asserting = new Set([...fact.asserting, ...Object.values(fact.fillers).flatMap((filler) => filler.asserting)]);
  const whens = given([...asserting].map((key) => known(data.claim, key).when));
  let start = least(given(whens.map((when) => when.earliest))) ?? fact.when.earliest;
  let end = most(given(whens.map((when) => when.latest))) ?? fact.when.latest;
  const [first, last] = certainDays([...asserting].map((key) => known(data.claim, key)));
  /** @type {Stretch[]} */
  const held = [];
  if (first <= last) {
    start = first < (start ?? first) ? first : (start ?? first);
    end = last > (end ?? last) ? last : (end ?? last);
    if (start < first) held.push({ first: start, last: first, known: "bounded" });
    held.push({ first, last: last === LAST ? null : last, known: "attested" });
    if (last < end) held.push({ first: last, last: end, known: "bounded" });
  } else {
    [start, end] = [start ?? end, end ?? start];
    held.push({ first: start, last: end, known: "bounded" });
  }
  const isStartStated = whens.some((when) => when.interval && when.earliest);
  const isEndStated = last === LAST || whens.some((when) => when.interval && when.latest);
  if (!isStartStated) held.unshift({ first: null, last: start, known: "unknown" });
  if (!isEndStated) held.push({ first: end, last: null, known: "unknown" });
  return held;
}

// The first and the last day on which a situation certainly held; reversed if there is none.
/** @type {(claims: Claim[]) => [string, string]} */
function certainDays(claims) {
  const whens = given(claims.map((claim) => claim.when));
  const isOpen = isDisputed(whens);
  let [first, last] = [LAST, ""];
  /** @type {(day: string) => void} */
  const take = (day) => {
    if (day < first) first = day;
    if (day > last) last = day;
  };
  for (const when of whens) {
    if (!when.interval && when.earliest && when.earliest === when.latest) take(when.earliest);
    if (!when.interval || isOpen) continue;
    if (when.begins) take(when.begins);
    if (when.ends) take(when.ends);
    else if (when.text.endsWith("/..")) last = LAST;
  }
  return [first, last];
}

/** @type {(fact: Fact) => string} */
const orderOf = ({ when, fact }) => `${when.text === null ? 1 : 0}${when.earliest ?? when.latest ?? ""} ${when.latest ?? LAST} ${fact}`;

// The lanes of what the filters let through, those with most findings first: of each actor that is shown, or of each
// type of findings.
/** @type {(data: Data, view: View, state: State) => Lane[]} */
export function lanesOf(data, view, state) {
  const facts = [...view.passing].map((id) => view.account.facts[id]).filter((fact) => state.statuses.includes(rowOf(fact)));
  facts.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  /** @type {Map<string, Stay[]>} */
  const lanes = new Map();
  for (const fact of facts) {
    const stretches = stretchesOf(data, fact);
    for (const [lane, stay] of staysOf(data, view, state, fact)) {
      if (!lanes.has(lane)) lanes.set(lane, []);
      known(lanes, lane).push({ ...stay, fact, stretches });
    }
  }
  const found = [...lanes].map(([id, stays]) => ({ id, stays }));
  return found.sort((a, b) => b.stays.length - a.stays.length || (a.id < b.id ? -1 : 1));
}

// The findings that have a place in some lane.
/** @type {(data: Data, view: View, state: State) => Set<string>} */
export const inLanes = (data, view, state) => new Set(lanesOf(data, view, state).flatMap(({ stays }) => stays.map(({ fact }) => fact.fact)));

// How a fact stands in each lane: for an actor, by the best sourced of its roles, and never better than the fact itself.
/** @type {(data: Data, view: View, state: State, fact: Fact) => Map<string, Pick<Stay, "status" | "contested">>} */
function staysOf(data, view, state, fact) {
  const { status, contested } = fact;
  if (state.lanes === "types") return new Map([[fact.type, { status, contested }]]);
  const { parties } = data.types[fact.type];
  /** @type {Map<string, Fact["fillers"][string]>} */
  const best = new Map();
  for (const filler of Object.values(fact.fillers)) {
    const { filler: id, role } = filler;
    const isShown = view.nodes.has(id) && (!view.inFocus || view.inFocus.has(id));
    if (!isShown || !(data.entities[id].kind === "Person" || parties.includes(role))) continue;
    const had = best.get(id);
    /** @type {(its: typeof filler) => number} */
    const strength = (its) => (its.accepted ? STRENGTH.length : 0) + STRENGTH.indexOf(its.status);
    if (!had || strength(filler) > strength(had)) best.set(id, filler);
  }
  return new Map([...best].map(([id, its]) => [id, { status: weakest([status, its.status]), contested: its.contested ?? contested }]));
}
