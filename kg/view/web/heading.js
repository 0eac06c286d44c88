// The sentences above the picture, and the list of who is most joined.

import { known } from "./lists.js";
import { find, make, renew } from "./elements.js";
import { changes, countByRow } from "./findings.js";
import { defaults } from "./model.js";
import { joinedActors, leftOutText, look } from "./shown.js";
import { capital, nameOf, numeral, plural, rowName, voiceName } from "./texts.js";
import { UNJOINED, merged, reasonsOf, widened, wordsOf } from "./undrawn.js";

/** @import { Page } from "./page.js" */
/** @import { Rank, Reason, Row } from "./types.js" */

/** @type {(page: Page) => void} */
export function showHeadline(page) {
  const counts = countByRow(Object.values(page.account.facts));
  const all = Object.keys(page.account.facts).length;
  /** @type {Row[]} */
  const rows = [...page.data.statuses.map(({ id }) => id), "contested"]; // those of the legend
  /** @type {(row: Row) => HTMLElement} */
  const part = (id) =>
    make(
      "button",
      { type: "button", class: "link", onclick: () => page.choose(["status", id]) },
      `${numeral(counts[id])} ${rowName(page.data, id)}`,
    );
  const parts = rows.filter((id) => counts[id]).map(part);
  const listed = parts.map((one, place) => make("span", {}, one, place < parts.length - 1 ? "," : ""));
  renew(
    find("headline"),
    `${plural(all, "finding")}${parts.length ? ": " : ""}`,
    ...listed.flatMap((one) => [one, " "]),
  );
  const voices = new Set(Object.values(page.account.readings).flatMap((reading) => reading.voices)).size;
  const articles = new Set(Object.keys(page.account.readings).map((key) => known(page.data.claim, key).article)).size;
  find("sources").textContent =
    `${plural(Object.keys(page.account.readings).length, "claim")} by ${plural(voices, "voice")} in ${plural(articles, "article")}, published by ${page.state.knownBy}${withdrawnText(page)}. A status says who says so, never what is true.`;
}

// A page of a slice without some sources says so: whoever gets the page alone could not know.
/** @type {(page: Page) => string} */
function withdrawnText({ data }) {
  const { voices = [], outlets = [], relays = [] } = data.opens.withdrawn ?? {};
  /** @type {(lead: string, ids: string[]) => string} */
  const told = (lead, ids) => (ids.length ? `${lead} ${ids.map((id) => voiceName(data, id)).join(" and ")}` : "");
  const parts = [
    told("the word of", voices),
    told("what came through", outlets),
    told("what was relayed by", relays),
  ].filter(Boolean);
  return parts.length ? `, without ${parts.join(", ")}` : "";
}

/** @type {(page: Page) => void} */
export function showCount(page) {
  const { view } = page;
  find("state").textContent = `${capital(page.stateText())}.`;
  find("left").textContent =
    `${plural(view.lines.size, "line")} between ${plural(joinedActors(page.data, view), "actor")}.`;
}

const MOST_REASONS = 4; // reasons that are shown

// Whatever is not drawn: why, and a button that shows it.
/** @type {(page: Page) => void} */
export function showUndrawn(page) {
  const { data, state, view } = page;
  const reasons = reasonsOf(data, state, view);
  const listed = reasons.length > MOST_REASONS + 1 ? [...reasons.slice(0, MOST_REASONS), others(reasons.slice(MOST_REASONS))] : reasons;
  const parts = listed.flatMap((reason, place) => [place ? ", " : "", shows(page, reason)]);
  renew(find("undrawn"), ...(reasons.length ? ["Not drawn: ", ...parts, "."] : []));
}

/** @type {(reasons: Reason[]) => Reason} */
const others = (reasons) => ({
  text: "for other reasons",
  facts: reasons.flatMap(({ facts }) => facts),
  change: reasons.map(({ change }) => change).reduce(merged, null),
});

/** @type {(page: Page, reason: Reason) => HTMLElement | string} */
function shows(page, reason) {
  const words = wordsOf(reason);
  const { change } = reason;
  const onclick = change
    ? () => page.set(widened(page.state, change))
    : reason.text === UNJOINED ? () => page.choose(["unjoined", ""]) : null;
  return onclick ? make("button", { type: "button", class: "link", onclick }, words) : words;
}

// A path that has one end only asks for the other.
/** @type {(page: Page) => void} */
export function askForOtherEnd(page) {
  const [from, to] = page.state.path ?? [];
  const cancel = make("button", { type: "button", class: "link", onclick: () => page.set({ path: null }) }, "Leave it");
  renew(
    find("asked"),
    ...(from && !to ? [`Path from ${nameOf(page.data, from)}: choose the other end in the picture. `, cancel] : []),
  );
}

/** @type {(page: Page) => void} */
export function showChanges(page) {
  if (page.state.against) return; // what is compared is told instead
  const gone = Object.values(page.state.without).some((ids) => ids.length);
  const asked = gone || page.state.knownBy !== page.data.knownBy;
  const moved = asked ? changes(page.opening, page.account) : [];
  const before = asked ? look(page.data, page.state, page.opening) : page.view;
  const fell = [...before.lines.keys()].filter((id) => !page.view.lines.has(id)).length;
  const came = [...page.view.lines.keys()].filter((id) => !before.lines.has(id)).length;
  const more = came ? `, ${plural(came, "line")} ${came === 1 ? "comes" : "come"}` : "";
  const text = `What if: ${plural(moved.length, "finding")} ${moved.length === 1 ? "changes" : "change"}, ${plural(fell, "line")} ${fell === 1 ? "falls" : "fall"} away${more}.`;
  const show = make("button", { type: "button", class: "link", onclick: () => page.choose(["changes", ""]) }, "Which");
  const undo = make(
    "button",
    {
      type: "button",
      class: "link",
      onclick: () => page.set({ without: defaults(page.data).without, knownBy: page.data.knownBy }),
    },
    "Undo",
  );
  renew(find("changes"), ...(asked ? [text, " ", show, " ", undo] : []));
}

/** @type {(page: Page) => void} */
export function showRanking(page) {
  /** @type {(rank: Rank) => HTMLElement} */
  const row = ({ id, score, rank, tied }) =>
    make(
      "li",
      {},
      make("span", { class: "rank" }, `${rank}${tied ? "=" : ""}`),
      make(
        "button",
        { type: "button", class: "link", onclick: () => page.choose(["node", id]) },
        nameOf(page.data, id),
      ),
      make("span", { class: "count" }, score),
    );
  renew(find("ranking"), ...page.view.ranking.slice(0, 8).map(row));
  const few = page.view.ranking.length < 30 ? " Ranks of so few mean little." : "";
  find("ranking-note").textContent = `How many others each is joined to by the lines shown.${few} ${leftOutText(page.view)}`.trim();
}
