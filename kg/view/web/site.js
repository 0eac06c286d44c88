// Links to the pages of the server from which this page comes: it says so, and of which slice, in `data-site`. A file that
// stands by itself has none.

import { make } from "./elements.js";

/** @import { Child, PanelContext } from "./types.js" */

// The address of a thing in the slice of the page, as of the day and without the sources that are set here; null without
// a server.
/** @type {(panel: Pick<PanelContext, "data" | "state">, sort: string, id: string) => string | null} */
export function siteAddress({ data, state }, sort, id) {
  const { site } = document.documentElement.dataset;
  if (site === undefined) return null;
  const slice = new URLSearchParams(site);
  if (state.knownBy !== data.knownBy) slice.set("known_by", state.knownBy);
  for (const [field, ids] of Object.entries(state.without)) for (const gone of ids) slice.append("without", `${field}:${gone}`);
  const asked = slice.toString();
  return `/${sort}/${id.split("/").map(encodeURIComponent).join("/")}${asked ? `?${asked}` : ""}`;
}

/** @type {(panel: PanelContext, sort: string, id: string, words?: string) => HTMLElement | null} */
export function siteLink(panel, sort, id, words = "Open its own page") {
  const href = siteAddress(panel, sort, id);
  return href === null ? null : make("p", { class: "small" }, make("a", { href }, words));
}

// Words that lead to a thing where there is a server.
/** @type {(panel: PanelContext, sort: string, id: string, words: string) => Child} */
export function siteWords(panel, sort, id, words) {
  const href = siteAddress(panel, sort, id);
  return href === null ? words : make("a", { href }, words);
}
