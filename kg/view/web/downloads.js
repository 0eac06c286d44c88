// The buttons that save the picture and its lines as files.

import { listen, make } from "./elements.js";
import { pngOf } from "./exports.js";
import { withText } from "./metadata.js";
import { fileName } from "./state.js";
import { cut } from "./texts.js";

/** @import { Page } from "./page.js" */
/** @import { State } from "./types.js" */

const BYTE_ORDER_MARK = "\ufeff"; // by it, a spreadsheet knows UTF-8

/** @type {(page: Page, form?: State["form"]) => string} */
export const captionOf = (page, form) => `${cut(document.title)}: ${page.stateText(form)}`;

/** @type {(name: string, blob: Blob) => void} */
function download(name, blob) {
  const address = URL.createObjectURL(blob);
  const anchor = make("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** @type {(page: Page) => void} */
export function listenToDownloads(page) {
  const named = () => fileName(document.title, page.stateText());
  listen("save-svg", () => download(`${named()}.svg`, new Blob([page.svg()], { type: "image/svg+xml" })));
  listen("save-png", async () => {
    const picture = await pngOf(page.svg());
    if (!picture) return;
    const told = withText(new Uint8Array(await picture.arrayBuffer()), "Description", captionOf(page));
    download(`${named()}.png`, new Blob([/** @type {BlobPart} */ (told)], { type: "image/png" }));
  });
  listen("save-pairs", () => download(`${named()}-pairs.csv`, new Blob([BYTE_ORDER_MARK, page.pairsCsv()], { type: "text/csv" })));
  listen("save-csv", () => download(`${named()}.csv`, new Blob([BYTE_ORDER_MARK, page.csv()], { type: "text/csv" })));
}
