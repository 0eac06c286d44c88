// Findings as cards: each with its claims; between two actors, with the claims on the two first.

import { claimItems } from "./claims.js";
import { rankOf } from "./edges.js";
import { make } from "./elements.js";
import { sentenceOf, verdictOf } from "./finding.js";
import { newestFirst } from "./findings.js";
import { unique } from "./lists.js";
import { piecewise } from "./long.js";
import { cut, plural } from "./texts.js";

/** @import { Edge, Fact, PanelContext, Standing } from "./types.js" */

const LONGEST_SENTENCE = 400; // characters of the sentence by which a card is known

/** @type {(panel: PanelContext, ids: string[]) => HTMLElement} */
export function cards(panel, ids) {
  const facts = newestFirst(ids.map((id) => panel.view.account.facts[id]).filter(Boolean));
  return make(
    "div",
    { class: "cards" },
    piecewise(facts, (fact) => card(panel, fact, fact === facts[0]), "p"),
  );
}

// What joins two actors: each finding as it stands between them, which may differ from how it stands as a whole.
/** @type {(panel: PanelContext, edges: Edge[]) => HTMLElement} */
export function tieCards(panel, edges) {
  const facts = newestFirst(unique(edges.map((edge) => edge.fact)).map((id) => panel.view.account.facts[id]));
  /** @type {(fact: Fact) => Standing} */
  const tie = (fact) => tieOf(edges.filter((edge) => edge.fact === fact.fact));
  return make(
    "div",
    { class: "cards" },
    piecewise(facts, (fact) => card(panel, fact, fact === facts[0], tie(fact)), "p"),
  );
}

/** @type {(edges: Edge[]) => Standing} */
function tieOf(edges) {
  const best = edges.reduce((a, b) => (rankOf(b) > rankOf(a) ? b : a));
  const alike = edges.filter((edge) => edge.accepted === best.accepted);
  /** @type {(field: "voices" | "outlets" | "deniers" | "claims") => string[]} */
  const all = (field) => unique(alike.flatMap((edge) => edge[field]));
  const { status, contested, accepted } = best;
  return {
    status,
    contested,
    accepted,
    voices: all("voices"),
    outlets: all("outlets"),
    deniers: all("deniers"),
    claims: all("claims"),
  };
}

/** @type {(panel: PanelContext, fact: Fact, open: boolean, tie?: Standing | null) => HTMLElement} */
function card(panel, fact, open, tie = null) {
  const claims = tie ? tie.claims : fact.claims;
  const others = fact.claims.filter((key) => !claims.includes(key));
  const choose = () => panel.on.choose(["fact", fact.fact]);
  return make(
    "article",
    { class: "card", "data-fact": fact.fact },
    make(
      "h3",
      {},
      make("button", { class: "link", type: "button", onclick: choose }, cut(sentenceOf(panel, fact, tie?.claims), LONGEST_SENTENCE)),
    ),
    verdictOf(panel, fact, tie),
    chainOf(panel, fact, claims, plural(claims.length, "claim"), open),
    others.length ? chainOf(panel, fact, others, `${plural(others.length, "other claim")} on this finding`, false) : null,
  );
}

// Claims that are made when they are first looked at.
/** @type {(panel: PanelContext, fact: Fact, keys: string[], summary: string, open: boolean) => HTMLElement} */
function chainOf(panel, fact, keys, summary, open) {
  const chain = make("ol", { class: "chain" });
  const fill = () => chain.children.length || chain.append(...claimItems(panel, fact, keys));
  if (open) fill();
  return make("details", { open, ontoggle: fill }, make("summary", {}, summary), chain);
}
