// One claim in the panel: who said it, where exactly, and how it counts.

import { saidOn, speakersOf } from "./counting.js";
import { make } from "./elements.js";
import { inOrder } from "./findings.js";
import { longText, piecewise } from "./long.js";
import { siteLink, siteWords } from "./site.js";
import { articleTitle, capital, nameOf, several, sourceOf, voiceName } from "./texts.js";
import { isNobodyNamed } from "./voices.js";

/** @import { Article, Child, Claim, Data, Evidence, Fact, Figure, PanelContext, Reading } from "./types.js" */

// The claims in order, the first of them; the others follow a piece at a time, where one asks for them.
/** @type {(panel: PanelContext, fact: Fact, keys: string[]) => HTMLElement[]} */
export function claimItems(panel, fact, keys) {
  const seen = new Set();
  return piecewise(inOrder(panel.data, keys), (claim) => {
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
    make("p", { class: "sentence" }, longText(claim.sentence)),
    claim.evidence.filter((span) => span.text).map((span) => make("blockquote", {}, longText(span.text))),
    particularsOf(panel, claim, reading, again),
    siteLink(panel, "claim", claim.key, "Open the claim’s own page"),
  );
}

/** @type {(panel: PanelContext, claim: Claim, reading: Reading | undefined, again: boolean) => HTMLElement} */
function particularsOf(panel, claim, reading, again) {
  const { data } = panel;
  const article = data.articles[claim.article];
  const title = article.url
    ? make("a", { href: article.url, target: "_blank", rel: "noopener noreferrer" }, articleTitle(data, claim.article))
    : articleTitle(data, claim.article);
  const source = sourceOf(data, claim.article);
  /** @type {Child[]} */
  const speakers = speakersOf(claim, article).map((id) => personLink(panel, id));
  if (!claim.speaker?.length) speakers.push(" (in its own voice)");
  const spans = claim.evidence.map(spanText).filter(Boolean);
  const rows = [
    ["Speaker", join(speakers)],
    ["Relayed by", join((claim.via ?? []).map((id) => personLink(panel, id)))],
    ["Voice", several((reading?.voices ?? []).map((voice) => voiceName(data, voice))) + betweenText(panel, claim, article)],
    ["Outlet", reading && reading.outlet !== article.publisher ? nameOf(data, reading.outlet) : null],
    ["Document", longText(claim.document)],
    ["Article", again ? `${source}, as above` : [title, make("br"), siteWords(panel, "article", claim.article, source)]],
    ["Said", claim.said?.text],
    ["Mode", claim.mode],
    ["Figures", Object.entries(claim.values ?? {}).map(figureText).join("; ")],
    [spans.length ? "Span" : "Row", (spans.length ? spans : [rowText(data, article, claim)]).join("; ")],
    ["Qualifier", longText(claim.qualifier)],
    ["Note", longText(claim.note)],
  ];
  const filled = rows.filter(([, value]) => value && value.length);
  return make(
    "dl",
    {},
    filled.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]),
  );
}

// Why the word of somebody who is named counts as one of nobody named does.
/** @type {(panel: PanelContext, claim: Claim, article: Article) => string} */
function betweenText({ data, view }, claim, article) {
  const torn = speakersOf(claim, article).flatMap((id) => {
    const ends = isNobodyNamed(data.entities, id) ? [] : view.account.sides.ends(id, saidOn(claim, article));
    return ends.length > 1 ? [`${nameOf(data, id)} stands between ${ends.map((end) => nameOf(data, end)).join(" and ")}`] : [];
  });
  return torn.length ? ` (${torn.join("; ")})` : "";
}

/** @type {(panel: PanelContext, id: string) => Child} */
export function personLink(panel, id) {
  if (!panel.data.entities[id]) return nameOf(panel.data, id); // a speaker of whom nothing is said
  return make(
    "button",
    { class: "link", type: "button", onclick: () => panel.on.choose(["node", id]) },
    nameOf(panel.data, id),
  );
}

/** @type {(span: Evidence) => string} */
const spanText = ({ at, kind }) =>
  at ? `characters ${at[0]}–${at[1]}${kind ? ` (${kind.replace("-", " ")})` : ""}` : "";

// Of a table that nobody read against an article.
/** @type {(data: Data, article: Article, claim: Claim) => string} */
function rowText(data, article, claim) {
  const coder = nameOf(data, article.coded_by ?? article.publisher);
  return `${claim.evidence.map((its) => its.row).join(", ")}, coded by ${coder}; not read`;
}

/** @type {(value: [string, Figure]) => string} */
function figureText([name, { low = "", high = "", unit }]) {
  return `${name}: ${low === high ? low : `${low}..${high}`}${unit ? ` ${unit}` : ""}`;
}

/** @type {(parts: Child[]) => Child[]} */
const join = (parts) => parts.flatMap((part, place) => (place && typeof part !== "string" ? [", ", part] : [part]));
