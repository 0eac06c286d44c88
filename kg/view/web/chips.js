// What differs from how the page opens, above the picture: each filter as a button that takes it away.

import { againstWords } from "./against.js";
import { find, make, renew } from "./elements.js";
import { filterWords, withoutWords } from "./state.js";

/** @import { Page } from "./page.js" */
/** @import { Data, Field, State } from "./types.js" */

/** @typedef {{text: string, change: Partial<State>}} Chip */

// Fields that say how one looks, not at what.
const NOT_FILTERS = ["selected", "form", "theme", "pins", "camera", "path", "steps", "without", "lanes", "marks", "opened"];

// Words of a filter that the sentence on what is shown has none for.
/** @type {Record<string, string>} */
const WIDER_WORDS = {
  kinds: "all kinds of actors",
  layers: "all layers",
  relations: "all relations",
  types: "all types",
  acts: "all acts",
  tendencies: "cooperative, hostile or neither",
  statuses: "the usual statuses",
  least: "lines of any number of findings",
  days: "of all days",
  undated: "also undated",
  focus: "no focus",
  against: "compared with no other day",
};

/** @type {(page: Page) => void} */
export function showChips(page) {
  /** @type {(chip: Chip) => HTMLElement} */
  const button = ({ text, change }) =>
    make("button", { type: "button", class: "chip", "aria-label": `Take away: ${text}`, onclick: () => page.set(change) }, text, make("span", { "aria-hidden": "true" }, "×"));
  const chips = chipsFor(page.data, page.state, page.home());
  const undo = make("button", { type: "button", class: "chip", onclick: () => page.set(Object.assign({}, ...chips.map(({ change }) => change), { without: page.home().without })) }, "All as it was");
  renew(find("chips"), ...chips.map(button), ...(chips.length > 2 ? [undo] : []));
}

/** @type {(data: Data, state: State, home: State) => Chip[]} */
export function chipsFor(data, state, home) {
  /** @type {Record<string, any>[]} */
  const [now, then] = [state, home];
  const fields = Object.keys(home).filter((field) => !NOT_FILTERS.includes(field) && isOtherFilter(now[field], then[field]));
  if (state.focus && state.focus === home.focus && state.steps !== home.steps) fields.push("focus");
  const usual = filterWords(data, home);
  const filters = fields.map((field) => {
    const part = field === "focus" ? { focus: state.focus, steps: state.steps } : { [field]: now[field] };
    const words = filterWords(data, { ...home, ...part }).filter((word) => !usual.includes(word));
    const text = field === "against" && state.against ? againstWords(state.against) : field === "knownBy" ? `known by ${state.knownBy}` : words.join(", ") || switchWords(field, now[field]) || (WIDER_WORDS[field] ?? field);
    return { text, change: field === "focus" ? { focus: home.focus, steps: home.steps } : { [field]: then[field] } };
  });
  return [...withdrawnChips(data, state), ...filters];
}

/** @type {(field: string, value: unknown) => string} */
const switchWords = (field, value) =>
  ({ alone: `${value ? "also" : "no"} actors without a line`, anonymous: `${value ? "also" : "no"} stand-ins` })[field] ?? "";

// A chip for each source that the reader took away.
/** @type {(data: Data, state: State) => Chip[]} */
function withdrawnChips(data, { without }) {
  const bare = { ...data, opens: { ...data.opens, withdrawn: undefined } };
  return /** @type {Field[]} */ (Object.keys(without)).flatMap((field) =>
    without[field].map((id) => ({
      text: withoutWords(bare, { without: { voice: [], outlet: [], relay: [], article: [], [field]: [id] } }).join(),
      change: { without: { ...without, [field]: without[field].filter((one) => one !== id) } },
    })),
  );
}

/** @type {(one: unknown, other: unknown) => boolean} */
function isOtherFilter(one, other) {
  if (!Array.isArray(one) || !Array.isArray(other)) return one !== other;
  return [...one].sort().join() !== [...other].sort().join();
}

// Beside an option of a filter: nothing but this one.
/** @type {(label: string, choose: () => void) => HTMLElement} */
export const onlyButton = (label, choose) =>
  make("button", { type: "button", class: "only", "aria-label": `only ${label}`, onclick: choose }, "only");

// Above the options of a filter: all of them.
/** @type {(what: string, choose: () => void) => HTMLElement} */
export const allButton = (what, choose) =>
  make("li", { class: "all" }, make("button", { type: "button", class: "only", "aria-label": `all ${what}`, onclick: choose }, "all"));
