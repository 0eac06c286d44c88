// The page on paper: what is shown in one sentence, the picture, and the findings that are drawn with their evidence.

import { cards, tieCards } from "./cards.js";
import { inLanes } from "./chronology.js";
import { find, make } from "./elements.js";
import { newestFirst } from "./findings.js";
import { capital, plural } from "./texts.js";

/** @import { Page } from "./page.js" */

const MOST_ON_PAPER = 100; // findings on paper

/** @type {(page: Page) => void} */
export function listenToPrinting(page) {
  addEventListener("beforeprint", () => layOut(page));
  addEventListener("afterprint", () => find("paper").replaceChildren());
}

/** @type {(page: Page) => void} */
function layOut(page) {
  const picture = new DOMParser().parseFromString(page.svg(), "image/svg+xml").documentElement;
  picture.removeAttribute("width");
  picture.removeAttribute("height");
  const isInTime = page.state.form === "timeline";
  const shown = isInTime ? inLanes(page.data, page.view, page.state) : new Set(page.view.edges.map((edge) => edge.fact));
  const facts = newestFirst([...shown].map((id) => page.view.account.facts[id]));
  const some = facts.slice(0, MOST_ON_PAPER);
  const more = facts.length - some.length;
  const found = isInTime
    ? [cards(page.panel, some.map((fact) => fact.fact))]
    : some.map((fact) => tieCards(page.panel, page.view.edges.filter((edge) => edge.fact === fact.fact)));
  find("paper").replaceChildren(
    make("p", { class: "state" }, `${capital(page.stateText())}.`),
    document.importNode(picture, true),
    make("h2", {}, `${plural(facts.length, "finding")} drawn, newest first`),
    ...found,
    more ? make("p", {}, `${plural(more, "finding")} more: the page has them.`) : "",
  );
}
