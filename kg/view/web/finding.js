// One finding in the panel: its status, the claims on it in order, and what it belongs to.

import { slots } from "./counting.js";
import { make, swatch } from "./elements.js";
import { inOrder, rowOf } from "./findings.js";
import { given, unique } from "./lists.js";
import { ACCEPTABLE } from "./rule.js";
import { capital, nameOf, voiceName } from "./texts.js";

/** @import { Child, Claim, Conflict, Evidence, Fact, Filler, PanelContext, Reading } from "./types.js" */

/** @type {(panel: PanelContext, id: string) => HTMLElement[]} */
export function unknownFinding(panel, id) {
  return [make("h2", {}, id), make("p", {}, `Nothing is known of it by ${panel.state.knownBy} with what is left.`)];
}

/** @type {(panel: PanelContext, fact: Fact) => string} */
function typeName(panel, fact) {
  return capital(panel.data.types[fact.type].label);
}

// Who takes part: the fillers of the roles that edges join, else of the parties, else of whatever role there is.
/** @type {(panel: PanelContext, fact: Fact) => string} */
export function titleOf(panel, fact) {
  const { shortcuts, parties } = panel.data.types[fact.type];
  const fillers = Object.values(fact.fillers);
  const roles = [...shortcuts.flatMap(({ source, target }) => [source, target]), ...parties];
  const chosen = fillers.filter(({ role }) => roles.includes(role));
  return (
    [...new Set((chosen.length ? chosen : fillers).map(({ filler }) => nameOf(panel.data, filler)))].join(" – ") ||
    fact.fact
  );
}

/** @type {(panel: PanelContext, fact: Fact, withRow?: boolean) => HTMLElement} */
export function verdictOf(panel, fact, withRow = true) {
  const status = panel.data.status[fact.status];
  const contested = { "by-party": "contested by a party", "by-outsider": "contested by an outsider", none: "" }[
    fact.contested ?? "none"
  ];
  return make(
    "div",
    { class: "verdict" },
    make(
      "p",
      {},
      swatch(rowOf(fact)),
      make("strong", {}, status.label),
      contested ? `, ${contested}` : "",
      fact.when.text ? [" ", make("span", { class: "day" }, fact.when.text)] : "",
    ),
    withRow ? make("p", { class: "row" }, `${capital(status.row)}.`) : null,
    exceptionsOf(panel, fact),
    ...(panel.view.conflicts.get(fact.fact) ?? []).map((conflict) => conflictNote(panel, conflict)),
  );
}

// What cannot all be so, each side with those who say it; nothing here decides between them.
/** @type {(panel: PanelContext, conflict: Conflict) => HTMLElement} */
function conflictNote(panel, { kind, values, claims, facts, entity }) {
  const sides = values.map((value, place) => {
    const said = given(claims[place].map((key) => panel.data.claim.get(key)));
    const speakers = said.flatMap((claim) => claim.speaker ?? [panel.data.articles[claim.article].publisher]);
    const names = unique(speakers).map((id) => nameOf(panel.data, id));
    return make("li", {}, `${nameOf(panel.data, value)}: ${names.join(", ")}`);
  });
  const of = { when: "the day", "single-holder": "who holds the post", whereabouts: "where someone was" }[kind] ?? kind;
  const about = entity ? ` (${nameOf(panel.data, entity)})` : "";
  const others =
    unique(facts).length > 1
      ? make(
          "p",
          {},
          unique(facts).flatMap((id) => [factLink(panel, id), " "]),
        )
      : null;
  return make(
    "div",
    { class: "why conflict" },
    make("strong", {}, `Claims conflict on ${of}${about}.`),
    make("ul", {}, sides),
    others,
  );
}

/** @type {(panel: PanelContext, fact: Fact) => HTMLElement | null} */
function exceptionsOf(panel, fact) {
  const others = Object.values(fact.fillers).filter(
    ({ status, contested }) => status !== fact.status || contested !== fact.contested,
  );
  if (!others.length) return null;
  /** @type {(filler: Filler) => string} */
  const text = ({ role, filler, status, contested }) =>
    `${nameOf(panel.data, filler)} (${role}): ${panel.data.status[status].label}${contested ? `, contested ${contested.replace("-", " ")}` : ""}`;
  return make(
    "details",
    {},
    make("summary", {}, `Differently sourced: ${others.length} of its names`),
    make(
      "ul",
      {},
      others.map((other) => make("li", {}, text(other))),
    ),
  );
}

/** @type {(panel: PanelContext, fact: Fact) => HTMLElement} */
function whyNoLine(panel, fact) {
  const { shortcuts } = panel.data.types[fact.type];
  let why = "";
  if (!fact.accepted) {
    const contested = ACCEPTABLE.includes(fact.status);
    why = contested ? "a party to it denies what others assert" : panel.data.status[fact.status].row;
  } else if (!shortcuts.length) why = "findings of this type join nobody";
  else if (!panel.view.passing.has(fact.fact)) why = "the filters leave it out";
  else why = "the chosen statuses, kinds and layers leave it out, or only one actor is named";
  return make("p", { class: "why" }, make("strong", {}, "No line is drawn. "), `${capital(why)}.`);
}

/** @type {(panel: PanelContext, fact: Fact) => HTMLElement[]} */
export function claimItems(panel, fact) {
  const seen = new Set();
  return inOrder(panel.data, fact.claims).map((claim) => {
    const again = seen.has(claim.article);
    seen.add(claim.article);
    return claimItem(panel, claim, fact, again);
  });
}

/** @type {(panel: PanelContext, claim: Claim, fact: Fact, again: boolean) => HTMLElement} */
export function claimItem(panel, claim, fact, again) {
  const reading = panel.view.account.readings[claim.key];
  const photo = claim.evidence.every((span) => span.kind === "file-photo");
  const stance = photo ? "archive photo" : panel.data.stances[claim.stance];
  return make(
    "li",
    { class: `claim ${reading?.counts ? "" : "idle"}`, "data-claim": claim.key },
    make(
      "p",
      { class: "stance" },
      make("strong", {}, capital(stance)),
      fact.basis.includes(claim.key) && fact.basis.length < fact.claims.length
        ? make("span", { class: "mark", title: "among the claims that decided the status" }, "decides")
        : "",
      reading?.counts ? "" : make("span", { class: "mark" }, "no longer counts"),
    ),
    make("p", { class: "sentence" }, claim.sentence),
    claim.evidence.filter((span) => span.text).map((span) => make("blockquote", {}, span.text)),
    particularsOf(panel, claim, reading, again),
  );
}

/** @type {(panel: PanelContext, claim: Claim, reading: Reading | undefined, again: boolean) => HTMLElement} */
function particularsOf(panel, claim, reading, again) {
  const { data } = panel;
  const article = data.articles[claim.article];
  const title = article.url
    ? make("a", { href: article.url, target: "_blank", rel: "noopener noreferrer" }, article.title)
    : article.title;
  const source = `${nameOf(data, article.publisher)}, ${article.published}`;
  const speakers = claim.speaker?.length
    ? claim.speaker.map((id) => personLink(panel, id))
    : [personLink(panel, article.publisher), " (in its own voice)"];
  const rows = [
    ["Speaker", join(speakers)],
    ["Relayed by", join((claim.via ?? []).map((id) => personLink(panel, id)))],
    ["Voice", (reading?.voices ?? []).map((voice) => voiceName(data, voice)).join(", ")],
    ["Document", claim.document],
    ["Article", again ? `${source}, as above` : [title, make("br"), source]],
    ["Said", claim.said?.text],
    ["Span", claim.evidence.map(spanText).join("; ")],
    ["Qualifier", claim.qualifier],
    ["Note", claim.note],
  ];
  const filled = rows.filter(([, value]) => value && value.length);
  return make(
    "dl",
    {},
    filled.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]),
  );
}

/** @type {(panel: PanelContext, id: string) => HTMLElement} */
export function personLink(panel, id) {
  return make(
    "button",
    { class: "link", type: "button", onclick: () => panel.on.choose(["node", id]) },
    nameOf(panel.data, id),
  );
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
        ids.map((id) => factLink(panel, id)),
      ),
    ]),
  );
}

/** @type {(panel: PanelContext, id: string) => HTMLElement} */
export function factLink(panel, id) {
  const fact = panel.view.account.facts[id];
  const text = fact
    ? `${typeName(panel, fact)}: ${fact.label ?? titleOf(panel, fact)} (${panel.data.status[fact.status].label})`
    : id;
  return make("button", { class: "link", type: "button", onclick: () => panel.on.choose(["fact", id]) }, text);
}

/** @type {(panel: PanelContext, id: string) => (HTMLElement | null)[]} */
export function findingOf(panel, id) {
  const fact = panel.view.account.facts[id];
  if (!fact) return unknownFinding(panel, id);
  const drawn = panel.view.edges.some((edge) => edge.fact === id);
  return [
    make(
      "p",
      { class: "kicker" },
      id === panel.on.doubtful() ? `Most in doubt · ${panel.data.types[fact.type].label}` : typeName(panel, fact),
    ),
    make("h2", {}, fact.label ?? titleOf(panel, fact)),
    verdictOf(panel, fact, drawn),
    drawn ? null : whyNoLine(panel, fact),
    make("ol", { class: "chain" }, claimItems(panel, fact)),
    relatedOf(panel, fact),
  ];
}

// The attributed sentence of that deciding claim which names the most.
/** @type {(panel: PanelContext, fact: Fact) => string} */
export function sentenceOf(panel, fact) {
  const deciding = inOrder(panel.data, fact.basis.length ? fact.basis : fact.claims);
  /** @type {(claim: Claim) => number} */
  const names = (claim) => (claim.label ? 100 : 0) + slots(claim).length;
  return deciding.reduce((best, claim) => (names(claim) > names(best) ? claim : best)).sentence;
}

/** @type {(span: Evidence) => string} */
const spanText = ({ at: [start, end], kind }) =>
  `characters ${start}–${end}${kind ? ` (${kind.replace("-", " ")})` : ""}`;

/** @type {(parts: Child[]) => Child[]} */
const join = (parts) => parts.flatMap((part, place) => (place && typeof part !== "string" ? [", ", part] : [part]));
