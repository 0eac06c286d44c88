// Entities of one name, told apart by what they are: their kind, their post or organization, their side, else by their ids.

import { bare, known } from "./lists.js";
import { tagsOf } from "./marks.js";
import { fold } from "./texts.js";

/** @import { Data } from "./types.js" */

// What is written behind a name that others have too, by id.
/** @type {(data: Data) => Record<string, string>} */
export function wordsApart(data) {
  /** @type {Map<string, string[]>} */
  const alike = new Map();
  for (const [id, { name }] of Object.entries(data.entities)) {
    const key = fold(name.slice(0, LONGEST_COMPARED).trim());
    const ids = alike.get(key);
    if (ids) ids.push(id);
    else alike.set(key, [id]);
  }
  const groups = [...alike.values()].filter((ids) => ids.length > 1);
  const found = bare();
  if (!groups.length) return found;
  const ways = waysApart(data);
  for (const ids of groups) {
    const way = ways.find((words) => new Set(ids.map(words)).size === ids.length && ids.every((id) => words(id))) ?? ((id) => id);
    for (const id of ids) found[id] = way(id);
  }
  return found;
}

const LONGEST_COMPARED = 1000; // characters of a name

/** @type {(data: Data) => ((id: string) => string)[]} */
function waysApart(data) {
  const tags = tagsOf(data, data.opening);
  const sides = new Map(data.nodes.map(({ id, area }) => [id, area]));
  /** @type {(id: string) => string} */
  const kind = (id) => data.kinds.find((one) => one.id === data.entities[id].kind)?.label ?? "";
  /** @type {(id: string) => string} */
  const tag = (id) => tags.get(id) ?? "";
  /** @type {(id: string) => string} */
  const side = (id) => (sides.has(id) && known(sides, id) !== id ? data.entities[known(sides, id)]?.name ?? "" : "");
  /** @type {(id: string) => string} */
  const both = (id) => [tag(id), side(id)].filter(Boolean).join(", ");
  return [kind, tag, side, both];
}
