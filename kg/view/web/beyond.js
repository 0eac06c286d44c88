// Findings on lines that the page leaves out: Python has counted them by side, type, status and way of joining.

import { STRENGTH } from "./rule.js";
import { pairOf, plural } from "./texts.js";

/** @import { Data, Row, SidePair, State, View } from "./types.js" */

// Why the counts do not fit what is asked for; empty where they do.
/** @type {(data: Data, state: State, view: Pick<View, "account">) => string} */
export function misfit(data, state, { account }) {
  if (account !== data.opening) return "they are counted as the page opens, with all sources and days";
  if (state.days || !state.undated) return "they are counted without their days";
  if (state.acts.length < data.acts.length || state.tendencies.length < data.tendencyOptions.length) return "they are counted without their acts";
  if (state.least > 1) return "they are counted without the lines on which they are";
  return state.focus ? "they are not near the one in focus" : "";
}

// What joins sides, with the findings of actors whom the page leaves out, as far as the filters let them through.
/** @type {(data: Data, state: State, view: Pick<View, "account">, pairs: Map<string, SidePair>) => Map<string, SidePair>} */
export function withBeyond(data, state, view, pairs) {
  const found = new Map(pairs);
  if (misfit(data, state, view)) return found;
  for (const [one, other, type, ways, count, fact] of data.beyond.rows) {
    const way = ways.find(
      ([status, layer, relation, kinds]) =>
        state.statuses.includes(status) && state.layers.includes(layer) && state.relations.includes(relation) && kinds.every((kind) => state.kinds.includes(kind)),
    );
    if (!way || !state.types.includes(type)) continue;
    const id = pairOf(one, other);
    /** @type {SidePair} */
    const pair = found.get(id) ?? { ends: [one, other], facts: [], beyond: 0, rows: {} };
    const [row] = way; // the best of those that pass, since they are in that order
    const drawn = fact && pair.byFact?.get(fact);
    if (!drawn) found.set(id, { ...pair, beyond: pair.beyond + count, rows: { ...pair.rows, [row]: (pair.rows[row] ?? 0) + count } });
    else if (strengthOfRow(row) > strengthOfRow(drawn)) found.set(id, { ...pair, rows: { ...pair.rows, [drawn]: (pair.rows[drawn] ?? 0) - 1, [row]: (pair.rows[row] ?? 0) + 1 } });
  }
  return found;
}

// What a party contests comes after all that is accepted, and before what nobody may accept.
/** @type {(row: Row) => number} */
const strengthOfRow = (row) => (row === "contested" ? STRENGTH.indexOf("reported") - 0.5 : STRENGTH.indexOf(row));

// What is said where such findings are counted, or why they are not; empty where the page leaves none out.
/** @type {(data: Data, state: State, view: Pick<View, "account">) => string} */
export function beyondText(data, state, view) {
  if (!data.beyond.rows.length) return "";
  const out = Object.values(data.beyond.actors).reduce((sum, count) => sum + count, 0);
  const whose = `findings on lines that this page leaves out${out ? `, with ${plural(out, "actor")}` : ""}`;
  const why = misfit(data, state, view);
  return why ? ` Not counted are ${whose}: ${why}.` : ` Counted are also ${whose}.`;
}

// How many of a side the page leaves out.
/** @type {(data: Data, side: string) => string} */
export function moreInside(data, side) {
  const count = data.beyond.actors[side] ?? 0;
  return count ? `${plural(count, "more actor")} inside, whom this page leaves out.` : "";
}
