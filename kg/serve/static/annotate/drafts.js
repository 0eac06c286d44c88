// An unfinished claim is kept: in this browser at each key, at the server a moment later.

import { articlePath, ask } from "./api.js";

/** @import { Claim } from "./types.js" */

/**
 * What is needed to go on with an unfinished claim.
 * @typedef {{claim: Claim, was: Claim | null, field: string, typed: Record<string, string>, at: number}} Draft
 */

const WAIT = 300; // milliseconds
const AGAIN = 2000; // after which a server that did not answer is asked again

/** @type {(project: string, name: string) => string} */
const keyOf = (project, name) => `kg-annotate-draft/${project}/${name}`;

/** @type {(value: any) => Draft | null} */
export function asDraft(value) {
  const isOne = value !== null && typeof value === "object" && value.claim !== null && typeof value.claim === "object";
  return isOne ? { was: null, field: "", typed: {}, at: 0, ...value } : null;
}

/** @type {(one: Draft | null, other: Draft | null) => Draft | null} */
export const newer = (one, other) => (!one || (other && other.at > one.at) ? other : one);

export class Drafts {
  project = ""; // one address serves one project after the other, and a browser keeps such things by address

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;
  isSending = false;
  /** @type {Map<string, Draft | null>} what the server has yet to keep */
  waiting = new Map();

  /** The draft that waits here for an article. @type {(name: string) => Draft | null} */
  here(name) {
    try {
      return asDraft(JSON.parse(localStorage.getItem(keyOf(this.project, name)) ?? "null"));
    } catch {
      return null; // no JSON, or a browser that keeps nothing: the server's draft is left
    }
  }

  /** Keep a draft at once, or, with null, let it go. @type {(name: string, draft: Draft | null) => void} */
  keep(name, draft) {
    try {
      if (draft) localStorage.setItem(keyOf(this.project, name), JSON.stringify(draft));
      else localStorage.removeItem(keyOf(this.project, name));
    } catch {
      // full, or forbidden: the server keeps it
    }
    this.waiting.set(name, draft);
    this.later(WAIT);
  }

  // Not put off by what comes meanwhile: whoever types without a pause is kept at the server too.
  /** @param {number} wait */
  later(wait) {
    this.timer ??= setTimeout(() => void this.send(), wait);
  }

  // One after another, so that an older draft never comes last.
  async send() {
    this.timer = undefined;
    if (this.isSending) return;
    this.isSending = true;
    let wait = WAIT;
    for (const [name, draft] of [...this.waiting]) {
      try {
        await ask("PUT", articlePath(name, "draft"), { draft });
        if (this.waiting.get(name) === draft) this.waiting.delete(name);
      } catch {
        wait = AGAIN;
      }
    }
    this.isSending = false;
    if (this.waiting.size) this.later(wait);
  }
}
