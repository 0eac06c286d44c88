// The editor of queries: asks, waits, cancels, shows what was found, and keeps the query in the address.

import { Completions } from "./completion.js";
import { show } from "./result.js";

/**
 * @typedef {object} Words what the editor is told of the graph
 * @property {Record<string, string>} prefixes
 * @property {Record<string, string[]>} terms
 * @property {string[]} keywords
 * @property {Record<string, string>} entities
 * @property {number} entities_left_out
 *
 * @typedef {object} Fault what is wrong with a query
 * @property {string} what
 * @property {string} [hint]
 * @property {number} [line]
 * @property {number} [column]
 */

const ACCEPT = "application/sparql-results+json, text/turtle;q=0.9, application/json;q=0.1";
const TICK = 1000; // milliseconds between two words on how long it takes

/** @type {<T extends HTMLElement>(id: string, type: new () => T) => T} */
function find(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no #${id}`);
  return found;
}

const form = find("ask", HTMLFormElement);
const query = find("query", HTMLTextAreaElement);
const run = find("run", HTMLButtonElement);
const cancel = find("cancel", HTMLButtonElement);
const state = find("state", HTMLElement);
const fault = find("fault", HTMLElement);
const found = find("found", HTMLElement);
const earlier = find("earlier", HTMLElement);
const printed = find("printed", HTMLElement);

const lasting = document.querySelector("footer a");

/** @type {AbortController | null} */
let asking = null;

// The words are asked for once, when somebody first types; again if that failed.
/** @type {Promise<Words> | null} */
let words = null;
const wordsOf = () => (words ??= askWords().catch((error) => ((words = null), Promise.reject(error))));

/** @type {() => Promise<Words>} */
async function askWords() {
  const reply = await fetch("/query/words.json", { headers: { Accept: "application/json" } });
  if (!reply.ok) throw new Error(`the server says ${reply.status}`);
  return reply.json();
}


/** @type {(given: Fault) => void} */
function blame(given) {
  const text = document.createElement("pre");
  text.textContent = given.line ? `Line ${given.line}, column ${given.column}: ${given.what}` : given.what;
  text.tabIndex = 0;
  const hint = document.createElement("p");
  hint.textContent = given.hint ?? "";
  fault.replaceChildren(text, hint);
  fault.hidden = false;
  query.setAttribute("aria-invalid", "true");
  query.setAttribute("aria-describedby", "fault");
  if (given.line && given.column) mark(given.line, given.column);
}

// Puts the cursor where the query breaks, and marks the word that stands there.
/** @type {(line: number, column: number) => void} */
function mark(line, column) {
  const lines = query.value.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const points = Array.from(lines[line - 1] ?? "").slice(0, column - 1).join("").length; // columns count code points
  const start = Math.min(before + points, query.value.length);
  const word = /^[^\s{}()[\];,.]+/.exec(query.value.slice(start))?.[0].length ?? 1;
  query.focus();
  query.setSelectionRange(start, start + word);
}

function forgive() {
  fault.hidden = true;
  query.removeAttribute("aria-invalid");
  query.removeAttribute("aria-describedby");
}

/** @type {(isBusy: boolean) => void} */
function busy(isBusy) {
  run.disabled = isBusy;
  cancel.hidden = !isBusy;
  found.setAttribute("aria-busy", String(isBusy));
  earlier.hidden = !isBusy || found.hidden;
}

async function ask() {
  asking?.abort();
  if (!query.value.trim()) {
    blame({ what: "There is no query.", hint: "Write one above, or choose a named query." });
    return;
  }
  const control = new AbortController();
  asking = control;
  const begun = performance.now();
  const seconds = () => Math.round((performance.now() - begun) / 1000);
  const clock = setInterval(() => (state.textContent = `Asking… ${seconds()} s`), TICK);
  forgive();
  busy(true);
  state.textContent = "Asking…";
  keep();
  try {
    const body = new URLSearchParams({ query: query.value });
    const reply = await fetch(form.action, { method: "POST", body, headers: { Accept: ACCEPT }, signal: control.signal });
    await told(reply);
  } catch (error) {
    found.hidden = true;
    state.textContent = control.signal.aborted ? "Cancelled." : "No answer.";
    if (!control.signal.aborted) blame({ what: "the server does not answer", hint: String(error) });
  } finally {
    clearInterval(clock);
    if (asking === control) {
      asking = null;
      busy(false);
    }
  }
}

/** @type {(reply: Response) => Promise<void>} */
async function told(reply) {
  const text = await reply.text();
  if (reply.ok) {
    const asked = query.value;
    const { names } = await namesOf();
    const shown = show(found, reply.headers.get("Content-Type") ?? "", text, form.dataset.base ?? "", names);
    state.textContent = shown.words;
    found.hidden = false;
    if (shown.isEmpty) await explain(asked);
    return;
  }
  found.hidden = true;
  state.textContent = reply.status === 503 ? "Stopped." : "Not answered.";
  blame(faultIn(text, reply.status));
}

// Where nothing was found, says which names in the query nothing in the graph has.
/** @type {(asked: string) => Promise<void>} */
async function explain(asked) {
  const body = new URLSearchParams({ query: asked });
  const reply = await fetch("/query/unknown.json", { method: "POST", body, headers: { Accept: "application/json" } });
  const lines = reply.ok ? await reply.json() : [];
  for (const line of Array.isArray(lines) ? lines : []) {
    const sentence = document.createElement("p");
    sentence.textContent = `${line[0].toUpperCase()}${line.slice(1)}`;
    found.querySelector("#shown")?.append(sentence);
  }
}

// Names of entities, for the rows; without them, ids are shown.
async function namesOf() {
  const known = await wordsOf().catch(() => null);
  return { names: known?.entities ?? {} };
}

/** @type {(text: string, status: number) => Fault} */
function faultIn(text, status) {
  try {
    const given = JSON.parse(text);
    if (typeof given.error === "string") return { ...given, what: given.error };
  } catch {
    // no JSON: what it says is shown as it is
  }
  return { what: text.slice(0, 1000) || `the server says ${status}` };
}

// The query stands behind the # of the address, which is never sent to a server.
function keep() {
  printed.textContent = query.value;
  if (lasting instanceof HTMLAnchorElement) lasting.hash = `query=${encodeURIComponent(query.value)}`;
  history.replaceState(null, "", `${location.pathname}${location.search}#query=${encodeURIComponent(query.value)}`);
}

function takeFromAddress() {
  const kept = new URLSearchParams(location.hash.slice(1)).get("query");
  if (kept === null) return;
  query.value = kept;
  keep();
  state.textContent = "The query stands in the address. “Ask” asks it.";
}

form.addEventListener("submit", (event) => {
  if (event.submitter && event.submitter !== run) return;
  event.preventDefault();
  void ask();
});
query.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  void ask();
});
query.addEventListener("input", keep);
cancel.addEventListener("click", () => asking?.abort());
addEventListener("hashchange", takeFromAddress);
takeFromAddress();
new Completions(query, find("completions", HTMLUListElement), state, wordsOf);
document.documentElement.dataset.ready = "";
