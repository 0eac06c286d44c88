// Questions that are asked within the page; Escape answers none of them, and nothing is lost by it.

import { element } from "./page.js";

/**
 * Ask, and give the value of the button that was chosen; "" for Escape.
 * @type {(title: string, inside: Node[], choices: {value: string, label: string}[]) => Promise<string>}
 */
export function asked(title, inside, choices) {
  const before = document.activeElement;
  const heading = element("h2", { id: "asked-title" }, title);
  const buttons = choices.map(({ value, label }) => element("button", { type: "submit", value }, label));
  const form = element("form", { method: "dialog" }, heading, ...inside, element("p", { class: "buttons" }, ...buttons));
  const dialog = element("dialog", { "aria-labelledby": "asked-title", class: "asked" }, form);
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // the keys of the page rest meanwhile
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      resolve(dialog.returnValue);
    });
    dialog.showModal();
    buttons[0]?.focus();
  });
}
