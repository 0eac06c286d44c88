// One sentence that says what is shown: the day of knowledge, what is taken away, what the filters let through.

import { againstWords } from "./against.js";
import { inLanes } from "./chronology.js";
import { unique } from "./lists.js";
import { ACCEPTABLE } from "./rule.js";
import { articleTitle, cut, fold, many, nameOf, numeral, plural, rowName, voiceName } from "./texts.js";

/** @import { Data, State, View } from "./types.js" */

/** @type {(data: Data, state: State, view: View) => string} */
export function stateOf(data, given, view) {
  const isHidden = given.focus !== null && !view.inFocus;
  const state = isHidden ? { ...given, focus: null } : given;
  const isInTime = state.form === "timeline";
  const drawn = isInTime ? inLanes(data, view, state).size : new Set(view.edges.map((edge) => edge.fact)).size;
  const all = Object.keys(view.account.facts).length;
  return [
    `known by ${state.knownBy}${state.against ? ` ${againstWords(state.against)}` : ""}`,
    ...(data.opens.slice ?? []),
    ...withoutWords(data, state),
    ...filterWords(data, isInTime ? withoutLines(data, state) : state),
    ...(isHidden && given.focus ? [`without focus, since the filters hide ${nameOf(data, given.focus)}`] : []),
    `${drawn} of ${plural(all, "finding")}`,
  ].join("; ");
}

// The state as far as it matters where no lines are drawn.
/** @type {(data: Data, state: State) => State} */
const withoutLines = (data, state) => ({ ...state, layers: data.layers.map(({ id }) => id), relations: Object.keys(data.relations), least: 1, marks: "people" });

// What is taken away, by the slice that the page is of and by its reader.
/** @type {(data: Data, state: Pick<State, "without">) => string[]} */
export function withoutWords(data, { without }) {
  const { voices = [], outlets = [], relays = [] } = data.opens.withdrawn ?? {};
  /** @type {[string[], (id: string) => string][]} */
  const gone = [
    [[...voices, ...without.voice], (id) => voiceName(data, id)],
    [[...outlets, ...without.outlet], (id) => `the outlet ${nameOf(data, id)}`],
    [[...relays, ...without.relay], (id) => `what ${nameOf(data, id)} relayed`],
    [without.article, (id) => `the article “${articleTitle(data, id)}”`],
  ];
  const named = gone.flatMap(([ids, name]) => unique(ids).map(name));
  return named.length ? [`without ${anded(named)}`] : [];
}

/** @type {(data: Data, state: State) => string[]} */
export function filterWords(data, state) {
  const kinds = data.kinds.filter(({ id }) => data.nodes.some((node) => data.entities[node.id].kind === id));
  return [
    statusWords(data, state.statuses),
    only("kinds", kinds, state.kinds, (label) => many(label)),
    only("layers", data.layers, state.layers, (label) => label),
    only("relations", Object.entries(data.relations).map(([id, { label }]) => ({ id, label })), state.relations, (label) => `“${label}”`),
    only("types of findings", Object.values(data.types), state.types, (label) => many(label)),
    only("acts", data.acts, state.acts, (label) => `“${label}”`),
    only("tendencies", data.tendencyOptions, state.tendencies, (label) => (label === "neither" ? "neither cooperative nor hostile" : label)),
    daysWords(state),
    state.least > 1 ? `lines of at least ${state.least} findings` : "",
    state.marks === "sides" && !state.focus ? sidesWords(data, state) : "",
    state.focus ? `within ${plural(state.steps, "step")} of ${nameOf(data, state.focus)}` : "",
  ].filter(Boolean);
}

const MOST_CHOSEN = 6; // of what is chosen; more are counted

/** @type {(data: Data, state: State) => string} */
function sidesWords(data, { opened }) {
  return opened.length ? `by sides, with the people of ${anded(opened.map((id) => nameOf(data, id)))}` : "by sides";
}

// What is chosen of some options; nothing where all are.
/** @type {(what: string, options: {id: string, label: string}[], chosen: string[], word: (label: string) => string) => string} */
function only(what, options, chosen, word) {
  const those = options.filter(({ id }) => chosen.includes(id));
  if (those.length === options.length) return "";
  const left = options.filter(({ id }) => !chosen.includes(id));
  if (left.length === 1 && those.length > 2) return `no ${word(left[0].label)}`;
  if (those.length > MOST_CHOSEN) return `${numeral(those.length)} of ${numeral(options.length)} ${what}`;
  if (!those.length && options.length > MOST_CHOSEN) return `none of ${numeral(options.length)} ${what}`;
  return those.length ? `${anded(those.map(({ label }) => word(label)))} only` : `none of ${anded(options.map(({ label }) => word(label)))}`;
}

// Statuses beside the accepted ones, or some of these.
/** @type {(data: Data, statuses: string[]) => string} */
function statusWords(data, statuses) {
  const rows = [...data.statuses.map(({ id }) => id), /** @type {const} */ ("contested")];
  const chosen = rows.filter((row) => statuses.includes(row));
  const usual = rows.filter((row) => ACCEPTABLE.some((one) => one === row));
  if (usual.every((row) => chosen.includes(row))) {
    const more = chosen.filter((row) => !usual.includes(row));
    return more.length ? `also what is ${ored(more.map((row) => rowName(data, row)))}` : "";
  }
  return chosen.length ? `only what is ${ored(chosen.map((row) => rowName(data, row)))}` : "nothing of any status";
}

/** @type {(state: State) => string} */
function daysWords({ days, undated }) {
  const when = days ? `happened from ${days[0]} to ${days[1]}` : "";
  return [when, undated ? "" : "nothing undated"].filter(Boolean).join(", ");
}

/** @type {(words: string[], last: string) => string} */
const inWords = (words, last) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words[words.length - 1]}`);

/** @type {(words: string[]) => string} */
const anded = (words) => inWords(words, "and");

/** @type {(words: string[]) => string} */
const ored = (words) => inWords(words, "or");

const LONGEST_FILE = 150; // characters of a file's name, so that every file system takes it

// The name of a file: what it is of, and what is shown, in plain letters.
/** @type {(title: string, state: string) => string} */
export function fileName(title, state) {
  /** @type {(text: string) => string} */
  const plain = (text) => fold(text).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const name = [plain(cut(title, 60)), plain(state)].filter(Boolean).join("-") || "dramatis";
  return name.length <= LONGEST_FILE ? name : name.slice(0, LONGEST_FILE).replace(/-[^-]*$/, "");
}
