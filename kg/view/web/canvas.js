// Shapes and texts painted on a canvas.

/** @import { Shape, Text } from "./types.js" */

/** @type {(context: CanvasRenderingContext2D, shapes: (Shape | Text)[], font: string) => void} */
export function paint(context, shapes, font) {
  context.save();
  context.lineJoin = context.lineCap = "round";
  for (const shape of shapes) {
    context.globalAlpha = shape.faint ?? 1;
    if (shape.text !== undefined) write(context, shape, font);
    else trace(context, shape);
  }
  context.restore();
}

// Paint one shape on a canvas.
/** @type {(context: CanvasRenderingContext2D, shape: Shape) => void} */
function trace(context, { points, line, fill, stroke, width, dashes }) {
  context.beginPath();
  for (const [x, y] of points ?? line ?? []) context.lineTo(x, y);
  if (points) context.closePath();
  if (fill) {
    context.fillStyle = fill;
    context.fill();
  }
  if (stroke) {
    context.strokeStyle = stroke;
    context.lineWidth = width ?? 1;
    context.setLineDash(dashes ?? []);
    context.stroke();
  }
}

/** @type {(context: CanvasRenderingContext2D, text: Text, font: string) => void} */
function write(context, { text, at, size, bold, fill, align, halo, spaced }, font) {
  context.font = `${bold ? 600 : 400} ${size}px ${font}`;
  context.textAlign = align;
  if ("letterSpacing" in context) context.letterSpacing = `${spaced ?? 0}px`;
  if (halo) {
    context.strokeStyle = halo;
    context.lineWidth = size / 4;
    context.strokeText(text, ...at);
  }
  context.fillStyle = fill;
  context.fillText(text, ...at);
}

/** @type {(canvas: HTMLCanvasElement) => CanvasRenderingContext2D} */
export const penOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
