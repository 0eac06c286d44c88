// The card of an actor: what `kg profile` tells of it, in the same words (kg/report/profiles/profile_words.py over again).
// It is of all that the account has, whatever is drawn.

import { personLink } from "./claims.js";
import { countedStatuses, counts, boundsOfDays, dealings, dyadsOf } from "./dyads.js";
import { make } from "./elements.js";
import { factLink } from "./finding.js";
import { isUnread } from "./findings.js";
import { deedsOf, newer, participationsOf, postsOf, reasonOf, saidOf, sourceShares, spokenBy, trendOf, wayOf } from "./participations.js";
import { cut, nameOf, numeral, plural, rowName, voiceName } from "./texts.js";
import { timedWords } from "./timed.js";
import { isNobodyNamed } from "./voices.js";

/** @import { Child, Children, Data, Dyad, PanelContext, Participation, Row, Share, Trend } from "./types.js" */
/** @import { WayOf } from "./participations.js" */

const MOST_LINES = 3; // of each list
const MOST_SOURCES = 4;
const MOST_LISTED = 12;
const BARS = "▁▂▃▄▅▆▇█";
const WORDS = { together: "with", done: "to", received: "from" };

/** @type {(panel: PanelContext, id: string) => HTMLElement} */
export function profileOf(panel, id) {
  const { data, view } = panel;
  const found = participationsOf(view, id);
  const accepted = found.filter((its) => its.accepted);
  /** @type {[string, Children[]][]} */
  const rows = [
    ["Side", sideWords(panel, id)],
    ["Findings", [findingsIn(data, found)]],
    ["Trend", [trendIn(trendOf(accepted.map(({ fact }) => fact)))]],
    ["Posts", postsIn(panel, found, true)],
    ["Holders", postsIn(panel, found, false)],
    ...waysIn(panel, id, found),
    ["Statements", statementsIn(panel, found)],
    ["Source", [sourceIn(panel, id)]],
    ["Voices", sharesIn(accepted, "voice", ({ voices }) => voices, (voice) => make("button", { type: "button", class: "link", onclick: () => panel.on.choose(["voice", voice]) }, voiceName(data, voice)))],
    ["Outlets", sharesIn(accepted, "outlet", ({ outlets }) => outlets, (outlet) => make("button", { type: "button", class: "link", onclick: () => panel.on.choose(["outlet", outlet]) }, nameOf(data, outlet)))],
    ["Open", openIn(panel, found)],
  ];
  const filled = rows.map(([name, lines]) => /** @type {[string, Children[]]} */ ([name, lines.filter((line) => line && (!Array.isArray(line) || line.length))])).filter(([, lines]) => lines.length);
  return make("dl", { class: "profile" }, filled.flatMap(([name, lines]) => [make("dt", {}, name), make("dd", {}, lines.map((line) => make("p", {}, ...(Array.isArray(line) ? line : [line]))))]));
}

/** @type {(texts: string[]) => string} */
const inBrackets = (texts) => (texts.length ? ` (${texts.join(", ")})` : "");

/** @type {(texts: string[]) => string} */
const firstFew = (texts) => texts.slice(0, MOST_LISTED).join(", ") + (texts.length > MOST_LISTED ? ` and ${numeral(texts.length - MOST_LISTED)} more` : "");

/** @type {<T>(things: T[], show: (thing: T) => Children, most?: number) => Children[]} */
const first = (things, show, most = MOST_LINES) => [...things.slice(0, most).map(show), things.length > most ? `and ${numeral(things.length - most)} more` : ""];

/** @type {(data: Data, counted: [string, number][]) => string} */
const notAccepted = (data, counted) => (counted.length ? `; not accepted: ${counted.map(([row, many]) => `${numeral(many)} ${rowName(data, /** @type {Row} */ (row))}`).join(", ")}` : "");

/** @type {(first: string | null, last: string | null) => string} */
const fromTo = (from, to) => (!from || !to ? "" : from === to ? from : `${from} to ${to}`);

/** @type {(names: string[]) => string} */
const listedNames = (names) => `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;

// For whom an actor speaks on the last day.
/** @type {(panel: PanelContext, id: string) => Children[]} */
function sideWords(panel, id) {
  const { data, view } = panel;
  const { kind } = data.entities[id];
  if (!data.kinds.find((one) => one.id === kind)?.actor) return [];
  if (isNobodyNamed(data.entities, id)) return ["none: who is anonymous speaks for no side"];
  const ends = view.account.sides.ends(id, view.account.known_by);
  if (ends.length > 1) return [`between ${listedNames(ends.map((end) => nameOf(data, end)))}: it speaks for none of them until it says for which`];
  if (ends[0] === id) return [["Country", "Organization", "Group"].includes(kind) ? "its own; what its people and organs do is counted with these" : "none known: no link or post leads to one"];
  const way = view.account.sides.way(id, view.account.known_by).map(({ link, target }) => `${nameOf(data, target)} [${link}]`);
  return [[personLink(panel, ends[0]), `, by ${firstFew(way)}`]];
}

/** @type {(data: Data, found: Participation[]) => string} */
function findingsIn(data, found) {
  if (!found.length) return "none: no fact names it";
  const accepted = found.filter((its) => its.accepted);
  const stands = countedStatuses(data, accepted.map(({ status }) => status)).map(([status, many]) => `${numeral(many)} ${rowName(data, status)}`);
  const unread = accepted.filter(({ claims }) => isUnread(data, claims)).length;
  const { first: from, last: to } = boundsOfDays(accepted.map(({ fact }) => fact));
  const told = [`${numeral(accepted.length)} accepted${inBrackets(stands)}`, fromTo(from, to), unread ? `${numeral(unread)} of them not read` : ""];
  return told.filter(Boolean).join(", ") + notAccepted(data, counts(found.filter((its) => !its.accepted).map(reasonOf)));
}

// How many accepted findings there were in each period, as a line of bars.
/** @type {(trend: Trend) => string} */
function trendIn({ unit, counts: periods, wider, undated }) {
  const without = [wider ? `${numeral(wider)} wider` : "", undated ? `${numeral(undated)} undated` : ""].filter(Boolean);
  if (!periods.length) return without.length ? `no finding is known to one period: ${without.join(", ")}` : "";
  const most = Math.max(...periods.map(([, many]) => many));
  const bars = periods.map(([, many]) => (many ? BARS[Math.floor((many * BARS.length - 1) / most)] : "·")).join("");
  const names = periods.map(([name]) => name + (unit === "decade" ? "0s" : unit === "century" ? "00s" : ""));
  const ends = `${names[0]} ${bars}${names.length > 1 ? ` ${names[names.length - 1]}` : ""}`;
  return [`${ends}: a bar a ${unit}, at most ${numeral(most)}, in ${names[periods.findIndex(([, many]) => many === most)]}`, ...without].join(", ");
}

/** @type {(its: Participation) => string} */
const doubtsOf = ({ contested, conflicts }) =>
  (contested ? `, contested by ${contested === "by-party" ? "a party" : "an outsider"}` : "") + (conflicts.length ? `, claims conflict: ${conflicts.join(", ")}` : "");

// What an actor holds, or who holds it, each a link to the finding.
/** @type {(panel: PanelContext, found: Participation[], isHolder: boolean) => Children[]} */
function postsIn(panel, found, isHolder) {
  const { data } = panel;
  return first(postsOf(data, found, isHolder), ({ its, named }) => {
    const [name, ...others] = named.map((one) => nameOf(data, one));
    const open = () => panel.on.choose(["fact", its.fact.fact]);
    const said = its.voices.length ? ` · ${firstFew(its.voices.map((voice) => voiceName(data, voice)))}` : "";
    return [
      `${rowName(data, its.status)} `,
      make("button", { type: "button", class: "link", onclick: open }, cut(`${name ?? its.fact.fact}${inBrackets(others.length ? [firstFew(others)] : [])}`)),
      `${cut(timedWords(its.fact.when, true) || ", undated", 60)}${doubtsOf(its)}${said}${isUnread(data, its.claims) ? " · not read" : ""}`,
    ];
  });
}

// What an actor does with others, what it does, and what is done to it; each with those with whom most is.
/** @type {(panel: PanelContext, id: string, found: Participation[]) => [string, Children[]][]} */
function waysIn(panel, id, found) {
  const { data, view } = panel;
  const own = { edges: view.account.edges.filter(({ from, to }) => from === id || to === id) };
  const pairs = dyadsOf(data, view.account, dealings(data, own, id));
  /** @type {Record<WayOf, Dyad[]>} */
  const partners = {
    together: pairs.filter(({ directed }) => !directed),
    done: pairs.filter(({ directed, source }) => directed && source === id),
    received: pairs.filter(({ directed, target }) => directed && target === id),
  };
  return [["Together", "together"], ["Done", "done"], ["Received", "received"]].map(([title, name]) => {
    const way = /** @type {WayOf} */ (name);
    const parts = found.filter((its) => wayOf(data, its) === way);
    const lines = parts.length || partners[way].length ? [deedsIn(data, parts), ...first(partners[way], (pair) => partnerIn(panel, id, pair, WORDS[way]))] : [];
    return [title, lines];
  });
}

/** @type {(data: Data, found: Participation[]) => string} */
function deedsIn(data, found) {
  const { accepted, acts, types, tendencies, others } = deedsOf(data, found);
  const what = [...acts.map(([act, many]) => `${nameOf(data, act)} ${numeral(many)}`), ...types.map(([type, many]) => `${data.types[type].label} ${numeral(many)}`)];
  const leaning = Object.entries(tendencies).filter(([, many]) => many).map(([tendency, many]) => `${numeral(many)} ${tendency}`);
  return `${numeral(accepted)} accepted${inBrackets(what.length ? [firstFew(what)] : [])}${leaning.length ? `; ${leaning.join(", ")}` : ""}${notAccepted(data, others)}`;
}

/** @type {(panel: PanelContext, id: string, pair: Dyad, word: string) => Child[]} */
function partnerIn(panel, id, pair, word) {
  const { data } = panel;
  const stands = [...pair.byStatus.map(([status, many]) => `${numeral(many)} ${rowName(data, status)}`), pair.contested ? `${numeral(pair.contested)} contested by a party` : ""];
  const told = [stands.filter(Boolean).join(", "), fromTo(pair.first, pair.last)];
  if (pair.accepted) told.push(`${plural(pair.voices.length, "voice")}, ${plural(pair.outlets.length, "outlet")}`);
  if (pair.read < pair.accepted) told.push(`${numeral(pair.accepted - pair.read)} not read`);
  return [`${word} `, personLink(panel, pair.source === id ? pair.target : pair.source), ` ${numeral(pair.accepted)}: ${told.filter(Boolean).join("; ")}`];
}

// What is said by it, to it and about it, on whose word, and the latest.
/** @type {(panel: PanelContext, found: Participation[]) => Children[]} */
function statementsIn(panel, found) {
  const { data } = panel;
  return /** @type {("by" | "to" | "concerning")[]} */ (["by", "to", "concerning"]).map((of) => {
    const its = saidOf(data, found, of);
    if (!its.length) return [];
    const accepted = its.filter((one) => one.accepted);
    const voices = counts(accepted.flatMap((one) => one.voices)).map(([voice, many]) => `${voiceName(data, voice)} ${numeral(many)}`);
    const others = counts(its.filter((one) => !one.accepted).map(reasonOf));
    const [latest] = (accepted.length ? accepted : its).map(({ fact }) => fact).sort(newer);
    return [`${of} it: ${numeral(accepted.length)} accepted${inBrackets(voices.length ? [`on the word of ${firstFew(voices)}`] : [])}${notAccepted(data, others)}; the latest ${rowName(data, latest.status)}: `, factLink(panel, latest.fact)];
  });
}

/** @type {(panel: PanelContext, id: string) => string} */
function sourceIn(panel, id) {
  const { claims, articles, stances, relayed, published } = spokenBy(panel, id);
  const how = stances.map(([stance, many]) => `${numeral(many)} ${panel.data.stances[stance]}`);
  return [
    claims ? `speaker of ${plural(claims, "claim")} in ${plural(articles, "article")}${inBrackets(how)}` : "",
    relayed ? `relay of ${plural(relayed, "claim")}` : "",
    published ? `publisher of ${plural(published, "article")}` : "",
  ].filter(Boolean).join("; ");
}

// How much of what is accepted rests on each source, and how much on a single one.
/** @type {(accepted: Participation[], thing: string, of: (its: Participation) => string[], link: (id: string) => HTMLElement) => Children[]} */
function sharesIn(accepted, thing, of, link) {
  const all = sourceShares(accepted.map(of));
  if (!all.length) return [];
  /** @type {(its: Share) => string} */
  const percent = ({ share }) => (share >= 0.005 ? `${Math.floor(100 * share + 0.5)}%` : "<1%");
  const named = all.slice(0, MOST_SOURCES).flatMap((its, place) => [place ? ", " : "", `${percent(its)} ${place ? "" : "rest "}on `, link(its.id)]);
  const more = all.length > MOST_SOURCES ? ` and ${numeral(all.length - MOST_SOURCES)} more` : "";
  const alone = all.reduce((sum, its) => sum + its.alone, 0);
  return [[`of ${plural(accepted.length, "finding")} `, ...named, `${more}; ${numeral(alone)} on one ${thing} only`]];
}

// What is not accepted, or denied by somebody, or conflicts: what a party contests first, then the newest.
/** @type {(panel: PanelContext, found: Participation[]) => Children[]} */
function openIn(panel, found) {
  const open = found.filter((its) => !its.accepted || its.contested || its.conflicts.length);
  /** @type {(its: Participation) => number} */
  const group = (its) => (its.contested === "by-party" ? 0 : 2) + (its.accepted ? 1 : 0);
  open.sort((a, b) => group(a) - group(b) || newer(a.fact, b.fact));
  return first(open, (its) => [`${rowName(panel.data, its.status)} `, factLink(panel, its.fact.fact), doubtsOf(its)]);
}
