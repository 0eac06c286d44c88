// The card of an actor: days, who it is joined to and how, posts over time, on whose word this rests, what is contested.
// It is of all that the account accepts, whatever is drawn.

import { personLink } from "./claims.js";
import { make } from "./elements.js";
import { factLink, titleOf } from "./finding.js";
import { rowOf } from "./findings.js";
import { given, known, least, most, unique } from "./lists.js";
import { cut, nameOf, plural, rowName, voiceName } from "./texts.js";
import { timedWords } from "./timed.js";

/** @import { Children, Edge, Fact, Filler, PanelContext } from "./types.js" */

const MOST_NAMED = 3; // of each direction
const MOST_RELATIONS = 3;
const MOST_VOICES = 4;
const MOST_POSTS = 12;

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** @typedef {{fact: Fact, filler: Filler}} Part of an actor in a finding */

/** @type {(panel: PanelContext, id: string) => HTMLElement | null} */
export function profileOf(panel, id) {
  /** @type {Part[]} */
  const parts = Object.values(panel.view.account.facts).flatMap((fact) =>
    Object.values(fact.fillers).flatMap((filler) => (filler.filler === id ? [{ fact, filler }] : [])),
  );
  if (!parts.length) return null;
  const held = parts.filter(({ fact, filler }) => panel.data.types[fact.type].bearer === filler.role);
  /** @type {[string, Children][]} */
  const rows = [
    ["Days", daysOfActor(parts)],
    ...partnerRows(panel, id),
    ["Posts", postsOf(panel, held)],
    ["Sources", sourcesOf(panel, parts)],
    ["Contested", contestedIn(panel, parts)],
  ];
  const filled = rows.filter(([, value]) => (Array.isArray(value) ? value.length : value));
  return make("dl", { class: "profile" }, filled.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
}

// From the first to the last day of what is accepted.
/** @type {(parts: Part[]) => string} */
function daysOfActor(parts) {
  const whens = parts.filter(({ fact, filler }) => fact.accepted && filler.accepted).map(({ fact }) => fact.when);
  const first = least(given(whens.map((when) => when.earliest ?? when.latest)));
  const last = most(given(whens.map((when) => when.latest ?? when.earliest)));
  if (!first || !last) return whens.length ? "undated" : "nothing is accepted";
  return first === last ? first : `${first} to ${last}`;
}

// Whether what is done is done by both: an agreement has no direction.
/** @type {(data: PanelContext["data"], fact: Fact) => boolean} */
const namesMutualAct = ({ types }, { type, fillers }) => Object.values(fillers).some(({ role, filler, accepted }) => accepted && types[type].mutual[role]?.includes(filler));

// What an actor does with others, what it does to them, and what they do to it, each with those of most findings.
/** @type {(panel: PanelContext, id: string) => [string, Children][]} */
function partnerRows(panel, id) {
  const { data, view } = panel;
  const its = view.account.edges.filter((edge) => edge.accepted && (edge.from === id || edge.to === id) && !data.types[view.account.facts[edge.fact].type].bearer);
  /** @type {(edge: Edge) => boolean} */
  const isMutual = (edge) => data.relations[edge.relation].symmetric || namesMutualAct(data, view.account.facts[edge.fact]);
  return [
    ["Together", partnersIn(panel, id, "with", its.filter(isMutual))],
    ["Out", partnersIn(panel, id, "to", its.filter((edge) => !isMutual(edge) && edge.from === id))],
    ["In", partnersIn(panel, id, "from", its.filter((edge) => !isMutual(edge) && edge.to === id))],
  ];
}

/** @type {(panel: PanelContext, id: string, word: string, edges: Edge[]) => Children} */
function partnersIn(panel, id, word, edges) {
  if (!edges.length) return [];
  const relations = countedBy(edges, (edge) => edge.relation);
  const others = countedBy(edges, (edge) => (edge.from === id ? edge.to : edge.from));
  const how = relations.slice(0, MOST_RELATIONS).map(([relation, count]) => `${cut(panel.data.relations[relation].label, 40)} ${count}`);
  const more = others.length - MOST_NAMED;
  return [
    `${plural(new Set(edges.map(({ fact }) => fact)).size, "finding")} (${how.join(", ")}${relations.length > MOST_RELATIONS ? ", …" : ""}) ${word} `,
    ...others.slice(0, MOST_NAMED).flatMap(([other, count], place) => [place ? ", " : "", personLink(panel, other), ` ${count}`]),
    more > 0 ? ` and ${more} more` : "",
  ];
}

// What edges are sorted by, with the number of findings of each; most first.
/** @type {(edges: Edge[], key: (edge: Edge) => string) => [string, number][]} */
function countedBy(edges, key) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const edge of edges) found.set(key(edge), (found.get(key(edge)) ?? new Set()).add(edge.fact));
  return mostFirst(new Map([...found].map(([id, facts]) => [id, facts.size])));
}

/** @type {(counts: Map<string, number>) => [string, number][]} */
const mostFirst = (counts) => [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

// Posts and organizations in order of time, each a link to the finding.
/** @type {(panel: PanelContext, held: Part[]) => Children} */
function postsOf(panel, held) {
  /** @type {(part: Part) => string} */
  const begin = ({ fact }) => fact.when.earliest ?? fact.when.latest ?? "9999";
  const inTime = [...held].sort((a, b) => (begin(a) < begin(b) ? -1 : begin(a) > begin(b) ? 1 : a.fact.fact < b.fact.fact ? -1 : 1));
  /** @type {(part: Part) => HTMLElement} */
  const item = ({ fact, filler }) => {
    const { bearer, upward } = panel.data.types[fact.type];
    const seats = Object.values(fact.fillers).filter(({ role }) => role !== bearer && upward.includes(role));
    const words = unique(seats.map((seat) => nameOf(panel.data, seat.filler))).join(", ") || titleOf(panel, fact);
    const weak = [fact, filler, ...seats].find((its) => !its.accepted);
    const doubt = weak ? ` (${rowName(panel.data, rowOf(weak))})` : "";
    const open = () => panel.on.choose(["fact", fact.fact]);
    return make("li", {}, make("button", { type: "button", class: "link", onclick: open }, cut(words)), `${cut(timedWords(fact.when, panel.data.types[fact.type].lasts) || " undated", 60)}${doubt}`);
  };
  const more = inTime.length - MOST_POSTS;
  return inTime.length ? make("ul", {}, inTime.slice(0, MOST_POSTS).map(item), more > 0 ? make("li", {}, `and ${more} more`) : null) : [];
}

// On whose word it rests: the voices of the claims that assert its part, with their share in these.
/** @type {(panel: PanelContext, parts: Part[]) => Children} */
function sourcesOf(panel, parts) {
  const claims = unique(parts.flatMap(({ filler }) => filler.asserting));
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const key of claims)
    for (const voice of panel.view.account.readings[key]?.voices ?? []) counts.set(voice, (counts.get(voice) ?? 0) + 1);
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (!all) return "nobody asserts it";
  const voices = mostFirst(counts);
  const outlets = new Set(claims.map((key) => known(panel.data.claim, key)).map(({ key }) => panel.view.account.readings[key]?.outlet)).size;
  /** @type {(voice: [string, number], place: number) => Children[]} */
  const share = ([voice, count], place) => [
    place ? ", " : "",
    make("button", { type: "button", class: "link", onclick: () => panel.on.choose(["voice", voice]) }, voiceName(panel.data, voice)),
    voices.length > 1 ? ` ${Math.round((100 * count) / all)}\u00a0%` : "",
  ];
  const more = voices.length - MOST_VOICES;
  return [
    `${numberWord(voices.length)} ${voices.length === 1 ? "voice" : "voices"}: `,
    ...voices.slice(0, MOST_VOICES).flatMap(share).flat(),
    more > 0 ? ` and ${more} more` : "",
    `; ${plural(claims.length, "claim")} in ${numberWord(outlets)} ${outlets === 1 ? "outlet" : "outlets"}`,
  ];
}

/** @type {(count: number) => string} */
const numberWord = (count) => NUMBERS[count] ?? String(count);

// The findings of it that somebody contests, or on which claims conflict.
/** @type {(panel: PanelContext, parts: Part[]) => Children} */
function contestedIn(panel, parts) {
  const facts = unique(parts.filter(({ fact, filler }) => fact.contested || filler.contested || panel.view.conflicts.has(fact.fact)).map(({ fact }) => fact.fact));
  if (!facts.length) return "nothing";
  const more = facts.length - MOST_NAMED;
  return [`${plural(facts.length, "finding")}: `, make("ul", {}, facts.slice(0, MOST_NAMED).map((fact) => make("li", {}, factLink(panel, fact)))), more > 0 ? `and ${more} more` : ""];
}
