// Finding and making elements of the page; all words of others go in by `textContent`.

/** @type {<T extends HTMLElement>(id: string, type?: new () => T) => T} */
export function find(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof (type ?? HTMLElement))) throw new Error(`the page has no #${id}`);
  return /** @type {any} */ (found);
}

/**
 * Makes an element: `element("p", { class: "small", dir: "auto" }, "words", another)`.
 *
 * @type {<K extends keyof HTMLElementTagNameMap>(name: K, its?: Record<string, string | boolean | number | null | undefined>,
 *   ...inside: (string | Node)[]) => HTMLElementTagNameMap[K]}
 */
export function element(name, its = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(its)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, String(value));
  }
  made.append(...inside);
  return made;
}

/** Words beside each other, each in its own direction: "the-news · 2023-12-14". @type {(words: (string | undefined)[]) => (string | Node)[]} */
export const beside = (words) => words.filter(Boolean).flatMap((word, k) => [...(k ? [" · "] : []), element("bdi", {}, word ?? "")]);

const counter = new Intl.NumberFormat("en-GB");

/** `grouped(1204)` is "1,204". @type {(n: number) => string} */
export const grouped = (n) => counter.format(n);

/** `counted(1, "claim")` is "1 claim", `counted(1204, "claim")` "1,204 claims". @type {(n: number, one: string, many?: string) => string} */
export const counted = (n, one, many = `${one}s`) => `${counter.format(n)} ${n === 1 ? one : many}`;

/** Whether a dialog is open: the keys of the page rest meanwhile, wherever the keyboard is. */
export const isAsked = () => document.querySelector("dialog[open]") !== null;
