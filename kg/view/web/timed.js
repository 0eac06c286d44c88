// A time in words, after what it is the time of (kg.snapshot.sentences over again).

/** @import { Period } from "./types.js" */

const SEASONS = ["spring", "summer", "autumn", "winter"];
const ORDINALS = ["first", "second", "third", "fourth"];
// Of a year, by the numbers of EDTF from 21 on.
const PARTS = [
  ...SEASONS,
  ...["northern", "southern"].flatMap((where) => SEASONS.map((season) => `${where} ${season}`)),
  ...ORDINALS.map((which) => `${which} quarter`),
  ...["first", "middle", "last"].map((which) => `${which} four months`),
  ...ORDINALS.slice(0, 2).map((which) => `${which} half`),
];

// A time that the account gives. Of a situation, an interval gives bounds if these are stated; else the days between
// which it is known to have been.
/** @type {(when: Pick<Period, "text" | "stated">, lasts: boolean) => string} */
export function timedWords({ text, stated }, lasts) {
  if (!text) return "";
  if (text.startsWith("[")) {
    const spans = text.replace(/^\[|\]$/g, "").split(",").map((span) => span.replace("..", "/"));
    return spans.map((span) => timedWords({ text: span, stated: false }, lasts)).join(" or");
  }
  const [first, last] = text.split("/");
  if (last === undefined || first === last) return first.replaceAll(".", "") ? ` ${dateWords(first, "on ", "in ")}` : "";
  const [start, end] = [first, last].map((side) => (side === "" || side === ".." ? "" : dateWords(side)));
  if (!start) return end && ` ${lasts ? "until" : "by"} ${end}`;
  if (!end) return lasts ? ` from ${start}` : ` ${dateWords(first, "on or after ", "in or after ")}`;
  return lasts && stated ? ` from ${start} to ${end}` : ` between ${start} and ${end}`;
}

// A date, after a preposition that a day takes, or another that a month, a year or any longer time takes.
/** @type {(text: string, beforeDay?: string, beforeOther?: string) => string} */
function dateWords(text, beforeDay = "", beforeOther = "") {
  const bare = text.replace(/[~?%]+$/, "");
  const doubt = text.slice(bare.length);
  const plain = bare.replace(/(-XX)+$/, "");
  const part = /^(\d{4})-(2[1-9]|3\d|4[01])$/.exec(plain);
  const decade = /^\d{3}X$/.test(plain) ? `the ${plain.slice(0, 3)}0s` : plain;
  const said = part ? `the ${PARTS[Number(part[2]) - 21]} of ${part[1]}` : decade;
  const before = plain.length === "YYYY-MM-DD".length ? beforeDay : beforeOther;
  return `${["?", "%"].includes(doubt) ? "perhaps " : ""}${before}${["~", "%"].includes(doubt) ? "about " : ""}${said}`;
}
