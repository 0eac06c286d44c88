// One finding in the panel: its status, the claims on it in order, and what it belongs to.

import { claimItems } from "./claims.js";
import { slots, speakersOf } from "./counting.js";
import { hasTooMany } from "./edges.js";
import { kicker, make, swatch } from "./elements.js";
import { inOrder, isUnread, rowOf } from "./findings.js";
import { given, unique } from "./lists.js";
import { piecewise } from "./long.js";
import { revealButton, toShowFact } from "./reveal.js";
import { ACCEPTABLE } from "./rule.js";
import { siteLink } from "./site.js";
import { deniers, partWords, toldFillers, unacceptedWholes } from "./support.js";
import { capital, cut, nameOf, numeral, plural, several, voiceName } from "./texts.js";

/** @import { Claim, Conflict, Data, Fact, Filler, PanelContext, Reading, Standing } from "./types.js" */

const MATTERS = new Map([
  ["when", "the day"],
  ["single-holder", "who holds the post"],
  ["whereabouts", "where someone was"],
]);

/** @type {(panel: PanelContext, id: string) => HTMLElement[]} */
export function unknownFinding(panel, id) {
  const nothing = `Nothing is known of it by ${panel.state.knownBy} with what is left. `;
  return [make("h2", {}, id), make("p", {}, nothing, revealButton(panel, "Show it", toShowFact(panel, id)))];
}

/** @type {(panel: PanelContext, fact: Fact) => string} */
function typeName(panel, fact) {
  return capital(cut(panel.data.types[fact.type].label));
}

// Who takes part and stands no worse than the finding: the fillers of the roles that edges join, else of the parties,
// else of whatever role there is.
/** @type {(panel: PanelContext, fact: Fact) => string} */
export function titleOf(panel, fact) {
  const { shortcuts, parties } = panel.data.types[fact.type];
  const fillers = toldFillers(fact);
  const roles = [...shortcuts.flatMap(({ source, target }) => [source, target]), ...parties];
  const chosen = fillers.filter(({ role }) => roles.includes(role));
  return (
    several([...new Set((chosen.length ? chosen : fillers).map(({ filler }) => nameOf(panel.data, filler)))], " – ") ||
    fact.fact
  );
}

// How a finding stands; with `tie`, how it stands between two actors.
/** @type {(panel: PanelContext, fact: Fact, tie?: Standing | null, withRow?: boolean) => HTMLElement} */
export function verdictOf(panel, fact, tie = null, withRow = true) {
  const { data, view } = panel;
  const its = tie ?? standingOf(fact, view.account.readings);
  const status = data.status[its.status];
  const who = whoWords(data, its, withRow ? status.row : "");
  return make(
    "div",
    { class: "verdict" },
    make(
      "p",
      {},
      swatch(rowOf(its)),
      make("strong", {}, status.label),
      outletWords(its),
      contestedWords(its),
      isUnread(data, tie ? its.claims : fact.basis) ? ", not read" : "",
      fact.when.text ? [" ", make("span", { class: "day" }, cut(fact.when.text))] : "",
    ),
    who ? make("p", { class: "row" }, `${capital(who)}.`) : null,
    partOf(panel, fact),
    tie ? null : exceptionsOf(panel, fact),
    ...(view.conflicts.get(fact.fact) ?? []).map((conflict) => conflictNote(panel, conflict)),
  );
}

/** @type {(fact: Fact, readings: Record<string, Reading>) => Standing} */
function standingOf(fact, readings) {
  return { ...fact, deniers: deniers([fact], readings) };
}

// Through how many outlets came what is asserted.
/** @type {(its: Standing) => string} */
function outletWords({ voices, outlets }) {
  if (!voices.length || !outlets.length) return "";
  return outlets.length === 1 ? ", in one outlet" : `, in ${numeral(outlets.length)} outlets`;
}

/** @type {(its: Pick<Standing, "contested">) => string} */
const contestedWords = ({ contested }) =>
  contested ? `, contested by ${contested === "by-party" ? "a party" : "an outsider"}` : "";

// The row of the rule that fits, with the voices by which it does; and who denies.
/** @type {(data: Data, its: Standing, row: string) => string} */
function whoWords(data, { status, voices, deniers: against }, row) {
  if (row && status === "denied") return told(data, `${row}:`, against);
  const asserted = told(data, row ? `${row}:` : "asserted by", voices) || row;
  return [asserted, told(data, "denied by", against)].filter(Boolean).join("; ");
}

/** @type {(data: Data, lead: string, voices: string[]) => string} */
function told(data, lead, voices) {
  return voices.length ? `${lead} ${several(voices.map((voice) => voiceName(data, voice)))}` : "";
}

// The status of a part is its own; that what it belongs to is not accepted is said beside it.
/** @type {(panel: PanelContext, fact: Fact) => HTMLElement | null} */
function partOf(panel, fact) {
  const { all, facts } = panel.view.account;
  const wholes = unacceptedWholes(fact, all);
  if (!wholes.length) return null;
  const shown = wholes.filter((whole) => facts[whole.fact]).map((whole) => factLink(panel, whole.fact));
  return make(
    "p",
    { class: "why part" },
    make("strong", {}, `${capital(partWords(panel.data, wholes))}.`),
    shown.flatMap((link) => [" ", link]),
  );
}

const FEW_VALUES = 6; // of a conflict that is told unasked; of a longer one it is said how long it is, until it is opened

// What cannot all be so, each side with those who say it; nothing here decides between them.
/** @type {(panel: PanelContext, conflict: Conflict) => HTMLElement} */
function conflictNote(panel, { kind, values, claims, facts, entity }) {
  const sides = piecewise([...values.keys()], (place) => {
    const value = values[place];
    const said = given(claims[place].map((key) => panel.data.claim.get(key)));
    const speakers = said.flatMap((claim) => speakersOf(claim, panel.data.articles[claim.article]));
    const names = unique(speakers).map((id) => nameOf(panel.data, id));
    return make("li", {}, `${nameOf(panel.data, value)}: ${several(names)}`);
  });
  const of = cut(MATTERS.get(kind) ?? kind);
  const about = entity ? ` (${nameOf(panel.data, entity)})` : "";
  const others =
    unique(facts).length > 1
      ? make(
          "p",
          {},
          piecewise(unique(facts), (id) => make("span", {}, factLink(panel, id), " "), "p"),
        )
      : null;
  const what = make("strong", {}, `Claims conflict on ${of}${about}${sameDay(panel, facts)}.`);
  const isShort = values.length <= FEW_VALUES && facts.length <= FEW_VALUES;
  if (isShort) return make("div", { class: "why conflict" }, what, make("ul", {}, sides), others);
  const counts = ` ${plural(values.length, "value")}, ${plural(unique(claims.flat()).length, "claim")}`;
  return make("details", { class: "why conflict" }, make("summary", {}, what, counts), make("ul", {}, sides), others);
}

// The day of all facts of a conflict, such as that on which someone was in several places; empty if there are several.
/** @type {(panel: PanelContext, facts: string[]) => string} */
function sameDay({ view }, facts) {
  const days = unique(facts.map((id) => view.account.all[id]?.when.text ?? ""));
  return days.length === 1 && days[0] ? `, ${days[0]}` : "";
}

/** @type {(panel: PanelContext, fact: Fact) => HTMLElement | null} */
function exceptionsOf(panel, fact) {
  const others = Object.values(fact.fillers).filter(
    ({ status, contested }) => status !== fact.status || contested !== fact.contested,
  );
  if (!others.length) return null;
  /** @type {(filler: Filler) => string} */
  const text = (filler) => {
    const denied = told(panel.data, "; denied by", deniers([filler], panel.view.account.readings));
    const status = `${panel.data.status[filler.status].label}${contestedWords(filler)}`;
    return `${nameOf(panel.data, filler.filler)} (${filler.role}): ${status}${denied}`;
  };
  return make(
    "details",
    {},
    make("summary", {}, `Differently sourced: ${others.length} of its names`),
    make(
      "ul",
      {},
      piecewise(others, (other) => make("li", {}, text(other))),
    ),
  );
}

/** @type {(panel: PanelContext, fact: Fact) => HTMLElement} */
function whyNoLine(panel, fact) {
  const { shortcuts } = panel.data.types[fact.type];
  const toShow = revealButton(panel, "Show it", toShowFact(panel, fact.fact));
  let why = "";
  if (!fact.accepted) {
    const contested = ACCEPTABLE.includes(fact.status);
    why = contested ? "a party to it denies what others assert" : panel.data.status[fact.status].row;
  } else if (!shortcuts.length) why = "findings of this type join nobody";
  else if (hasTooMany(panel.data, fact)) why = "it would draw more lines than one finding may";
  else if (!panel.view.passing.has(fact.fact)) why = "the filters leave it out";
  else why = "the chosen statuses, kinds and layers leave it out, or only one actor is named";
  return make("p", { class: "why" }, make("strong", {}, "This finding draws no line. "), `${capital(why)}.`, toShow ? [" ", toShow] : "");
}

/** @type {(panel: PanelContext, fact: Fact) => HTMLElement | null} */
function relatedOf(panel, fact) {
  const facts = panel.view.account.facts;
  const madeGood = Object.values(facts).filter((other) => other.fulfils.includes(fact.fact));
  const parts = Object.values(facts).filter((other) => other.part_of.includes(fact.fact));
  /** @type {[string, string[]][]} */
  const rows = [
    ["Makes good", fact.fulfils],
    ["Made good by", madeGood.map(({ fact: id }) => id)],
    ["Part of", fact.part_of],
    ["Has parts", parts.map(({ fact: id }) => id)],
  ];
  const filled = rows.filter(([, ids]) => ids.length);
  if (!filled.length) return null;
  return make(
    "dl",
    { class: "related" },
    filled.flatMap(([name, ids]) => [
      make("dt", {}, name),
      make(
        "dd",
        {},
        piecewise(ids, (id) => factLink(panel, id), "p"),
      ),
    ]),
  );
}

/** @type {(panel: PanelContext, id: string) => HTMLElement} */
export function factLink(panel, id) {
  const fact = panel.view.account.facts[id];
  const text = fact
    ? `${typeName(panel, fact)}: ${cut(fact.label ?? titleOf(panel, fact))} (${panel.data.status[fact.status].label})`
    : id;
  return make("button", { class: "link", type: "button", onclick: () => panel.on.choose(["fact", id]) }, text);
}

/** @type {(panel: PanelContext, id: string) => (HTMLElement | null)[]} */
export function findingOf(panel, id) {
  const fact = panel.view.account.facts[id];
  if (!fact) return unknownFinding(panel, id);
  const drawn = panel.view.edges.some((edge) => edge.fact === id);
  return [
    kicker(
      id === panel.on.doubtful() ? `Most in doubt · ${cut(panel.data.types[fact.type].label)}` : typeName(panel, fact),
    ),
    make("h2", {}, fact.label ?? titleOf(panel, fact)),
    siteLink(panel, "fact", id),
    verdictOf(panel, fact, null, drawn),
    drawn ? null : whyNoLine(panel, fact),
    make("ol", { class: "chain" }, claimItems(panel, fact, fact.claims)),
    relatedOf(panel, fact),
  ];
}

// The attributed sentence of that deciding claim which names the most.
/** @type {(panel: PanelContext, fact: Fact, keys?: string[]) => string} */
export function sentenceOf(panel, fact, keys = fact.basis) {
  const deciding = inOrder(panel.data, keys.length ? keys : fact.claims);
  /** @type {(claim: Claim) => number} */
  const names = (claim) => (claim.label ? 100 : 0) + slots(claim).length;
  return deciding.reduce((best, claim) => (names(claim) > names(best) ? claim : best)).sentence;
}
