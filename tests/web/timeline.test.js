// Days on a line, and the bins of the histograms.

import assert from "node:assert/strict";
import { test } from "node:test";

import { binsOf } from "../../kg/view/web/brushes.js";
import { stretchesOf } from "../../kg/view/web/chronology.js";
import { dayScale, daysOf, firstsOf, periodFor, periodOf, readDay, ticksOf, xOf } from "../../kg/view/web/dayscale.js";

test("a day stands to scale, but for long stretches in which nothing happened", () => {
  const scale = dayScale(["2031-03-01", "2031-03-02", "2031-03-05", "2021-03-01"], 0, 140);
  const places = ["2021-03-01", "2031-03-01", "2031-03-02", "2031-03-05"].map((day) => Math.round(xOf(scale, day)));
  assert.deepEqual(places, [0, 105, 114, 140]); // as kg/charts/axis.py has it
  assert.deepEqual(scale.breaks, [52.5]);
  assert.equal(xOf(scale, "1999-01-01"), 0);
  assert.equal(xOf(scale, "2099-01-01"), 140);
});

test("a single day stands in the middle", () => {
  const scale = dayScale(["2031-03-01", "2031-03-01"], 0, 100);
  assert.equal(xOf(scale, "2031-03-01"), 50);
  assert.deepEqual(ticksOf(scale, 50), [{ x: 50, text: "1 Mar 2031" }]);
});

test("no two labels meet, and the year stands where it changes", () => {
  const days = Array.from({ length: 24 }, (_, month) => `20${30 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-15`);
  const ticks = ticksOf(dayScale(days, 0, 600), 74);
  assert.ok(ticks.length > 4);
  for (const [place, { x }] of ticks.entries()) if (place) assert.ok(x - ticks[place - 1].x >= 74);
  assert.deepEqual(ticks.filter(({ text }) => /\d{4}/.test(text)).length, 2);
});

test("a century is labelled by years", () => {
  const days = Array.from({ length: 100 }, (_, year) => `${1900 + year}-06-01`);
  assert.ok(ticksOf(dayScale(days, 0, 700), 74).every(({ text }) => /^1 Jan \d{4}$/.test(text)));
});

test("the shortest period is taken that gives few enough", () => {
  assert.equal(periodFor(["2031-03-01", "2031-03-20"], 24), "day");
  assert.equal(periodFor(["2031-03-01", "2031-03-20"], 24, "month"), "month");
  assert.equal(periodFor(["2031-03-01", "2032-12-20"], 24), "month");
  assert.equal(periodFor(["2031-03-01", "2035-12-20"], 24), "quarter");
  assert.equal(periodFor(["1900-03-01", "2035-12-20"], 24), "year");
  assert.equal(periodFor([], 24), "day");
  assert.deepEqual(["day", "month", "quarter", "year"].map((its) => periodOf("2031-11-02", /** @type {any} */ (its))), ["2031-11-02", "2031-11", "2031-Q4", "2031"]);
});

test("a year, a month and a day are read, and nothing else is", () => {
  assert.deepEqual(readDay("2024"), ["2024-01-01", "2024-12-31"]);
  assert.deepEqual(readDay(" 2024-2 "), ["2024-02-01", "2024-02-29"]);
  assert.deepEqual([readDay("0001"), readDay("9999")], [["0001-01-01", "0001-12-31"], ["9999-01-01", "9999-12-31"]]);
  assert.deepEqual(readDay("2023-12-14"), ["2023-12-14", "2023-12-14"]);
  for (const text of ["", "yesterday", "2023-13", "2023-02-29", "14.12.2023", "2023-12-14T00", "23-12-14", "2023-00-01", "0000", "0000-01", "0000-12-31", "2023-04-31", "10000"])
    assert.equal(readDay(text), null, text);
});

test("days are counted by period", () => {
  const bins = binsOf(["2031-03-01", "2031-03-01", "2031-03-04"]);
  assert.deepEqual(bins, [
    { period: "2031-03-01", first: "2031-03-01", last: "2031-03-01", count: 2 },
    { period: "2031-03-04", first: "2031-03-04", last: "2031-03-04", count: 1 },
  ]);
  const [first] = binsOf(["2031-03-01", "2031-03-09", "2034-03-04"]);
  assert.deepEqual(first, { period: "2031-03", first: "2031-03-01", last: "2031-03-09", count: 2 });
  const some = binsOf(["2031-03-01", "2031-03-04", "2031-03-04"], ["2031-03-04"]);
  assert.deepEqual(some.map(({ period, count }) => [period, count]), [["2031-03-01", 0], ["2031-03-04", 1]]);
});

test("a period has its first and last day, and those between two days are all there", () => {
  assert.deepEqual(daysOf("2031-Q1"), ["2031-01-01", "2031-03-31"]);
  assert.deepEqual(daysOf("2032-02"), ["2032-02-01", "2032-02-29"]);
  assert.deepEqual(daysOf("2031"), ["2031-01-01", "2031-12-31"]);
  assert.deepEqual(firstsOf(["2031-12-15", "2032-02-01"], "month"), ["2031-12-01", "2032-01-01", "2032-02-01"]);
  assert.deepEqual(firstsOf(["2031-02-15", "2031-11-01"], "quarter"), ["2031-01-01", "2031-04-01", "2031-07-01", "2031-10-01"]);
});

test("a situation on whose time claims conflict has a gap between the times that they give", () => {
  const either = [
    ["2020-01-01", "2020-12-31"],
    ["2023-01-01", null],
  ];
  const when = { text: "[2020-01-01..2020-12-31,2023-01-01..]", earliest: "2020-01-01", latest: null, either, stated: false };
  const fact = /** @type {any} */ ({ type: "T", when, asserting: [], fillers: {} });
  const data = /** @type {any} */ ({ types: { T: { lasts: true } }, claim: {} });
  assert.deepEqual(stretchesOf(data, fact), [
    { first: "2020-01-01", last: "2020-12-31", known: "bounded" },
    { first: "2023-01-01", last: null, known: "bounded" },
  ]);
});
