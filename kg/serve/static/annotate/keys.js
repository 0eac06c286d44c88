// All keys of the page in one table, from which its help is drawn.

import { element, find, isAsked } from "./page.js";

/** @typedef {{ keys: string[], does: string }} Key */
/** @type {{ where: string, keys: Key[] }[]} */
export const KEYS = [
  {
    where: "Anywhere",
    keys: [
      { keys: ["?"], does: "these keys (not where one types)" },
      { keys: ["Esc"], does: "back to the text; an open claim is kept" },
      { keys: ["Ctrl+Z"], does: "undo the last change" },
      { keys: ["Ctrl+Shift+Z"], does: "redo it" },
    ],
  },
  {
    where: "In the list of articles",
    keys: [
      { keys: ["↑", "↓"], does: "the article before, the next" },
      { keys: ["Enter"], does: "open it" },
      { keys: ["a", "…", "z"], does: "typing keeps those that fit" },
    ],
  },
  {
    where: "In the text",
    keys: [
      { keys: ["↑", "↓"], does: "the sentence before, the next (also k, j)" },
      { keys: ["←", "→"], does: "the word to the left, to the right" },
      { keys: ["Home", "End"], does: "the first sentence, the last" },
      { keys: ["Shift+←", "Shift+→"], does: "take words into the selection, or leave them out" },
      { keys: ["Shift+↑", "Shift+↓"], does: "take whole sentences" },
      { keys: ["Shift+Home", "Shift+End"], does: "take all up to the start, to the end of the sentence" },
      { keys: ["Ctrl+Shift+←", "Ctrl+Shift+→"], does: "move the end of the selection by one character" },
      { keys: ["/"], does: "find; Enter selects what is found, Shift+Enter selects up to it" },
      { keys: ["Enter", "Space"], does: "what these words can be; without any, the sentence" },
      { keys: ["c"], does: "claim from the selection" },
      { keys: ["e"], does: "add the selection as evidence to the open claim" },
      { keys: ["n"], does: "nothing about actors here; again: takes it back" },
      { keys: ["u"], does: "next sentence without a claim" },
      { keys: ["Tab"], does: "to the claims" },
    ],
  },
  {
    where: "In a claim",
    keys: [
      { keys: ["Tab", "Shift+Tab"], does: "the next field, the one before" },
      { keys: ["↑", "↓"], does: "choose among what fits" },
      { keys: ["Enter"], does: "take it and go on; empty: the next field" },
      { keys: ["Backspace"], does: "in an empty field: take the last one away" },
      { keys: ["Ctrl+Enter"], does: "save" },
      { keys: ["Ctrl+E"], does: "to the text, for more evidence; there: back to the claim" },
      { keys: ["Ctrl+D"], does: "leave the claim" },
    ],
  },
];

/** Draws the help and opens it by its button or `?`. */
export function startHelp() {
  const dialog = element("dialog", { id: "help", "aria-labelledby": "help-title" });
  const close = element("button", { type: "button" }, "Close ", element("kbd", {}, "Esc"));
  dialog.append(element("div", { class: "help-head" }, element("h2", { id: "help-title" }, "Keys"), close));
  dialog.append(element("div", { class: "help-body" }, ...KEYS.map(sectionOf)), signs());
  document.body.append(dialog);
  const button = find("help-button");
  /** @type {Element | null} */
  let from = null;
  const open = () => {
    from = document.activeElement;
    dialog.showModal();
  };
  button.addEventListener("click", open);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "?") dialog.close();
    event.stopPropagation();
  });
  dialog.addEventListener("close", () => from instanceof HTMLElement && from.isConnected && from.focus());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.defaultPrevented || isTyping(event.target) || isAsked()) return;
    event.preventDefault();
    open();
  });
}

/** Whether somebody types into this. @type {(target: EventTarget | null) => boolean} */
export const isTyping = (target) => target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");

/** @type {(section: { where: string, keys: Key[] }) => HTMLElement} */
function sectionOf({ where, keys }) {
  const rows = keys.map(({ keys: its, does }) => {
    const names = its.flatMap((key, k) => (k ? [" ", element("kbd", {}, key)] : [element("kbd", {}, key)]));
    return element("div", {}, element("dt", {}, ...names), element("dd", {}, does));
  });
  return element("section", {}, element("h3", {}, where), element("dl", {}, ...rows));
}

function signs() {
  /** @type {[string, string][]} */
  const all = [["claim", "has a claim"], ["open", "no claim yet"], ["nothing", "ticked off: nothing about actors here"]];
  return element("p", { class: "signs" }, ...all.flatMap(([mark, words]) => [element("span", { class: "s", "data-mark": mark }, words), " "]));
}
