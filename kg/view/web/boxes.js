// How boxes, lines and places lie to one another.

import { characters } from "./texts.js";

/** @import { Box, Spot } from "./types.js" */

/** @type {(spot: Spot, wide: number, high: number) => Box} */
export const boxAround = ([x, y], wide, high) => [x - wide, y - high, x + wide, y + high];

/** @type {(box: Box, spot: Spot) => boolean} */
export const holds = ([left, top, right, bottom], [x, y]) => x > left && x < right && y > top && y < bottom;

/** @type {(box: Box, other: Box) => boolean} */
export const covers = ([left, top, right, bottom], [l, t, r, b]) => l >= left && t >= top && r <= right && b <= bottom;

// Whether a line runs through a box (Liang and Barsky 1984, doi:10.1145/357332.357333).
/** @type {(box: Box, from: Spot, to: Spot) => boolean} */
export function crosses([left, top, right, bottom], [ax, ay], [bx, by]) {
  let [from, to] = [0, 1];
  for (const [step, room] of [
    [ax - bx, ax - left],
    [bx - ax, right - ax],
    [ay - by, ay - top],
    [by - ay, bottom - ay],
  ]) {
    if (step === 0 && room < 0) return false;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from < to;
}

// Whether a place lies in a rectangle that is given by its corners.
/** @type {(corners: Spot[], spot: {x: number, y: number}) => boolean} */
export const insideOf = (corners, { x, y }) => holds(boundsOf(corners), [x, y]);

// The smallest box that holds some places. They may be more than a function takes as arguments.
/** @type {(spots: Spot[]) => Box} */
export function boundsOf(spots) {
  /** @type {Box} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of spots) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return spots.length ? box : [0, 0, 0, 0];
}

// The rectangle around some places, with room for the names below them.
/** @type {(spots: Spot[], more?: number) => Spot[]} */
export function frameAround(spots, more = 0) {
  const [x0, y0, x1, y1] = boundsOf(spots);
  const [left, top, right, bottom] = [x0 - 62 - more, y0 - 26 - more, x1 + 62 + more, y1 + 46 + more];
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

// A text in some lines, of so many characters each; what is longer is cut between two characters.
/** @type {(text: string, limit: number, most?: number) => string[]} */
export function wrap(text, limit, most = 2) {
  /** @type {string[]} */
  const lines = [];
  let rest = characters(text);
  while (rest.length > limit && lines.length < most - 1) {
    const space = rest.lastIndexOf(" ", limit);
    const end = space > Math.min(5, limit / 4) ? space : limit;
    lines.push(rest.slice(0, end).join(""));
    rest = rest.slice(rest[end] === " " ? end + 1 : end);
  }
  return [...lines, rest.length > limit ? `${rest.slice(0, limit - 1).join("")}…` : rest.join("")];
}

// The nearest place in a direction; one that lies too far aside is in another direction.
/** @type {(here: Spot, direction: Spot, others: Map<string, Spot>) => string | null} */
export function nearestTowards([x, y], [dx, dy], others) {
  let [nearest, cost] = [/** @type {string | null} */ (null), Infinity];
  for (const [other, [ox, oy]] of others) {
    const along = (ox - x) * dx + (oy - y) * dy;
    const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
    if (along <= 0 || aside > along * 2 || along + aside * 2 >= cost) continue;
    [nearest, cost] = [other, along + aside * 2];
  }
  return nearest;
}

// Which boxes are taken, in a coarse grid.
export class Boxes {
  /** @param {number} mesh */
  constructor(mesh) {
    this.mesh = mesh;
    /** @type {Map<string, {box: Box, owner: string}[]>} */
    this.cells = new Map();
  }

  /** @type {(box: Box) => Generator<string>} */
  *over([left, top, right, bottom]) {
    for (let x = Math.floor(left / this.mesh); x <= right / this.mesh; x += 1)
      for (let y = Math.floor(top / this.mesh); y <= bottom / this.mesh; y += 1) yield `${x} ${y}`;
  }

  /** @type {(box: Box, owner: string) => void} */
  add(box, owner) {
    for (const cell of this.over(box)) {
      const there = this.cells.get(cell);
      if (there) there.push({ box, owner });
      else this.cells.set(cell, [{ box, owner }]);
    }
  }

  /** @type {(box: Box, owner: string) => boolean} */
  hits(box, owner) {
    const [left, top, right, bottom] = box;
    /** @type {(taken: {box: Box, owner: string}) => boolean} */
    const meet = ({ box: [l, t, r, b], owner: other }) =>
      other !== owner && l < right && r > left && t < bottom && b > top;
    return [...this.over(box)].some((cell) => (this.cells.get(cell) ?? []).some(meet));
  }
}
