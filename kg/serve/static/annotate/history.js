// Undo and redo of what was done to a file; inside a text field they are the browser's own.

import { Refused, articlePath, ask } from "./api.js";
import { element, find, isAsked } from "./page.js";

/** @import { Store } from "./store.js" */

/** @type {(target: EventTarget | null) => boolean} */
const isTyping = (target) => target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !["radio", "checkbox", "button"].includes(target.type));

/** @type {(event: KeyboardEvent) => "undo" | "redo" | ""} */
export function wayOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (!(ctrlKey || metaKey) || altKey) return "";
  if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
  return key.toLowerCase() === "y" && !shiftKey ? "redo" : "";
}

/**
 * Listen for the keys, and draw the two buttons. What the page itself can take back comes before what the file's history can.
 * @type {(store: Store, takeBack: () => boolean) => void}
 */
export function startHistory(store, takeBack) {
  const ways = /** @type {const} */ (["undo", "redo"]);
  const buttons = ways.map((way) => element("button", { type: "button", hidden: true }, way === "undo" ? "Undo" : "Redo"));
  find("history").append(...buttons);
  /** @param {"undo" | "redo"} way */
  const go = async (way) => {
    if (way === "undo" && takeBack()) return;
    if (!store.article) return;
    try {
      store.take(await ask("POST", articlePath(store.name, way), {}));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      store.tell(error.words, true);
    }
  };
  for (const [place, way] of ways.entries()) buttons[place].addEventListener("click", () => void go(way));
  document.addEventListener("keydown", (event) => {
    const way = wayOf(event);
    if (!way || isTyping(event.target) || event.defaultPrevented || isAsked()) return;
    event.preventDefault();
    void go(way);
  });
  store.on("article", (article) => {
    for (const [place, way] of ways.entries()) {
      buttons[place].hidden = !article?.[way];
      buttons[place].title = article?.[way] ?? "";
    }
  });
}
