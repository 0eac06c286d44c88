// The head of an article: what could not be found when it was added is shown with its faults, and can be filled in.

import { Refused, articlePath, ask } from "./api.js";
import { Combobox } from "./combobox.js";
import { EntityForm, madeOf } from "./entity_form.js";
import { tellAt } from "./fields.js";
import { byField } from "./live.js";
import { matching } from "./matching.js";
import { element, find } from "./page.js";
import { Vocabulary } from "./vocabulary.js";

/** @import { Store } from "./store.js" */
/** @import { Offer } from "./matching.js" */
/** @import { Article, Words } from "./types.js" */

const FIELDS = /** @type {const} */ (["title", "publisher", "published", "language", "annotator", "url"]);
const LABELS = { title: "title", publisher: "publisher", published: "published", language: "language", annotator: "annotator", url: "address (url)" };

/**
 * The fields that differ from what the file says.
 * @type {(head: Record<string, any>, typed: Record<string, string>) => Record<string, string>}
 */
export const changedIn = (head, typed) => Object.fromEntries(Object.entries(typed).filter(([field, value]) => value !== (head[field] ?? "")));

class Head {
  /** @type {Map<string, {input: HTMLInputElement, wrong: HTMLElement}>} */
  fields = new Map();
  /** @type {Map<string, string>} what the file said when it was drawn last */
  drawn = new Map();
  name = "";

  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    this.summary = element("summary", {}, "About the article");
    this.faults = element("ul", { class: "faults" });
    this.form = element("form", { novalidate: true, autocomplete: "off" }, ...FIELDS.map((field) => this.row(field)), this.faults,
      element("p", { class: "buttons" }, element("button", { type: "submit" }, "Save what is said of the article")));
    this.element = element("details", { class: "head-form", hidden: true }, this.summary, this.form);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.save();
    });
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") store.fire("focus-text", null);
      else if (event.key === "Enter" && event.ctrlKey) void this.save(); // as a claim is
      else return;
      event.preventDefault();
    });
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      const isLeft = relatedTarget instanceof Node && !this.element.contains(relatedTarget);
      if (isLeft && Object.keys(this.changed()).length) void this.save(); // so that nothing stays behind unsaved
    });
    find("claims").before(this.element);
    store.on("article", (article) => this.draw(article));
  }

  /** @param {typeof FIELDS[number]} field */
  row(field) {
    const id = `head-${field}`;
    const wrong = element("ul", { id: `${id}-wrong`, class: "faults", hidden: true });
    const box = field === "publisher" ? this.publisher(id) : null;
    const input = box?.input ?? element("input", { id, type: "text", dir: "auto", autocomplete: "off", spellcheck: "false" });
    input.setAttribute("aria-describedby", wrong.id);
    this.fields.set(field, { input, wrong });
    return element("div", { class: "field" }, element("label", { for: id }, LABELS[field]), box?.element ?? input, wrong);
  }

  /** @param {string} id */
  publisher(id) {
    const vocabulary = () => Vocabulary.of(/** @type {Words} */ (this.store.words));
    /** @type {(typed: string) => Offer} */
    const offered = (typed) => {
      const { options, more } = matching(vocabulary().entities, typed);
      return { options: [...options, ...madeOf(vocabulary(), vocabulary().actors(), typed)], more };
    };
    /** @type {Combobox} */
    const box = new Combobox({
      id, label: "publisher", isText: true, isSingle: true, onChange: () => undefined, onNext: () => this.fields.get("published")?.input.focus(),
      offered: (typed) => (this.store.words ? offered(typed) : { options: [], more: 0 }),
      onAction: ({ action = "" }, name) => {
        const left = () => box.focus();
        /** @type {(made: string) => void} */
        const made = (its) => {
          box.set([its]);
          this.fields.get("published")?.input.focus();
        };
        this.form.querySelector(".new-entity")?.remove();
        const form = new EntityForm(this.store, { vocabulary, likely: () => new Map(), made, left }, { kind: action, name });
        box.element.after(form.element);
        form.focus();
      },
    });
    return box;
  }

  /** @param {Article | null} article */
  draw(article) {
    this.element.hidden = !article;
    if (!article) return;
    const placed = byField(article.faults.map((fault) => ({ ...fault, field: fault.field.replace(/^article\./, "") })), FIELDS);
    const isNew = this.name !== article.name;
    this.name = article.name;
    for (const [field, { input, wrong }] of this.fields) {
      const value = /** @type {Record<string, any>} */ (article.head)[field] ?? "";
      if (isNew || input.value === this.drawn.get(field)) input.value = value; // what is typed and not saved stays
      this.drawn.set(field, value);
      tellAt(input, wrong, placed.get(field) ?? []);
    }
    const rest = placed.get("") ?? [];
    this.faults.replaceChildren(...rest.map((fault) => element("li", {}, fault.what, fault.hint ? ` – ${fault.hint}` : "")));
    this.faults.hidden = !rest.length;
    const isWrong = article.faults.some((fault) => !fault.warning);
    this.summary.textContent = isWrong ? "About the article: something is missing or wrong" : "About the article";
    if (isNew) this.element.open = isWrong;
  }

  changed() {
    const typed = Object.fromEntries([...this.fields].map(([field, { input }]) => [field, input.value.trim()]));
    return changedIn(this.store.article?.head ?? {}, typed);
  }

  async save() {
    const { store } = this;
    const head = this.changed();
    if (!Object.keys(head).length) {
      store.tell("Nothing of it has changed.");
      return;
    }
    try {
      store.take(await ask("POST", articlePath(store.name, "apply"), { head }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      store.tell(error.words, true);
    }
  }
}

/** @type {(store: Store) => void} */
export function startHead(store) {
  void new Head(store);
}
