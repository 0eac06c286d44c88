// An actor in findings: how each stands as far as this one goes, in which direction it takes part, and what is counted of
// all of them (kg/report/profiles/: participations.py, profile_parts.py and tallies.py over again).

import { speakersOf } from "./counting.js";
import { actsIn, counts, tendenciesIn } from "./dyads.js";
import { isMutual } from "./edges.js";
import { least, most, unique } from "./lists.js";
import { STRENGTH, weakest } from "./rule.js";
import { toldFillers } from "./support.js";

/** @import { Contested, Data, Deeds, Fact, Filler, PanelContext, Participation, Share, Trend, View } from "./types.js" */

/** @typedef {"together" | "done" | "received"} WayOf taking part */

/** @type {Contested[]} */
const CONTESTED_BY = ["by-party", "by-outsider"];

/** @type {(view: View, id: string) => Participation[]} */
export function participationsOf(view, id) {
  /** @type {(one: Filler) => number} */
  const rating = (one) => (one.accepted ? STRENGTH.length : 0) + STRENGTH.indexOf(one.status);
  return Object.values(view.account.facts).flatMap((fact) => {
    const fillers = Object.values(fact.fillers).filter(({ filler }) => filler === id).sort((a, b) => rating(b) - rating(a));
    return fillers.length ? [participation(view, fact, fillers)] : [];
  });
}

/** @type {(view: View, fact: Fact, fillers: Filler[]) => Participation} */
function participation(view, fact, fillers) {
  const [first] = fillers;
  const accepted = fillers.filter((its) => its.accepted);
  const counting = accepted.length ? accepted : [first];
  /** @type {(field: "voices" | "outlets" | "basis") => string[]} */
  const all = (field) => unique(counting.flatMap((its) => its[field]));
  return {
    fact,
    fillers,
    accepted: first.accepted,
    status: weakest([fact.status, first.status]),
    contested: CONTESTED_BY.find((by) => fact.contested === by || first.contested === by) ?? null,
    conflicts: unique((view.conflicts.get(fact.fact) ?? []).map(({ kind }) => kind)),
    voices: all("voices"),
    outlets: all("outlets"),
    claims: all("basis"),
    roles: new Set((first.accepted ? counting : fillers).map(({ role }) => role)),
  };
}

// Why it is not accepted: since a party contests it, or by its status.
/** @type {(its: Participation) => string} */
export const reasonOf = ({ contested, status }) => (contested === "by-party" ? "contested" : status);

// Whether an actor does something, or it is done to it, or several do it together: as the ontology's shortcuts lead.
/** @type {(data: Data, its: Participation) => WayOf | null} */
export function wayOf(data, { fact, roles }) {
  const layers = new Set(data.layers.filter(({ happens }) => happens).map(({ id }) => id));
  const used = data.types[fact.type].shortcuts.filter(({ layer }) => layers.has(layer));
  const single = used.filter(({ source, target }) => source !== target);
  if (used.some(({ source, target }) => roles.has(source) || roles.has(target)) && isMutual(data, fact)) return "together";
  if (single.some(({ source }) => roles.has(source))) return "done";
  if (single.some(({ target }) => roles.has(target))) return "received";
  return used.some(({ source, target }) => source === target && roles.has(source)) ? "together" : null;
}

/** @type {(data: Data, found: Participation[]) => Deeds} */
export function deedsOf(data, found) {
  const accepted = found.filter((its) => its.accepted);
  const acts = accepted.map(({ fact }) => actsIn(data, fact));
  return {
    accepted: accepted.length,
    acts: counts(acts.flat()),
    types: counts(accepted.flatMap(({ fact }, place) => (acts[place].length ? [] : [fact.type]))),
    tendencies: tendenciesIn(data, acts),
    others: counts(found.filter((its) => !its.accepted).map(reasonOf)),
  };
}

// On how many findings each source stands, and on how many of them alone; most first.
/** @type {(named: string[][]) => Share[]} */
export const sourceShares = (named) =>
  counts(named.flat()).map(([id, findings]) => ({
    id,
    findings,
    share: findings / named.length,
    alone: named.filter((its) => its.length === 1 && its[0] === id).length,
  }));

const MOST_PERIODS = 36;
/** @type {[string, number][]} and how many letters of a date tell each */
const UNITS = [["month", 7], ["year", 4], ["decade", 3], ["century", 2], ["millennium", 1]];

// How many findings there were in each of the shortest periods that are few enough, and within which half of them are.
/** @type {(facts: Fact[]) => Trend} */
export function trendOf(facts) {
  const undated = facts.filter(({ when }) => when.text === null).length;
  const days = facts.flatMap(({ when: { earliest, latest } }) => (earliest && latest ? [[earliest, latest]] : []));
  const found = UNITS.map(([unit, letters]) => {
    const within = days.filter(([first, last]) => first.slice(0, letters) === last.slice(0, letters)).map(([first]) => first.slice(0, letters));
    return { unit, letters, within, periods: periodsOf(within, letters) };
  });
  const longest = found[found.length - 1];
  const { unit, within, periods } = found.find((its) => its.periods.length <= MOST_PERIODS && 2 * its.within.length >= days.length) ?? longest;
  const named = new Map(counts(within));
  return { unit, counts: periods.map((name) => [name, named.get(name) ?? 0]), wider: facts.length - undated - within.length, undated };
}

// All periods from the first to the last, or more than are drawn.
/** @type {(within: string[], letters: number) => string[]} */
function periodsOf(within, letters) {
  const [first, last] = [least(within), most(within)];
  if (first === null || last === null) return [];
  const months = letters === UNITS[0][1];
  /** @type {(period: string) => number} */
  const number = (period) => (months ? 12 * Number(period.slice(0, 4)) + Number(period.slice(5)) - 1 : Number(period));
  const many = Math.min(number(last) - number(first), MOST_PERIODS) + 1;
  return Array.from({ length: many }, (_, place) => {
    const at = number(first) + place;
    if (!months) return String(at).padStart(letters, "0");
    return `${String(Math.floor(at / 12)).padStart(4, "0")}-${String((at % 12) + 1).padStart(2, "0")}`;
  });
}

// The findings by which an actor holds a post or belongs somewhere, or others hold it or belong to it; in order of time.
/** @type {(data: Data, found: Participation[], isHolder: boolean) => {its: Participation, named: string[]}[]} */
export function postsOf(data, found, isHolder) {
  const posts = found.flatMap((its) => {
    const { holds } = data.types[its.fact.type];
    if (!holds) return [];
    const [holder, leads] = holds;
    if (isHolder ? !its.roles.has(holder) : !leads.some((role) => its.roles.has(role))) return [];
    const every = Object.values(its.fact.fillers);
    const carried = toldFillers(its.fact);
    const told = carried.length ? carried : every;
    const wanted = isHolder ? leads : [holder];
    return [{ its, named: [...new Set(wanted.flatMap((role) => told.filter((one) => one.role === role).map(({ filler }) => filler)))] }];
  });
  /** @type {(fact: Fact) => string} */
  const begin = ({ when }) => `${when.text === null ? 1 : 0} ${when.earliest ?? when.latest ?? ""} ${when.latest ?? "~"}`;
  /** @type {(fact: Fact) => string} */
  const key = (fact) => `${begin(fact)} ${fact.fact}`;
  return posts.sort((a, b) => (key(a.its.fact) < key(b.its.fact) ? -1 : 1));
}

// What is said by an actor, to it, or about it: findings of types that may be about a finding.
/** @type {(data: Data, found: Participation[], of: "by" | "to" | "concerning") => Participation[]} */
export function saidOf(data, found, of) {
  return found.filter(({ fact, roles }) => {
    const { concerns, shortcuts } = data.types[fact.type];
    if (!concerns.length) return false;
    const by = shortcuts.map(({ source }) => source);
    const to = shortcuts.map(({ target }) => target).filter((role) => !concerns.includes(role));
    return { by, to, concerning: concerns }[of].some((role) => roles.has(role));
  });
}

// Which of two findings is listed first: the newer, the undated last; then the better sourced (kg/report/ordering.py).
/** @type {(one: Fact, other: Fact) => number} */
export function newer(one, other) {
  /** @type {(fact: Fact) => (string | number)[]} */
  const key = ({ when, status, voices, claims }) => [
    when.text === null ? "" : `${when.earliest ?? when.latest ?? ""} ${when.latest ?? "~"}`,
    STRENGTH.indexOf(status),
    voices.length,
    claims.length,
  ];
  const [its, theirs] = [key(one), key(other)];
  const at = its.findIndex((value, place) => value !== theirs[place]);
  if (at >= 0) return its[at] > theirs[at] ? -1 : 1;
  return `${one.type} ${one.fact}` < `${other.type} ${other.fact}` ? -1 : 1;
}

// Of how much an actor is itself a source.
/** @type {(panel: Pick<PanelContext, "data" | "view">, id: string) => {claims: number, articles: number, stances: [string, number][], relayed: number, published: number}} */
export function spokenBy({ data, view }, id) {
  const known = data.claims.filter(({ key }) => view.account.readings[key]);
  const made = known.filter((claim) => speakersOf(claim, data.articles[claim.article]).includes(id));
  const heard = unique(known.map(({ article }) => article)).map((article) => data.articles[article]);
  return {
    claims: made.length,
    articles: new Set(made.map(({ article }) => article)).size,
    stances: counts(made.map(({ stance }) => stance)),
    relayed: known.filter(({ via }) => via?.includes(id)).length,
    published: heard.filter(({ publisher, agency }) => publisher === id || agency === id).length,
  };
}
