// What is drawn around marks and lines, as lists of shapes and texts: canvas.js paints them, exports.js writes them as SVG.

import { Boxes, boundsOf, boxAround, frameAround } from "./boxes.js";
import { SIGNS, circle, pill, shift } from "./shapes.js";

/** @import { Drawing } from "./drawing.js" */
/** @import { Frame, Line, Shape, Spot, Text } from "./types.js" */

/** @type {(drawing: Drawing) => Shape[]} */
export function areasOf(drawing) {
  /** @type {Frame[]} */
  const found = [];
  for (const { area, members, points, at, beside, isNamed } of drawing.scene.grounds) {
    const frame = points ?? frameAround(members.map((id) => drawing.at(id)), drawing.scene.kind === "sides" ? 14 : 0);
    const [left, top, right] = boundsOf(frame);
    const isOpen = drawing.scene.kind === "sides";
    const ink = drawing.areaInk(area);
    found.push({ area, ink: isOpen && !ink.tint ? { ...ink, tint: drawing.ink.ground } : ink, frame, at: at ?? [(left + right) / 2, top - (drawing.scene.kind === "sides" ? 6 : 24)], beside, isNamed, isOpen });
  }
  drawing.frames = found;
  const grounds = found.map(({ ink, frame }) => ({ points: frame, fill: ink.tint, stroke: ink.tint, width: drawing.scene.kind === "people" ? 36 : 1 }));
  const outlines = found.filter(({ isOpen }) => isOpen).map(({ ink, frame }) => ({ points: frame, stroke: ink.mark, width: 1.2 }));
  return [...grounds, ...outlines];
}

// What is chosen: a band under its lines, a ring around its marks.
/** @type {(drawing: Drawing) => Shape[]} */
export function barsOf(drawing) {
  const lines = [...drawing.on.marked().lines].filter((id) => drawing.scene.lines.has(id));
  return lines.map((id) => ({
    line: id.split(" ").map((end) => drawing.at(end)),
    stroke: drawing.ink.focus,
    width: 10,
    faint: 0.25,
  }));
}

/** @type {(drawing: Drawing) => Shape[]} */
export function ringsOf(drawing) {
  const nodes = [...drawing.on.marked().nodes].filter((id) => drawing.scene.marks.has(id));
  return nodes.map((id) => ({
    points: shift(circle(drawing.size(id) + 6), drawing.at(id)),
    stroke: drawing.ink.focus,
    width: 2.5,
  }));
}

// Where names have their places, lines run behind them and are paler there.
/** @type {(drawing: Drawing) => Shape[]} */
export function groundsOfNames({ scene, names, ink }) {
  if (scene.kind === "people") return [];
  return names.boxes.map(({ box: [left, top, right, bottom] }) => ({ points: [[left, top], [right, top], [right, bottom], [left, bottom]], fill: ink.paper, faint: 0.72 }));
}

const ALONG_LINE = [0.5, 0.38, 0.62, 0.28, 0.72]; // parts of a line at which its number may stand
const MOST_READABLE = 40; // lines among people up to which their numbers are kept as large as they can be read
const OF_ITS_LINE = 0.6; // that a number may cover

// In the middle of a line: how many findings it bundles, or the sign of what is not accepted. Where every name has its
// place, a number keeps clear of names and of other numbers; one that cannot is left to the width of its line. Among
// people it shrinks with the picture instead, as all do where lines are many.
/** @type {(drawing: Drawing) => (Shape | Text)[]} */
export function chipsOf(drawing) {
  const { scene } = drawing;
  const taken = new Boxes(60);
  const lines = [...scene.lines.values()].filter(({ id }) => !scene.quiet.has(id));
  const many = scene.kind === "people" && lines.length > MOST_READABLE;
  if (!many) {
    for (const { id, box } of [...drawing.names.boxes, ...drawing.names.headings]) taken.add(box, id);
    for (const id of scene.marks.keys()) taken.add(boxAround(drawing.at(id), drawing.size(id), drawing.size(id)), id);
    lines.sort((a, b) => b.facts.length - a.facts.length || (a.id < b.id ? -1 : 1));
  }
  return lines.flatMap((line) => chipOf(drawing, line, taken, many));
}

/** @type {(drawing: Drawing, line: Line, taken: Boxes, many: boolean) => (Shape | Text)[]} */
function chipOf(drawing, line, taken, many) {
  const sign = SIGNS[line.status] ?? (line.contested ? "≠" : line.conflicting && drawing.scene.kind !== "sides" ? "!" : "");
  const text = [line.facts.length > 1 ? String(line.facts.length) : "", sign].filter(Boolean).join(" ");
  if (!text) return [];
  const isAmongPeople = drawing.scene.kind === "people";
  const wide = text.length > 1 ? 6 + text.length * 3.6 : 9;
  const readable = drawing.names.lastUnit;
  const found = (many ? null : roomOn(drawing, line, [wide, isAmongPeople ? Math.max(1, readable) : readable], taken)) ?? (isAmongPeople ? roomOn(drawing, line, [wide, 1], null) : null);
  if (!found) return [];
  const { middle, unit } = found;
  const half = unit * wide;
  taken.add(boxAround(middle, half, 9 * unit), line.id);
  const colour = drawing.ink[line.status];
  return [
    { points: shift(text.length > 1 ? pill(half, 9 * unit) : circle(9 * unit), middle), fill: drawing.ink.paper, stroke: colour, width: 1.4 * unit },
    { text, at: [middle[0], middle[1] + 4 * unit], size: 11.5 * unit, bold: true, fill: colour, align: "center" },
  ];
}

// Where a number of some size has room on its line; in its middle if it need not keep clear of anything.
/** @type {(drawing: Drawing, line: Line, size: [wide: number, unit: number], taken: Boxes | null) => {middle: Spot, unit: number} | null} */
function roomOn(drawing, line, [wide, unit], taken) {
  const [[ax, ay], [bx, by]] = line.ends.map((id) => drawing.at(id));
  /** @type {(part: number) => Spot} */
  const spot = (part) => [ax + (bx - ax) * part, ay + (by - ay) * part];
  if (!taken) return { middle: spot(0.5), unit };
  if (unit > 1 && drawing.scene.kind === "people" && 2 * wide * unit > OF_ITS_LINE * Math.hypot(bx - ax, by - ay)) return null;
  const part = ALONG_LINE.find((one) => !taken.hits(boxAround(spot(one), wide * unit + 1, 9 * unit + 1), ""));
  return part === undefined ? null : { middle: spot(part), unit };
}
