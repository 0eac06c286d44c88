// A claim that another program has changed meanwhile: both versions are shown, and whoever annotates decides.

import { differing, shown } from "./claim_values.js";
import { asked } from "./dialogs.js";
import { element } from "./page.js";

/** @import { Claim } from "./types.js" */

/**
 * The rows of a comparison: each field with both values, and whether they differ.
 * @type {(theirs: Claim | null, yours: Claim) => {field: string, theirs: string, yours: string, differs: boolean}[]}
 */
export function compared(theirs, yours) {
  const odd = differing(theirs ?? {}, yours);
  const [one, other] = [/** @type {Record<string, any>} */ (theirs ?? {}), /** @type {Record<string, any>} */ (yours)];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].map((field) => ({
    field, theirs: shown(one[field]), yours: shown(other[field]), differs: odd.includes(field),
  }));
}

/** @type {(theirs: Claim | null, yours: Claim) => HTMLTableElement} */
function table(theirs, yours) {
  const head = ["field", "in the file", "yours", ""].map((words) => element("th", { scope: "col" }, words || "differs"));
  const rows = compared(theirs, yours).map((row) => element("tr", { class: row.differs ? "differs" : "" },
    element("th", { scope: "row" }, row.field), element("td", { dir: "auto" }, row.theirs || "–"),
    element("td", { dir: "auto" }, row.yours || "–"), element("td", {}, row.differs ? "differs" : "")));
  return element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
}

/**
 * Show both and ask: `theirs`, `mine`, `both`, or "" to decide later.
 * @type {(theirs: Claim | null, yours: Claim) => Promise<string>}
 */
export function settled(theirs, yours) {
  const why = theirs ? "Another program has changed this claim since you opened it. Nothing is written yet." : "Another program has taken this claim out of the file. Nothing is written yet.";
  return asked("Two versions of this claim", [element("p", {}, why), element("div", { class: "scrolls", tabindex: "0", role: "group", "aria-label": "Both versions" }, table(theirs, yours))], [
    { value: "theirs", label: theirs ? "Keep theirs" : "Leave it out" },
    { value: "mine", label: "Write mine over it" },
    ...(theirs ? [{ value: "both", label: "Keep both" }] : []),
    { value: "", label: "Back to the form" },
  ]);
}
