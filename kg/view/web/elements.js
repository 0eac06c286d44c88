// Elements of the document. All text is set as text, never as markup.

import { DASHES, SHAPES, SIGNS, widthOf } from "./shapes.js";
import { capitals } from "./texts.js";

/** @import { Children, Data, Row } from "./types.js" */

/** @type {(id: string) => HTMLElement} */
export const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {(id: string, act: () => void) => void} */
export const listen = (id, act) => find(id).addEventListener("click", act);

/**
 * Make an element. An attribute whose name begins with `on` is what to do at an event.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} attributes
 * @param {Children[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (name === "class") element.className = String(value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  const given = children.flat().filter((child) => child !== null && child !== undefined && child !== "");
  element.append(...heldTogether(given).flatMap((child) => (child instanceof Element ? [child] : dated(String(child)))));
  return element;
}

// A button or a link keeps the comma or the full stop behind it: no line begins with one.
/** @template Item @param {Item[]} children @returns {(Item | string | HTMLElement)[]} */
function heldTogether(children) {
  /** @type {(Item | string | HTMLElement)[]} */
  const found = [];
  for (const child of children) {
    const before = found[found.length - 1];
    const sign = typeof child === "string" ? /^[,.;:)]+/.exec(child)?.[0] : undefined;
    if (!sign || !(before instanceof HTMLElement) || !["BUTTON", "A"].includes(before.tagName)) {
      found.push(child);
      continue;
    }
    const together = document.createElement("span");
    together.className = "together";
    together.append(before, sign);
    found.splice(-1, 1, together, ...[String(child).slice(sign.length)].filter(Boolean));
  }
  return found;
}

// The line above a heading, in capitals: not by CSS, which would write every script so.
/** @type {(text: string) => HTMLElement} */
export const kicker = (text) => make("p", { class: "kicker" }, capitals(text));

// Put new children into an element; who was at one of the old ones with the keyboard stays at its like.
/** @type {(element: HTMLElement, ...children: (string | Node)[]) => void} */
export function renew(element, ...children) {
  const at =
    element.contains(document.activeElement) && element !== document.activeElement ? document.activeElement : null;
  const [text, name] = [at?.textContent, at?.getAttribute("aria-label")];
  element.replaceChildren(...heldTogether(children));
  if (!at) return;
  /** @type {NodeListOf<HTMLElement>} */
  const like = element.querySelectorAll("button, summary, a, input");
  const same = [...like].find((one) => one.textContent === text && one.getAttribute("aria-label") === name);
  const around = /** @type {HTMLElement | null} */ (element.closest("[tabindex]"));
  (same ?? around ?? element).focus({ preventScroll: true });
}

// Text in which no day is broken at the end of a line.
/** @type {(text: string) => (string | Node)[]} */
function dated(text) {
  return text
    .split(/(\d{4}-\d{2}-\d{2})/)
    .map((part, place) => {
      if (place % 2 === 0) return part;
      const day = document.createElement("span");
      day.className = "whole";
      day.textContent = part;
      return day;
    })
    .filter((part) => part !== "");
}

// A piece of a line as it is drawn, for legend and panel.
/** @type {(row: Row, wide?: number) => SVGElement} */
export function swatch(row, wide = 38) {
  /** @type {(tag: string, attributes: Record<string, string | number>) => SVGElement} */
  const svg = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    return element;
  };
  const picture = svg("svg", {
    width: wide,
    height: 12,
    viewBox: `0 0 ${wide} 12`,
    "aria-hidden": "true",
    class: `swatch line-${row}`,
  });
  const width = widthOf(1.5);
  picture.append(
    svg("line", {
      x1: 2,
      y1: 6,
      x2: wide - 2,
      y2: 6,
      "stroke-width": width,
      "stroke-dasharray": DASHES[row].join(" "),
      "stroke-linecap": "round",
    }),
  );
  if (SIGNS[row]) {
    const sign = svg("text", { x: wide / 2, y: 10, "text-anchor": "middle" });
    sign.textContent = SIGNS[row];
    picture.append(svg("circle", { cx: wide / 2, cy: 6, r: 5.5 }), sign);
  }
  return picture;
}

/** @type {(data: Data, kind: string) => SVGElement} */
export const shapePicture = (data, kind) => {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
  shape.setAttribute(
    "points",
    SHAPES[data.shapes[kind]](6)
      .map(([x, y]) => `${x + 8},${y + 8}`)
      .join(" "),
  );
  for (const [name, value] of Object.entries({ width: 16, height: 16, "aria-hidden": "true", class: "shape" }))
    picture.setAttribute(name, String(value));
  picture.append(shape);
  return picture;
};
