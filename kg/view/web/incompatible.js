// Which places lie inside which, and decimals as numbers: by these claims are told that cannot be had together.

import { given, known } from "./lists.js";

/** @import { Links } from "./types.js" */

const DIGITS = 100; // after the point

/** @typedef {{chain: number, depth: number, around: Map<number, number>}} Depths of a place, in its own chain and in others */

// The places of a page, cut into chains of which each lies inside the one before it: how deep a place lies in each
// chain tells what is around it, without a list of that (Jagadish 1990). Links that go in a circle are passed over.
class Places {
  /** @param {Links} links */
  constructor({ entities, containment }) {
    /** @type {(id: string) => string[]} */
    this.outer = (id) => entities[id]?.links?.[containment] ?? [];
    /** @type {Map<string, Depths>} */
    this.known = new Map();
    /** @type {string[]} of each chain, the innermost place */
    this.innermost = [];
  }

  /** @type {(place: string) => Depths} */
  depths(place) {
    if (!this.known.has(place)) this.search(place);
    return known(this.known, place);
  }

  // Outward in depth, without recursion: a place is known once all around it are.
  /** @type {(place: string) => void} */
  search(place) {
    const entered = new Set([place]);
    const waiting = [{ id: place, outer: this.outer(place), number: 0 }];
    while (waiting.length) {
      const at = waiting[waiting.length - 1];
      if (at.number < at.outer.length) {
        const id = at.outer[at.number];
        at.number += 1;
        if (entered.has(id) || this.known.has(id)) continue;
        entered.add(id);
        waiting.push({ id, outer: this.outer(id), number: 0 });
        continue;
      }
      waiting.pop();
      this.know(at.id);
    }
  }

  /** @type {(place: string) => void} */
  know(place) {
    const outer = given(this.outer(place).map((id) => this.known.get(id)));
    /** @type {Map<number, number>} */
    const around = new Map();
    for (const its of outer)
      for (const [chain, depth] of its.around) around.set(chain, Math.max(around.get(chain) ?? 0, depth));
    const last = this.outer(place).find((id) => this.innermost[this.known.get(id)?.chain ?? -1] === id);
    const above = last === undefined ? undefined : this.known.get(last);
    const chain = above ? above.chain : this.innermost.length;
    const depth = above ? above.depth + 1 : 0;
    this.innermost[chain] = place;
    around.set(chain, depth);
    this.known.set(place, { chain, depth, around });
  }
}

/** @type {WeakMap<Links["entities"], Places>} */
const PLACES = new WeakMap();

// How many in a sorted list are less than a number.
/** @type {(items: number[], number: number) => number} */
function below(items, number) {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle] < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @type {(lists: Map<number, number[]>, chain: number, depth: number) => void} */
function insert(lists, chain, depth) {
  const list = lists.get(chain);
  if (list) list.splice(below(list, depth), 0, depth);
  else lists.set(chain, [depth]);
}

// Some fillers of a functional role.
export class Fillers {
  /** @param {Links} links */
  constructor(links) {
    this.places = PLACES.get(links.entities) ?? new Places(links);
    PLACES.set(links.entities, this.places);
    /** @type {Set<string>} */
    this.given = new Set();
    /** @type {Map<number, number[]>} of each chain of places, in order: those that are given */
    this.depths = new Map();
    /** @type {Map<number, number[]>} and how deep in it each lies that is given */
    this.inner = new Map();
  }

  /** @type {(filler: string) => void} */
  add(filler) {
    if (this.given.has(filler)) return;
    this.given.add(filler);
    const { chain, depth, around } = this.places.depths(filler);
    insert(this.depths, chain, depth);
    for (const [other, far] of around) insert(this.inner, other, far);
  }

  // Whether any of them is another, and neither of the two lies inside the other.
  /** @type {(filler: string) => boolean} */
  exclude(filler) {
    const its = this.places.depths(filler);
    let nested = this.given.has(filler) ? -1 : 0; // it is around itself, and inside itself
    for (const [chain, depth] of its.around) nested += below(this.depths.get(chain) ?? [], depth + 1);
    const inner = this.inner.get(its.chain) ?? [];
    return nested + inner.length - below(inner, its.depth) < this.given.size;
  }
}

// A decimal text as a whole number of small parts: figures may have more digits than a JavaScript number holds.
/** @type {(text: string) => bigint} */
export function scaled(text) {
  const [whole, part = ""] = text.split(".");
  return BigInt(whole + part.slice(0, DIGITS).padEnd(DIGITS, "0"));
}
