// A lane of the timeline: where its marks and bars stand, and how they are drawn; with the marks of kg.charts.

import { xOf } from "./dayscale.js";
import { circle, shift } from "./shapes.js";

/** @import { Data, DayScale, Placed, Spot, Stay, Status, Stretch } from "./types.js" */

export const LANE_HEIGHT = 22; // pixels
const [MARK, RING, STUB, NEAR] = [5.5, 9, 26, 4]; // half a mark; a ring around it; a bar that is open at one end; between two

const TIP = 8; // of a bar that goes on

const NAMESPACE = "http://www.w3.org/2000/svg";

/** @type {(tag: string, attributes?: Record<string, unknown>, ...children: (Element | string)[]) => SVGElement} */
export function svgElement(tag, attributes = {}, ...children) {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value !== null) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return /** @type {SVGElement} */ (element);
}

/** @type {Record<string, (r: number) => Spot[]>} */
const OUTLINES = {
  o: circle,
  s: (r) => [[-r, -r], [r, -r], [r, r], [-r, r]].map(([x, y]) => [x * 0.9, y * 0.9]),
  D: (r) => [[0, -r], [r, 0], [0, r], [-r, 0]].map(([x, y]) => [x * 1.15, y * 1.15]),
  ">": (r) => [[r, 0], [-r, r], [-r, -r]],
  "^": (r) => [[0, -r], [r, r], [-r, r]],
  v: (r) => [[0, r], [r, -r], [-r, -r]],
  X: (r) => [[-r, -r / 2], [-r / 2, -r], [0, -r / 2], [r / 2, -r], [r, -r / 2], [r / 2, 0], [r, r / 2], [r / 2, r], [0, r / 2], [-r / 2, r], [-r, r / 2], [-r / 2, 0]],
};

// The mark of a status: full, open, or half full.
/** @type {(data: Data, status: Status, at: Spot, contested: string | null) => SVGElement[]} */
export function markOf(data, status, [x, y], contested) {
  const [shape, fill] = (data.status[status].mark ?? "o full").split(" ");
  const outline = shift(OUTLINES[shape](MARK), [x, y]);
  /** @type {(points: Spot[], of: string) => SVGElement} */
  const drawn = (points, of) => svgElement("polygon", { points: points.join(" "), class: `line-${status} sign ${of}` });
  const half = fill === "left" ? [drawn(outline.filter(([px]) => px <= x + 0.01), "full")] : [];
  const ring = contested ? [svgElement("circle", { cx: x, cy: y, r: RING, class: `line-contested ring ${contested}` })] : [];
  return [drawn(outline, fill === "full" ? "full" : "open"), ...half, ...ring];
}

// Where the findings of a lane stand: as many rows, one below the other, as keep them apart. What goes on, does so up to
// the day of knowledge.
/** @type {(stays: Stay[], scale: DayScale, knownBy: string) => Placed[]} */
export function placedIn(stays, scale, knownBy) {
  const now = xOf(scale, knownBy);
  const found = stays.map((stay) => {
    const spans = stay.stretches.map((its) => spanOf(its, scale, now));
    return { stay, spans, xs: marksAt(spans, stay.stretches), lane: 0 };
  });
  /** @type {number[]} where the last one ends in each row */
  const ends = [];
  for (const its of found.sort((a, b) => leftOf(a) - leftOf(b))) {
    const row = ends.findIndex((end) => end <= leftOf(its));
    its.lane = row < 0 ? ends.length : row;
    ends[its.lane] = Math.max(...its.xs.map((x) => x + RING), ...its.spans.map(({ right }) => right)) + NEAR;
  }
  return found;
}

/** @type {(its: Placed) => number} */
const leftOf = ({ xs, spans }) => Math.min(...xs.map((x) => x - RING), ...spans.map(({ left }) => left));

/** @type {(its: Stretch, scale: DayScale, now: number) => Placed["spans"][number]} */
function spanOf({ first, last, known }, scale, now) {
  const [left, right] = [first, last].map((day) => (day === null ? null : xOf(scale, day)));
  if (left === null || left === undefined) {
    const end = right ?? scale.left;
    return { left: end - STUB, right: end, known, isOpen: true };
  }
  if (right === null || right === undefined) {
    const most = known === "attested" ? Infinity : left + STUB;
    return { left, right: left < now ? Math.min(most, now) : left + (known === "attested" ? TIP : STUB), known, isOpen: true };
  }
  return { left, right, known, isOpen: false };
}

// Of an event the middle of each stretch, of a situation the first day that is known of it.
/** @type {(spans: Placed["spans"], stretches: Stretch[]) => number[]} */
function marksAt(spans, stretches) {
  if (stretches[0].known === "possible") return spans.map(({ left, right, isOpen }) => (isOpen ? right : (left + right) / 2));
  const first = spans.find(({ known }) => known === "attested") ?? spans.find(({ known }) => known === "bounded") ?? spans[0];
  return [first.left];
}

// The bars of a finding: full if attested throughout, hollow if it began or ended some time in it, dotted if unknown; of
// an event, a line with its ends marked. What goes on ends in an open tip.
/** @type {(its: Placed, y: number) => SVGElement[]} */
export function barsAt({ stay, spans, xs }, y) {
  const name = `line-${stay.status}`;
  const joined = xs.length > 1 ? [svgElement("line", { x1: xs[0], x2: xs[xs.length - 1], y1: y, y2: y, class: `${name} dots` })] : [];
  return [
    ...joined,
    ...spans.flatMap(({ left, right, known, isOpen }) => {
      if (known === "attested" || known === "bounded") {
        const end = isOpen ? Math.max(left, right - TIP) : right;
        const tip = isOpen ? [svgElement("polygon", { points: `${end},${y - 5} ${right},${y} ${end},${y + 5}`, class: `${name} sign open` })] : [];
        return [svgElement("rect", { x: left, y: y - 3, width: Math.max(1, end - left), height: 6, class: `${name} bar ${known}` }), ...tip];
      }
      if (known === "possible" && left === right) return [];
      const line = svgElement("line", { x1: left, x2: right, y1: y, y2: y, class: `${name} ${known === "unknown" ? "dots" : "span"}` });
      if (known === "unknown") return [line];
      return [line, ...(isOpen ? [right] : [left, right]).map((x) => svgElement("line", { x1: x, x2: x, y1: y - 4, y2: y + 4, class: `${name} span` }))];
    }),
  ];
}
