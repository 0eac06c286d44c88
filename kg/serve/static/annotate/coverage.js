// How far an article is annotated, in words and as shares.

import { counted, grouped } from "./page.js";

/** @typedef {import("./types.js").Sentence} Sentence */

/**
 * Counts the sentences by their marks; those that stand apart (bylines, buttons) are no sentences.
 *
 * @type {(sentences: Sentence[]) => { claim: number, nothing: number, open: number, whole: number }}
 */
export function coverageOf(sentences) {
  const counts = { claim: 0, nothing: 0, open: 0, whole: 0 };
  for (const [, , mark] of sentences) {
    if (mark === "apart") continue;
    counts[mark] += 1;
    counts.whole += 1;
  }
  return counts;
}

/**
 * Says it: "12 of 31 sentences have a claim, 3 ticked off, 16 open".
 *
 * @type {(counts: { claim: number, nothing: number, open: number, whole: number }) => string}
 */
export function coverageWords({ claim, nothing, open, whole }) {
  if (!whole) return "No sentences";
  const has = whole === 1 || claim === 1 ? "has" : "have";
  return `${grouped(claim)} of ${counted(whole, "sentence")} ${has} a claim, ${grouped(nothing)} ticked off, ${grouped(open)} open`;
}

/**
 * Says it in a line of a list: "12 of 31 sentences, 3 ticked off, 16 open".
 *
 * @type {(counts: { claim: number, nothing: number, open: number, whole: number }) => string}
 */
export function shortCoverage({ claim, nothing, open, whole }) {
  if (!whole) return "No sentences";
  const rest = [nothing && `${grouped(nothing)} ticked off`, open && `${grouped(open)} open`].filter(Boolean);
  return [`${grouped(claim)} of ${counted(whole, "sentence")}`, ...rest].join(", ");
}
