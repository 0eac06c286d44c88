// Tries the open claim at each change: what the checker says of it, and what it would do to the account.

import { Refused, articlePath, ask } from "./api.js";
import { isSame } from "./claim_values.js";
import { Newest } from "./live.js";

/** @import { Form } from "./form.js" */
/** @import { Attempt, Claim } from "./types.js" */

/** @typedef {{claim: Claim, was: Claim | null}} Trial */

const TRIES = 10;

export class Trying {
  /** @type {{claim: Claim, answer: Attempt} | null} */
  last = null;

  /** @type {Claim | null} */
  theirs = null; // what the file holds in the place of the claim that was opened, where it is another one by now

  isRefused = false; // whether the server did not answer, or will not; who saves is then told so

  /** @param {Form} form */
  constructor(form) {
    this.form = form;
    /** @type {Newest<Trial, Attempt>} */
    this.trials = new Newest(
      (trial, signal) => ask("POST", articlePath(form.store.name, "attempt"), { ...trial, entity: null }, signal),
      (answer, trial) => this.take(answer, trial),
      (error) => void (this.isRefused = error instanceof Refused && error.status !== 503), // what is typed does not wait
    );
  }

  get trial() {
    return { claim: this.form.whole, was: this.theirs ?? this.form.was };
  }

  changed() {
    this.trials.changed(this.trial);
  }

  stop() {
    this.trials.stop();
    this.last = this.theirs = null;
  }

  /** @type {(answer: Attempt, trial: Trial) => void} */
  take(answer, { claim }) {
    if (!this.form.isOpen) return;
    this.last = { claim, answer };
    this.form.standing.show(answer, this.form.fields);
  }

  /** What is said of a claim just as it is; null where the server does not say. @type {(claim: Claim) => Promise<Attempt | null>} */
  async of(claim) {
    const known = () => (this.last && isSame(this.last.claim, claim) ? this.last.answer : null);
    this.isRefused = false;
    for (let tries = 0; tries < TRIES && !known() && !this.isRefused; tries += 1) { // something newer may come between
      await this.trials.now({ ...this.trial, claim });
    }
    return known();
  }

  /** Ask what the words of the latest piece of evidence can be, so that they are offered first. */
  async look() {
    const { form } = this;
    const { at } = form.claim.evidence?.at(-1) ?? {};
    if (!at) return;
    const found = await ask("POST", articlePath(form.store.name, "selection"), { start: at[0], end: at[1] }).catch(() => null);
    const isStill = form.isOpen && isSame(form.claim.evidence?.at(-1)?.at, at);
    if (!found || !isStill) return;
    form.selection = found;
  }
}
