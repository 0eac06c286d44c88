// Which elements are filters, of what, and the numbers beside their boxes.

import { find, make, renew } from "./elements.js";
import { bare } from "./lists.js";
import { many, plural } from "./texts.js";

/** @import { Data, Elements, Field, Option, State, View } from "./types.js" */

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

// Actors by kind: those in the picture; of kinds that are not chosen, those that findings would bring.
/** @type {(data: Data, view: View, state: State) => Record<string, number>} */
export function kindCounts(data, view, state) {
  const ids = new Set(view.nodes);
  for (const fact of view.passing)
    for (const { filler } of Object.values(view.account.facts[fact].fillers))
      if (data.place.has(filler) && !state.kinds.includes(data.entities[filler].kind)) ids.add(filler);
  /** @type {Record<string, number>} */
  const counts = bare();
  for (const id of ids) counts[data.entities[id].kind] = (counts[data.entities[id].kind] ?? 0) + 1;
  return counts;
}

// Which kinds of actors the picture leaves out, each as a button that brings them.
/** @type {(data: Data, counts: Record<string, number>, state: State, choose: (id: string) => void) => void} */
export function showHiddenKinds(data, counts, state, choose) {
  const hidden = data.kinds.filter(({ id }) => counts[id] && !state.kinds.includes(id));
  const buttons = hidden.map(({ id, label }) =>
    make("button", { type: "button", class: "link", onclick: () => choose(id) }, counts[id] === 1 ? plural(1, label) : `${counts[id]} ${many(label)}`),
  );
  renew(find("kinds-note"), ...(buttons.length ? ["Not in the picture: ", ...buttons.flatMap((one, place) => (place ? [", ", one] : [one])), "."] : []));
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
