// What both halves of the page share: the article, the words of the project, and the events between them.

/**
 * @typedef {import("./types.js").Article} Article
 * @typedef {import("./types.js").ArticleAnswer} ArticleAnswer
 * @typedef {import("./types.js").Words} Words
 *
 * @typedef {object} Events what is dispatched, and with which detail
 * @property {import("./types.js").Begin} begin open the form with this
 * @property {import("./types.js").Evidence} evidence add it to the open claim
 * @property {import("./types.js").Fill} fill put this into a field
 * @property {{ claim: import("./types.js").Claim, was: import("./types.js").Claim }} edit open a claim of the file in the form
 * @property {import("./types.js").Show} show the text scrolls to this and marks it
 * @property {import("./types.js").Sentence | null} sentence the sentence on which the text's cursor is
 * @property {string | null} open the form says: this claim is open ("" for a new one), or none (null)
 * @property {null} focus-text
 * @property {null} focus-form
 * @property {Article | null} article another article, or the same one after a change
 * @property {Words} words
 * @property {{ words: string, isWrong: boolean }} told
 */

export class Store extends EventTarget {
  constructor() {
    super();
    /** @type {Article | null} */
    this.article = null;
    /** @type {Words | null} */
    this.words = null;
    this.name = "";
    this.project = "";
    this.annotator = "";
    /** The open claim's id, "" for a new one, null for none. @type {string | null} */
    this.open = null;
  }

  /** Hear of an event. @type {<K extends keyof Events>(type: K, hear: (detail: Events[K]) => void) => void} */
  on(type, hear) {
    this.addEventListener(type, (event) => hear(/** @type {CustomEvent} */ (event).detail));
  }

  /** Dispatch an event. @type {<K extends keyof Events>(type: K, detail: Events[K]) => void} */
  fire(type, detail) {
    if (type === "open") this.open = /** @type {string | null} */ (detail);
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Replace the article; the answer to a change leaves its text out, which stays as it is. @type {(answer: ArticleAnswer) => void} */
  take(answer) {
    if (answer.name !== this.name) return; // the answer to what was asked before another article was opened
    const text = answer.text ?? this.article?.text ?? "";
    this.article = { ...answer, text };
    this.fire("article", this.article);
    if (answer.told) this.tell(answer.told);
  }

  /** Go to another article, or to none (""). @type {(name: string) => void} */
  leave(name) {
    this.name = name;
    this.article = null;
    this.open = null;
    this.fire("article", null);
  }

  /** @type {(words: Words) => void} */
  takeWords(words) {
    this.words = words;
    this.fire("words", words);
  }

  /** Say what happened, in the status line. @type {(words: string, isWrong?: boolean) => void} */
  tell(words, isWrong = false) {
    this.fire("told", { words, isWrong });
  }
}
