// The list of articles: in groups by state, each row with how far it has come; typing keeps those that fit.

import { shortCoverage } from "./coverage.js";
import { fold } from "./folding.js";
import { beside, counted, element, find } from "./page.js";

/**
 * @typedef {import("./types.js").Listed} Listed
 * @typedef {import("./types.js").ListedArticle} ListedArticle
 */

/** @type {Record<import("./types.js").State, string>} */
const STATES = { begun: "Begun", untouched: "Untouched", complete: "Complete", checked: "Checked" };
/** @type {Record<import("./types.js").State, string>} */
const MEANINGS = {
  begun: "some sentences have a claim or are ticked off",
  untouched: "no claim and no sentence ticked off",
  complete: "every sentence has a claim or is ticked off",
  checked: "complete, and kg check finds no fault",
};

export class List {
  constructor() {
    this.host = find("list");
    this.filter = element("input", { type: "search", id: "filter", autocomplete: "off", spellcheck: "false", dir: "auto" });
    this.count = element("p", { class: "small", id: "filter-count", role: "status" });
    this.groups = element("div", { class: "groups" });
    this.notes = element("div", { class: "notes small" });
    const bar = element("div", { class: "filter" }, element("label", { for: "filter" }, "Find an article"), this.filter, this.count);
    this.host.append(element("h1", {}, "Articles"), bar, this.groups, this.notes);
    /** @type {{ row: HTMLElement, link: HTMLElement, words: string, name: string }[]} */
    this.rows = [];
    this.last = "";
    this.filter.addEventListener("input", () => this.#keep());
    this.host.addEventListener("keydown", (event) => this.#press(event));
    this.groups.addEventListener("focusin", (event) => {
      const its = this.rows.find(({ link }) => link === event.target);
      if (its) this.last = its.name;
    });
  }

  /** @param {Listed} listed */
  draw(listed) {
    /** @type {Map<string, ListedArticle[]>} */
    const states = new Map();
    for (const article of listed.articles) states.set(article.state, [...(states.get(article.state) ?? []), article]);
    this.rows = [];
    this.groups.replaceChildren(...[...states].map(([state, articles]) => this.#group(/** @type {import("./types.js").State} */ (state), articles)));
    this.notes.replaceChildren(...[listed.elsewhere, ...listed.notes].filter(Boolean).map((note) => element("p", { dir: "auto" }, note)));
    this.#keep();
  }

  focus() {
    const its = this.rows.find(({ name, row }) => name === this.last && !row.hidden) ?? this.rows.find(({ row }) => !row.hidden);
    (its?.link ?? this.filter).focus();
  }

  /** @type {(state: import("./types.js").State, articles: ListedArticle[]) => HTMLElement} */
  #group(state, articles) {
    const rows = element("ul", { class: "list" }, ...articles.map((article) => this.#row(article)));
    const count = element("span", { class: "count" }, `${articles.length}`);
    const heading = element("h2", { id: `state-${state}` }, STATES[state] ?? state, " ", count);
    const meaning = element("p", { class: "small" }, MEANINGS[state] ?? "");
    return element("section", { class: "group", "aria-labelledby": `state-${state}` }, heading, meaning, rows);
  }

  /** @param {ListedArticle} article */
  #row(article) {
    const { name, title, publisher, published, language, annotator } = article;
    const link = element("a", { href: `#/${encodeURIComponent(name)}`, class: "title" }, element("bdi", {}, title || name));
    const meta = element("p", { class: "small" }, ...beside([publisher, published, language, annotator && `annotated by ${annotator}`]));
    if (title) meta.append(" · ", element("bdi", { class: "name" }, name));
    const row = element("li", {}, element("div", { class: "row-what" }, element("p", { class: "what" }, link), meta), standingOf(article));
    const words = fold([title, name, publisher, published, language, annotator].join(" ")).text;
    this.rows.push({ row, link, words, name });
    return row;
  }

  // Hides the rows that do not fit, and says how many do.
  #keep() {
    const typed = fold(this.filter.value).text.split(" ").filter(Boolean);
    let kept = 0;
    for (const { row, words } of this.rows) {
      row.hidden = !typed.every((word) => words.includes(word));
      kept += row.hidden ? 0 : 1;
    }
    for (const group of this.groups.children) {
      const rows = [...group.querySelectorAll("li")];
      const its = rows.filter((row) => !row.hidden).length;
      /** @type {HTMLElement} */ (group).hidden = !its;
      const count = group.querySelector(".count");
      if (count) count.textContent = its === rows.length ? `${its}` : `${its} of ${rows.length}`;
    }
    this.count.textContent = this.#countWords(kept, typed.length > 0);
  }

  /** @type {(kept: number, isFiltered: boolean) => string} */
  #countWords(kept, isFiltered) {
    const whole = this.rows.length;
    if (!whole) return "This project has no article yet. `kg add ADDRESS` or `kg add FILE` adds one; then it stands here.";
    if (!kept) return `None of ${counted(whole, "article")} fits “${this.filter.value.trim()}”. Esc shows all.`;
    return isFiltered ? `${kept} of ${counted(whole, "article")}` : counted(whole, "article");
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const seen = this.rows.filter(({ row }) => !row.hidden);
    const at = seen.findIndex(({ link }) => link === document.activeElement);
    const isInFilter = document.activeElement === this.filter;
    if (event.key === "ArrowDown") (seen[at + 1] ?? seen.at(-1))?.link.focus();
    else if (event.key === "ArrowUp" && !isInFilter) (seen[at - 1]?.link ?? this.filter).focus();
    else if (event.key === "Enter" && isInFilter) seen[0]?.link.click();
    else if (event.key === "Escape" && this.filter.value) {
      this.filter.value = "";
      this.#keep();
      this.filter.focus();
    } else {
      if (event.key.length === 1 && !isInFilter && /[\p{L}\p{N}]/u.test(event.key)) this.filter.focus(); // and it is typed there
      return;
    }
    event.preventDefault();
  }
}

/** How far an article has come. @param {ListedArticle} article */
function standingOf(article) {
  const { sentences, claims, suggested, faults, warnings } = article;
  const whole = sentences.claim + sentences.nothing + sentences.open;
  const made = element("div", { class: "row-standing small" });
  const bar = element("div", { class: "bar", "aria-hidden": "true" }, element("span", { class: "with-claim" }), element("span", { class: "ticked" }));
  for (const [k, count] of [sentences.claim, sentences.nothing].entries()) {
    /** @type {HTMLElement} */ (bar.children[k]).style.width = `${whole ? (100 * count) / whole : 0}%`;
  }
  const counts = [counted(claims, "claim"), suggested && `${suggested} suggested`, warnings && counted(warnings, "warning")];
  if (article.has_text) made.append(element("p", {}, shortCoverage({ ...sentences, whole })), bar);
  else made.append(element("p", { class: "is-wrong" }, "its text is not here"));
  const line = element("p", {}, counts.filter(Boolean).join(", "));
  if (faults) line.append(", ", element("strong", { class: "is-wrong" }, counted(faults, "fault")));
  if (article.has_draft) line.append(", ", element("strong", {}, "a draft waits"));
  made.append(line);
  return made;
}
