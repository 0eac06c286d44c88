// Ids: proposed from names and dates, so that nobody needs to think of one.

/** @import { Claim } from "./types.js" */

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LONGEST = 60;

/** @type {(text: string) => boolean} */
export const isId = (text) => ID.test(text);

// Letters that are no others with a mark, in the spelling that English newspapers give them.
const SPELT = new Map(Object.entries({ ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i", ħ: "h" }));

/**
 * Write a name as an id: kebab case, ASCII. Of a name in another script nothing may be left.
 * @type {(name: string) => string}
 */
export function idOf(name) {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const spelt = Array.from(plain, (letter) => SPELT.get(letter) ?? letter).join("");
  const parts = spelt.replace(/['’‘`]/g, "").split(/[^a-z0-9]+/).filter(Boolean);
  let id = parts.shift()?.slice(0, LONGEST) ?? "";
  for (const part of parts) if (id.length + part.length < LONGEST) id += `-${part}`;
  return id;
}

/**
 * Make an id that nobody has yet: the first of `x`, `x-2`, `x-3`, …
 * @type {(id: string, isTaken: (id: string) => boolean) => string}
 */
export function unused(id, isTaken) {
  if (!id) return "";
  let found = id;
  for (let count = 2; isTaken(found); count += 1) found = `${id}-${count}`;
  return found;
}

// The month, or what is known of it, in which something was; "" where no year is named.
/** @type {(...times: (string|undefined)[]) => string} */
export function monthOf(...times) {
  for (const time of times) {
    const found = /\d{4}(-(0[1-9]|1[0-2]))?/.exec(time ?? "");
    if (found) return found[0];
  }
  return "";
}

/**
 * Propose the id of a new fact from those who take part and the month: `asim-munir-lloyd-austin-2023-12`.
 * @type {(claim: Claim, order: string[], published: string, isTaken: (id: string) => boolean) => string}
 */
export function factId(claim, order, published, isTaken) {
  const fillers = order.flatMap((role) => claim.roles?.[role] ?? []).slice(0, 2);
  if (!fillers.length) return "";
  return unused([...fillers, monthOf(claim.when, published)].filter(Boolean).join("-"), isTaken);
}

/**
 * Propose the id of a claim: its fact's, and what is done with it.
 * @type {(claim: Claim, isTaken: (id: string) => boolean) => string}
 */
export function claimId(claim, isTaken) {
  return claim.fact ? unused([claim.fact, claim.stance].filter(Boolean).join("-"), isTaken) : "";
}
