// The payload as the page holds it, the state as it opens, and the account that follows from both.

import { Recount } from "./account.js";
import { actOptions, tendencyOptions } from "./acts.js";
import { keyOf } from "./counting.js";
import { edgesOf } from "./edges.js";
import { bare, known, later, most, unique } from "./lists.js";
import { ACCEPTABLE } from "./rule.js";
import { pairOf } from "./texts.js";

/** @import { Account, Data, Judged, Payload, State } from "./types.js" */

/** @type {(payload: Payload) => Data} */
export function readPayload(payload) {
  const data = /** @type {Data} */ (/** @type {unknown} */ (payload));
  data.entities = bare(Object.entries(payload.entities));
  data.concepts = bare(Object.entries(payload.concepts));
  data.tendencies = bare(Object.entries(payload.tendencies));
  data.articles = bare(Object.entries(payload.articles));
  data.types = bare(Object.entries(payload.types));
  data.relations = bare(Object.entries(payload.relations));
  data.stances = bare(Object.entries(payload.stances));
  for (const node of data.nodes) data.entities[node.id].name ??= node.label;
  for (const claim of data.claims) claim.key = keyOf(claim);
  data.only = new Set(payload.only);
  data.claim = new Map(data.claims.map((claim) => [claim.key, claim]));
  data.place = new Map(data.nodes.map((node) => [node.id, node]));
  data.pair = new Map(data.edges.map((edge) => [pairOf(edge.from, edge.to), edge]));
  data.publicationDays = unique(Object.values(data.articles).map((article) => article.day));
  data.acts = actOptions(data);
  data.tendencyOptions = tendencyOptions(data);
  data.status = bare(data.statuses.map((status) => [status.id, status]));
  data.lastDay = most(data.publicationDays) ?? data.opens.day;
  data.knownBy = data.opens.known_by ?? later(data.opens.day, data.lastDay);
  data.recount = new Recount(data.claims, data);
  data.opening = accountOf(data, defaults(data));
  data.voices = unique(Object.values(data.opening.readings).flatMap((reading) => reading.voices));
  data.outlets = unique(Object.values(data.opening.readings).map((reading) => reading.outlet));
  data.apart = bare(Object.entries(payload.apart ?? {}));
  data.relays = unique(data.claims.flatMap((claim) => claim.via ?? []));
  return data;
}

/** @type {(data: Data) => State} */
export function defaults(data) {
  return {
    knownBy: data.knownBy,
    against: null,
    lanes: "actors",
    without: { voice: [], outlet: [], relay: [], article: [] },
    statuses: [...ACCEPTABLE],
    kinds: data.opens.kinds ?? ["Person"],
    layers: data.opens.layers ?? data.layers.filter((layer) => layer.default).map((layer) => layer.id),
    relations: data.opens.relations ?? Object.keys(data.relations),
    types: Object.keys(data.types),
    acts: data.acts.map(({ id }) => id),
    tendencies: data.tendencyOptions.map(({ id }) => id),
    days: null,
    undated: true,
    alone: true,
    anonymous: false,
    least: 1,
    focus: data.opens.focus ?? null,
    marks: "people",
    opened: [],
    steps: data.opens.steps ?? 1,
    path: null,
    selected: null,
    form: "picture",
    theme: null,
    pins: {},
    camera: null,
  };
}

// What was counted last is kept in `recount`, so that the next day takes little time.
/** @type {(data: Data, state: Pick<State, "knownBy" | "without">, recount?: Recount) => Account} */
export function accountOf(data, { knownBy, without }, recount = data.recount) {
  const { opens } = data;
  const gone = {
    voices: [...(opens.withdrawn?.voices ?? []), ...without.voice],
    outlets: [...(opens.withdrawn?.outlets ?? []), ...without.outlet],
    relays: [...(opens.withdrawn?.relays ?? []), ...without.relay],
    articles: without.article,
  };
  const isAll = opens.known_by === undefined && knownBy >= data.lastDay;
  const its = recount.account(isAll ? null : knownBy, gone, opens.day);
  const shown = onlyShown(data, its);
  return { ...shown, edges: edgesOf(data, shown), all: its.facts, sides: recount.sides };
}

// Claims on facts that the page does not show are there to judge the others by.
/** @type {(data: Data, its: Judged) => Judged} */
function onlyShown(data, its) {
  if (data.claims.every(({ fact }) => data.only.has(fact))) return its;
  const facts = bare(Object.entries(its.facts).filter(([fact]) => data.only.has(fact)));
  const readings = bare(Object.entries(its.readings).filter(([key]) => data.only.has(known(data.claim, key).fact)));
  return { ...its, facts, readings };
}
