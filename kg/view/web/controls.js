// What the reader turns: search, legend, filters, "what if". Every control changes the state and says so to `on.change`.

import { actCounts } from "./acts.js";
import { allButton, onlyButton } from "./chips.js";
import { Combobox } from "./combobox.js";
import { make, renew, shapePicture, swatch } from "./elements.js";
import { kindCounts, pairsOf, relationsOf, showCountsIn, showHiddenKinds, withdrawable } from "./filters.js";
import { countByRow } from "./findings.js";
import { bare, given, known, least, most } from "./lists.js";
import { entityOptions, searchOptions } from "./search.js";
import { ALL_DAYS } from "./shown.js";
import { piecewise } from "./long.js";
import { articleTitle, cut, nameOf, voiceName } from "./texts.js";

/** @import { Account, Data, Elements, Field, FromControls, LegendRow, ListField, Option, Row, State, View } from "./types.js" */

export class Controls {
  /** @param {Data} data @param {Elements} elements @param {FromControls} on */
  constructor(data, elements, on) {
    this.data = data;
    this.elements = elements;
    this.on = on;
    /** @type {Map<string, LegendRow>} */
    this.rows = new Map();
    /** @type {Account | null} */
    this.counted = null;
    /** @type {[View, State] | null} what was shown last */
    this.last = null;
    /** @type {[string, string] | null} the first and last day of all facts */
    this.span = null;
    this.build();
  }

  build() {
    const { data, elements, on } = this;
    const entities = () => entityOptions(data);
    new Combobox(elements.search, () => searchOptions(data), (id) => on.found(id));
    new Combobox(elements.pathFrom, entities, (id) => on.pathEnd(0, id));
    new Combobox(elements.pathTo, entities, (id) => on.pathEnd(1, id));
    this.legend();
    this.checks(
      elements.kinds,
      "kinds",
      data.kinds.filter(({ id }) => data.nodes.some((node) => data.entities[node.id].kind === id)),
      ({ id }) => shapePicture(data, id),
    );
    this.checks(elements.layers, "layers", data.layers);
    this.checks(elements.relations, "relations", relationsOf(data));
    this.checks(elements.types, "types", Object.values(data.types));
    this.checks(elements.acts, "acts", data.acts);
    this.checks(elements.tendencies, "tendencies", data.tendencyOptions);
    this.whatIf();
    this.days();
  }

  // Rows of the legend: those that are drawn, then those on request. The name selects, the box draws.
  legend() {
    /** @type {{id: Row, label: string, accepted: boolean}[]} */
    const rows = [...this.data.statuses, { id: "contested", label: "contested by a party", accepted: false }];
    /** @type {(row: {id: Row, label: string}) => HTMLElement} */
    const row = ({ id, label }) => {
      const box = make("input", {
        type: "checkbox",
        "aria-label": `Draw ${label}`,
        onchange: () => this.on.toggle("statuses", id),
      });
      const count = make("span", { class: "count" });
      const onclick = () => this.on.choose(["status", id]);
      const select = make("button", { type: "button", class: "row-name", onclick }, swatch(id), make("span", {}, label), count);
      const item = make("li", { "data-status": id }, make("label", { class: "box" }, box), select);
      this.rows.set(id, { item, box, count, select });
      return item;
    };
    this.elements.drawn.replaceChildren(...rows.filter(({ accepted }) => accepted).map(row));
    this.elements.onRequest.replaceChildren(...rows.filter(({ accepted }) => !accepted).map(row));
  }

  /** @type {(list: HTMLElement, field: ListField, options: Option[], picture?: (option: {id: string}) => Element | null) => void} */
  checks(list, field, options, picture = () => null) {
    /** @type {(option: Option) => HTMLElement} */
    const item = ({ id, label }) => {
      const box = make("input", { type: "checkbox", onchange: () => this.on.toggle(field, id) });
      box.dataset.id = id;
      const parts = [box, picture({ id }), make("span", {}, cut(label)), make("span", { class: "count", "data-count": id })];
      return make("li", {}, make("label", {}, parts), onlyButton(cut(label), () => this.on.set({ [field]: [id] })));
    };
    const every = () => this.on.set({ [field]: options.map(({ id }) => id) });
    list.replaceChildren(allButton(field, every), ...options.map(item));
    list.dataset.field = field;
  }

  whatIf() {
    const { data, elements, on } = this;
    const days = data.publicationDays;
    Object.assign(elements.knownBy, { min: 0, max: Math.max(0, days.length - 1), step: 1 });
    elements.knownBy.disabled = days.length < 2;
    elements.knownBy.addEventListener("input", () => on.set({ knownBy: days[Number(elements.knownBy.value)] }));
    elements.dayMarks.replaceChildren(...days.map((_, place) => make("option", { value: place })));
    this.withdrawals(
      elements.voices,
      "voice",
      data.voices.map((id) => ({ id, label: voiceName(data, id) })),
    );
    /** @type {(ids: string[]) => Option[]} */
    const named = (ids) => ids.map((id) => ({ id, label: nameOf(data, id) }));
    this.withdrawals(elements.outlets, "outlet", named(data.outlets));
    this.withdrawals(elements.relays, "relay", named(data.relays));
    const articles = Object.entries(data.articles).map(([id, { published }]) => ({
      id,
      label: `${published} · ${articleTitle(data, id)}`,
    }));
    this.withdrawals(elements.articles, "article", articles);
  }

  // The box withdraws; the name opens what it says.
  /** @type {(list: HTMLElement, field: Field, options: Option[]) => void} */
  withdrawals(list, field, options) {
    /** @type {(option: Option) => HTMLElement} */
    const item = ({ id, label }) => {
      const box = make("input", {
        type: "checkbox",
        checked: true,
        "aria-label": `With ${label}`,
        onchange: () => this.on.withdraw(field, id),
      });
      box.dataset.id = id;
      const open = make(
        "button",
        { type: "button", class: "row-name", onclick: () => this.on.choose([field, id]) },
        make("span", {}, label),
        make("span", { class: "count", "data-count": id }),
      );
      return make("li", {}, make("label", { class: "box" }, box), open);
    };
    const again = () => {
      this.counted = null;
      if (this.last) this.show(...this.last);
    };
    list.replaceChildren(...piecewise(options, item, "li", again));
    list.dataset.without = field;
    const around = list.closest("details");
    if (around) around.hidden = !options.length;
  }

  days() {
    const { from, to, undated, alone, anonymous } = this.elements;
    const fewest = this.elements.least;
    const set = () => {
      const [first, last] = this.factDays();
      const [one, other] = [from.value || first, to.value || last];
      this.on.set({ days: from.value || to.value ? (one <= other ? [one, other] : [other, one]) : null });
    };
    from.addEventListener("change", set);
    to.addEventListener("change", set);
    undated.addEventListener("change", () => this.on.set({ undated: undated.checked }));
    alone.addEventListener("change", () => this.on.set({ alone: alone.checked }));
    fewest.addEventListener("change", () => this.on.set({ least: Math.max(1, Math.floor(Number(fewest.value)) || 1) }));
    anonymous.addEventListener("change", () => this.on.set({ anonymous: anonymous.checked }));
  }

  /** @type {() => [string, string]} */
  factDays() {
    return (this.span ??= this.spanOf());
  }

  /** @type {() => [string, string]} */
  spanOf() {
    const whens = given(this.data.claims.map((claim) => claim.when));
    return [
      least(given(whens.map((when) => when.earliest))) ?? ALL_DAYS[0],
      most(given(whens.map((when) => when.latest))) ?? ALL_DAYS[1],
    ];
  }

  // Bring every control to what the state says, with counts of what it would leave.
  /** @type {(view: View, state: State) => void} */
  show(view, state) {
    this.last = [view, state];
    const { elements, data } = this;
    this.showLegend(view, state);
    for (const [list, chosen] of pairsOf(elements, state))
      for (const box of list.querySelectorAll("input")) box.checked = chosen.includes(box.dataset.id ?? "");
    for (const [list, field] of withdrawable(elements))
      for (const box of list.querySelectorAll("input"))
        box.checked = !state.without[field].includes(box.dataset.id ?? "");
    this.showCounts(view, state);
    const place = data.publicationDays.findLastIndex((day) => day <= state.knownBy);
    elements.knownBy.value = String(Math.max(0, place));
    const seen = Object.values(data.articles).filter((article) => article.day <= state.knownBy).length;
    const text = `${state.knownBy}: ${seen} of ${Object.keys(data.articles).length} articles`;
    elements.knownText.textContent = text;
    elements.knownBy.setAttribute("aria-valuetext", text);
    const [first, last] = this.factDays();
    Object.assign(elements.from, { value: state.days?.[0] ?? first, min: first, max: last });
    Object.assign(elements.to, { value: state.days?.[1] ?? last, min: first, max: last });
    elements.undated.checked = state.undated;
    elements.alone.checked = state.alone;
    elements.anonymous.checked = state.anonymous;
    elements.least.value = String(state.least);
    elements.pathFrom.value = state.path?.[0] ? nameOf(data, state.path[0]) : "";
    elements.pathTo.value = state.path?.[1] ? nameOf(data, state.path[1]) : "";
    this.showFocus(state);
  }

  /** @type {(view: View, state: State) => void} */
  showLegend(view, state) {
    const counts = countByRow([...view.passing].map((id) => view.account.facts[id]));
    for (const [id, { item, box, count, select }] of this.rows) {
      box.checked = state.statuses.includes(id);
      count.textContent = String(counts[id] ?? 0);
      item.classList.toggle("none", !counts[id]);
      select.setAttribute("aria-pressed", String(state.selected?.[0] === "status" && state.selected[1] === id));
    }
  }

  /** @type {(view: View, state: State) => void} */
  showCounts(view, state) {
    /** @type {Record<string, number>} */
    const counts = bare();
    /** @type {(id: string) => number} */
    const add = (id) => (counts[id] = (counts[id] ?? 0) + 1);
    Object.assign(counts, kindCounts(this.data, view, state));
    showHiddenKinds(this.data, counts, state, (id) => this.on.toggle("kinds", id));
    for (const edge of view.edges) add(edge.layer);
    for (const fact of Object.values(view.account.facts)) add(fact.type);
    for (const list of [this.elements.kinds, this.elements.layers, this.elements.types]) showCountsIn(list, counts);
    /** @type {Record<string, number>} */
    const drawn = bare(); // apart, since a relation may be called as a layer is
    for (const { relation } of view.edges) drawn[relation] = (drawn[relation] ?? 0) + 1;
    showCountsIn(this.elements.relations, drawn);
    const done = actCounts(this.data, Object.values(view.account.facts));
    showCountsIn(this.elements.acts, done.acts);
    showCountsIn(this.elements.tendencies, done.tendencies);
    this.showSaid(view);
  }

  // How many known claims are each voice's, outlet's, relay's and article's.
  /** @type {(view: View) => void} */
  showSaid(view) {
    if (this.counted === view.account) return;
    this.counted = view.account;
    /** @type {Record<Field, Record<string, number>>} */
    const said = { voice: bare(), outlet: bare(), relay: bare(), article: bare() };
    /** @type {(field: Field, id: string) => number} */
    const add = (field, id) => (said[field][id] = (said[field][id] ?? 0) + 1);
    for (const [key, reading] of Object.entries(view.account.readings)) {
      const { article, via } = known(this.data.claim, key);
      add("article", article);
      add("outlet", reading.outlet);
      for (const relay of via ?? []) add("relay", relay);
      for (const voice of reading.voices) add("voice", voice);
    }
    for (const [list, field] of withdrawable(this.elements)) showCountsIn(list, said[field]);
  }

  /** @type {(state: State) => void} */
  showFocus(state) {
    const { focus } = this.elements;
    focus.hidden = !state.focus;
    if (!state.focus) return;
    /** @type {(steps: number) => HTMLElement} */
    const step = (steps) =>
      make(
        "button",
        {
          type: "button",
          "aria-pressed": String(state.steps === steps),
          onclick: () => this.on.focus(state.focus, steps),
        },
        `${steps}`,
      );
    renew(
      focus,
      make("span", {}, `Focus on ${nameOf(this.data, state.focus)}`),
      make(
        "span",
        { class: "moves" },
        [1, 2, 3].map(step),
        make("button", { type: "button", onclick: () => this.on.focus(null) }, "All"),
      ),
    );
  }
}
