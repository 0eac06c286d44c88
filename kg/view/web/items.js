// What vis-network is given: marks and lines, and only what looks different from before.

import { restyleLine } from "./library.js";
import { pairOf } from "./texts.js";

/** @import { Drawing } from "./drawing.js" */

// All people of the page are made at once, the hidden ones too, so that a filter is quick; of sides, who is drawn.
/** @type {(drawing: Drawing) => {id: string, x: number, y: number, shape: string}[]} */
export function nodeItems({ scene, data }) {
  if (scene.kind === "people") return data.nodes;
  return [...scene.marks.values()].map(({ id, at: [x, y], shape }) => ({ id, x, y, shape }));
}

/** @type {(drawing: Drawing) => {id: string, from: string, to: string}[]} */
export function lineItems({ scene, data, falling }) {
  if (scene.kind === "people") return data.edges.map(({ from, to }) => ({ id: pairOf(from, to), from, to }));
  return [...scene.lines.values(), ...falling.values()].map(({ id, ends: [from, to] }) => ({ id, from, to }));
}

// What only comes and goes is told so without ceremony, which is what keeps a filter over thousands of lines quick: to
// take in all options of a line anew costs vis-network 50 times as much.
/** @type {(set: any, drawn: Record<string, any> | undefined, made: {id: string}[], looks: Map<string, string>, look: (id: string) => [string, () => object] | null) => void} */
export function handOver(set, drawn, made, looks, look) {
  const items = new Map(made.map((item) => [item.id, item]));
  for (const [id, one] of Object.entries(drawn ?? {})) if (!items.has(id)) one.options.hidden = true;
  const changed = [];
  for (const [id, item] of items) {
    const [its, style] = look(id) ?? [];
    const was = looks.get(id);
    if (its !== undefined) looks.set(id, its);
    if (!drawn || !Object.hasOwn(drawn, id)) changed.push({ ...item, label: undefined, hidden: its === undefined, ...style?.() });
    else if (its === undefined || its === was) drawn[id].options.hidden = its === undefined;
    else if ("from" in item) restyleLine(drawn[id].options, style?.());
    else changed.push({ id, hidden: false, ...style?.() });
  }
  if (changed.length) set.update(changed);
}
