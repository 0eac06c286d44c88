// Where days stand on a line: to scale, but for long stretches in which nothing is known to have happened (kg.charts over
// again); and days as people write them.

import { least, most, sorted } from "./lists.js";

/** @import { DayScale } from "./types.js" */

const [SHORTEST, USUAL_GAP] = [10, 4]; // a gap is cut to 10 days or to 4 times the median gap, whichever is more
const MANY = 60; // days, beyond which the first of each month is labelled, or of each year
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const A_DAY = 86_400_000; // milliseconds

/** @type {(day: string) => number} */
const numberOf = (day) => Math.round(new Date(`${day}T00:00:00Z`).getTime() / A_DAY);

/** @type {(number: number) => string} */
const dayOf = (number) => new Date(number * A_DAY).toISOString().slice(0, 10);

// A scale for some days, each as often as it occurs; at least one.
/** @type {(days: string[], left: number, right: number) => DayScale} */
export function dayScale(days, left, right) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const day of days) counts.set(numberOf(day), (counts.get(numberOf(day)) ?? 0) + 1);
  const numbers = sorted(counts.keys());
  const gaps = numbers.slice(1).map((number, place) => number - numbers[place]);
  let longest = Math.max(SHORTEST, USUAL_GAP * (sorted(gaps)[Math.floor((gaps.length - 1) / 2)] ?? 0));
  /** @type {(most: number) => number} */
  const inAll = (its) => gaps.reduce((sum, gap) => sum + Math.min(gap, its), 0);
  if (2 * inAll(longest) > inAll(Infinity)) longest = Infinity; // nothing is gained by cutting
  const aDay = (right - left) / (inAll(longest) || 1);
  /** @type {[number, number][]} */
  const knots = [[numbers[0], gaps.length ? left : (left + right) / 2]];
  /** @type {number[]} */
  const breaks = [];
  for (const [place, gap] of gaps.entries()) {
    const before = knots[place][1];
    const x = before + Math.min(gap, longest) * aDay;
    if (gap > longest) breaks.push((before + x) / 2);
    knots.push([numbers[place + 1], x]);
  }
  return { left, right, knots, weights: numbers.map((number) => counts.get(number) ?? 0), breaks };
}

// Where a day stands.
/** @type {(scale: DayScale, day: string) => number} */
export function xOf({ knots }, day) {
  const at = numberOf(day);
  let [low, high] = [0, knots.length - 1];
  if (at <= knots[low][0]) return knots[low][1];
  if (at >= knots[high][0]) return knots[high][1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (knots[middle][0] <= at) low = middle;
    else high = middle;
  }
  const [[one, its], [other, otherX]] = [knots[low], knots[high]];
  return its + ((otherX - its) * (at - one)) / (other - one);
}

// Days to label, so that no two labels meet: the fullest days, or the first days of months, January before others.
/** @type {(scale: DayScale, room: number) => {x: number, text: string}[]} */
export function ticksOf(scale, room) {
  /** @type {Map<number, number>} */
  let weights = new Map(scale.knots.map(([number], place) => [number, scale.weights[place]]));
  if (weights.size > MANY) {
    const [first, last] = [scale.knots[0][0], scale.knots[scale.knots.length - 1][0]].map((number) => dayOf(number));
    weights = new Map(firstDays(first, last).map((day) => [numberOf(day), 12 - Number(day.slice(5, 7))]));
  }
  /** @type {Map<number, number>} */
  const kept = new Map();
  for (const [number] of [...weights].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
    const x = xOf(scale, dayOf(number));
    if ([...kept.values()].every((other) => Math.abs(x - other) >= room)) kept.set(number, x);
  }
  let year = "";
  return sorted(kept.keys()).map((number) => {
    const [its, month, day] = dayOf(number).split("-");
    const text = `${Number(day)} ${MONTHS[Number(month) - 1]}${its === year ? "" : ` ${Number(its)}`}`;
    year = its;
    return { x: kept.get(number) ?? 0, text };
  });
}

// The first days of the months after a day, up to another; of the years, where they are many.
/** @type {(first: string, last: string) => string[]} */
function firstDays(first, last) {
  const [begin, end] = [first, last].map((day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)));
  const step = end - begin > 12 * MANY ? 12 : 1;
  const found = [];
  for (let month = step === 1 ? begin : 12 * Math.ceil(begin / 12); month < end; month += step)
    found.push(`${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}-01`);
  return found;
}

/** @typedef {"day" | "month" | "quarter" | "year"} Period */

/** @type {Period[]} */
const PERIODS = ["day", "month", "quarter", "year"];

// The period in which a day is: 2023-12, 2023-Q4 or 2023.
/** @type {(day: string, period: Period) => string} */
export function periodOf(day, period) {
  if (period === "day") return day;
  if (period === "month") return day.slice(0, 7);
  return period === "year" ? day.slice(0, 4) : `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

// The shortest period of which so many days fill no more than a number.
/** @type {(days: string[], number: number, from?: Period) => Period} */
export function periodFor(days, number, from = "day") {
  const longer = PERIODS.slice(PERIODS.indexOf(from));
  return longer.find((period) => spanned(days, period) <= number) ?? "year";
}

// How many periods lie between the first of some days and the last.
/** @type {(days: string[], period: Period) => number} */
function spanned(days, period) {
  const [first, last] = [least(days), most(days)];
  if (!first || !last) return 0;
  if (period === "day") return numberOf(last) - numberOf(first) + 1;
  const months = (Number(last.slice(0, 4)) - Number(first.slice(0, 4))) * 12 + Number(last.slice(5, 7)) - Number(first.slice(5, 7));
  return Math.floor(months / { month: 1, quarter: 3, year: 12 }[period]) + 1;
}

// The first and the last day of what somebody typed: a year, a month or a day. Null if it is none of these.
/** @type {(text: string) => [string, string] | null} */
export function readDay(text) {
  const found = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text.trim());
  if (!found || found[1] === "0000") return null; // years begin with 1, as in Python
  const [, year, month, day] = found;
  /** @type {(part: string | undefined, otherwise: string) => string} */
  const part = (its, otherwise) => (its ?? otherwise).padStart(2, "0");
  const first = `${year}-${part(month, "1")}-${part(day, "1")}`;
  if (Number.isNaN(new Date(`${first}T00:00:00Z`).getTime()) || dayOf(numberOf(first)) !== first) return null;
  const end = new Date(`${first}T00:00:00Z`);
  if (!month) end.setUTCFullYear(end.getUTCFullYear() + 1);
  else if (!day) end.setUTCMonth(end.getUTCMonth() + 1);
  return [first, day ? first : new Date(end.getTime() - A_DAY).toISOString().slice(0, 10)];
}

// The first and the last day of a period.
/** @type {(period: string) => [string, string]} */
export function daysOf(period) {
  const [year, quarter] = period.split("-Q");
  if (!quarter) return readDay(period) ?? [period, period];
  const last = String(Number(quarter) * 3).padStart(2, "0");
  return [`${year}-${String(Number(quarter) * 3 - 2).padStart(2, "0")}-01`, readDay(`${year}-${last}`)?.[1] ?? period];
}

// The first day of each period from the first to the last of some days.
/** @type {(days: string[], period: Period) => string[]} */
export function firstsOf(days, period) {
  const [first, last] = [least(days), most(days)].map((day) => numberOf(day ?? "0001-01-01"));
  const step = { day: 1, month: 28, quarter: 89, year: 365 }[period]; // no longer than the shortest of them
  const found = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, at) => periodOf(dayOf(first + at * step), period));
  return [...new Set([...found, periodOf(dayOf(last), period)])].map((its) => daysOf(its)[0]);
}
