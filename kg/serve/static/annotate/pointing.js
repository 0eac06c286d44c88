// Selecting with a mouse or a finger: the browser's own selection, widened to whole words.

import { element } from "./page.js";

/** @typedef {import("./text.js").TextPane} TextPane */

const SETTLES = 250; // milliseconds after which a finger's selection is taken

/** @type {(pane: TextPane) => void} */
export function startPointing(pane) {
  const { reading } = pane;
  let pointer = "mouse";
  let isDown = false;
  document.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    isDown = event.target instanceof Node && reading.contains(event.target);
  }, true);
  document.addEventListener("pointerup", (event) => {
    if (!isDown || event.button !== 0) return;
    isDown = false;
    if (pointer === "mouse") setTimeout(() => released(pane, event), 0); // a double click selects after it
  });
  reading.addEventListener("click", (event) => {
    if (getSelection()?.isCollapsed !== false) clicked(pane, event);
  });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;
  document.addEventListener("selectionchange", () => {
    if (pointer === "mouse") return;
    clearTimeout(settling);
    settling = setTimeout(() => takeNative(pane, true), SETTLES);
  });
  pane.pane.append(bar(pane));
}

/** @type {(pane: TextPane, event: PointerEvent) => void} */
function released(pane, event) {
  if (event.detail > 1 && getSelection()?.isCollapsed) return;
  if (takeNative(pane, false)) void pane.offer();
}

/** Takes the browser's selection; tells whether there was one in the text. @type {(pane: TextPane, keepsNative: boolean) => boolean} */
function takeNative(pane, keepsNative) {
  const native = getSelection();
  if (!native || native.isCollapsed || !native.rangeCount) return false;
  const range = native.getRangeAt(0);
  if (!range.intersectsNode(pane.reading)) return false;
  const inside = document.createRange();
  inside.selectNodeContents(pane.reading);
  const start = range.compareBoundaryPoints(Range.START_TO_START, inside) < 0 ? 0 : pane.drawing.offsetOf(range.startContainer, range.startOffset);
  const isBehind = range.compareBoundaryPoints(Range.END_TO_END, inside) > 0;
  const end = isBehind ? pane.drawing.text.length : pane.drawing.offsetOf(range.endContainer, range.endOffset);
  return start !== null && end !== null && pane.select(start, end, { keepsNative, scrolls: false });
}

/** @type {(pane: TextPane, event: MouseEvent) => void} */
function clicked(pane, event) {
  const its = event.target instanceof Element ? event.target.closest(".s") : null;
  const at = pane.drawing.sentences.findIndex((one) => one.element === its);
  if (at < 0) return;
  pane.selecting.to(at);
  pane.moved({ scrolls: false, keepsNative: true });
}

// For fingers, what the keys do: it stands at the bottom.
/** @type {(pane: TextPane) => HTMLElement} */
function bar(pane) {
  /** @type {[string, () => void][]} */
  const all = [
    ["What can it be?", () => void pane.offer()],
    ["Nothing here", () => pane.tick()],
    ["Next open", () => pane.nextOpen()],
  ];
  const made = element("div", { id: "touch", role: "toolbar", "aria-label": "With the selected words" });
  for (const [words, does] of all) {
    const button = element("button", { type: "button" }, words);
    button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    button.addEventListener("click", does);
    made.append(button);
  }
  return made;
}
