// Reading without a mouse.

import { announce, goToEvidence, goToShown } from "./access.js";
import { find } from "./elements.js";
import { openedBy } from "./scene.js";
import { pairOf } from "./texts.js";

/** @import { Page } from "./page.js" */
/** @import { Spot } from "./types.js" */

/** @type {Record<string, Spot>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const KINDS_OF_LINES = ["line", "sides", "with-side"]; // kinds of what is chosen with a line

/** @type {(page: Page) => void} */
export function listenToKeys(page) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    /** @type {Record<string, () => void>} */
    const acts = {
      "/": () => find("search").focus(),
      f: () => page.fit(),
      t: () => page.set({ form: page.state.form === "table" ? "picture" : "table" }),
      e: () => goToEvidence(),
      m: () => page.set({ form: page.state.form === "matrix" ? "picture" : "matrix" }),
      d: () => page.set({ form: page.state.form === "timeline" ? "picture" : "timeline" }),
      "+": () => page.drawing.zoom(1.3),
      "-": () => page.drawing.zoom(1 / 1.3),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
    if (["t", "m", "d"].includes(event.key)) goToShown(page);
  });
  find("stage").addEventListener("keydown", (event) => {
    if (event.target !== find("picture") && event.target !== find("stage")) return;
    const act = stageKey(page, event.key);
    if (!act) return;
    event.preventDefault();
    page.steps.keyed(act);
    announce(page);
  });
}

/** @type {(target: EventTarget | null) => boolean} */
const isTyping = (target) => target instanceof Element && target.closest("input, select, textarea") !== null;

// In the picture: arrows go from mark to mark, `l` through the lines of the chosen one, Escape lets go.
/** @type {(page: Page, key: string) => (() => void) | null} */
function stageKey(page, key) {
  const { state, view, drawing } = page;
  const { scene } = drawing;
  const [kind, id] = state.selected ?? ["", ""];
  const held = kind === "node" ? scene.holder(id) || id : id;
  const isLine = KINDS_OF_LINES.includes(kind);
  const here = scene.marks.has(held) ? held : isLine ? (id.split(" ").find((end) => scene.marks.has(end)) ?? null) : null;
  if (ARROWS[key]) {
    return () => {
      const first = [view.ranking[0]?.id ?? "", ...[...scene.marks.keys()].sort()].find((one) => scene.marks.has(one));
      const next = here ? drawing.towards(here, ARROWS[key]) : first;
      if (next) page.choose([scene.marks.get(next)?.closed ? "side" : "node", next]);
    };
  }
  if (key === "l" || key === "L") {
    const from = isLine && page.linesFrom ? page.linesFrom : here;
    const lines = [...scene.lines.values()]
      .filter((line) => from !== null && line.ends.includes(from))
      .map((line) => line.id)
      .sort();
    if (!lines.length) return null;
    return () => {
      page.linesFrom = from;
      const at = lines.indexOf(isLine ? pairOf(id.split(" ")[0], id.split(" ")[1]) : "");
      page.choose(openedBy(scene, lines[(at + (key === "l" ? 1 : lines.length - 1)) % lines.length]));
    };
  }
  if (key === "o" && here && (kind === "side" || scene.grounds.some(({ area }) => area === held))) return () => page.meet(held);
  if (key === "Enter") return goToEvidence;
  if (key === "Escape") return () => page.choose(null);
  return null;
}
