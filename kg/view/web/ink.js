// The colours and the font of the picture.

import { DASHES } from "./shapes.js";

/** @import { Ink, Row } from "./types.js" */

// Colours are named in the style sheet only.
/** @type {(frame: HTMLElement) => Ink} */
export function inkOf(frame) {
  const style = getComputedStyle(frame);
  /** @type {(name: string) => string} */
  const read = (name) => {
    const colour = style.getPropertyValue(`--${name}`).trim();
    return colour.startsWith("#") ? colour : resolved(frame, colour);
  };
  const lines = Object.fromEntries(Object.keys(DASHES).map((row) => [row, read(`line-${row}`)]));
  return {
    .../** @type {Record<Row, string>} */ (lines),
    paper: read("paper"),
    ground: read("panel"),
    text: read("text"),
    quiet: read("quiet"),
    focus: read("focus"),
    font: style.fontFamily,
    areas: [1, 2, 3, 4, 5, 6].map((k) => ({
      tint: read(`area-${k}`),
      mark: read(`mark-${k}`),
      name: read(`name-${k}`),
    })),
    alone: { mark: read("mark-0"), name: read("name-0") },
  };
}

// A colour of the reader's system, such as `CanvasText`, as the numbers that a picture can take.
/** @type {(frame: HTMLElement, colour: string) => string} */
function resolved(frame, colour) {
  frame.style.color = colour;
  const numbers = getComputedStyle(frame).color;
  frame.style.color = "";
  return numbers;
}
