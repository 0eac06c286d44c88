// Reading without a mouse.

import { announce, goToEvidence } from "./access.js";
import { find } from "./elements.js";

/** @import { Page } from "./page.js" */
/** @import { Spot } from "./types.js" */

/** @type {Record<string, Spot>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

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
  const [kind, id] = state.selected ?? ["", ""];
  const here = kind === "node" && view.nodes.has(id) ? id : kind === "line" ? id.split(" ")[0] : null;
  if (ARROWS[key]) {
    return () => {
      const next = here ? drawing.towards(here, ARROWS[key]) : (view.ranking[0]?.id ?? [...view.nodes].sort()[0]);
      if (next) page.choose(["node", next]);
    };
  }
  if (key === "l" || key === "L") {
    const from = kind === "line" && page.linesFrom ? page.linesFrom : here;
    const lines = [...view.lines.values()]
      .filter((line) => from !== null && line.ends.includes(from))
      .map((line) => line.id)
      .sort();
    if (!lines.length) return null;
    return () => {
      page.linesFrom = from;
      page.choose([
        "line",
        lines[(lines.indexOf(kind === "line" ? id : "") + (key === "l" ? 1 : lines.length - 1)) % lines.length],
      ]);
    };
  }
  if (key === "Enter") return goToEvidence;
  if (key === "Escape") return () => page.choose(null);
  return null;
}
