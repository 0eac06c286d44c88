// What places lie inside, and decimals as numbers: by these claims are told that cannot be had together.

/** @import { Links } from "./types.js" */

const DIGITS = 100; // after the point

// Everything that an entity lies inside, itself included.
/** @type {(entity: string, links: Links) => Set<string>} */
export function outer(entity, { entities, containment }) {
  const found = new Set([entity]);
  for (const inner of found) for (const place of entities[inner]?.links?.[containment] ?? []) found.add(place);
  return found;
}

// A decimal text as a whole number of small parts: figures may have more digits than a JavaScript number holds.
/** @type {(text: string) => bigint} */
export function scaled(text) {
  const [whole, part = ""] = text.split(".");
  return BigInt(whole + part.slice(0, DIGITS).padEnd(DIGITS, "0"));
}
