// What is drawn around marks and lines, as lists of shapes and texts: canvas.js paints them, exports.js writes them as SVG.

import { frameAround } from "./boxes.js";
import { SIGNS, circle, pill, shift } from "./shapes.js";

/** @import { Drawing } from "./drawing.js" */
/** @import { Frame, Shape, Spot, Text } from "./types.js" */

/** @type {(drawing: Drawing) => Shape[]} */
export function areasOf(drawing) {
  /** @type {Frame[]} */
  const found = [];
  for (const area of drawing.data.areas) {
    const members = drawing.data.nodes.filter((node) => node.area === area && drawing.shown.nodes.has(node.id));
    if (members.length < 2 && !members.some((node) => node.id !== area)) continue;
    found.push({ area, ink: drawing.areaInk(area), frame: frameAround(members.map(({ id }) => drawing.at(id))) });
  }
  drawing.frames = found;
  return found.map(({ ink, frame }) => ({ points: frame, fill: ink.tint, stroke: ink.tint, width: 36 }));
}

// What is chosen: a band under its lines, a ring around its marks.
/** @type {(drawing: Drawing) => Shape[]} */
export function barsOf(drawing) {
  const lines = [...drawing.on.marked().lines].filter((id) => drawing.shown.lines.has(id));
  return lines.map((id) => ({
    line: id.split(" ").map((end) => drawing.at(end)),
    stroke: drawing.ink.focus,
    width: 10,
    faint: 0.25,
  }));
}

/** @type {(drawing: Drawing) => Shape[]} */
export function ringsOf(drawing) {
  const nodes = [...drawing.on.marked().nodes].filter((id) => drawing.shown.nodes.has(id));
  return nodes.map((id) => ({
    points: shift(circle(drawing.size(id) + 6), drawing.at(id)),
    stroke: drawing.ink.focus,
    width: 2.5,
  }));
}

// In the middle of a line: how many findings it bundles, or the sign of what is not accepted.
/** @type {(drawing: Drawing) => (Shape | Text)[]} */
export function chipsOf(drawing) {
  return [...drawing.shown.lines.values()].flatMap((line) => {
    const sign = SIGNS[line.status] ?? (line.contested ? "≠" : line.conflicting ? "!" : "");
    const text = [line.facts.length > 1 ? String(line.facts.length) : "", sign].filter(Boolean).join(" ");
    if (!text || line.ends.some((id) => drawing.shown.inFocus && !drawing.shown.inFocus.has(id))) return [];
    const [[ax, ay], [bx, by]] = line.ends.map((id) => drawing.at(id));
    /** @type {Spot} */
    const middle = [(ax + bx) / 2, (ay + by) / 2];
    const colour = drawing.ink[line.status];
    return [
      {
        points: shift(text.length > 1 ? pill(6 + text.length * 3.6, 9) : circle(9), middle),
        fill: drawing.ink.paper,
        stroke: colour,
        width: 1.4,
      },
      { text, at: [middle[0], middle[1] + 4], size: 11.5, bold: true, fill: colour, align: "center" },
    ];
  });
}
