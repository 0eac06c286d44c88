// What stands below a picture that is taken away: its legend, and what is shown, in lines that fit.

import { find } from "./elements.js";
import { SIGNS, circle, shift, widthOf } from "./shapes.js";
import { plural, rowName } from "./texts.js";

/** @import { Drawing } from "./drawing.js" */
/** @import { Row, Shape, Spot, Text } from "./types.js" */

const [LINE_HEIGHT, SAMPLE, SAMPLE_GAP, LETTERS] = [20, 44, 26, 12]; // of a line of text, a sample, between samples, of letters

const USUAL = 1400; // as wide as a picture is on a screen; a wider one is looked at from farther away

// The legend of the lines that are drawn, and a caption, from a place downward; with the height of both. They grow with
// the picture, so that they can be read where it is seen whole.
/** @type {(drawing: Drawing, caption: string, at: Spot, width: number) => {shapes: (Shape | Text)[], height: number}} */
export function footOf(drawing, caption, at, width) {
  const scale = Math.max(1, width / USUAL);
  const { shapes, height } = plainFoot(drawing, caption, width / scale);
  return { shapes: shapes.map((shape) => grown(shape, scale, at)), height: height * scale };
}

/** @type {(shape: Shape | Text, scale: number, at: Spot) => Shape | Text} */
function grown(shape, scale, [left, top]) {
  /** @type {(spot: Spot) => Spot} */
  const placed = ([x, y]) => [left + x * scale, top + y * scale];
  if (shape.text !== undefined) return { ...shape, at: placed(shape.at), size: shape.size * scale };
  const { points, line, width, dashes } = shape;
  return {
    ...shape,
    points: points?.map(placed),
    line: line?.map(placed),
    width: (width ?? 1) * scale,
    dashes: dashes?.map((dash) => dash * scale),
  };
}

/** @type {(drawing: Drawing, caption: string, width: number) => {shapes: (Shape | Text)[], height: number}} */
function plainFoot(drawing, caption, width) {
  const [left, top] = [0, 0];
  const rows = [...drawing.data.statuses.map(({ id }) => id), .../** @type {Row[]} */ (["contested", "appeared", "moved", "fallen", "same"])];
  const bars = barsIn(drawing);
  const drawn = rows.filter((row) => (bars ? bars.has(row) : [...drawing.scene.lines.values()].some((line) => line.status === row)));
  /** @type {(Shape | Text)[]} */
  const shapes = [];
  let [x, y] = [left, top];
  for (const row of drawn) {
    const name = rowName(drawing.data, row);
    const wide = SAMPLE + 8 + drawing.names.width(name, { size: LETTERS, bold: false });
    if (x > left && x + wide > left + width) [x, y] = [left, y + LINE_HEIGHT];
    shapes.push(...(bars ? [barSample(drawing, row, [x, y])] : sampleOf(drawing, row, [x, y])), textAt(drawing, name, [x + SAMPLE + 8, y + 4]));
    x += wide + SAMPLE_GAP;
  }
  if (drawn.length) {
    const widths = bars ? [] : widthsAt(drawing, [left, y + LINE_HEIGHT]);
    shapes.push(...widths);
    y += LINE_HEIGHT * (widths.length ? 2 : 1) + 6;
  }
  for (const line of wrapped(drawing, caption, width)) {
    shapes.push(textAt(drawing, line, [left, y + 4]));
    y += LINE_HEIGHT;
  }
  return { shapes, height: y - top };
}

// Of which statuses there are bars in what stands in the place of the picture; none that has a legend of its own; null
// for the picture, whose lines are shown.
/** @type {(drawing: Drawing) => Set<Row> | null} */
function barsIn({ state: { form }, data }) {
  if (form !== "matrix" && form !== "timeline") return null;
  const shown = find(form === "matrix" ? "matrix" : "lanes");
  if (shown.querySelector(".marks li")) return new Set();
  return new Set([...data.statuses.map(({ id }) => id), /** @type {Row} */ ("contested")].filter((row) => shown.querySelector(`rect.line-${row}`)));
}

/** @type {(drawing: Drawing, row: Row, at: Spot) => Shape} */
const barSample = (drawing, row, [x, y]) => ({ points: [[x, y - 4], [x + SAMPLE, y - 4], [x + SAMPLE, y + 4], [x, y + 4]], fill: drawing.rowStyle(row).colour });

// What width and arrows say.
/** @type {(drawing: Drawing, at: Spot) => (Shape | Text)[]} */
function widthsAt(drawing, [left, y]) {
  const lines = [...drawing.scene.lines.values()];
  const most = lines.reduce((sum, line) => Math.max(sum, line.facts.length), 1);
  /** @type {(Shape | Text)[]} */
  const shapes = [];
  let x = left;
  for (const many of most > 1 ? [...[1, 10, 100].filter((one) => one < most), most] : []) {
    const text = plural(many, "finding");
    shapes.push({ line: [[x, y], [x + SAMPLE, y]], stroke: drawing.ink.quiet, width: widthOf(many) }, textAt(drawing, text, [x + SAMPLE + 8, y + 4]));
    x += SAMPLE + 8 + drawing.names.width(text, { size: LETTERS, bold: false }) + SAMPLE_GAP;
  }
  if (lines.some(({ heads }) => heads.length)) shapes.push(textAt(drawing, "→ towards whom", [x, y + 4]));
  return shapes;
}

/** @type {(drawing: Drawing, row: Row, at: Spot) => (Shape | Text)[]} */
function sampleOf(drawing, row, [x, y]) {
  const style = drawing.rowStyle(row);
  const sign = SIGNS[row];
  /** @type {Shape} */
  const line = { line: [[x, y], [x + SAMPLE, y]], stroke: style.colour, width: style.width, dashes: style.dashes };
  if (!sign) return [line];
  /** @type {Spot} */
  const middle = [x + SAMPLE / 2, y];
  return [
    line,
    { points: shift(circle(8), middle), fill: drawing.ink.paper, stroke: style.colour, width: 1.2 },
    { text: sign, at: [middle[0], y + 4], size: 11, bold: true, fill: style.colour, align: "center" },
  ];
}

/** @type {(drawing: Drawing, text: string, at: Spot) => Text} */
const textAt = (drawing, text, at) => ({ text, at, size: LETTERS, fill: drawing.ink.quiet, align: "left" });

// A text in lines of no more than a width; a word is never broken.
/** @type {(drawing: Drawing, text: string, width: number) => string[]} */
function wrapped(drawing, text, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && drawing.names.width(longer, { size: LETTERS, bold: false }) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
