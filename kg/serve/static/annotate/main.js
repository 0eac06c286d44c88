// Boot: the token, the address, the store, and what has changed on the disk.

import { Refused, articlePath, ask, line, pending, token } from "./api.js";
import { startClaims } from "./claims.js";
import { startForm } from "./form.js";
import { isTyping, startHelp } from "./keys.js";
import { List } from "./list.js";
import { find, isAsked } from "./page.js";
import { Store } from "./store.js";
import { startText } from "./text.js";

const EVERY = 2000; // milliseconds between two looks at the versions

export const store = new Store();
const panes = { stop: find("stop"), list: find("list"), desk: find("desk") };

const list = new List();

/** @type {(shown: keyof typeof panes) => void} */
function show(shown) {
  for (const [name, pane] of Object.entries(panes)) pane.hidden = name !== shown;
  for (const one of document.querySelectorAll("#progress, #switch, #home .back")) one.toggleAttribute("hidden", shown !== "desk");
}

/** @type {(title: string, why: string) => void} */
function stop(title, why) {
  find("stop-title").textContent = title;
  find("stop-why").textContent = why;
  find("stop-back").hidden = !token.get();
  document.title = `${title} – Annotate`;
  show("stop");
}

// `#TOKEN` and `#TOKEN/ARTICLE` are what `kg annotate` prints; the token leaves the address at once.
function takeToken() {
  const found = /^#([A-Za-z0-9_-]{16,})(?:\/(.*))?$/.exec(location.hash);
  if (!found) return;
  token.set(found[1]);
  history.replaceState(null, "", `${location.pathname}#/${found[2] ?? ""}`);
}

const nameInAddress = () => decoded(location.hash.replace(/^#\/?/, ""));

/** @type {(text: string) => string} */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign, typed by somebody
  }
}

async function go() {
  takeToken();
  if (!token.get()) {
    stop("This address lacks its token", "Open the address that kg annotate has printed: it ends in # and a token.");
    return;
  }
  const name = nameInAddress();
  store.leave(name);
  store.tell("");
  turnTo("text");
  try {
    await (name ? openArticle(name) : openList());
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 401) stop("The token is another one by now", "kg annotate was started anew: open the address that it has printed.");
    else stop(error.error, error.hint);
  }
}

async function openList() {
  const listed = await askList();
  if (store.name) return;
  document.title = `Annotate – ${listed.project}`;
  show("list");
  list.draw(listed);
  list.focus();
}

async function askList() {
  const listed = await ask("GET", "articles");
  store.project = listed.project;
  store.annotator = listed.annotator;
  find("project").textContent = listed.project || "Annotate";
  return listed;
}

/** @type {(name: string) => Promise<void>} */
async function openArticle(name) {
  const [article, words] = await Promise.all([ask("GET", articlePath(name)), store.words ?? ask("GET", "words")]);
  if (store.name !== name) return;
  if (!store.words) store.takeWords(words);
  document.title = `${article.head.title || name} – Annotate`;
  show("desk");
  store.take(article);
  store.fire("focus-text", null);
  if (!store.project) await askList();
}

async function look() {
  if (pending()) return; // what is under way brings its own version
  const versions = await ask("GET", "versions");
  if (store.words && versions.words !== store.words.version) store.takeWords(await ask("GET", "words"));
  const { article, name } = store;
  if (!article || pending() || !versions.files[name] || versions.files[name] === article.version) return;
  const answer = await ask("GET", articlePath(name));
  if (pending() || answer.version === store.article?.version) return;
  store.take(answer);
  store.tell("The file was changed by another program: this is how it is now.");
}

async function watch() {
  if (token.get() && !document.hidden) await look().catch(hear);
  setTimeout(watch, EVERY);
}

/** @param {unknown} error */
function hear(error) {
  if (error instanceof Refused && error.status === 401) {
    banner("kg annotate was started anew: open the address that it has printed. What you have typed is kept.");
  }
}

/** @param {string} words */
function banner(words) {
  const gone = find("gone");
  if (gone.textContent !== words) gone.textContent = words;
  gone.hidden = !words;
}

/** @param {string} pane */
function turnTo(pane) {
  panes.desk.dataset.shown = pane;
  for (const button of find("switch").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.pane === pane));
  }
}

function listen() {
  store.on("told", ({ words, isWrong }) => {
    const told = find("told");
    told.textContent = words;
    told.classList.toggle("is-wrong", isWrong);
  });
  store.on("begin", () => turnTo("work"));
  store.on("open", (open) => open !== null && turnTo("work"));
  store.on("fill", () => turnTo("work"));
  store.on("focus-form", () => turnTo("work"));
  store.on("focus-text", () => turnTo("text"));
  line.addEventListener("gone", () => banner("The server does not answer. What you type is kept; trying again."));
  line.addEventListener("there", () => banner(""));
  addEventListener("hashchange", go);
  find("switch").addEventListener("click", ({ target }) => {
    if (target instanceof HTMLElement && target.dataset.pane) turnTo(target.dataset.pane);
  });
  for (const button of document.querySelectorAll(".skips button")) button.addEventListener("click", skip);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !store.article || isAsked()) return;
    const isOutside = document.activeElement === document.body || document.activeElement === find("main");
    if (event.key === "Escape" || (event.key === "/" && !isTyping(event.target)) || (event.key.startsWith("Arrow") && isOutside)) {
      event.preventDefault();
      store.fire("focus-text", null);
    }
  });
}

/** @param {Event} event */
function skip({ currentTarget }) {
  const isToText = /** @type {HTMLElement} */ (currentTarget).dataset.to === "text";
  if (!store.article) list.focus();
  else if (isToText) store.fire("focus-text", null);
  else {
    turnTo("work");
    const work = find("work");
    work.tabIndex = -1;
    work.focus();
  }
}

listen();
startHelp();
startText(store);
startClaims(store);
startForm(store);
void go().then(() => (document.documentElement.dataset.ready = ""));
setTimeout(watch, EVERY);
