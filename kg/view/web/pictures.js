// Which picture is drawn: people, sides, or what is around one actor; and the buttons that change it.

import { find, listen, make, renew } from "./elements.js";
import { sideOf } from "./sides.js";
import { capital, plural } from "./texts.js";

/** @import { Page } from "./page.js" */
/** @import { State } from "./types.js" */

/** @type {("people" | "sides")[]} */
const MARKS_DRAWN = ["people", "sides"];

// Whether a change leads to another picture, which is looked at from elsewhere.
/** @type {(state: State, changes: Partial<State>) => boolean} */
export const isOfAnotherPicture = (state, changes) =>
  ["focus", "steps", "marks"].some((field) => field in changes && /** @type {any} */ (changes)[field] !== /** @type {any} */ (state)[field]);

/** @type {(page: Page) => void} */
export function listenToPictures(page) {
  for (const marks of MARKS_DRAWN) listen(`marks-${marks}`, () => page.set({ marks, focus: null, form: "picture" }));
  listen("close-sides", () => page.set({ opened: [] }));
}

// What the picture leaves out, and which of the buttons is pressed.
/** @type {(page: Page) => void} */
export function showPicture(page) {
  const { state, view, drawing } = page;
  const all = make("button", { type: "button", class: "link", onclick: () => page.set({ focus: null }) }, "Show all");
  const notes = drawing.scene.notes.map((note) => `${capital(note)}. `);
  renew(find("partly"), ...notes, ...(view.inFocus ? [`${plural(view.outside, "actor")} outside the focus ${view.outside === 1 ? "is" : "are"} left out. `, all] : []));
  for (const marks of MARKS_DRAWN) find(`marks-${marks}`).setAttribute("aria-pressed", String(state.marks === marks && !view.inFocus));
  find("close-sides").hidden = drawing.scene.kind !== "sides" || !state.opened.length;
}

// Open a side into its people, or close it again.
/** @type {(page: Page, side: string) => void} */
export function unfold(page, side) {
  const { state } = page;
  const isOpen = state.opened.includes(side) && page.drawing.scene.kind === "sides" && state.form === "picture";
  const opened = isOpen ? state.opened.filter((id) => id !== side) : [...new Set([...state.opened, side])];
  page.set({ opened, marks: "sides", focus: null, form: "picture", selected: ["side", side] });
}

// Somebody who was searched for: his side is opened, if the picture is one of sides; who has no place in it, gets his own.
/** @type {(page: Page, id: string) => void} */
export function meetFound(page, id) {
  const { state, view, drawing, data } = page;
  if (!drawing.scene.marks.has(id) && drawing.scene.kind === "sides" && state.form === "picture" && view.nodes.has(id)) {
    const side = sideOf(data, id);
    if (drawing.scene.marks.has(side)) page.set({ opened: [...state.opened, side] });
    if (!drawing.scene.marks.has(id)) page.set({ focus: id, steps: 1 });
  }
  page.choose(["node", id]);
}
