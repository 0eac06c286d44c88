// The panel: who says so, where exactly, and does anyone disagree. All that comes from sources is set as text.

import { cards, tieCards } from "./cards.js";
import { claimItem, personLink } from "./claims.js";
import { comparedIn, goneNote } from "./comparison.js";
import { kicker, make, renew, swatch } from "./elements.js";
import { factLink, findingOf, titleOf, unknownFinding } from "./finding.js";
import { changes, claimsOf, inOrder, rowOf } from "./findings.js";
import { unique } from "./lists.js";
import { longText, piecewise } from "./long.js";
import { pairTable } from "./pair_table.js";
import { pathIn } from "./path_panel.js";
import { profileOf } from "./profile.js";
import { revealButton, toShowActor } from "./reveal.js";
import { factsNaming } from "./search.js";
import { sideIn, sidesIn, withSideIn } from "./side_panel.js";
import { siteLink } from "./site.js";
import { articleTitle, capital, cut, nameOf, numeral, pairOf, plural, voiceName } from "./texts.js";

/** @import { Change, Claim, Data, Edge, Fact, Field, FromPanel, Row, Selected, State, View } from "./types.js" */

export class Panel {
  /** @param {Data} data @param {HTMLElement} element @param {FromPanel} on */
  constructor(data, element, on) {
    this.data = data;
    this.element = element;
    this.on = on;
    /** @type {View} given by `show`, as the state is */
    this.view = /** @type {any} */ (null);
    /** @type {State} */
    this.state = /** @type {any} */ (null);
    this.shown = "";
  }

  /** @type {(selected: Selected | null, view: View, state: State, gone?: string) => void} with a note on what is known no more */
  show(selected, view, state, gone = "") {
    this.view = view;
    this.state = state;
    renew(this.element, ...[goneNote(gone), ...this.content(selected)].filter((child) => child !== null));
    const shown = (selected ?? []).join(" ");
    if (shown !== this.shown) this.element.scrollTop = 0;
    this.shown = shown;
  }

  /** @type {(selected: Selected | null) => (HTMLElement | null)[]} */
  content(selected) {
    const [kind, id] = selected ?? ["", ""];
    switch (kind) {
      case "fact":
        return findingOf(this, id);
      case "node":
        return this.actor(id);
      case "line":
        return this.line(id);
      case "concept":
        return this.concept(id);
      case "side":
        return sideIn(this, id);
      case "sides":
        return sidesIn(this, id);
      case "with-side":
        return withSideIn(this, id);
      case "status":
        return this.withStatus(/** @type {Row} */ (id));
      case "path":
        return pathIn(this);
      case "unjoined":
        return this.unjoined();
      case "compared":
        return comparedIn(this);
      case "changes":
        return this.changed();
      case "voice":
      case "outlet":
      case "relay":
      case "article":
        return this.source(id, kind);
      default:
        return this.nothing();
    }
  }

  nothing() {
    return [
      kicker("Evidence"),
      make("h2", {}, "Nothing is chosen"),
      make(
        "p",
        {},
        "Choose a line or a mark, or a row of the table: its findings open here, with all that was said, by whom and where.",
      ),
    ];
  }

  /** @type {(id: string) => HTMLElement[]} */
  line(id) {
    const [one, other] = id.split(" ");
    const edges = this.edgesBetween(one, other);
    return [
      kicker(`Line · ${plural(new Set(edges.map((edge) => edge.fact)).size, "finding")}`),
      make("h2", {}, personLink(this, one), " – ", personLink(this, other)),
      ...pairTable(this, pairOf(one, other)),
      edges.length ? tieCards(this, edges) : make("p", {}, "With what is left, nothing joins them any more."),
    ];
  }

  /** @type {(one: string, other: string) => Edge[]} */
  edgesBetween(one, other) {
    const joining = this.view.account.edges.filter((edge) => pairOf(edge.from, edge.to) === pairOf(one, other));
    const shown = joining.filter((edge) => this.view.edges.includes(edge));
    return shown.length ? shown : joining;
  }

  /** @type {(id: string) => (HTMLElement | null)[]} */
  actor(id) {
    const entity = this.data.entities[id];
    if (!entity) return unknownFinding(this, id);
    const facts = Object.values(this.view.account.facts).filter((fact) =>
      Object.values(fact.fillers).some(({ filler }) => filler === id),
    );
    const kind = this.data.kinds.find((one) => one.id === entity.kind)?.label ?? "";
    const shown = this.view.nodes.has(id);
    return [
      kicker(`${capital(kind)}${this.on.area(id) ? ` · ${this.on.area(id)}` : ""}`),
      make("h2", {}, entity.name, this.data.apart[id] ? ` (${this.data.apart[id]})` : ""),
      siteLink(this, "entity", id),
      entity.aliases?.length ? make("p", { class: "aliases" }, "Also: ", longText(entity.aliases.join(", "))) : null,
      this.on.tag(id) ? make("p", { class: "aliases" }, this.on.tag(id)) : null,
      entity.note ? make("p", {}, longText(entity.note)) : null,
      shown ? this.moves(id) : make("p", { class: "why" }, "Not in the picture with the filters as they are. ", revealButton(this, "Show it", toShowActor(this, id))),
      profileOf(this, id),
      make("h3", { class: "count" }, `${plural(facts.length, "finding")}, newest first`),
      cards(this, facts.map((fact) => fact.fact)),
    ];
  }

  /** @type {(id: string) => HTMLElement[]} */
  concept(id) {
    const facts = factsNaming(this.view, id);
    return [kicker("Concept"), make("h2", {}, nameOf(this.data, id)), make("h3", { class: "count" }, `${plural(facts.length, "finding")}, newest first`), cards(this, facts)];
  }

  /** @type {(id: string) => HTMLElement} */
  moves(id) {
    /** @type {(steps: number) => HTMLElement} */
    const step = (steps) =>
      make(
        "button",
        {
          type: "button",
          "aria-pressed": String(this.state.focus === id && this.state.steps === steps),
          onclick: () => this.on.focus(id, steps),
        },
        `${steps}`,
      );
    return make(
      "p",
      { class: "moves" },
      make("span", {}, "Focus, steps:"),
      [1, 2, 3].map(step),
      make("button", { type: "button", onclick: () => this.on.pathFrom(id) }, "Path from here"),
    );
  }

  /** @type {(row: Row) => HTMLElement[]} */
  withStatus(row) {
    const all = Object.values(this.view.account.facts).filter((fact) => rowOf(fact) === row);
    const status = row === "contested" ? undefined : this.data.status[row];
    return [
      kicker("Status"),
      make("h2", {}, swatch(row, 46), " ", capital(status?.label ?? "contested by a party")),
      make("p", { class: "row" }, `${capital(status?.row ?? "asserted, and denied by one of its parties")}.`),
      make("h3", { class: "count" }, `${plural(all.length, "finding")}, newest first`),
      cards(this, all.map((fact) => fact.fact)),
    ];
  }

  /** @type {() => HTMLElement[]} */
  unjoined() {
    const joined = new Set(this.view.account.edges.map((edge) => edge.fact));
    const all = Object.keys(this.view.account.facts).filter((fact) => !joined.has(fact));
    return [
      kicker(`Not drawn · ${plural(all.length, "finding")}`),
      make("h2", {}, `Findings that join no two actors`),
      make("p", {}, "No line can stand for them: they name one actor, or none. Newest first."),
      cards(this, all),
    ];
  }

  // All that a voice or an article says, and what came through an outlet or a relay, finding by finding.
  /** @type {(id: string, field: Field) => (HTMLElement | null)[]} */
  source(id, field) {
    const claims = claimsOf(this.data, this.view.account, field, id);
    /** @type {Map<string, Claim[]>} */
    const said = new Map();
    for (const claim of claims) {
      const its = said.get(claim.fact) ?? [];
      its.push(claim);
      said.set(claim.fact, its);
    }
    const name = {
      voice: () => voiceName(this.data, id),
      outlet: () => nameOf(this.data, id),
      relay: () => nameOf(this.data, id),
      article: () => this.data.articles[id].title ?? articleTitle(this.data, id),
    }[field]();
    return [
      kicker(`${capital(field)} · ${plural(claims.length, "claim")}`),
      make("h2", {}, name),
      siteLink(this, { voice: "voice", outlet: "voice", relay: "entity", article: "article" }[field], id),
      claims.length ? null : make("p", { class: "why" }, "Nothing of it is left."),
      make(
        "div",
        { class: "cards" },
        piecewise(unique(claims.map((claim) => claim.fact)), (fact) => this.part(this.view.account.facts[fact], said.get(fact) ?? []), "p"),
      ),
    ];
  }

  /** @type {(fact: Fact, claims: Claim[]) => HTMLElement} */
  part(fact, claims) {
    const mine = inOrder(
      this.data,
      claims.map((claim) => claim.key),
    );
    return make(
      "article",
      { class: "card", "data-fact": fact.fact },
      make("h3", {}, factLink(this, fact.fact)),
      make(
        "ol",
        { class: "chain" },
        piecewise(mine, (claim) => claimItem(this, claim, fact, false)),
      ),
    );
  }

  /** @type {() => HTMLElement[]} */
  changed() {
    const moved = changes(this.on.opening(), this.view.account);
    /** @type {(fact: Fact | null) => string} */
    const name = (fact) =>
      fact
        ? `${this.data.status[fact.status].label}${fact.contested ? `, contested ${fact.contested.replace("-", " ")}` : ""}`
        : "not known";
    /** @type {(change: Change) => HTMLElement} */
    const row = ({ fact, was, is }) =>
      make(
        "li",
        {},
        is ? factLink(this, fact) : make("span", {}, was ? cut(was.label ?? titleOf(this, was)) : fact),
        make(
          "p",
          { class: "turn" },
          swatch(was ? rowOf(was) : "unconfirmed"),
          ` ${name(was)} → `,
          is ? swatch(rowOf(is)) : "",
          ` ${name(is)}`,
        ),
      );
    return [
      kicker("What if"),
      make(
        "h2",
        {},
        moved.length
          ? `${numeral(moved.length)} ${moved.length === 1 ? "finding changes" : "findings change"}`
          : "Nothing changes",
      ),
      make("ul", { class: "changes" }, piecewise(moved, row)),
    ];
  }
}
