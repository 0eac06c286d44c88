// The matrix or the timeline as it stands on the page, as a list of shapes and texts, to be saved and printed.

import { boundsOf } from "./boxes.js";
import { circle, shift } from "./shapes.js";

/** @import { Box, Shape, Spot, Text } from "./types.js" */

const MOST_SHAPES = 20_000; // of what stands on the page
const BASELINE = 0.35; // of a letter's size, from the middle of a line down

// What an element of the page shows, with its frame: positions in pixels from its own corner, as if it were not scrolled.
/** @type {(element: HTMLElement) => {shapes: (Shape | Text)[], box: Box}} */
export function pictured(element) {
  const { scrollLeft, scrollTop } = element;
  element.scrollTo(0, 0);
  const corner = element.getBoundingClientRect();
  const shapes = [...shapesIn(element), ...textsIn(element)].slice(0, MOST_SHAPES);
  element.scrollTo(scrollLeft, scrollTop);
  /** @type {(spot: Spot) => Spot} */
  const moved = ([x, y]) => [x - corner.left, y - corner.top];
  const placed = shapes.map((shape) => (shape.text === undefined ? { ...shape, points: shape.points?.map(moved), line: shape.line?.map(moved) } : { ...shape, at: moved(shape.at) }));
  const bounds = boundsOf(placed.flatMap((shape) => (shape.text === undefined ? (shape.points ?? shape.line ?? []) : [shape.at])));
  return { shapes: placed, box: [-16, -16, Math.max(bounds[2] + 30, element.scrollWidth), bounds[3] + 20] };
}

/** @type {(element: HTMLElement) => Text[]} */
function textsIn(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = /** @type {Element} */ (node.parentElement);
    if (!node.nodeValue?.trim() || parent.closest("title, .unseen, input, select")) continue;
    const style = getComputedStyle(parent);
    for (const [text, frame] of linesOf(/** @type {globalThis.Text} */ (node))) found.push(textIn(text, frame, style, parent instanceof SVGElement));
  }
  return found;
}

// A text by the lines in which it is broken on the page.
/** @type {(node: globalThis.Text) => [string, DOMRect][]} */
function linesOf(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  if (range.getClientRects().length < 2) return [[node.data.trim(), range.getBoundingClientRect()]];
  /** @type {[string, DOMRect][]} */
  const lines = [];
  for (const { index, 0: word } of node.data.matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const frame = range.getBoundingClientRect();
    const last = lines[lines.length - 1];
    if (last && Math.abs(last[1].top - frame.top) < 4) lines[lines.length - 1] = [`${last[0]} ${word}`, new DOMRect(last[1].x, last[1].y, frame.right - last[1].x, last[1].height)];
    else lines.push([word, frame]);
  }
  return lines;
}

/** @type {(text: string, frame: DOMRect, style: CSSStyleDeclaration, isOfSvg: boolean) => Text} */
function textIn(text, { left, top, width, height }, style, isOfSvg) {
  const size = Number.parseFloat(style.fontSize);
  const isTurned = style.writingMode.startsWith("vertical");
  return {
    text,
    at: isTurned ? [left + width / 2 + size * BASELINE, top + height] : [left, top + height / 2 + size * BASELINE],
    size,
    bold: Number(style.fontWeight) > 500,
    fill: isOfSvg ? style.fill : style.color,
    align: "left",
    turned: isTurned,
  };
}

/** @type {(element: HTMLElement) => Shape[]} */
function shapesIn(element) {
  const found = /** @type {NodeListOf<SVGGraphicsElement>} */ (element.querySelectorAll("svg rect, svg polygon, svg line, svg circle, svg path"));
  const rules = [...element.querySelectorAll("th, td, .lane")].map((cell) => ruleUnder(cell.getBoundingClientRect(), getComputedStyle(cell)));
  return [...rules, ...[...found].flatMap((one) => shapeIn(one))];
}

// The rule below a cell or a lane.
/** @type {(frame: DOMRect, style: CSSStyleDeclaration) => Shape} */
const ruleUnder = ({ left, right, bottom }, style) => ({ line: [[left, bottom], [right, bottom]], stroke: style.borderBottomColor, width: 1 });

/** @type {(one: SVGGraphicsElement) => Shape[]} */
function shapeIn(one) {
  const style = getComputedStyle(one);
  const frame = one.ownerSVGElement?.getBoundingClientRect();
  if (!frame || style.visibility === "hidden" || style.display === "none") return [];
  const isLine = one.tagName === "line";
  /** @type {(spot: Spot) => Spot} */
  const moved = ([x, y]) => [frame.left + x, frame.top + y];
  const points = outlineOf(one).map(moved);
  const [fill, stroke] = [style.fill, style.stroke].map((paint) => (paint === "none" || paint === "rgba(0, 0, 0, 0)" || paint === "transparent" ? undefined : paint));
  if (!points.length || (!fill && !stroke)) return [];
  const dashes = style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(/[ ,]+/).map(Number.parseFloat);
  return [{ ...(isLine ? { line: points } : { points }), fill: isLine ? undefined : fill, stroke, width: Number.parseFloat(style.strokeWidth), dashes, faint: Number(style.opacity) }];
}

/** @type {(one: SVGGraphicsElement) => Spot[]} */
function outlineOf(one) {
  /** @type {(name: string) => number} */
  const value = (name) => Number(one.getAttribute(name) ?? 0);
  if (one.tagName === "line") return [[value("x1"), value("y1")], [value("x2"), value("y2")]];
  if (one.tagName === "circle") return shift(circle(value("r")), [value("cx"), value("cy")]);
  if (one instanceof SVGPolygonElement) return [...one.points].map(({ x, y }) => [x, y]);
  const { x, y, width, height } = one.getBBox();
  return [[x, y], [x + width, y], [x + width, y + height], [x, y + height]];
}
