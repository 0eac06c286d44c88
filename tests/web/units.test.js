// Units of a text: code points and UTF-16, words and clusters, and a selection that is moved over them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Selecting } from "../../kg/serve/static/annotate/selecting.js";
import { Offsets, Units, snapped, wordsIn } from "../../kg/serve/static/annotate/units.js";

test("code points and UTF-16 are told apart", () => {
  const text = "a𝕏b👩‍👧c";
  const offsets = new Offsets(text);
  const points = Array.from(text);
  for (let point = 0; point <= points.length; point += 1) {
    const unit = points.slice(0, point).join("").length;
    assert.equal(offsets.units(point), unit);
    assert.equal(offsets.points(unit), point);
  }
  assert.equal(offsets.points(2), 1, "inside a pair: where its character begins");
});

test("a text without such characters is counted alike", () => {
  const offsets = new Offsets("plain");
  assert.deepEqual([offsets.units(3), offsets.points(3)], [3, 3]);
});

test("words are those of the language, and signs where there are none", () => {
  assert.deepEqual(wordsIn("They met, twice."), [[0, 4], [5, 8], [10, 15]]);
  assert.deepEqual(wordsIn("«لن نغلق»", "ar"), [[1, 3], [4, 8]]);
  assert.deepEqual(wordsIn("👩‍👧 !"), [[0, 5], [6, 7]]);
  assert.deepEqual(wordsIn(" \n"), []);
  assert.deepEqual(wordsIn("one two", "no language"), [[0, 3], [4, 7]]);
});

test("a span is widened to whole words, and its outer blanks go", () => {
  const text = "They met, twice.\n“Never again” he said.";
  /** @type {(start: number, end: number) => string | null} */
  const words = (start, end) => {
    const span = snapped(text, start, end);
    return span && text.slice(...span);
  };
  assert.equal(words(1, 6), "They met");
  assert.equal(words(4, 8), "met");
  assert.equal(words(5, 9), "met,");
  assert.equal(words(17, 21), "“Never");
  assert.equal(words(12, 20), "twice.\n“Never");
  assert.equal(words(4, 5), null);
});

test("no cluster is cut", () => {
  const text = "cafe\u0301 👩‍👩‍👧 𝔄b";
  assert.deepEqual(snapped(text, 0, 4), [0, 5]);
  assert.deepEqual(snapped(text, 8, 9), [6, 14]);
  assert.deepEqual(snapped(text, 16, 17), [15, 18]);
  const units = new Units(text, [[0, text.length]]);
  assert.equal(units.clusterEnd(3), 5);
  assert.equal(units.clusterStart(14), 6);
});

const TEXT = "One two three. Four “five” six.\nSeven eight.";
const SENTENCES = [[0, 14], [15, 31], [32, 44]];

/** @param {number} sentence */
function selecting(sentence = 0) {
  const made = new Selecting(new Units(TEXT, /** @type {[number, number][]} */ (SENTENCES)));
  made.to(sentence);
  return made;
}

/** @param {Selecting} its */
const words = (its) => its.span && TEXT.slice(...its.span);

test("arrows go over words, from sentence to sentence", () => {
  const its = selecting();
  const seen = Array.from({ length: 9 }, () => (its.word(1, false), [words(its), its.sentence]));
  assert.deepEqual(seen.map(([one]) => one), ["One", "two", "three", "Four", "five", "six", "Seven", "eight", "eight"]);
  assert.deepEqual(seen.map(([, one]) => one), [0, 0, 0, 1, 1, 1, 2, 2, 2]);
  its.word(-1, false);
  assert.equal(words(its), "Seven");
  assert.equal((its.to(1), its.word(-1, false), words(its)), "six", "backwards, a sentence begins at its end");
});

test("words are taken in and left out again", () => {
  const its = selecting();
  its.word(1, false);
  its.word(1, true);
  its.word(1, true);
  assert.equal(words(its), "One two three");
  its.word(-1, true);
  assert.equal(words(its), "One two");
  its.word(-1, true);
  its.word(-1, true);
  assert.equal(words(its), "One");
});

test("backwards too, over where it began", () => {
  const its = selecting(1);
  its.word(1, false);
  its.word(-1, true);
  its.word(-1, true);
  assert.equal(words(its), "two three. Four");
  its.word(1, true);
  its.word(1, true);
  its.word(1, true);
  assert.equal(words(its), "Four “five");
});

test("an end is moved by clusters", () => {
  const its = selecting(1);
  its.word(1, false);
  its.word(1, true);
  its.cluster(1);
  assert.equal(words(its), "Four “five”");
  its.cluster(-1);
  its.cluster(-1);
  assert.equal(words(its), "Four “fiv");
  its.word(1, true);
  assert.equal(words(its), "Four “five” six");
});

test("a selection is never emptied by clusters", () => {
  const its = selecting();
  its.word(1, false);
  for (let k = 0; k < 9; k += 1) its.cluster(-1);
  assert.equal(words(its), "O");
});

test("sentences are taken whole, with their marks", () => {
  const its = selecting();
  its.sentences(1);
  assert.equal(words(its), "One two three.");
  its.sentences(1);
  assert.equal(words(its), "One two three. Four “five” six.");
  its.word(-1, true);
  assert.equal(words(its), "One two three. Four “five");
  const other = selecting(2);
  other.sentences(-1);
  other.sentences(-1);
  assert.equal(words(other), "Four “five” six.\nSeven eight.");
});

test("all up to an end of the sentence", () => {
  const its = selecting(1);
  its.word(1, false);
  its.word(1, false);
  its.toEdge(1);
  assert.equal(words(its), "five” six.");
  its.toEdge(-1);
  assert.equal(words(its), "Four “five” six.");
});

test("a text without sentences selects nothing", () => {
  const its = new Selecting(new Units("", []));
  assert.deepEqual([its.word(1, false), its.sentences(1), its.toEdge(1), its.cluster(1), its.spanOrSentence], [false, false, false, false, null]);
  assert.equal(its.to(3), false);
});
