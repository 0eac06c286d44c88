// A small payload, as kg/view/payload.py would write it: Ann and Bob met, says Ann; a paper says that Bob met Cid; and
// Cid denies it. Nothing is known of what Dan does.

/** @import { Claim, Payload } from "../../kg/view/web/types.js" */

/** @type {(id: string, article: string, roles: string[], more?: Partial<Claim>) => Claim} */
const claim = (id, article, roles, more = {}) => ({
  id,
  article,
  key: "",
  fact: "m",
  type: "Meeting",
  stance: "asserts",
  roles: { participant: roles },
  sentence: `${id} is told.`,
  evidence: [{ at: [0, 1] }],
  ...more,
});

const DAY = { text: "2023-12-13", earliest: "2023-12-13", latest: "2023-12-13" };

/** @type {(id: string, x: number, y: number, area: string) => Payload["nodes"][number]} */
const node = (id, x, y, area) => ({ id, label: id.toUpperCase(), shape: "dot", x, y, area });

/** @type {Payload} */
const PAYLOAD = {
  opens: { day: "2023-12-20" },
  only: ["m", "n"],
  nodes: [
    node("ann", 0, 0, "aland"),
    node("bob", 100, 0, "bland"),
    node("cid", 100, 100, "bland"),
    node("dan", 0, 100, "dan"),
  ],
  edges: [
    { from: "ann", to: "bob" },
    { from: "bob", to: "cid" },
  ],
  areas: ["bland"],
  shapes: { Person: "dot" },
  conflicts: [],
  entities: {
    ann: { kind: "Person", name: "Ann Ånd", aliases: ["Annie"], links: { "member-of": ["aland"] } },
    bob: { kind: "Person", name: "Bob", links: { "member-of": ["bland"] } },
    cid: { kind: "Person", name: "Cid", links: { "member-of": ["bland"] } },
    dan: { kind: "Person", name: "Dan" },
    aland: { kind: "Country", name: "Aland" },
    bland: { kind: "Country", name: "Bland" },
    herald: { kind: "Organization", name: "Herald" },
    gazette: { kind: "Organization", name: "Gazette" },
  },
  concepts: { "head-of-state": "head of state" },
  tendencies: {},
  act_ids: [],
  beyond: { actors: {}, rows: [] },
  articles: {
    "herald-1": { title: "One", publisher: "herald", published: "2023-12-14", day: "2023-12-14" },
    "gazette-1": { title: "Two", publisher: "gazette", published: "2023-12-20", day: "2023-12-20" },
  },
  types: {
    Meeting: {
      id: "Meeting",
      label: "meeting",
      roles: { participant: "participant" },
      lasts: false,
      parties: ["participant"],
      always: [],
      functional: [],
      bearer: null,
      seat: null,
      upward: [],
      mutual: {},
      concerns: [],
      holds: null,
      shortcuts: [{ source: "participant", target: "participant", edge: "met", layer: "contact" }],
    },
  },
  relations: { met: { label: "met", symmetric: true } },
  layers: [{ id: "contact", label: "contact", default: true, happens: true }],
  kinds: [{ id: "Person", label: "person", actor: true }],
  statuses: [
    { id: "on-record", label: "on record", row: "named voices of all parties assert it", accepted: true },
    { id: "one-sided", label: "one-sided", row: "one party asserts it", accepted: true },
    { id: "reported", label: "reported", row: "an outsider asserts it", accepted: true },
    { id: "denied", label: "denied", row: "denied, and nobody asserts it", accepted: false },
  ],
  stances: { asserts: "asserts", denies: "denies" },
  upward: ["member-of"],
  most_edges: 200_000,
  containment: "part-of",
  report_figures: [],
  claims: [
    claim("said", "herald-1", ["ann", "bob"], { speaker: ["ann"], when: DAY }),
    claim("wrote", "gazette-1", ["bob", "cid"], { fact: "n" }),
    claim("denied", "gazette-1", ["bob", "cid"], { fact: "n", speaker: ["cid"], stance: "denies" }),
  ],
};

export const payload = () => structuredClone(PAYLOAD);
