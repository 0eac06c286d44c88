// The timeline: a lane for each actor, or for each type of findings; marks by status, bars for what lasts. Where there
// are too many to be told apart, they are counted by month, quarter or year.

import { LANES } from "./address.js";
import { lanesOf } from "./chronology.js";
import { dayScale, daysOf, firstsOf, periodFor, periodOf, ticksOf, xOf } from "./dayscale.js";
import { find, make, renew } from "./elements.js";
import { sentenceOf } from "./finding.js";
import { rowOf } from "./findings.js";
import { LANE_HEIGHT, barsAt, markOf, placedIn, svgElement } from "./lane_marks.js";
import { given, known } from "./lists.js";
import { capital, cut, nameOf, numeral, plural, rowName } from "./texts.js";

/** @import { Page } from "./page.js" */
/** @import { DayScale, Lane, Placed, Row, Stay, Status } from "./types.js" */

const [MOST_LANES, MOST_MARKS, CELL] = [30, 240, 17]; // lanes; marks in all of them; pixels of a number
const MOST_ROWS = 8; // of marks one below the other in a lane
const [ROOM_OF_LABEL, HALF_LABEL] = [92, 40]; // pixels from one day's label to the next; half of one
const EDGE = 30; // pixels beside the first and the last day, for what is open

/** @type {(page: Page) => void} */
export function showTimeline(page) {
  find("timeline").hidden = page.state.form !== "timeline";
  if (page.state.form !== "timeline") return;
  page.brushes.show();
  for (const lanes of LANES) find(`lanes-${lanes}`).setAttribute("aria-pressed", String(page.state.lanes === lanes));
  const all = lanesOf(page.data, page.view, page.state);
  const lanes = all.slice(0, MOST_LANES);
  const days = lanes.flatMap(({ stays }) => stays.flatMap(({ stretches }) => stretches.flatMap(({ first, last }) => given([first, last]))));
  find("timeline").classList.toggle("narrow", find("timeline").clientWidth < 620);
  const wide = Math.max(180, find("timeline").clientWidth - gutter() - 36);
  const line = dayScale(days.length ? [...days, page.state.knownBy] : [page.state.knownBy], EDGE, wide - EDGE);
  const placed = new Map(lanes.map((lane) => [lane.id, placedIn(lane.stays.filter(({ stretches }) => stretches.length), line, page.state.knownBy)]));
  const marks = [...placed.values()].reduce((sum, its) => sum + its.length, 0);
  const isWall = marks > MOST_MARKS || [...placed.values()].some((its) => its.some(({ lane }) => lane >= MOST_ROWS));
  const period = isWall ? periodFor(days, Math.floor((wide - 2 * EDGE) / CELL)) : null;
  const scale = period ? dayScale(firstsOf(days, period), EDGE, wide - EDGE) : line;
  const rows = lanes.map((lane) => laneRow(page, lane, (period ? cellsOf : marksOf)(page, lane, known(placed, lane.id), scale, wide, period ?? "")));
  const axis = make("div", { class: "lane axis" }, make("span", {}), axisOf(scale, wide));
  renew(find("lanes"), make("p", { class: "small" }, noteOf(page, all, lanes, period)), ...(days.length ? [axis] : []), ...rows, legendOf(page, lanes, period !== null));
  const first = find("lanes").querySelector("a[aria-pressed=true]") ?? find("lanes").querySelector("a");
  first?.setAttribute("tabindex", "0");
}

// Pixels of the names of lanes; page.css has the same two.
const gutter = () => (find("timeline").classList.contains("narrow") ? 92 : 170);

/** @type {(page: Page, all: Lane[], lanes: Lane[], period: string | null) => string} */
function noteOf({ state }, all, lanes, period) {
  if (!all.length) return "No finding is left with the filters as they are.";
  const facts = new Set(all.flatMap(({ stays }) => stays.map(({ fact }) => fact.fact))).size;
  const what = state.lanes === "types" ? "types of findings" : "actors";
  const most = all.length > lanes.length ? ` The ${numeral(lanes.length)} of ${numeral(all.length)} ${what} with most of them are shown.` : "";
  const many = period ? ` They are too many to be told apart, and are counted by ${period}: a number leads to its ${period}.` : "";
  const days = period ? "" : " The dashed line is the day of knowledge.";
  return `${plural(facts, "finding")} of the statuses, types and days that are chosen, each in the lane of all who take part.${most}${many}${days}`;
}

/** @type {(page: Page, lane: Lane, drawn: SVGElement) => HTMLElement} */
function laneRow(page, { id, stays }, drawn) {
  const isType = page.state.lanes === "types";
  const name = isType ? capital(cut(page.data.types[id].label, 40)) : nameOf(page.data, id, 40);
  const undated = stays.filter(({ stretches }) => !stretches.length).length;
  const more = undated ? make("span", { class: "small" }, `${undated} undated`) : null;
  const open = () => (isType ? page.set({ types: [id] }) : page.choose(["node", id]));
  const label = isType ? `Only ${name}` : null;
  return make("div", { class: "lane", "data-lane": id }, make("span", { class: "who" }, make("button", { type: "button", class: "link", "aria-label": label, onclick: open }, name), more), drawn);
}

/** @type {(page: Page, scale: DayScale, high: number) => SVGElement[]} */
function groundOf(page, scale, high) {
  const x = xOf(scale, page.state.knownBy);
  return [
    ...scale.breaks.map((at) => svgElement("line", { x1: at, x2: at, y1: 0, y2: high, class: "break" })),
    svgElement("line", { x1: x, x2: x, y1: 0, y2: high, class: "known" }),
  ];
}

/** @type {(scale: DayScale, wide: number) => SVGElement} */
function axisOf(scale, wide) {
  const ticks = ticksOf(scale, ROOM_OF_LABEL).flatMap(({ x, text }) => [
    svgElement("text", { x: Math.min(Math.max(x, HALF_LABEL), wide - HALF_LABEL), y: 13, "text-anchor": "middle" }, text),
    svgElement("line", { x1: x, x2: x, y1: 18, y2: 24, class: "tick" }),
  ]);
  const breaks = scale.breaks.map((x) => svgElement("text", { x, y: 23, "text-anchor": "middle" }, "//"));
  return svgElement("svg", { width: wide, height: 24, "aria-hidden": "true" }, ...ticks, ...breaks);
}

// ---- marks

/** @type {(page: Page, lane: Lane, placed: Placed[], scale: DayScale, wide: number) => SVGElement} */
function marksOf(page, lane, placed, scale, wide) {
  const high = (1 + Math.max(0, ...placed.map((its) => its.lane))) * LANE_HEIGHT + 4;
  const marks = placed.map((its) => {
    const y = (its.lane + 0.5) * LANE_HEIGHT + 2;
    const { fact, status, contested } = its.stay;
    const drawn = its.xs.flatMap((x) => [svgElement("circle", { cx: x, cy: y, r: 11, class: "reach" }), ...markOf(page.data, status, [x, y], contested)]);
    return opens(tellingOf(page, its.stay), page.state.selected?.join(" ") === `fact ${fact.fact}`, () => page.choose(["fact", fact.fact]), [...barsAt(its, y), ...drawn]);
  });
  return svgElement("svg", { width: wide, height: high, role: "group", "aria-label": laneName(page, lane) }, ...groundOf(page, scale, high), ...marks);
}

/** @type {(page: Page, lane: Lane) => string} */
const laneName = (page, { id }) => (page.state.lanes === "types" ? page.data.types[id].label : nameOf(page.data, id));

/** @type {(page: Page, stay: Stay) => string} */
function tellingOf(page, { fact, status, contested }) {
  const by = contested ? `, contested by ${contested === "by-party" ? "a party" : "an outsider"}` : "";
  return `${cut(sentenceOf(page.panel, fact))} ${page.data.status[status].label}${by}, ${fact.when.text}`;
}

// What a click or Enter opens; the arrow keys go to the one before or behind.
/** @type {(label: string, pressed: boolean, act: () => void, parts: SVGElement[]) => SVGElement} */
function opens(label, pressed, act, parts) {
  /** @type {(event: KeyboardEvent) => void} */
  const onkeydown = (event) => {
    const all = [...find("lanes").querySelectorAll("a")];
    const at = all.findIndex((one) => one === event.currentTarget);
    const next = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    if (next === undefined) act();
    else all[next]?.focus();
  };
  const title = svgElement("title", {}, label);
  return svgElement("a", { role: "button", tabindex: -1, "aria-label": label, "aria-pressed": pressed, onclick: act, onkeydown }, title, ...parts);
}

// ---- counts

// The findings of a lane by period, each in that of its first possible day; a cell leads to its days.
/** @type {(page: Page, lane: Lane, placed: Placed[], scale: DayScale, wide: number, period: any) => SVGElement} */
function cellsOf(page, lane, placed, scale, wide, period) {
  /** @type {Map<string, Stay[]>} */
  const cells = new Map();
  for (const { stay } of placed) {
    const [{ first, last }] = stay.stretches;
    const its = periodOf(first ?? last ?? "", period);
    cells.set(its, [...(cells.get(its) ?? []), stay]);
  }
  const high = LANE_HEIGHT + 6;
  const drawn = [...cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, stays]) => {
    const [first, last] = daysOf(name);
    const x = xOf(scale, first);
    const label = `${laneName(page, lane)}, ${name}: ${plural(stays.length, "finding")}: ${shareWords(page, stays)}. Show these days`;
    return opens(label, false, () => page.set({ days: [first, last] }), barOfStays(stays, x, high));
  });
  return svgElement("svg", { width: wide, height: high, role: "group", "aria-label": laneName(page, lane) }, ...drawn);
}

/** @type {(stays: Stay[]) => Map<Row, number>} */
function sharesOf(stays) {
  /** @type {Map<Row, number>} */
  const found = new Map();
  for (const { fact } of stays) found.set(rowOf(fact), (found.get(rowOf(fact)) ?? 0) + 1);
  return new Map([...found].sort((a, b) => (a[0] < b[0] ? -1 : 1)));
}

/** @type {(page: Page, stays: Stay[]) => string} */
const shareWords = (page, stays) => [...sharesOf(stays)].map(([row, count]) => `${numeral(count)} ${rowName(page.data, row)}`).join(", ");

/** @type {(stays: Stay[], x: number, high: number) => SVGElement[]} */
function barOfStays(stays, x, high) {
  const parts = [svgElement("rect", { x: x - CELL / 2, y: 1, width: CELL, height: high - 2, class: "reach" })];
  let from = x - CELL / 2 + 1;
  for (const [row, count] of sharesOf(stays)) {
    const width = ((CELL - 2) * count) / stays.length;
    parts.push(svgElement("rect", { x: from, y: high - 9, width, height: 5, class: `line-${row} bar attested` }));
    from += width;
  }
  return [...parts, svgElement("text", { x, y: high - 13, "text-anchor": "middle" }, String(stays.length))];
}

/** @type {(page: Page, lanes: Lane[], isCounted: boolean) => HTMLElement} */
function legendOf(page, lanes, isCounted) {
  const stays = lanes.flatMap((lane) => lane.stays);
  const statuses = page.data.statuses.map(({ id }) => id).filter((id) => stays.some(({ status }) => status === id));
  /** @type {(text: string, ...parts: SVGElement[]) => HTMLElement} */
  const item = (text, ...parts) => make("li", {}, svgElement("svg", { width: 30, height: 20, "aria-hidden": "true" }, ...parts), text);
  /** @type {(kind: any, text: string, isOpen?: boolean) => HTMLElement[]} */
  const bar = (kind, text, isOpen = false) => {
    if (isOpen && !stays.some(({ stretches }) => stretches.some(({ known: its, last }) => its === kind && last === null))) return [];
    if (!stays.some(({ stretches }) => stretches.some((its) => its.known === kind && (kind !== "possible" || its.first !== its.last)))) return [];
    const stay = /** @type {any} */ ({ status: "lapsed" });
    return [item(text, ...barsAt({ stay, xs: [], spans: [{ left: 2, right: 28, known: kind, isOpen }], lane: 0 }, 10))];
  };
  /** @type {(by: any, text: string) => HTMLElement[]} */
  const ring = (by, text) => (stays.some(({ contested }) => contested === by) ? [item(text, ...markOf(page.data, /** @type {Status} */ ("unconfirmed"), [15, 10], by))] : []);
  if (isCounted) return make("ul", { class: "marks" });
  return make("ul", { class: "marks" },
    statuses.map((id) => item(rowName(page.data, id), ...markOf(page.data, id, [15, 10], null))),
    ring("by-party", "contested by a party"), ring("by-outsider", "contested by an outsider"),
    bar("attested", "situation, attested throughout"), bar("attested", "going on at the day of knowledge", true), bar("bounded", "begun, ended or held some time in it"),
    bar("unknown", "since when, or until when, unknown"), bar("possible", "event, some time in it"));
}
