// Which findings are drawn by what is done in them: the acts that they name, and whether these are cooperative or hostile.

import { sorted, unique } from "./lists.js";

/** @import { Data, Fact, Option, State } from "./types.js" */

const NONE = "-"; // stands for a finding that names no act, and for an act of no tendency; it is no id

// The concepts that fill roles of a finding; of an accepted one, those that are accepted.
/** @type {(data: Pick<Data, "types" | "concepts">, fact: Fact) => string[]} */
function actsOf({ types, concepts }, { type, accepted, fillers }) {
  const named = Object.values(fillers).filter((its) => types[type].mutual[its.role] && concepts[its.filler] && (its.accepted || !accepted));
  return named.length ? named.map(({ filler }) => filler) : [NONE];
}

// What a reader can choose from: every act that a claim of the page names, by its label, then what names none.
/** @type {(data: Pick<Data, "types" | "concepts" | "claims" | "only">) => Option[]} */
export function actOptions({ types, concepts, claims, only }) {
  const named = claims
    .filter(({ fact }) => only.has(fact))
    .flatMap(({ type, roles }) => Object.keys(types[type].mutual).flatMap((role) => roles[role] ?? []));
  const found = unique(named.filter((id) => concepts[id])).map((id) => ({ id, label: concepts[id] }));
  found.sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
  return [...found, { id: NONE, label: "no act named" }];
}

/** @type {(data: Pick<Data, "tendencies">) => Option[]} */
export const tendencyOptions = ({ tendencies }) => [
  ...unique(Object.values(tendencies)).map((id) => ({ id, label: id })),
  { id: NONE, label: "neither" },
];

/** @type {(data: Pick<Data, "tendencies">, act: string) => string} */
const tendencyOf = ({ tendencies }, act) => tendencies[act] ?? NONE;

// Whether one act of a finding is among those that are chosen, and of a tendency that is.
/** @type {(data: Pick<Data, "types" | "concepts" | "tendencies">, state: Pick<State, "acts" | "tendencies">, fact: Fact) => boolean} */
export const isChosenAct = (data, { acts, tendencies }, fact) =>
  actsOf(data, fact).some((act) => acts.includes(act) && tendencies.includes(tendencyOf(data, act)));

// What has to be chosen so that a finding passes by its acts.
/** @type {(data: Pick<Data, "types" | "concepts" | "tendencies">, fact: Fact) => Pick<State, "acts" | "tendencies">} */
export function actsToChoose(data, fact) {
  const acts = actsOf(data, fact);
  return { acts: sorted(acts), tendencies: unique(acts.map((act) => tendencyOf(data, act))) };
}

// How many of some findings name each act, and each tendency.
/** @type {(data: Data, facts: Iterable<Fact>) => Record<"acts" | "tendencies", Record<string, number>>} */
export function actCounts(data, facts) {
  /** @type {Record<"acts" | "tendencies", Record<string, number>>} */
  const counts = { acts: Object.create(null), tendencies: Object.create(null) };
  for (const fact of facts) {
    const { acts, tendencies } = actsToChoose(data, fact);
    for (const act of new Set(acts)) counts.acts[act] = (counts.acts[act] ?? 0) + 1;
    for (const its of tendencies) counts.tendencies[its] = (counts.tendencies[its] ?? 0) + 1;
  }
  return counts;
}
