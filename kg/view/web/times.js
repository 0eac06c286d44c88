// When a fact was, from the times that its claims give (kg.account over again).

import { given, least, most, unique } from "./lists.js";

/** @import { Period, When } from "./types.js" */

/** @type {(whens: When[], lasts: boolean) => Period} */
export function timeOf(whens, lasts) {
  const texts = new Set(whens.map((when) => when.text));
  if (!texts.size) return { text: null, earliest: null, latest: null, either: [], stated: false };
  if (texts.size === 1) {
    const [{ text, earliest = null, latest = null, interval = false }] = whens;
    return { text, earliest, latest, either: [], stated: lasts && interval };
  }
  const meeting = lasts ? null : intersection(whens);
  if (lasts && isDisputed(whens)) {
    const intervals = whens.filter((when) => when.interval);
    return oneOf([...intervals, ...whens.filter((when) => !intervals.some((its) => intersection([when, its])))]);
  }
  if (!lasts && !meeting) return oneOf(whens);
  const { earliest, latest } = meeting ?? hull(whens);
  const stated = lasts && states(whens, earliest, latest);
  return { text: toEdtf(earliest, latest) || null, earliest, latest, either: [], stated };
}

// Whether claims give intervals of a situation of which no day is in all: they cannot all be meant.
/** @type {(whens: When[]) => boolean} */
export function isDisputed(whens) {
  const intervals = whens.filter((when) => when.interval);
  return intervals.length > 1 && !intersection(intervals);
}

// Times that cannot all be meant.
/** @type {(whens: When[]) => Period} */
function oneOf(whens) {
  /** @type {[string, string][]} */
  const either = unique(whens.map((when) => JSON.stringify([when.earliest ?? "", when.latest ?? ""]))).map((pair) =>
    JSON.parse(pair),
  );
  const listed = either.map(([first, last]) => (first === last ? first : `${first}..${last}`)).join(",");
  const days = either.map((pair) => pair.map((day) => day || null));
  return { text: `[${listed}]`, ...hull(whens), either: days, stated: false };
}

// Whether intervals state the first and the last day of a situation, as far as these are known.
/** @type {(whens: When[], earliest: string | null, latest: string | null) => boolean} */
function states(whens, earliest, latest) {
  const stated = whens.filter((when) => when.interval);
  const begins = !earliest || stated.some((when) => when.earliest === earliest);
  const ends = !latest || stated.some((when) => when.latest === latest);
  return Boolean(earliest || latest) && begins && ends;
}

/** @type {(whens: When[]) => {earliest: string | null, latest: string | null} | null} */
function intersection(whens) {
  const earliest = most(given(whens.map((when) => when.earliest)));
  const latest = least(given(whens.map((when) => when.latest)));
  return earliest && latest && earliest > latest ? null : { earliest, latest };
}

/** @type {(whens: When[]) => {earliest: string | null, latest: string | null}} */
function hull(whens) {
  /** @type {(bound: "earliest" | "latest") => boolean} */
  const open = (bound) => whens.some((when) => !when[bound]);
  return {
    earliest: open("earliest") ? null : least(given(whens.map((when) => when.earliest))),
    latest: open("latest") ? null : most(given(whens.map((when) => when.latest))),
  };
}

/** @type {(earliest: string | null, latest: string | null) => string} */
function toEdtf(earliest, latest) {
  if (!earliest || !latest) return earliest === latest ? "" : `${earliest ?? ".."}/${latest ?? ".."}`;
  if (earliest === latest) return earliest;
  const year = earliest.slice(0, 4);
  const month = earliest.slice(0, 7);
  if (earliest === `${year}-01-01` && latest === `${year}-12-31`) return year;
  if (earliest === `${month}-01` && latest === `${month}-${daysIn(month)}`) return month;
  return `${earliest}/${latest}`;
}

/** @type {(month: string) => number} */
function daysIn(month) {
  const [year, number] = month.split("-").map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return number === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(number) ? 30 : 31;
}
