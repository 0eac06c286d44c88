// Which elements are filters, of what, and the numbers beside their boxes.

import { find } from "./elements.js";

/** @import { Data, Elements, Field, Option, State } from "./types.js" */

// The relations that findings of the page's types may draw.
/** @type {(data: Data) => Option[]} */
export function relationsOf(data) {
  const drawn = new Set(Object.values(data.types).flatMap((type) => type.shortcuts.map(({ edge }) => edge)));
  return [...drawn].sort().map((id) => ({ id, label: data.relations[id].label }));
}

/** @type {(list: HTMLElement, counts: Record<string, number>) => void} */
export function showCountsIn(list, counts) {
  for (const count of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-count]")))
    count.textContent = String(counts[count.dataset.count ?? ""] ?? 0);
}

/** @type {(elements: Elements, state: State) => [HTMLElement, string[]][]} */
export const pairsOf = (elements, state) => [
  [elements.kinds, state.kinds],
  [elements.layers, state.layers],
  [elements.relations, state.relations],
  [elements.types, state.types],
  [elements.acts, state.acts],
  [elements.tendencies, state.tendencies],
];

/** @type {(elements: Elements) => [HTMLElement, Field][]} */
export const withdrawable = (elements) => [
  [elements.voices, "voice"],
  [elements.outlets, "outlet"],
  [elements.relays, "relay"],
  [elements.articles, "article"],
];

/** @type {() => Elements} */
export function controlElements() {
  const ids = {
    search: "search",
    pathFrom: "path-from",
    pathTo: "path-to",
    focus: "focus",
    drawn: "drawn",
    onRequest: "on-request",
    kinds: "kinds",
    layers: "layers",
    relations: "relations",
    types: "types",
    acts: "acts",
    tendencies: "tendencies",
    from: "from",
    to: "to",
    undated: "undated",
    alone: "alone",
    anonymous: "anonymous",
    least: "least",
    knownBy: "known-by",
    knownText: "known-text",
    dayMarks: "day-marks",
    voices: "voices",
    outlets: "outlets",
    relays: "relays",
    articles: "articles",
  };
  return /** @type {any} */ (Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, find(id)])));
}
