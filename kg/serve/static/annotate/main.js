// Boot: the token, the address, the store, and what has changed on the disk.

import { Refused, articlePath, ask, line, token } from "./api.js";
import { startClaims } from "./claims.js";
import { startForm } from "./form.js";
import { find } from "./page.js";
import { Store } from "./store.js";

const EVERY = 2000; // milliseconds between two looks at the versions

export const store = new Store();
const panes = { stop: find("stop"), list: find("list"), desk: find("desk") };

/** @type {(shown: keyof typeof panes) => void} */
function show(shown) {
  for (const [name, pane] of Object.entries(panes)) pane.hidden = name !== shown;
  find("progress").hidden = find("switch").hidden = shown !== "desk";
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
  try {
    await (name ? openArticle(name) : openList());
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 401) stop("The token is another one by now", "kg annotate was started anew: open the address that it has printed.");
    else stop(error.error, error.hint);
  }
}

async function openList() {
  const listed = await ask("GET", "articles");
  store.project = listed.project;
  store.annotator = listed.annotator;
  find("project").textContent = listed.project || "Annotate";
  document.title = `Annotate – ${listed.project}`;
  show("list");
}

/** @type {(name: string) => Promise<void>} */
async function openArticle(name) {
  const [article, words] = await Promise.all([ask("GET", articlePath(name)), store.words ?? ask("GET", "words")]);
  if (store.name !== name) return;
  if (!store.words) store.takeWords(words);
  document.title = `${article.head.title || name} – Annotate`;
  show("desk");
  store.take(article);
}

async function look() {
  const versions = await ask("GET", "versions");
  if (store.words && versions.words !== store.words.version) store.takeWords(await ask("GET", "words"));
  const { article } = store;
  if (article && versions.files[article.name] && versions.files[article.name] !== article.version) {
    store.take(await ask("GET", articlePath(article.name)));
  }
}

async function watch() {
  if (token.get() && !document.hidden) await look().catch(() => undefined);
  setTimeout(watch, EVERY);
}

store.on("told", ({ words, isWrong }) => {
  const told = find("told");
  told.textContent = words;
  told.classList.toggle("is-wrong", isWrong);
});
line.addEventListener("gone", () => {
  find("gone").textContent = "The server does not answer. What you type is kept; trying again.";
  find("gone").hidden = false;
});
line.addEventListener("there", () => (find("gone").hidden = true));
addEventListener("hashchange", go);
startClaims(store);
startForm(store);
void go().then(() => (document.documentElement.dataset.ready = ""));
setTimeout(watch, EVERY);
