// Signs, patterns and outlines of lines and marks.

/** @import { Row, Spot } from "./types.js" */

/** @type {Record<Row, number[]>} */
export const DASHES = {
  "on-record": [],
  corroborated: [20, 4],
  "one-sided": [11, 5],
  reported: [11, 4, 2, 4],
  alleged: [2, 4],
  fulfilled: [1, 6],
  planned: [1, 6],
  lapsed: [1, 6],
  contested: [5, 5],
  unconfirmed: [2, 7],
  denied: [5, 5],
  retracted: [1, 9],
  appeared: [],
  moved: [12, 4, 3, 4],
  fallen: [3, 6],
  same: [],
};

const [THINNEST, WIDER, WIDEST] = [1.8, 0.9, 10]; // width of a line: of one finding, more with each doubling, and the most

// How wide a line of so many findings is, in every picture.
/** @type {(findings: number) => number} */
export const widthOf = (findings) => Math.min(WIDEST, Math.round((THINNEST + WIDER * Math.log2(Math.max(1, findings))) * 10) / 10);

/** @type {Partial<Record<Row, string>>} */
export const SIGNS = {
  alleged: "~",
  fulfilled: "✓",
  planned: "→",
  lapsed: "–",
  contested: "≠",
  unconfirmed: "?",
  denied: "×",
  retracted: "↩",
  appeared: "+",
  moved: "Δ",
  fallen: "×",
};

/** @type {Record<string, (r: number) => Spot[]>} */
export const SHAPES = {
  dot: (r) => circle(r),
  square: (r) => [
    [-r, -r],
    [r, -r],
    [r, r],
    [-r, r],
  ],
  diamond: (r) => [
    [0, -r],
    [r, 0],
    [0, r],
    [-r, 0],
  ],
  triangle: (r) => polygon(3, r * 1.15, -90),
  triangleDown: (r) => polygon(3, r * 1.15, 90),
  hexagon: (r) => polygon(6, r, 0),
  star: (r) => polygon(10, r, -90, 0.5),
};

/** @type {(corners: number, r: number, from: number, inner?: number) => Spot[]} */
function polygon(corners, r, from, inner = 1) {
  return Array.from({ length: corners }, (_, k) => {
    const turn = ((from + (360 / corners) * k) * Math.PI) / 180;
    const reach = k % 2 ? r * inner : r;
    return [reach * Math.cos(turn), reach * Math.sin(turn)];
  });
}

/** @type {(r: number) => Spot[]} */
export const circle = (r) => polygon(40, r, 0);

/** @type {(points: Spot[], by: Spot) => Spot[]} */
export const shift = (points, [x, y]) => points.map(([px, py]) => [px + x, py + y]);

/** @type {(half: number, r: number) => Spot[]} */
export function pill(half, r) {
  /** @type {(turn: number, x: number) => Spot[]} */
  const side = (turn, x) =>
    polygon(40, r, turn)
      .slice(0, 21)
      .map(([px, py]) => [px + x, py]);
  return [...side(-90, half - r), ...side(90, r - half)];
}
