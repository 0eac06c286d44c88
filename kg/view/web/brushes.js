// Two histograms above the timeline: one of publication sets the day of knowledge, one of the findings' own days the
// days that are shown. By mouse, by keyboard, or typed.

import { periodFor, periodOf, readDay } from "./dayscale.js";
import { find, make } from "./elements.js";
import { svgElement } from "./lane_marks.js";
import { given, known, sorted } from "./lists.js";
import { plural } from "./texts.js";

/** @import { Page } from "./page.js" */
/** @import { Account, Bin } from "./types.js" */

const [MOST_BINS, BAR_HEIGHT] = [48, 44]; // bars; pixels

// How many days fall into each period, those in which none does left out; of some days, into the periods of all.
/** @type {(days: string[], counted?: string[]) => Bin[]} */
export function binsOf(days, counted = days) {
  const period = periodFor(days, MOST_BINS);
  /** @type {Map<string, Bin>} */
  const found = new Map();
  for (const day of sorted(days)) {
    const name = periodOf(day, period);
    found.set(name, { ...(found.get(name) ?? { period: name, first: day, count: 0 }), last: day });
  }
  for (const day of counted) known(found, periodOf(day, period)).count += 1;
  return [...found.values()];
}

/** @type {(account: Account) => string[]} */
const daysOfFacts = ({ facts }) => given(Object.values(facts).map(({ when }) => when.earliest ?? when.latest));

export class Brushes {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    addEventListener("resize", () => {
      if (page.state.form === "timeline") page.refresh();
    });
    const { data } = page;
    const published = Object.values(data.articles).map(({ day }) => day);
    this.counted = page.opening;
    this.known = new Histogram("Published", "day of knowledge", binsOf(published), (bin) => `${bin.period}: ${plural(bin.count, "article")}`, (_, last) => page.set({ knownBy: last }));
    this.days = new Histogram("Happened, as of the day of knowledge", "days shown", binsOf(daysOfFacts(page.opening)), (bin) => `${bin.period}: ${plural(bin.count, "finding")}`, (first, last) => page.set({ days: [first, last] }));
    this.knownDay = new DayField("Known by", (_, last) => page.set({ knownBy: last }));
    this.from = new DayField("From", (first) => this.between(first, this.shown()[1]));
    this.to = new DayField("To", (_, last) => this.between(this.shown()[0], last));
    const all = make("button", { type: "button", onclick: () => page.set({ days: null }) }, "All days");
    const latest = make("button", { type: "button", onclick: () => page.set({ knownBy: data.knownBy }) }, "Latest");
    find("brushes").append(
      make("div", { role: "group", "aria-label": "Published" }, this.known.element, make("div", { class: "typed" }, this.knownDay.element, latest), this.knownDay.answer),
      make("div", { role: "group", "aria-label": "Happened" }, this.days.element, make("div", { class: "typed" }, this.from.element, this.to.element, all), this.from.answer, this.to.answer),
    );
  }

  // The first and the last day that are shown.
  /** @type {() => [string, string]} */
  shown() {
    const { bins } = this.days;
    return this.page.state.days ?? [bins[0]?.first ?? "0001-01-01", bins[bins.length - 1]?.last ?? "9999-12-31"];
  }

  /** @type {(first: string, last: string) => void} */
  between(first, last) {
    this.page.set({ days: first <= last ? [first, last] : [last, first] });
  }

  show() {
    const { state, account, opening } = this.page;
    if (account !== this.counted) this.days.fill(binsOf([...daysOfFacts(opening), ...daysOfFacts(account)], daysOfFacts(account)));
    this.counted = account;
    this.known.show("0001-01-01", state.knownBy);
    this.days.show(...this.shown());
    this.knownDay.show(state.knownBy);
    const [first, last] = this.shown();
    this.from.show(first);
    this.to.show(last);
  }
}

// Bars of which a stretch is chosen: by dragging over them, or with the two ends below them.
class Histogram {
  /** @param {string} title @param {string} of @param {Bin[]} bins @param {(bin: Bin) => string} tell @param {(first: string, last: string) => void} choose */
  constructor(title, of, bins, tell, choose) {
    this.bins = bins;
    /** @type {SVGElement[]} */
    this.bars = [];
    this.choose = choose;
    this.chosen = "";
    this.isDay = of === "day of knowledge";
    this.most = 1; // that a bar has had
    this.tell = tell;
    this.picture = svgElement("svg", { preserveAspectRatio: "none", height: BAR_HEIGHT, "aria-hidden": "true" });
    /** @type {(label: string, at: () => [number, number]) => HTMLInputElement} */
    const range = (label, at) => make("input", { type: "range", min: 0, "aria-label": label, oninput: () => this.pick(...at()) });
    this.low = range(`First of the ${of}`, () => [Number(this.low.value), Math.max(Number(this.low.value), Number(this.high.value))]);
    this.high = range(this.isDay ? "Day of knowledge, by period of publication" : `Last of the ${of}`, () => [Math.min(Number(this.low.value), Number(this.high.value)), Number(this.high.value)]);
    this.element = make("div", { class: "histogram" }, make("p", { class: "small" }, title), this.picture, this.isDay ? null : this.low, this.high);
    this.fill(bins);
    this.listen();
  }

  // Draw the bars, as high as they were for the same counts.
  /** @type {(bins: Bin[]) => void} */
  fill(bins) {
    this.bins = bins;
    this.most = bins.reduce((most, { count }) => Math.max(most, count), this.most);
    this.bars = bins.map(({ count }, at) => {
      const high = count && Math.max(2, (BAR_HEIGHT * count) / this.most);
      return svgElement("rect", { x: at + 0.1, y: BAR_HEIGHT - high, width: 0.8, height: high });
    });
    this.picture.setAttribute("viewBox", `0 0 ${Math.max(1, bins.length)} ${BAR_HEIGHT}`);
    this.picture.replaceChildren(...this.bars);
    for (const range of [this.low, this.high]) {
      range.max = String(Math.max(0, bins.length - 1));
      range.disabled = bins.length < 2;
    }
  }

  listen() {
    const { picture } = this;
    let start = -1;
    /** @type {(event: PointerEvent) => number} */
    const at = ({ clientX }) => {
      const { left, width } = picture.getBoundingClientRect();
      return Math.min(this.bins.length - 1, Math.max(0, Math.floor(((clientX - left) / width) * this.bins.length)));
    };
    picture.addEventListener("pointerdown", (event) => {
      start = at(event);
      picture.setPointerCapture(event.pointerId);
      if (this.bins.length) this.pick(start, start);
    });
    picture.addEventListener("pointermove", (event) => {
      if (start >= 0) this.pick(Math.min(start, at(event)), Math.max(start, at(event)));
      else picture.setAttribute("data-over", this.bins.length ? this.tell(this.bins[at(event)]) : "");
    });
    for (const end of ["pointerup", "pointercancel"]) picture.addEventListener(end, () => (start = -1));
  }

  /** @type {(low: number, high: number) => void} */
  pick(low, high) {
    const chosen = `${low} ${high}`;
    if (chosen === this.chosen) return;
    this.chosen = chosen;
    this.choose(this.bins[low].first, this.bins[high].last);
  }

  /** @type {(first: string, last: string) => void} */
  show(first, last) {
    const { bins } = this;
    const low = Math.max(0, bins.findIndex((bin) => bin.last >= first));
    const high = Math.max(0, bins.findLastIndex((bin) => bin.first <= last));
    for (const [at, bar] of this.bars.entries()) bar.setAttribute("class", at >= low && at <= high ? "within" : "");
    this.low.value = String(low);
    this.high.value = String(high);
    this.low.setAttribute("aria-valuetext", bins[low]?.period ?? "");
    this.high.setAttribute("aria-valuetext", bins[high] ? this.tell(bins[high]) : "");
    this.chosen = "";
  }
}

// A day that is typed, as a year, a month or a day; what cannot be read is said to be so, and changes nothing.
export class DayField {
  /** @param {string} label @param {(first: string, last: string) => void} choose @param {() => void} clear what an empty field means, if anything */
  constructor(label, choose, clear = () => this.show(this.day)) {
    this.day = "";
    this.answer = make("p", { class: "small answer", role: "status" });
    this.input = make("input", { type: "text", placeholder: "YYYY-MM-DD", autocomplete: "off", spellcheck: "false", size: 10, onchange: () => this.read(choose, clear) });
    this.element = make("label", {}, `${label} `, this.input);
  }

  /** @type {(choose: (first: string, last: string) => void, clear: () => void) => void} */
  read(choose, clear) {
    const text = this.input.value.trim();
    const days = readDay(text);
    const wrong = text && !days ? `“${text.slice(0, 40)}” cannot be read as a day: write 2023-12-14, 2023-12 or 2023.` : "";
    this.answer.textContent = wrong;
    this.input.setAttribute("aria-invalid", String(Boolean(wrong)));
    if (days) choose(...days);
    else if (!text) clear();
  }

  /** @type {(day: string) => void} */
  show(day) {
    if (this.input.getAttribute("aria-invalid") === "true" && day === this.day) return; // what was typed stays to be mended
    this.day = day;
    this.input.value = day;
    this.input.setAttribute("aria-invalid", "false");
    this.answer.textContent = "";
  }
}
