// What cannot be had together: two times, two fillers of a functional role, or two figures (kg.account over again).

import { earlier, later } from "./lists.js";

/** @import { Claim, Figure, Links, When } from "./types.js" */

/** @type {(a: Claim, b: Claim, links: Links) => boolean} */
export function contradicts(a, b, links) {
  if (a.when && b.when && times(a.when, b.when, links.types[a.type].lasts)) return true;
  const names = Object.keys(a.values ?? {}).filter((name) => b.values?.[name]);
  if (names.some((name) => figures(/** @type {any} */ (a.values)[name], /** @type {any} */ (b.values)[name]))) return true;
  return links.types[a.type].functional.some((role) => roleDiffers(a, b, role, links));
}

// Whether two claims give fillers of a functional role that cannot both be meant.
/** @type {(a: Claim, b: Claim, role: string, links: Links) => boolean} */
export function roleDiffers(a, b, role, links) {
  if (!links.types[a.type].functional.includes(role)) return false;
  const [ones, others] = [a.roles?.[role] ?? [], b.roles?.[role] ?? []];
  return ones.some((one) => others.some((other) => places(one, other, links)));
}

// Of a situation only a stated start or end can be contradicted.
/** @type {(a: When, b: When, lasts: boolean) => boolean} */
function times(a, b, lasts) {
  if (lasts) return outside(a, b) || outside(b, a);
  const first = later(a.earliest ?? "", b.earliest ?? "");
  return first > earlier(a.latest ?? "9999-12-31", b.latest ?? "9999-12-31");
}

/** @type {(other: When, bounds: When) => boolean} */
function outside(other, bounds) {
  if (!bounds.interval) return false;
  const ended = bounds.latest && other.earliest && other.earliest > bounds.latest;
  const notBegun = bounds.earliest && other.latest && other.latest < bounds.earliest;
  return Boolean(ended || notBegun);
}

/** @type {(a: string, b: string, links: Links) => boolean} */
const places = (a, b, links) => !around(b, links).has(a) && !around(a, links).has(b);

// Everything that an entity lies inside, itself included.
/** @type {(entity: string, links: Links) => Set<string>} */
function around(entity, { entities, containment }) {
  const found = new Set([entity]);
  for (const inner of found) for (const outer of entities[inner]?.links?.[containment] ?? []) found.add(outer);
  return found;
}

/** @type {(a: Figure, b: Figure) => boolean} */
function figures(a, b) {
  return (a.unit ?? "") === (b.unit ?? "") && (below(a, b) || below(b, a));
}

/** @type {(a: Figure, b: Figure) => boolean} */
function below({ high }, { low }) {
  if (!high || !low) return false;
  const [, first = ""] = high.split(".");
  const [, second = ""] = low.split(".");
  const digits = Math.max(first.length, second.length);
  return scaled(high, digits) < scaled(low, digits);
}

// A decimal text as a whole number of its smallest unit: figures may have more digits than a JavaScript number holds.
/** @type {(text: string, digits: number) => bigint} */
function scaled(text, digits) {
  const [whole, part = ""] = text.split(".");
  return BigInt(whole + part.padEnd(digits, "0"));
}
