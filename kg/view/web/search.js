// What the search finds beside actors: topics, posts and what else findings name, concepts, and findings themselves.

import { titleOf } from "./finding.js";
import { fold, nameOf } from "./texts.js";

/** @import { Data, Fact, Named, View } from "./types.js" */

const PLAIN_KINDS = ["Person", "Organization", "Country"]; // whose kind need not be said

/** @type {(data: Data) => Named[]} */
export function entityOptions(data) {
  return Object.entries(data.entities).map(([id, { name, aliases, kind }]) => ({
    id,
    name: nameOf(data, id),
    folded: [name, ...(aliases ?? [])].map(fold),
    what: PLAIN_KINDS.includes(kind) ? undefined : data.kinds.find((one) => one.id === kind)?.label,
  }));
}

// Each option's id is what it opens: a kind of thing, and its id.
/** @type {(data: Data) => Named[]} */
export function searchOptions(data) {
  const entities = entityOptions(data).map((option) => ({ ...option, id: `node ${option.id}` }));
  const concepts = Object.entries(data.concepts).map(([id, label]) => ({ id: `concept ${id}`, name: label, folded: [fold(label)], what: "concept" }));
  return [...entities, ...concepts, ...Object.values(data.opening.facts).map((fact) => findingOption(data, fact))];
}

// A finding is found by its label and its type, and by several words at once of these, its id and who takes part.
/** @type {(data: Data, fact: Fact) => Named} */
function findingOption(data, fact) {
  const type = data.types[fact.type].label;
  const label = fact.label ?? titleOf(/** @type {any} */ ({ data }), fact);
  const names = Object.values(fact.fillers).slice(0, 50).map(({ filler }) => nameOf(data, filler));
  const words = fold([label, type, fact.fact.replace(/[^\p{L}\p{N}]+/gu, " "), ...names].join(" "));
  return { id: `fact ${fact.fact}`, name: label, folded: [fold(fact.label ?? type)], words, what: [type, fact.when.text].filter(Boolean).join(", ") };
}

// The findings that name a concept.
/** @type {(view: View, id: string) => string[]} */
export const factsNaming = (view, id) =>
  Object.values(view.account.facts).filter((fact) => Object.values(fact.fillers).some(({ filler }) => filler === id)).map(({ fact }) => fact);
