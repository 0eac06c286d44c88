// What the picture, the panel and the controls ask of the page when somebody uses them.

import { goToFound } from "./access.js";
import { meetFound, unfold } from "./pictures.js";
import { reveal } from "./reveal.js";
import { markedIn, openedBy } from "./scene.js";
import { nameOf } from "./texts.js";
import { showTimeline } from "./timeline.js";

/** @import { FromControls, FromDrawing, FromPanel, PathEnds } from "./types.js" */
/** @import { Page } from "./page.js" */

/** @type {PathEnds} */
const EITHER = [null, null];

/** @type {(page: Page) => FromDrawing} */
export function fromDrawing(page) {
  return {
    node: (id) => page.meet(id),
    line: (id) => page.choose(openedBy(page.drawing.scene, id)),
    nothing: () => page.choose(null),
    moved: () => page.keepCamera(),
    resized: () => {
      if (!page.state.camera) page.drawing.fit();
      showTimeline(page);
    },
    pinned: (spots) => {
      for (const [id, { x, y }] of Object.entries(spots)) page.state.pins[page.drawing.pinOf(id)] = [Math.round(x), Math.round(y)];
      page.writeAddress();
    },
    hover: (what) => page.hover(what),
    marked: () => page.marked(),
    path: () => (page.state.selected?.[0] === "path" && page.onPath ? markedIn(page.drawing.scene, page.onPath, null) : null),
    tag: (id) => (page.data.apart[id]?.startsWith(page.tags.get(id) ?? " ") ? undefined : page.tags.get(id)),
  };
}

/** @type {(page: Page) => FromPanel} */
export function fromPanel(page) {
  return {
    choose: (selected) => page.choose(selected),
    focus: (id, steps) => page.focus(id, steps),
    pathFrom: (id) => page.set({ path: [id, null] }),
    tag: (id) => page.tags.get(id),
    area: (id) => {
      const area = page.data.place.get(id)?.area;
      return area && area !== id ? nameOf(page.data, area) : null;
    },
    reveal: (change) => reveal(page, change),
    unfold: (side) => unfold(page, side),
    opening: () => page.opening,
    comparison: () => page.comparison,
    doubtful: () => (page.opening.facts[page.doubtful]?.accepted ? null : page.doubtful),
  };
}

/** @type {(page: Page) => FromControls} */
export function fromControls(page) {
  return {
    set: (changes) => page.set(changes),
    choose: (selected) => page.choose(selected),
    focus: (id, steps) => page.focus(id, steps),
    toggle: (field, id) => {
      const had = page.state[field];
      page.set({ [field]: had.includes(id) ? had.filter((one) => one !== id) : [...had, id] });
    },
    withdraw: (field, id) => {
      const had = page.state.without[field];
      page.set({
        without: {
          ...page.state.without,
          [field]: had.includes(id) ? had.filter((one) => one !== id) : [...had, id],
        },
      });
    },
    found: (id) => {
      const [kind, ...rest] = id.split(" ");
      if (kind === "node") meetFound(page, rest.join(" "));
      else page.choose([kind, rest.join(" ")]);
      goToFound(page);
    },
    pathEnd: (end, id) => {
      /** @type {PathEnds} */
      const path = [...(page.state.path ?? EITHER)];
      path[end] = id;
      page.set({ path, selected: path[0] && path[1] ? ["path", ""] : page.state.selected });
    },
  };
}
