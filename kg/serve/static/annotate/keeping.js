// Keeps the open claim as a draft, finds it again, and notices where its claim has changed underneath.

import { cleaned, isSame } from "./claim_values.js";
import { asked } from "./dialogs.js";
import { Drafts, asDraft, newer } from "./drafts.js";
import { element } from "./page.js";

/** @import { Draft } from "./drafts.js" */
/** @import { Form } from "./form.js" */
/** @import { Article } from "./types.js" */

export class Keeping {
  /** @type {{name: string, draft: Draft} | null} */
  left = null; // what was left last, and can be taken back
  name = ""; // of the article that was heard of last

  /** @param {Form} form */
  constructor(form) {
    this.form = form;
    this.drafts = new Drafts();
  }

  /** @returns {Draft} */
  get draft() {
    const { claim, was, field, fields } = this.form;
    const begun = [...fields].map(([key, its]) => [key, its.begun?.get() ?? ""]).filter(([, text]) => text);
    return { claim: cleaned(claim), was, field, typed: Object.fromEntries(begun), at: Date.now() };
  }

  keep() {
    if (this.form.isOpen) this.drafts.keep(this.form.store.name, this.draft);
  }

  let() {
    this.drafts.keep(this.form.store.name, null);
  }

  async leave() {
    const { form } = this;
    if (!form.isOpen) return;
    const choice = await asked("Leave this claim?", [element("p", {}, "What you have filled in is taken away; Ctrl+Z brings it back.")], [
      { value: "leave", label: "Leave it" }, { value: "", label: "Go on with it" },
    ]);
    if (choice !== "leave" || !form.isOpen) return;
    this.left = { name: form.store.name, draft: this.draft };
    form.close();
    form.store.tell("The claim is left. Ctrl+Z brings it back.");
    form.store.fire("focus-text", null);
  }

  /** Bring back what was left last; says whether there was anything. */
  takeBack() {
    const { form, left } = this;
    if (!left || form.isOpen || left.name !== form.store.name) return false;
    this.left = null;
    this.restore(left.draft);
    form.store.tell("The claim that you left is here again.");
    form.focus(left.draft.field);
    return true;
  }

  /** @param {Draft} draft */
  restore(draft) {
    this.form.open(draft.claim, draft.was, draft);
    this.keep();
  }

  /** @param {Article | null} article */
  hear(article) {
    const { form } = this;
    if (!article || article.name !== this.name) {
      this.name = article?.name ?? "";
      this.drafts.project = article?.project ?? this.drafts.project;
      if (form.isOpen) form.close(false);
      const draft = article && newer(this.drafts.here(article.name), asDraft(article.draft));
      if (!draft) return;
      this.restore(draft);
      form.store.tell("A claim that you had begun is here again; Tab leads to it.");
    } else if (form.isOpen) this.compare(article);
  }

  /** Say at once where the claim that is edited is another one by now. @param {Article} article */
  compare(article) {
    const { form } = this;
    if (!form.was || form.saving.isBusy) return;
    const row = article.claims.find((its) => its.claim.id === form.was?.id);
    const isAsItWas = row && isSame(row.claim, form.was);
    form.trying.theirs = isAsItWas ? null : row?.claim ?? null;
    form.trying.changed();
    if (isAsItWas) {
      form.notice.replaceChildren();
      return;
    }
    if (form.notice.childElementCount) return;
    const look = element("button", { type: "button" }, "See both");
    look.addEventListener("click", () => void form.saving.settle(row?.claim ?? null));
    form.notice.append(row ? "Another program has changed this claim. " : "Another program has taken this claim away. ", look);
  }
}
