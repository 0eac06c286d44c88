// Unpack the data and start the page.

import { find } from "./elements.js";
import { Page } from "./page.js";

/** @type {(element: HTMLElement) => Promise<string>} */
async function textOf(element) {
  if (element.dataset.packed === undefined) return element.textContent;
  const bytes = Uint8Array.from(atob(element.textContent), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

// A packed library is run as what it is: the policy knows its hash.
async function start() {
  const library = find("library");
  if (library)
    document.head.append(Object.assign(document.createElement("script"), { textContent: await textOf(library) }));
  /** @type {any} */ (globalThis).dramatis = new Page(JSON.parse(await textOf(find("payload"))));
  document.documentElement.dataset.ready = "yes";
}

start();
