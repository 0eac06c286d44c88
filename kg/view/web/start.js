// Unpack the data and start the page.

import { find } from "./elements.js";
import { bare } from "./lists.js";
import { Page } from "./page.js";
import { capitals } from "./texts.js";

/** @type {(element: HTMLElement) => Promise<string>} */
async function textOf(element) {
  if (element.dataset.packed === undefined) return element.textContent;
  const bytes = Uint8Array.from(atob(element.textContent), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

/** @param {unknown} value @returns {value is object} */
function isKeyed(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// A packed library is run as what it is: the policy knows its hash.
async function start() {
  find("project").textContent = capitals(find("project").textContent);
  const library = find("library");
  if (library)
    document.head.append(Object.assign(document.createElement("script"), { textContent: await textOf(library) }));
  const payload = JSON.parse(await textOf(find("payload")), (_, value) => (isKeyed(value) ? bare(Object.entries(value)) : value));
  /** @type {any} */ (globalThis).dramatis = new Page(payload);
  document.documentElement.dataset.ready = "yes";
}

start();
