// The selected words, moved by keys: by words, by clusters, by sentences.

/**
 * @typedef {import("./units.js").Pair} Pair
 * @typedef {import("./units.js").Units} Units
 */

/** A sentence on which the cursor is, and in it words, or none. */
export class Selecting {
  /** @param {Units} units */
  constructor(units) {
    this.units = units;
    this.sentence = units.sentences.length ? 0 : -1;
    /** Where the selection was begun, and where it is moved: each a word. @type {[Pair, Pair] | null} */
    this.ends = null;
  }

  /** The selected span; null where no words are selected. @type {Pair | null} */
  get span() {
    if (!this.ends) return null;
    const [anchor, head] = this.ends;
    return [Math.min(anchor[0], head[0]), Math.max(anchor[1], head[1])];
  }

  /** The selected span, or else the sentence. @type {Pair | null} */
  get spanOrSentence() {
    return this.span ?? this.units.sentences[this.sentence] ?? null;
  }

  /** Drop the words. */
  clear() {
    this.ends = null;
  }

  /** Put the cursor on a sentence, with no words selected. @type {(sentence: number) => boolean} */
  to(sentence) {
    const last = this.units.sentences.length - 1;
    const next = Math.min(Math.max(sentence, 0), last);
    const isMoved = next !== this.sentence || this.ends !== null;
    this.sentence = next;
    this.ends = null;
    return isMoved;
  }

  /** Select a span; the cursor goes to the sentence of its start. @type {(start: number, end: number) => void} */
  take(start, end) {
    const { units } = this;
    const first = units.wordFrom(start);
    const last = units.wordBefore(end);
    const isInside = first && last && first[0] < end && last[0] >= start;
    this.ends = isInside ? [[start, Math.max(first[1], start)], [last[0], end]] : [[start, end], [start, end]];
    this.sentence = units.sentenceAt(start);
  }

  /** Go to the word behind (1) or before (-1), or take it into the selection. @type {(step: 1 | -1, extends_: boolean) => boolean} */
  word(step, extends_) {
    const { units } = this;
    const its = units.sentences[this.sentence];
    if (!its) return false;
    if (!this.ends) return this.#put(step > 0 ? units.wordFrom(its[0]) : (units.wordsOf(this.sentence).at(-1) ?? null));
    const [anchor, head] = this.ends;
    const next = step > 0 ? units.wordFrom(head[0] + 1) : units.wordBefore(head[0]);
    if (!next) return false;
    return extends_ ? this.#put(next, anchor) : this.#put(next);
  }

  /** Move the end that is moved by one cluster. @type {(step: 1 | -1) => boolean} */
  cluster(step) {
    const { units } = this;
    if (!this.ends) return this.word(step, false);
    const [anchor, head] = this.ends;
    const isBackward = head[0] < anchor[0];
    const [start, end] = head;
    /** @type {(at: number) => number} */
    const move = (at) => (step > 0 ? units.clusterEnd(at) : units.clusterStart(at));
    const next = isBackward ? [move(start), end] : [start, move(end)];
    if (next[0] >= next[1] || Math.max(next[1], anchor[1]) <= Math.min(next[0], anchor[0])) return false;
    if (!isBackward && next[1] < anchor[1]) this.ends = [[anchor[0], next[1]], [Math.min(start, next[1] - 1), next[1]]];
    else this.ends = [anchor, /** @type {Pair} */ (next)];
    return true;
  }

  /** Take the sentence, or the next one too. @type {(step: 1 | -1) => boolean} */
  sentences(step) {
    const { units } = this;
    const its = units.sentences[this.sentence];
    if (!its) return false;
    const span = this.span ?? its;
    const at = units.sentenceAt(step > 0 ? Math.max(span[1] - 1, span[0]) : span[0]);
    const isWhole = step > 0 ? span[1] >= units.sentences[at][1] : span[0] <= units.sentences[at][0];
    const next = units.sentences[this.span && isWhole ? at + step : at];
    if (!next) return false;
    const [start, end] = step > 0 ? [span[0], next[1]] : [next[0], span[1]];
    this.take(start, end);
    if (step < 0 && this.ends) this.ends = [this.ends[1], this.ends[0]]; // the start is what moves
    return true;
  }

  /** Take all up to an end of the sentence. @type {(step: 1 | -1) => boolean} */
  toEdge(step) {
    const { units } = this;
    const its = units.sentences[this.sentence];
    if (!its) return false;
    const span = this.span ?? its;
    if (step > 0) this.take(span[0], Math.max(span[1], units.sentences[units.sentenceAt(span[1] - 1)][1]));
    else this.take(Math.min(span[0], its[0]), span[1]);
    if (step < 0 && this.ends) this.ends = [this.ends[1], this.ends[0]];
    return true;
  }

  /** @type {(word: Pair | null, anchor?: Pair) => boolean} */
  #put(word, anchor = word ?? undefined) {
    if (!word || !anchor) return false;
    this.ends = [anchor, word];
    this.sentence = this.units.sentenceAt(word[0]);
    return true;
  }
}
