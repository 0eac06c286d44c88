// Where the picture is looked at from.

import { boundsOf } from "./boxes.js";
import { SMALLEST_NAME } from "./names.js";

/** @import { Drawing } from "./drawing.js" */
/** @import { Box } from "./types.js" */

const [PEOPLE_ABOVE, PEOPLE_BELOW] = [34 + 74, 56 + 62]; // pixels between people and the edges, with room for names
const OF_AREA = 70; // pixels of the ground of an area with its name, beyond its people
const MARGIN_OF_FIT = 12; // pixels between names and the edges, where each has its place
const LEAST_SCALE = 0.02;

// All of it on the screen, between the caption above and the buttons below.
/** @type {(drawing: Drawing) => {position: {x: number, y: number}, scale: number}} */
export function fitted(drawing) {
  const { names, frame, scene } = drawing;
  const ids = [...scene.marks.keys()];
  const bounds = boundsOf(ids.map((id) => drawing.at(id)));
  const widest = ids.flatMap((id) => names.texts(id)).reduce((most, text) => Math.max(most, names.width(text.text, text)), 0);
  if (scene.kind !== "people") return withNames(frame, bounds, scene.kind === "ego" ? [widest + 20, 20, 20] : [widest / 2, 16, 62]);
  const beside = 24 + Math.min(100, widest / 2);
  const above = Math.max(PEOPLE_ABOVE, heightOf(frame, "#caption") + OF_AREA);
  const below = Math.max(PEOPLE_BELOW, heightOf(frame, "#tools") + OF_AREA);
  const scale = Math.max(LEAST_SCALE, Math.min((frame.clientWidth - 2 * beside) / wideOf(bounds), (frame.clientHeight - above - below) / highOf(bounds), 1.25));
  return placed(bounds, scale, above, below);
}

// Names of so much room beside, above and below their marks shrink with the picture, and not below what can be read.
/** @type {(frame: HTMLElement, bounds: Box, room: [number, number, number]) => {position: {x: number, y: number}, scale: number}} */
function withNames(frame, bounds, [beside, above, below]) {
  const [top, bottom] = [heightOf(frame, "#caption") + MARGIN_OF_FIT + 10, heightOf(frame, "#tools") + MARGIN_OF_FIT + 14];
  const [wide, high] = [frame.clientWidth - 2 * MARGIN_OF_FIT, frame.clientHeight - top - bottom];
  const scale = Math.max(LEAST_SCALE, Math.min(scaleFor(wide, wideOf(bounds), 2 * Math.min(beside, wide * 0.42)), scaleFor(high, highOf(bounds), above + below), 1.25));
  const names = Math.max(scale, SMALLEST_NAME);
  return placed(bounds, scale, top + above * names, bottom + below * names);
}

// The scale at which marks and the names around them fill a length.
/** @type {(length: number, marks: number, names: number) => number} */
function scaleFor(length, marks, names) {
  const scale = length / (marks + names);
  return scale >= SMALLEST_NAME ? scale : (length - names * SMALLEST_NAME) / marks;
}

/** @type {(box: Box) => number} */
const wideOf = ([left, , right]) => right - left || 1;

/** @type {(box: Box) => number} */
const highOf = ([, top, , bottom]) => bottom - top || 1;

/** @type {(bounds: Box, scale: number, above: number, below: number) => {position: {x: number, y: number}, scale: number}} */
const placed = ([left, top, right, bottom], scale, above, below) => ({
  position: { x: (left + right) / 2, y: (top + bottom) / 2 - (above - below) / 2 / scale },
  scale,
});

// How high what lies over the picture is.
/** @type {(frame: HTMLElement, name: string) => number} */
const heightOf = (frame, name) => /** @type {HTMLElement | null} */ (frame.parentElement?.querySelector(name))?.offsetHeight ?? 0;
