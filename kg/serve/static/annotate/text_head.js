// What stands above the text: whose article it is, when it was published, and why a text is missing.

import { beside, element } from "./page.js";

/** @type {(article: import("./types.js").Article) => HTMLElement[]} */
export function headOf({ head, name, problem, text }) {
  const title = element("h1", { dir: "auto" }, head.title || name);
  const facts = [head.publisher_name || head.publisher, head.published, head.annotator && `annotated by ${head.annotator}`];
  const meta = element("p", { class: "small meta" }, ...beside(facts));
  const link = linkTo(head.url);
  if (link) meta.append(meta.hasChildNodes() ? " · " : "", link);
  if (!problem && text) return [title, meta];
  const what = text ? "About the text" : "The text is not here";
  return [title, meta, element("div", { class: "wrong" }, element("h2", {}, what), element("p", { dir: "auto" }, problem || "Its file is empty."))];
}

/** A link to the article where its address is one of the web. @type {(address: string | undefined) => HTMLElement | null} */
function linkTo(address) {
  const parsed = address && URL.canParse(address) ? new URL(address) : null;
  if (!parsed || !["http:", "https:"].includes(parsed.protocol)) return null;
  return element("a", { href: parsed.href, target: "_blank", rel: "noopener noreferrer" }, parsed.host, element("span", { class: "unseen" }, " (opens in another tab)"));
}
