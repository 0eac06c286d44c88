// The form of a claim: opened with words of the text, filled by keyboard, tried at each change, and never lost.

import { cleaned, isSame } from "./claim_values.js";
import { EntityForm } from "./entity_form.js";
import { seal, withKinds } from "./evidence_field.js";
import { valueAt } from "./fields.js";
import { fieldFor, keyAfter, keysOf } from "./form_fields.js";
import { startHead } from "./head_form.js";
import { startHistory } from "./history.js";
import { Keeping } from "./keeping.js";
import { claimId, factId } from "./naming.js";
import { element, find } from "./page.js";
import { Saving } from "./saving.js";
import { Standing } from "./standing.js";
import { Trying } from "./trying.js";
import { Vocabulary, likely } from "./vocabulary.js";

/** @import { Store } from "./store.js" */
/** @import { Article, Begin, Claim, Evidence, Selection } from "./types.js" */
/** @import { Draft } from "./drafts.js" */
/** @import { Field, Hands } from "./fields.js" */

export class Form {
  /** @type {Claim} */
  claim = {};
  /** @type {Claim | null} */
  was = null;
  isOpen = false;
  field = ""; // which is in hand
  /** @type {Map<string, Field>} */
  fields = new Map();
  /** @type {Set<string>} */
  revealed = new Set();
  /** @type {Partial<Selection>} */
  selection = {};

  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    this.standing = new Standing();
    this.keeping = new Keeping(this);
    this.trying = new Trying(this);
    this.saving = new Saving(this);
    this.title = element("h2", { id: "form-title" });
    this.notice = element("div", { class: "notice", role: "status" });
    this.inside = element("div", { class: "fields" });
    this.element = element("form", { class: "claim-form", "aria-labelledby": "form-title", hidden: true, novalidate: true, autocomplete: "off" },
      this.title, this.notice, this.inside, element("div", { class: "foot" }, this.standing.element, this.buttons()));
    find("form").append(this.element, this.standing.aloud);
    this.listen();
  }

  buttons() {
    const [save, leave] = ["Save", "Leave it"].map((words) => element("button", { type: "button" }, words));
    save.append(" ", element("kbd", {}, "Ctrl+Enter"));
    leave.append(" ", element("kbd", {}, "Ctrl+D"));
    save.addEventListener("click", () => void this.saving.save());
    leave.addEventListener("click", () => void this.keeping.leave());
    return element("p", { class: "buttons" }, save, leave);
  }

  listen() {
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.element.addEventListener("keydown", (event) => this.press(event));
    this.element.addEventListener("focusin", (event) => {
      const its = event.target instanceof Element ? event.target.closest("[data-field]") : null;
      if (its instanceof HTMLElement) this.field = its.dataset.field ?? "";
    });
    const { store } = this;
    store.on("begin", (detail) => this.begin(detail));
    store.on("evidence", (piece) => this.addEvidence([piece]));
    store.on("edit", ({ claim, was }) => this.edit(claim, was));
    store.on("fill", ({ field, value }) => this.fill(field, value));
    store.on("focus-form", () => (this.isOpen ? this.focus(this.field) : undefined));
    store.on("article", (article) => this.keeping.hear(article));
    store.on("words", () => this.isOpen && this.lay());
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const key = event.key.toLowerCase();
    if (isCommand && key === "enter") void this.saving.save();
    else if (isCommand && key === "d") void this.keeping.leave();
    else if ((isCommand && key === "e") || (key === "escape" && !isCommand)) this.store.fire("focus-text", null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  get vocabulary() {
    if (!this.store.words) throw new Error("the words of the project are not here yet");
    return Vocabulary.of(this.store.words);
  }

  /** @returns {Article} */
  get article() {
    if (!this.store.article) throw new Error("no article is open");
    return this.store.article;
  }

  /** @returns {Hands} */
  get hands() {
    return {
      vocabulary: () => this.vocabulary, claim: () => this.claim, article: () => this.article, selection: () => this.selection,
      likely: () => likely((this.selection.entities ?? []).map((its) => its.id), this.article),
      set: (field, value) => this.set(field, value), next: (field) => this.next(field), typed: () => this.typed(),
      say: (words) => this.standing.say(words), create: (field, kind, name) => this.create(field, { kind, name }),
    };
  }

  // The claim as it would be saved: with what is proposed for whatever has no id of its own.
  /** @returns {Claim} */
  get whole() {
    const claim = cleaned(this.claim);
    const fact = claim.fact ?? this.factProposed(claim);
    const ids = this.article.claims.map((row) => row.claim).filter((its) => its.id !== this.was?.id).map((its) => its.id);
    return cleaned({ ...claim, fact, id: claim.id ?? claimId({ ...claim, fact }, (id) => ids.includes(id)) });
  }

  /** @type {(claim: Claim) => string} */
  factProposed(claim) {
    const order = (this.vocabulary.type.get(claim.type ?? "")?.roles ?? []).map((role) => role.role);
    return factId(claim, order, this.article.head.published ?? "", (id) => this.vocabulary.isTaken(id));
  }

  /** @param {Begin} detail */
  begin({ evidence, fields }) {
    if (this.isOpen) {
      this.addEvidence(evidence);
      this.store.tell("Added to the claim that is open: save it with Ctrl+Enter, or leave it with Ctrl+D, to begin another.");
      return;
    }
    const { entity, ...others } = /** @type {Record<string, any>} */ (fields ?? {});
    this.open({ ...others, evidence: withKinds(evidence, this.article) }, null);
    this.changed();
    void seal(this.claim, this.article.text, evidence).then(() => this.keeping.keep());
    if (entity) this.create("", entity);
    else if (others.fact) this.next("fact");
    else this.focus("fact");
  }

  /** @type {(claim: Claim, was: Claim | null, draft?: Draft) => void} */
  open(claim, was, draft) {
    this.claim = structuredClone(claim);
    this.was = was;
    this.isOpen = true;
    this.revealed = new Set(Object.keys(draft?.typed ?? {}));
    this.fields.clear();
    this.inside.replaceChildren();
    this.notice.replaceChildren();
    this.standing.clear();
    this.selection = {};
    this.saving.forget();
    this.title.textContent = was ? `Claim ${was.id ?? "without an id"}` : "A new claim";
    this.element.hidden = false;
    this.lay();
    for (const [key, text] of Object.entries(draft?.typed ?? {})) this.fields.get(key)?.begun?.set(text);
    this.store.fire("open", was?.id ?? "");
    this.trying.changed();
    void this.trying.look();
  }

  /** Edit a claim of the file. @type {(claim: Claim, was: Claim) => void} */
  edit(claim, was) {
    if (this.isOpen && !isSame(cleaned(this.claim), cleaned(this.was ?? {})) && !isSame(this.was, was)) {
      this.store.tell("Another claim is open: save it with Ctrl+Enter, or leave it with Ctrl+D, first.", true);
      this.focus(this.field);
      return;
    }
    this.open(claim, was);
    this.focus("fact");
  }

  /** Close the form; its draft goes, unless another article is opened over it. */
  close(isDone = true) {
    this.trying.stop();
    this.saving.forget();
    this.isOpen = false;
    this.element.hidden = true;
    this.inside.replaceChildren();
    this.fields.clear();
    this.standing.clear();
    if (isDone) this.keeping.let();
    this.store.fire("open", null);
  }

  keys() {
    return keysOf(this.claim, this.vocabulary.type.get(this.claim.type ?? ""), this.revealed);
  }

  // Lay the fields out anew; those that stay are not touched, so that what is typed and the keyboard stay in them.
  lay() {
    const keys = this.keys();
    for (const [key, field] of this.fields) {
      if (keys.includes(key)) continue;
      field.element.remove();
      this.fields.delete(key);
    }
    keys.forEach((key, place) => {
      const field = this.fields.get(key) ?? this.made(key);
      field.show(this.claim);
      if (this.inside.children[place] !== field.element) this.inside.insertBefore(field.element, this.inside.children[place] ?? null);
    });
    this.tellFact();
  }

  /** @param {string} key */
  made(key) {
    const field = fieldFor(key, this.hands, {
      show: (at) => this.store.fire("show", { at }), goForMore: () => this.store.fire("focus-text", null),
      reveal: (asked_) => this.reveal(asked_), keys: () => this.keys(),
    });
    this.fields.set(key, field);
    return field;
  }

  /** @param {string} key */
  reveal(key) {
    this.revealed.add(key);
    this.lay();
    this.focus(key);
  }

  /** @param {string} key */
  focus(key) {
    (this.fields.get(key) ?? this.fields.get("fact"))?.focus();
  }

  /** @param {string} key */
  next(key) {
    this.focus(keyAfter(key, this.keys(), this.claim, this.vocabulary.fact.has(this.claim.fact ?? "")));
  }

  /** @type {(key: string, value: any) => void} */
  set(key, value) {
    if (key.startsWith("roles.")) this.claim.roles = { ...this.claim.roles, [key.slice(6)]: value };
    else /** @type {Record<string, any>} */ (this.claim)[key] = value;
    if (key === "fact") this.claim.type = this.vocabulary.fact.get(value)?.type ?? this.claim.type;
    if (key === "fact" || key === "type") this.lay();
    this.changed();
  }

  // Text that is no value yet: it is kept, and to save without it is asked anew.
  typed() {
    this.saving.forget();
    this.keeping.keep();
  }

  // What every change does, and none waits for: the draft is kept, the claim is tried.
  changed() {
    this.saving.forget();
    this.keeping.keep();
    this.tellFact();
    this.trying.changed();
  }

  tellFact() {
    const proposed = this.claim.fact ? "" : this.whole.fact;
    if (proposed) this.fields.get("fact")?.resolve?.(`left empty: a new fact, ${proposed}`);
    else this.fields.get("fact")?.show(this.claim);
  }

  /** @param {Evidence[]} pieces */
  addEvidence(pieces) {
    if (!this.isOpen) {
      this.begin({ evidence: pieces, fields: {} });
      return;
    }
    const known = this.claim.evidence ?? [];
    const added = withKinds(pieces.filter((piece) => !known.some((its) => isSame(its.at, piece.at))), this.article);
    this.claim.evidence = [...known, ...added];
    this.fields.get("evidence")?.show(this.claim);
    this.changed();
    void seal(this.claim, this.article.text, added).then(() => this.keeping.keep());
    void this.trying.look();
  }

  /** Put a value into a field; into the one in hand, where none is named. @type {(field: string, value: any) => void} */
  fill(field, value) {
    if (!this.isOpen) this.begin({ evidence: [], fields: {} });
    if (field === "new-entity") {
      this.create(this.field, value);
      return;
    }
    const key = field || this.field;
    const isMany = key.startsWith("roles.") || key === "speaker" || key === "via";
    this.revealed.add(key);
    this.set(key, isMany ? [...new Set([valueAt(this.claim, key) ?? [], value].flat())] : value);
    this.lay();
    this.focus(key);
  }

  /** Make an entity in place, for a field. @type {(key: string, begun: {kind?: string, name: string, id?: string}) => void} */
  create(key, begun) {
    const field = this.fields.get(key) ?? this.fields.get("fact");
    this.inside.querySelector(".new-entity")?.remove();
    const its = new EntityForm(this.store, {
      vocabulary: () => this.vocabulary, likely: this.hands.likely, left: () => field?.focus(),
      made: (id) => this.fillMade(key, id),
    }, { kind: "", ...begun });
    field?.element.append(its.element);
    its.focus();
  }

  /** @type {(key: string, id: string) => void} */
  fillMade(key, id) {
    const takesEntities = key.startsWith("roles.") || key === "speaker" || key === "via";
    this.fields.get(key)?.begun?.set("");
    if (takesEntities) this.fill(key, id);
    else this.focus(this.field);
  }
}

/** @type {(store: Store) => void} */
export function startForm(store) {
  const form = new Form(store);
  startHistory(store, () => form.keeping.takeBack());
  startHead(store);
}
