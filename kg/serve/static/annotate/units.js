// Units of a text: code points and UTF-16, grapheme clusters, words and sentences (Unicode Standard Annex 29).

/** @typedef {[number, number]} Pair start and end, end exclusive */

/** How many of so many, in order, are below something. @type {(size: number, isBelow: (k: number) => boolean) => number} */
function below(size, isBelow) {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Offsets of a text: the server counts code points, strings in JavaScript count UTF-16 code units. */
export class Offsets {
  /** @param {string} text */
  constructor(text) {
    /** Where each character stands that takes two units. @type {number[]} */
    this.wide = [];
    for (const found of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) this.wide.push(found.index);
  }

  /** Code points before a unit. @type {(unit: number) => number} */
  points(unit) {
    const { wide } = this;
    return unit - below(wide.length, (k) => wide[k] < unit);
  }

  /** Units before a code point. @type {(point: number) => number} */
  units(point) {
    const { wide } = this;
    return point + below(wide.length, (k) => wide[k] - k < point);
  }
}

/** @type {Map<string, Intl.Segmenter>} */
const segmenters = new Map();

/** @type {(granularity: "word" | "grapheme", language: string) => Intl.Segmenter} */
function segmenter(granularity, language) {
  const key = `${granularity} ${language}`;
  let made = segmenters.get(key);
  if (!made) {
    try {
      made = new Intl.Segmenter(language || "en", { granularity });
    } catch {
      made = new Intl.Segmenter("en", { granularity }); // no language tag
    }
    segmenters.set(key, made);
  }
  return made;
}

/**
 * The words of a text; where it has none (signs, pictures), its visible clusters.
 *
 * @type {(text: string, language?: string) => Pair[]}
 */
export function wordsIn(text, language = "") {
  /** @type {Pair[]} */
  const found = [];
  for (const { index, segment, isWordLike } of segmenter("word", language).segment(text)) {
    if (isWordLike) found.push([index, index + segment.length]);
  }
  if (found.length) return found;
  for (const { index, segment } of segmenter("grapheme", language).segment(text)) {
    if (segment.trim()) found.push([index, index + segment.length]);
  }
  return found;
}

/** The line in which a place stands. @type {(text: string, from: number, to: number) => Pair} */
function lineOf(text, from, to) {
  const end = text.indexOf("\n", to);
  return [text.lastIndexOf("\n", from - 1) + 1, end < 0 ? text.length : end];
}

/**
 * Widens a span to whole words at both ends, where it ends inside one, and to whole clusters everywhere; outer blanks
 * are dropped. Null if nothing is left.
 *
 * @type {(text: string, start: number, end: number, language?: string) => Pair | null}
 */
export function snapped(text, start, end, language = "") {
  const words = text.slice(start, end);
  const first = start + words.length - words.trimStart().length;
  const last = start + words.trimEnd().length;
  if (first >= last) return null;
  const [from, to] = lineOf(text, first, last);
  const line = text.slice(from, to);
  const [byWord, byCluster] = ["word", "grapheme"].map((one) =>
    segmenter(/** @type {"word" | "grapheme"} */ (one), language).segment(line),
  );
  /** @type {(at: number) => Pair} */
  const around = (at) => {
    const word = byWord.containing(at - from);
    const whole = word?.isWordLike ? word : byCluster.containing(at - from);
    return whole ? [from + whole.index, from + whole.index + whole.segment.length] : [at, at + 1];
  };
  return [around(first)[0], around(last - 1)[1]];
}

/** A text as sentences and words; the sentences do not overlap, and stand in order. */
export class Units {
  /**
   * @param {string} text
   * @param {Pair[]} sentences
   * @param {string} language
   */
  constructor(text, sentences, language = "") {
    this.text = text;
    this.sentences = sentences;
    this.language = language;
    /** @type {Map<number, Pair[]>} */
    this.known = new Map();
  }

  /** The sentence in which an offset stands, or the last one before it; -1 if there is none. @type {(offset: number) => number} */
  sentenceAt(offset) {
    const { sentences } = this;
    return Math.max(below(sentences.length, (k) => sentences[k][0] <= offset) - 1, sentences.length ? 0 : -1);
  }

  /** @type {(sentence: number) => Pair[]} */
  wordsOf(sentence) {
    const its = this.sentences[sentence];
    if (!its) return [];
    let words = this.known.get(sentence);
    if (!words) {
      words = wordsIn(this.text.slice(...its), this.language).map(([start, end]) => [start + its[0], end + its[0]]);
      if (this.known.size > 200) this.known.clear();
      this.known.set(sentence, words);
    }
    return words;
  }

  /** The first word that begins at an offset or behind it. @type {(offset: number) => Pair | null} */
  wordFrom(offset) {
    for (let k = Math.max(this.sentenceAt(offset), 0); k < this.sentences.length; k += 1) {
      const words = this.wordsOf(k);
      const at = below(words.length, (n) => words[n][0] < offset);
      if (at < words.length) return words[at];
    }
    return null;
  }

  /** The last word that begins before an offset. @type {(offset: number) => Pair | null} */
  wordBefore(offset) {
    for (let k = this.sentenceAt(offset); k >= 0; k -= 1) {
      const words = this.wordsOf(k);
      const at = below(words.length, (n) => words[n][0] < offset);
      if (at > 0) return words[at - 1];
    }
    return null;
  }

  /** Where the cluster ends that begins at an offset. @type {(offset: number) => number} */
  clusterEnd(offset) {
    if (offset >= this.text.length) return this.text.length;
    if (this.text[offset] === "\n") return offset + 1;
    const [from, to] = lineOf(this.text, offset, offset);
    const its = segmenter("grapheme", this.language).segment(this.text.slice(from, to)).containing(offset - from);
    return its ? from + its.index + its.segment.length : offset + 1;
  }

  /** Where the cluster begins that ends at an offset. @type {(offset: number) => number} */
  clusterStart(offset) {
    if (offset <= 0) return 0;
    if (this.text[offset - 1] === "\n") return offset - 1;
    const [from, to] = lineOf(this.text, offset - 1, offset - 1);
    const its = segmenter("grapheme", this.language).segment(this.text.slice(from, to)).containing(offset - 1 - from);
    return its ? from + its.index : offset - 1;
  }
}
