// Saves the open claim: what `kg check` would refuse only when asked twice, and again where the server did not answer.

import { Refused, articlePath, ask } from "./api.js";
import { isSame, written } from "./claim_values.js";
import { settled } from "./conflict.js";
import { unused } from "./naming.js";
import { named } from "./standing.js";

/** @import { Form } from "./form.js" */
/** @import { Claim } from "./types.js" */

const AGAIN = 2000; // milliseconds

export class Saving {
  isBusy = false;
  confirmed = ""; // the claim of which somebody was told that it would be refused
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;

  /** @param {Form} form */
  constructor(form) {
    this.form = form;
  }

  forget() {
    clearTimeout(this.timer);
    this.confirmed = "";
  }

  async save() {
    const { form } = this;
    if (!form.isOpen || this.isBusy) return;
    clearTimeout(this.timer);
    const pending = [...form.fields.values()].find((field) => field.begun?.get().trim() && field.key !== "more");
    const claim = form.whole;
    if (pending && this.confirmed !== written(claim)) {
      this.confirmed = written(claim);
      pending.focus();
      form.store.tell(`“${pending.begun?.get().trim()}” is not chosen yet: press Enter, or take it away. Ctrl+Enter saves without it.`, true);
      return;
    }
    this.isBusy = true;
    try {
      if (await this.mayGo(claim)) await this.write(claim);
    } finally {
      this.isBusy = false;
    }
  }

  /** Whether a claim can be written; where it would be refused, only once that was told. @param {Claim} claim */
  async mayGo(claim) {
    const { form } = this;
    if (this.confirmed === written(claim)) return true;
    const answer = await form.trying.of(claim);
    if (!answer && !form.trying.isRefused) {
      form.store.tell("What `kg check` says of it is not known yet. Ctrl+Enter tries again.", true);
      return false;
    }
    const refused = answer?.faults.filter((fault) => !fault.warning) ?? [];
    const lacks = answer?.lacks ?? [];
    if (!refused.length && !lacks.length) return true;
    this.confirmed = written(claim);
    const why = lacks.length ? `it lacks ${named(lacks)}` : refused[0].what;
    form.store.tell(`Save it all the same? \`kg check\` will refuse it: ${why}. Ctrl+Enter again saves it.`, true);
    form.focus(lacks[0] ?? [...form.fields.keys()].find((key) => refused[0].field.startsWith(key)) ?? form.field);
    return false;
  }

  /** @param {Claim} claim */
  async write(claim) {
    const { was } = this.form;
    await this.change(was ? { replace: { was, claim } } : { add: claim }, claim);
  }

  /** @type {(change: Record<string, unknown>, claim: Claim) => Promise<void>} */
  async change(change, claim) {
    const { form } = this;
    const { name } = form.store;
    try {
      const answer = await ask("POST", articlePath(name, "apply"), change);
      if (form.store.name !== name) return;
      form.close();
      form.store.take(answer);
      form.store.tell(`${sentenceOf(answer.told ?? "The claim is saved")} Ctrl+Z takes it back.`);
      form.store.fire("focus-text", null);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      await this.refused(error, claim, change);
    }
  }

  // Just the same is asked: the claim may be in the file, and only the answer was lost.
  /** @type {(change: Record<string, unknown>, claim: Claim) => Promise<void>} */
  async again(change, claim) {
    if (!this.form.isOpen || this.isBusy) return;
    this.isBusy = true;
    try {
      await this.change(change, claim);
    } finally {
      this.isBusy = false;
    }
  }

  /** @type {(error: Refused, claim: Claim, change: Record<string, unknown>) => Promise<void>} */
  async refused(error, claim, change) {
    const { form } = this;
    if (error.status === 0 || error.status === 503) {
      form.store.tell("The server does not answer. What you have filled in is kept, and saving is tried again.", true);
      this.timer = setTimeout(() => void this.again(change, claim), AGAIN);
      return;
    }
    if (error.status === 409 && "theirs" in error.more) {
      if (isSame(error.more.theirs, claim)) await this.taken(); // it was written, and only the answer was lost
      else await this.settle(error.more.theirs);
      return;
    }
    form.store.tell(error.words, true);
  }

  /** Let whoever annotates decide between two versions. @param {Claim | null} theirs */
  async settle(theirs) {
    const { form } = this;
    const claim = form.whole;
    const choice = await settled(theirs, claim);
    if (!choice) return;
    const isHere = await this.reload();
    if (!isHere || !form.isOpen) return;
    if (choice === "theirs") await this.taken();
    else if (choice === "mine") await this.change(theirs ? { replace: { was: theirs, claim } } : { add: claim }, claim);
    else {
      const ids = form.article.claims.map((row) => row.claim.id);
      await this.change({ add: { ...claim, id: unused(claim.id ?? "claim", (id) => ids.includes(id)) } }, claim);
    }
  }

  /** Close the form over what the file holds. */
  async taken() {
    const { form } = this;
    form.close();
    await this.reload();
    form.store.tell("The claim in the file is kept.");
    form.store.fire("focus-text", null);
  }

  /** Read the article anew; says whether it could be read. */
  async reload() {
    const { store } = this.form;
    const answer = await ask("GET", articlePath(store.name)).catch(() => null);
    if (answer) store.take(answer);
    return Boolean(answer);
  }
}

/** @type {(words: string) => string} */
const sentenceOf = (words) => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;
