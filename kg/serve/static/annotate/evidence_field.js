// The pieces of evidence of a claim: their words, their kind, their order.

import { isSame } from "./claim_values.js";
import { idOfKey, tellAt } from "./fields.js";
import { element } from "./page.js";
import { Offsets } from "./units.js";

/** @import { Article, Claim, Evidence, Fault } from "./types.js" */
/** @import { Field, Hands } from "./fields.js" */

const LONGEST = 240; // characters of a piece that are shown

/** @type {(text: string, at: [number, number]) => string} */
export function wordsAt(text, at) {
  const offsets = new Offsets(text);
  return text.slice(offsets.units(at[0]), offsets.units(at[1]));
}

/**
 * The SHA-256 of words: the server refuses a place at which others stand by then.
 * @type {(words: string) => Promise<string>}
 */
export async function hashOf(words) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Keep with each new piece of a claim the hash of the words that were selected: the text may be another one when it is saved.
 * @type {(claim: Claim, text: string, pieces: Evidence[]) => Promise<void>}
 */
export async function seal(claim, text, pieces) {
  for (const { at } of pieces) {
    const sha256 = await hashOf(wordsAt(text, at));
    const piece = (claim.evidence ?? []).find((its) => isSame(its.at, at));
    if (piece) piece.sha256 ??= sha256;
  }
}

/**
 * Say where in the article new pieces stand, where that is seen and nobody has said so: in its title. It is known before
 * a key is pressed, so that no answer which comes late changes what a key does.
 * @type {(pieces: Evidence[], article: Pick<Article, "sentences" | "kinds">) => Evidence[]}
 */
export function withKinds(pieces, { sentences, kinds }) {
  /** @type {(at: [number, number]) => (its: [number, number, string]) => boolean} */
  const meets = (at) => ([start, end]) => start < at[1] && at[0] < end;
  return pieces.map((piece) => {
    const known = kinds.filter(meets(piece.at));
    const isWhole = known.length > 0 && known.length === sentences.filter(meets(piece.at)).length;
    return isWhole && !piece.kind && known.every(([, , kind]) => kind === known[0][2]) ? { ...piece, kind: known[0][2] } : piece;
  });
}

/**
 * Move a piece by some places, as far as there are places.
 * @type {<T>(all: T[], place: number, by: number) => T[]}
 */
export function moved(all, place, by) {
  const to = Math.max(0, Math.min(all.length - 1, place + by));
  const left = all.filter((_, its) => its !== place);
  return [...left.slice(0, to), all[place], ...left.slice(to)];
}

/** @type {(kinds: string[], kind: string | undefined) => string | undefined} */
export function kindAfter(kinds, kind) {
  const next = kinds[(kinds.indexOf(kind ?? kinds[0]) + 1) % kinds.length];
  return next === kinds[0] ? undefined : next; // the first is what a piece is without this field
}

/** @implements {Field} */
export class EvidenceField {
  key = "evidence";
  at = 0; // which piece is in hand

  /** @type {(hands: Hands, show: (at: [number, number]) => void, goForMore: () => void) => EvidenceField} */
  static of = (hands, show, goForMore) => new EvidenceField(hands, show, goForMore);

  /**
   * @param {Hands} hands
   * @param {(at: [number, number]) => void} show
   * @param {() => void} goForMore
   */
  constructor(hands, show, goForMore) {
    this.hands = hands;
    this.showAt = show;
    this.goForMore = goForMore;
    const id = idOfKey(this.key);
    this.list = element("ol", { class: "evidence" });
    this.wrong = element("ul", { id: `${id}-wrong`, class: "faults", hidden: true });
    this.empty = element("button", { type: "button", class: "add" }, "Choose words of the text (Ctrl+E)");
    const help = element("p", { class: "small help", id: `${id}-help` }, "k changes the kind, Delete takes it away, Alt+↑/↓ moves it; Ctrl+E adds words of the text.");
    this.element = element("fieldset", { class: "field", "data-field": this.key, id, "aria-describedby": `${id}-help ${id}-wrong` },
      element("legend", {}, "evidence"), this.list, this.empty, help, this.wrong);
    this.list.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("focusin", (event) => this.goTo(event));
    this.list.addEventListener("click", (event) => this.click(event));
    this.empty.addEventListener("click", goForMore);
  }

  /** @returns {Evidence[]} */
  get pieces() {
    return this.hands.claim().evidence ?? [];
  }

  focus() {
    const buttons = this.list.querySelectorAll("button.words");
    const its = buttons[Math.min(this.at, buttons.length - 1)] ?? this.empty;
    if (its instanceof HTMLElement) its.focus();
  }

  /** @param {Claim} claim */
  show(claim) {
    const hasFocus = this.list.contains(document.activeElement);
    const pieces = claim.evidence ?? [];
    this.at = Math.max(0, Math.min(this.at, pieces.length - 1));
    this.list.replaceChildren(...pieces.map((piece, place) => this.drawn(piece, place)));
    this.empty.tabIndex = pieces.length ? -1 : 0; // Ctrl+E does the same from anywhere
    if (hasFocus) this.focus();
  }

  /** @type {(piece: Evidence & {quote?: string, row?: string}, place: number) => HTMLLIElement} */
  drawn(piece, place) {
    const kinds = this.hands.vocabulary().words.evidence_kinds.map((kind) => kind.id);
    const full = piece.at ? wordsAt(this.hands.article().text, piece.at) : piece.quote ?? `row ${piece.row ?? "?"}`;
    const words = full.length > LONGEST ? `${full.slice(0, LONGEST)}…` : full;
    const kind = piece.kind ?? kinds[0] ?? "text";
    const button = element("button", { type: "button", class: "words", tabindex: place === this.at ? 0 : -1, "data-place": place });
    button.append(element("q", { dir: "auto" }, words || "(no text at hand)"), " ", element("span", { class: "small" }, kind));
    return element("li", {}, button,
      element("button", { type: "button", tabindex: -1, "data-place": place, "data-does": "kind", "aria-label": `kind of piece ${place + 1}: ${kind}` }, "kind"),
      element("button", { type: "button", tabindex: -1, "data-place": place, "data-does": "remove", "aria-label": `take piece ${place + 1} away` }, "×"));
  }

  /** @param {FaultList} faults */
  tell(faults) {
    tellAt(this.element, this.wrong, faults);
    this.element.removeAttribute("aria-invalid"); // a group has no such state
  }

  /** @param {FocusEvent} event */
  goTo(event) {
    const place = placeOf(event);
    if (place < 0) return;
    this.at = place;
    const { at } = this.pieces[place] ?? {};
    if (at) this.showAt(at);
  }

  /** @param {MouseEvent} event */
  click(event) {
    const its = event.target instanceof HTMLElement ? event.target.closest("button") : null;
    if (its?.dataset.does === "kind") this.turn(Number(its.dataset.place));
    if (its?.dataset.does === "remove") this.remove(Number(its.dataset.place));
  }

  /** @param {Evidence[]} pieces */
  put(pieces) {
    this.hands.set(this.key, pieces);
    this.show(this.hands.claim());
    this.focus();
  }

  /** @param {number} place */
  turn(place) {
    const kinds = this.hands.vocabulary().words.evidence_kinds.map((kind) => kind.id);
    const { kind, ...rest } = this.pieces[place];
    const next = kindAfter(kinds, kind);
    this.put(this.pieces.map((its, at) => (at !== place ? its : next ? { ...rest, kind: next } : rest)));
    this.hands.say(`kind: ${next ?? kinds[0]}`);
  }

  /** @param {number} place */
  remove(place) {
    this.put(this.pieces.filter((_, at) => at !== place));
    this.hands.say("taken away; what is left has its numbers anew");
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && event.altKey) {
      const pieces = moved(this.pieces, this.at, step);
      this.at = Math.max(0, Math.min(pieces.length - 1, this.at + step));
      this.put(pieces);
    } else if (step) {
      this.at = Math.max(0, Math.min(this.pieces.length - 1, this.at + step));
      for (const [place, its] of this.list.querySelectorAll("button.words").entries()) its.setAttribute("tabindex", place === this.at ? "0" : "-1");
      this.focus();
    } else if (event.key === "k") this.turn(this.at);
    else if (event.key === "Delete" || event.key === "Backspace") this.remove(this.at);
    else if (event.key === "Enter") this.hands.next(this.key);
    else return;
    event.preventDefault();
  }
}

/** @typedef {Fault[]} FaultList */

/** @type {(event: Event) => number} */
function placeOf(event) {
  const its = event.target instanceof HTMLElement ? event.target.closest("button") : null;
  return its?.dataset.place === undefined ? -1 : Number(its.dataset.place);
}
