// What is under a name, and what the chosen thing marks in the picture.

import { claimsOf, newestFirst } from "./findings.js";
import { pathsBetween } from "./shown.js";
import { characters, pairOf } from "./texts.js";

/** @import { Page } from "./page.js" */
/** @import { Account, Data, Entity, Marked, PathEnds, View } from "./types.js" */

// What someone is attested in, as what is accepted has it: an organization, else a post, else a rank. Whatever is over,
// or belongs to another side than the one with which someone stands, is no caption: a picture shows where each stands.
/** @type {(data: Data, account: Account) => Map<string, string>} */
export function tagsOf(data, account) {
  /** @type {Map<string, {weight: number, entity: Entity}>} */
  const best = new Map();
  /** @type {(id: string, entity: Entity | undefined, target: string) => void} */
  const offer = (id, entity, target) => {
    if (!entity || !standsBy(data, id, target)) return;
    const belongs = Object.keys(entity.links ?? {}).length > 0;
    const weight = entity.kind === "Organization" ? 3 : entity.kind === "Post" ? (belongs ? 2 : 1) : 0;
    if (weight > (best.get(id)?.weight ?? 0)) best.set(id, { weight, entity });
  };
  const serving = Object.values(account.facts).filter((fact) => fact.accepted && data.types[fact.type].bearer);
  for (const fact of newestFirst(serving)) {
    const { bearer, upward } = data.types[fact.type];
    const fillers = Object.values(fact.fillers).filter((filler) => filler.accepted);
    const targets = fillers.filter(({ role }) => upward.includes(role)).map(({ filler }) => filler);
    for (const { role, filler } of fillers) if (role === bearer) for (const target of targets) offer(filler, data.entities[target], target);
  }
  for (const [id, { kind, links }] of Object.entries(data.entities)) {
    if (kind === "Person") for (const target of Object.values(links ?? {}).flat()) offer(id, data.entities[target], target);
  }
  return new Map([...best].map(([id, { entity }]) => [id, shortOf(entity)]));
}

// Whether the way upward from somebody to an end of it may lead over a target, on the day on which the page opens: those
// who stand together stand so by that day.
/** @type {(data: Data, id: string, target: string) => boolean} */
function standsBy({ entities, opening: { sides, known_by: day } }, id, target) {
  const ends = sides.ends(id, day);
  return sides.targets(id, entities[id], day, day).includes(target) && sides.ends(target, day).some((end) => ends.includes(end));
}

/** @type {WeakMap<Entity, string>} */
const SHORT_NAMES = new WeakMap();

/** @type {(entity: Entity) => string} */
function shortOf(entity) {
  const known = SHORT_NAMES.get(entity) ?? shortName(entity);
  SHORT_NAMES.set(entity, known);
  return known;
}

// The longest name that fits under a mark.
/** @type {(entity: Entity) => string} */
function shortName({ name, aliases }) {
  const fitting = [name, ...(aliases ?? [])].filter((one) => one.length < 600 && characters(one).length <= 28);
  fitting.sort((a, b) => b.length - a.length);
  return fitting[0] ?? `${characters(name.slice(0, 600)).slice(0, 28).join("").replace(/\s+\S*$/, "")}…`;
}

/** @type {(view: View, path: PathEnds | null) => Marked | null} */
export function pathOf(view, path) {
  const [from, to] = path ?? [];
  if (!from || !to) return null;
  const [first] = pathsBetween(view, from, to);
  if (!first) return null;
  return { nodes: new Set(first), lines: new Set(first.slice(1).map((id, place) => pairOf(first[place], id))) };
}

// What the chosen thing marks in the picture.
/** @type {(page: Page) => Marked} */
export function markedBy(page) {
  const [kind, id] = page.state.selected ?? ["", ""];
  /** @type {Set<string>} */
  const nodes = new Set();
  /** @type {Set<string>} */
  const lines = new Set();
  if (kind === "node") nodes.add(id);
  if (kind === "line") for (const end of (lines.add(id), id.split(" "))) nodes.add(end);
  if (kind === "path" && page.onPath) return page.onPath;
  if (kind === "fact" && page.account.facts[id]) {
    for (const edge of page.account.edges) {
      if (edge.fact !== id) continue;
      lines.add(pairOf(edge.from, edge.to));
      for (const end of [edge.from, edge.to]) nodes.add(end);
    }
    if (!nodes.size) for (const { filler } of Object.values(page.account.facts[id].fillers)) nodes.add(filler);
  }
  if (kind === "voice" || kind === "outlet" || kind === "relay" || kind === "article") {
    const claims = claimsOf(page.data, page.account, kind, id).map((claim) => claim.key);
    for (const line of page.view.lines.values())
      if (line.edges.some((edge) => edge.claims.some((key) => claims.includes(key)))) lines.add(line.id);
  }
  if (kind === "status")
    for (const line of page.view.lines.values()) if (line.edges.some((edge) => edge.row === id)) lines.add(line.id);
  return { nodes, lines };
}
