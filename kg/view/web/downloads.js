// The buttons that save the picture and its lines as files.

import { find, listen, make } from "./elements.js";
import { pngOf } from "./exports.js";
import { cut, fold } from "./texts.js";

/** @import { Page } from "./page.js" */

const BYTE_ORDER_MARK = "\ufeff"; // by it, a spreadsheet knows UTF-8

function fileName() {
  return (
    fold(cut(document.title))
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "dramatis"
  );
}

/** @type {(page: Page) => string} */
export function captionOf(page) {
  return `${cut(document.title)}. ${find("left").textContent}; known by ${page.state.knownBy}.`;
}

/** @type {(name: string, blob: Blob | null) => void} */
function download(name, blob) {
  if (!blob) return;
  const address = URL.createObjectURL(blob);
  const anchor = make("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** @type {(page: Page) => void} */
export function listenToDownloads(page) {
  listen("save-svg", () => download(`${fileName()}.svg`, new Blob([page.svg()], { type: "image/svg+xml" })));
  listen("save-png", async () => download(`${fileName()}.png`, await pngOf(page.svg())));
  listen("save-csv", () => download(`${fileName()}.csv`, new Blob([BYTE_ORDER_MARK, page.csv()], { type: "text/csv" })));
}
