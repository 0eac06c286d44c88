// What a key does in the text; the table of all keys, for the help, is in keys.js.

/** @typedef {import("./text.js").TextPane} TextPane */

/** Does what a key says; tells whether it says anything. @type {(pane: TextPane, event: KeyboardEvent) => boolean} */
export function pressed(pane, event) {
  const isCommand = event.ctrlKey || event.metaKey;
  if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") return moves(pane, event, isCommand);
  if (isCommand) return commands(pane, event);
  const does = LETTERS[letterOf(event)];
  if (!does || (event.shiftKey && event.key !== "/")) return false;
  does(pane);
  return true;
}

/** The letter of a key: where the keyboard writes another script, the one that stands on it. @type {(event: KeyboardEvent) => string} */
export function letterOf({ key, code }) {
  if (key.length > 1 || /^[ -~]$/.test(key)) return key.length > 1 ? key : key.toLowerCase();
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1].toLowerCase() ?? key;
}

/** @type {Record<string, (pane: TextPane) => void>} */
const LETTERS = {
  k: (pane) => step(pane, -1),
  j: (pane) => step(pane, 1),
  c: (pane) => pane.claim(),
  e: (pane) => pane.evidence(),
  n: (pane) => pane.tick(),
  u: (pane) => pane.nextOpen(),
  "/": (pane) => pane.search.open(pane.selecting.spanOrSentence?.[0] ?? 0),
  Enter: (pane) => void pane.offer(),
  " ": (pane) => void pane.offer(),
  Escape: (pane) => {
    pane.selecting.clear();
    pane.show([], false);
    pane.moved();
  },
};

/** @type {(pane: TextPane, event: KeyboardEvent) => boolean} */
function commands(pane, event) {
  if (event.key.toLowerCase() !== "e" || event.shiftKey) return false;
  if (pane.store.open === null) pane.store.tell("No claim is open: c begins one from the selection.", true);
  else pane.store.fire("focus-form", null);
  return true;
}

/** @type {(pane: TextPane, by: number) => void} */
function step(pane, by) {
  const { selecting } = pane;
  pane.selecting.to(selecting.sentence + by);
  pane.moved();
}

/** @type {(pane: TextPane, event: KeyboardEvent, isCommand: boolean) => boolean} */
function moves(pane, { key, shiftKey }, isCommand) {
  const { selecting } = pane;
  const isForward = key === "ArrowDown" || key === "End" || key === (pane.isRightToLeft ? "ArrowLeft" : "ArrowRight");
  const by = isForward ? 1 : -1;
  const isSideways = key === "ArrowLeft" || key === "ArrowRight";
  const isEdge = key === "Home" || key === "End";
  if (isCommand && !(isSideways && shiftKey)) return false;
  if (isSideways) {
    if (isCommand) selecting.cluster(by);
    else selecting.word(by, shiftKey);
  } else if (isEdge) {
    if (shiftKey) selecting.toEdge(by);
    else selecting.to(isForward ? selecting.units.sentences.length - 1 : 0);
  } else if (shiftKey) selecting.sentences(by);
  else selecting.to(selecting.sentence + by);
  pane.moved();
  return true;
}
