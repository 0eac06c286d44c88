// The list of claims of an article, in the order of its file: each as its sentence, with its stance, speaker, status and faults.

import { Refused, articlePath, ask } from "./api.js";
import { faultItem } from "./fields.js";
import { counted, element, find } from "./page.js";
import { Vocabulary } from "./vocabulary.js";

/** @import { Store } from "./store.js" */
/** @import { Article, Claim, ClaimRow } from "./types.js" */

/**
 * A claim without the mark of a proposal.
 * @type {(claim: Claim) => Claim}
 */
export function unmarked({ suggested, ...claim }) {
  void suggested;
  return claim;
}

/**
 * What is said of a claim in one line.
 * @type {(row: ClaimRow, called: (id: string) => string, publisher: string) => string}
 */
export function lineOf({ claim, status, contested, suggested }, called, publisher) {
  const speakers = claim.speaker?.length ? claim.speaker.map(called).join(", ") : `${publisher || "the publisher"} itself`;
  const standing = [status, contested ? `contested${typeof contested === "string" ? ` ${contested}` : ""}` : ""].filter(Boolean).join(", ");
  return [suggested ? "suggested" : "", claim.stance ?? "no stance yet", speakers, standing].filter(Boolean).join(" · ");
}

export class Claims {
  /** @type {Map<string, {key: string, item: HTMLLIElement}>} what is drawn, by the claim's place in the file */
  drawn = new Map();
  at = 0;

  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    this.title = element("h1", { id: "claims-title" }, "Claims");
    this.list = element("ol", { class: "claims", "aria-labelledby": "claims-title" });
    this.empty = element("p", { class: "small" });
    this.help = element("p", { class: "small help" }, "↑/↓ moves, Enter edits, Delete takes away; what a claim rests on is marked in the text.");
    find("claims").append(this.title, this.help, this.empty, this.list);
    this.list.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("click", (event) => this.click(event));
    this.list.addEventListener("focusin", (event) => this.goTo(event));
    store.on("article", (article) => this.draw(article));
    store.on("words", () => this.draw(store.article, true));
    store.on("open", () => this.markOpen());
  }

  get rows() {
    return this.store.article?.claims ?? [];
  }

  /** @type {(article: Article | null, isAnew?: boolean) => void} */
  draw(article, isAnew = false) {
    const rows = article?.claims ?? [];
    const hasFocus = this.list.contains(document.activeElement);
    const before = this.drawn;
    this.at = Math.max(0, Math.min(this.at, rows.length - 1));
    this.drawn = new Map();
    const items = rows.map((row, place) => {
      const key = JSON.stringify([row.claim, row.words, row.status, row.contested, row.faults]);
      const known = before.get(String(place));
      const item = !isAnew && known?.key === key ? known.item : this.made(row, place);
      this.drawn.set(String(place), { key, item });
      return item;
    });
    this.title.textContent = article ? `Claims (${counted(rows.length, "claim")})` : "Claims";
    this.empty.textContent = rows.length ? "" : "No claim yet: select words of the text and press c.";
    this.empty.hidden = rows.length > 0;
    this.help.hidden = !rows.length;
    if (items.length !== this.list.children.length || items.some((item, place) => this.list.children[place] !== item)) this.list.replaceChildren(...items);
    this.reach();
    this.markOpen();
    if (hasFocus) this.focus();
  }

  /** @type {(row: ClaimRow, place: number) => HTMLLIElement} */
  made(row, place) {
    const { words } = this.store;
    /** @type {(id: string) => string} */
    const called = words ? (id) => Vocabulary.of(words).called(id) : (id) => id;
    const head = this.store.article?.head ?? {};
    const button = element("button", { type: "button", class: "claim", "data-place": place, tabindex: -1 },
      element("span", { class: "words", dir: "auto" }, row.words || row.claim.fact || "(a claim without a fact)"),
      element("span", { class: "small about" }, lineOf(row, called, head.publisher_name ?? called(head.publisher ?? ""))),
      element("span", { class: "small name" }, row.claim.id ?? ""));
    const item = element("li", { class: row.suggested ? "suggested" : row.faults.some((fault) => !fault.warning) ? "faulty" : "" }, button);
    if (row.suggested) item.append(this.choices(place));
    if (row.faults.length) item.append(element("ul", { class: "faults" }, ...row.faults.map(faultItem)));
    return item;
  }

  /** @param {number} place */
  choices(place) {
    const [take, remove] = ["Take it over", "Delete"].map((words) => element("button", { type: "button", "data-place": place, "data-does": words === "Delete" ? "remove" : "take", tabindex: -1 }, words));
    return element("p", { class: "buttons" }, take, remove);
  }

  // One claim of the list is in the order of Tab, with its buttons; arrows go to the others.
  reach() {
    for (const { item } of this.drawn.values()) {
      const isHere = item.querySelector("button")?.dataset.place === String(this.at);
      if (isHere !== item.classList.contains("here")) {
        item.classList.toggle("here", isHere);
        for (const button of item.querySelectorAll("button")) button.tabIndex = isHere ? 0 : -1;
      }
    }
  }

  markOpen() {
    this.rows.forEach((row, place) => {
      const button = this.drawn.get(String(place))?.item.querySelector("button.claim");
      if (row.claim.id === this.store.open && this.store.open) button?.setAttribute("aria-current", "true");
      else button?.removeAttribute("aria-current");
    });
  }

  focus() {
    const its = this.drawn.get(String(this.at))?.item.querySelector("button.claim");
    if (its instanceof HTMLElement) its.focus();
  }

  /** @param {FocusEvent} event */
  goTo(event) {
    const place = placeOf(event);
    if (place < 0) return;
    this.at = place;
    this.reach();
    const spans = (this.rows[place]?.claim.evidence ?? []).map((piece) => piece.at).filter(Boolean);
    this.store.fire("show", { spans, ...(spans[0] && { at: spans[0] }) });
  }

  /** @param {MouseEvent} event */
  click(event) {
    const its = event.target instanceof Element ? event.target.closest("button") : null;
    const row = this.rows[placeOf(event)];
    if (!row || !its) return;
    if (its.dataset.does === "remove") void this.remove(row);
    else this.store.fire("edit", { claim: its.dataset.does === "take" ? unmarked(row.claim) : row.claim, was: row.claim });
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.rows.length - 1;
    const to = { ArrowDown: this.at + 1, ArrowUp: this.at - 1, Home: 0, End: last, PageDown: this.at + 10, PageUp: this.at - 10 }[event.key];
    if (to !== undefined) {
      this.at = Math.max(0, Math.min(last, to));
      this.reach();
      this.focus();
    } else if (event.key === "Delete") void this.remove(this.rows[this.at]);
    else if (event.key === "Escape") this.store.fire("focus-text", null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {ClaimRow | undefined} row */
  async remove(row) {
    if (!row) return;
    const { store } = this;
    try {
      store.take(await ask("POST", articlePath(store.name, "apply"), { remove: { was: row.claim } }));
      store.tell(`Claim ${row.claim.id ?? ""} is taken away. Ctrl+Z brings it back.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      store.tell(error.words, true);
      if (error.status === 409) await ask("GET", articlePath(store.name)).then((answer) => store.take(answer), () => undefined);
    }
  }
}

/** @type {(event: Event) => number} */
function placeOf(event) {
  const its = event.target instanceof Element ? event.target.closest("[data-place]") : null;
  return its instanceof HTMLElement ? Number(its.dataset.place) : -1;
}

/** @type {(store: Store) => void} */
export function startClaims(store) {
  void new Claims(store);
}
