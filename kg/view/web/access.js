// For readers without a mouse or without sight of the picture, and for narrow screens: what is announced, where skip
// links and Escape lead, and whom the wheel belongs to.

import { find } from "./elements.js";
import { nameOf, plural, rowName, several } from "./texts.js";

/** @import { Page } from "./page.js" */
/** @import { State } from "./types.js" */

// Narrower or more enlarged than this, the page itself is scrolled (as in page.css).
const SCROLLED_PAGE = "(max-width: 1180px)";
const NARROW_PAGE = "(max-width: 780px)";

// Say what the keys have just marked.
/** @type {(page: Page) => void} */
export function announce(page) {
  find("announced").textContent = spokenOf(page);
}

/** @type {(page: Page) => string} */
export function spokenOf({ data, state, view }) {
  const [kind, id] = state.selected ?? ["", ""];
  if (kind === "node") {
    const others = (view.near.get(id) ?? []).map((other) => nameOf(data, other));
    const { kind: its } = data.entities[id];
    const words = data.kinds.find((one) => one.id === its)?.label ?? "";
    return `${nameOf(data, id)}, ${words}. ${plural(others.length, "line")}${others.length ? ` to ${several(others)}` : ""}.`;
  }
  const line = kind === "line" ? view.lines.get(id) : undefined;
  if (!line) return "Nothing is marked.";
  const relations = [...new Set(line.edges.map(({ relation }) => data.relations[relation].label))];
  return `${line.ends.map((end) => nameOf(data, end)).join(" – ")}: ${several(relations)}, ${rowName(data, line.status)}, ${plural(line.facts.length, "finding")}.`;
}

/** @type {Element | null} from where somebody went to the evidence */
let cameFrom = null;

export function goToEvidence() {
  cameFrom = document.activeElement;
  find("evidence").focus();
}

// Back to where one came from; if that is no longer there, to what is shown.
/** @type {(page: Page) => void} */
function goBack({ state }) {
  const there = /** @type {HTMLElement | null} */ (cameFrom?.isConnected && cameFrom !== document.body ? cameFrom : null);
  (there ?? shownForm(state)).focus();
}

// The element of what is shown; a table cannot have the focus, but what it stands in can.
/** @type {(state: Pick<State, "form">) => HTMLElement} */
const shownForm = ({ form }) => find(form === "table" ? "stage" : form);

// After another form is shown: whoever was in the one before, or nowhere, is in the new one.
/** @type {(page: Page) => void} */
export function goToShown({ state }) {
  const active = document.activeElement;
  if (!active || active === document.body || find("stage").contains(active) || !active.getClientRects().length) shownForm(state).focus();
}

// To what was searched for and found: its mark in the picture, if it has one, from where the arrow keys lead on; else
// what the panel says of it.
/** @type {(page: Page) => void} */
export function goToFound(page) {
  const [kind, id] = page.state.selected ?? ["", ""];
  const { marks } = page.drawing.scene;
  if (page.state.form === "picture" && kind === "node" && marks.has(page.drawing.scene.holder(id) || id)) {
    find("picture").focus();
    announce(page);
    return;
  }
  const heading = find("evidence").querySelector("h2") ?? find("evidence");
  heading.tabIndex = -1;
  heading.focus();
}

/** @type {(page: Page) => void} */
export function listenForAccess(page) {
  for (const skip of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-to]")))
    skip.addEventListener("click", () => {
      const to = skip.dataset.to ?? "";
      find(to === "stage" && page.state.form === "picture" ? "picture" : to).focus();
    });
  find("evidence").addEventListener("keydown", (event) => {
    if (event.key === "Escape") goBack(page);
  });
  find("picture").addEventListener("wheel", (event) => {
    if (matchMedia(SCROLLED_PAGE).matches && !event.ctrlKey) event.stopPropagation(); // left to the page
  }, { capture: true, passive: true });
  const settings = /** @type {HTMLDetailsElement} */ (find("settings"));
  const fold = () => (settings.open = !matchMedia(NARROW_PAGE).matches);
  matchMedia(NARROW_PAGE).addEventListener("change", fold);
  fold();
  matchMedia("(forced-colors: active)").addEventListener("change", () => page.repaint());
}
