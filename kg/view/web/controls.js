// What the reader turns: search, legend, filters, "what if". Every control changes the state and says so to `on.change`.

class Controls {
  constructor(data, elements, on) {
    Object.assign(this, { data, elements, on });
    this.build();
  }

  build() {
    const { data, elements, on } = this;
    const entities = Object.entries(data.entities).map(([id, { name, aliases }]) => ({
      id,
      name,
      folded: [name, ...(aliases ?? [])].map(fold),
    }));
    combobox(elements.search, entities, (id) => on.found(id));
    combobox(elements.pathFrom, entities, (id) => on.pathEnd(0, id));
    combobox(elements.pathTo, entities, (id) => on.pathEnd(1, id));
    this.legend();
    this.checks(
      elements.kinds,
      "kinds",
      data.kinds.filter(({ id }) => data.nodes.some((node) => data.entities[node.id].kind === id)),
      ({ id }) => shapePicture(data, id),
    );
    this.checks(elements.layers, "layers", data.layers);
    this.checks(elements.types, "types", Object.values(data.types));
    this.whatIf();
    this.days();
  }

  // Rows of the legend: those that are drawn, then those on request. The name selects, the box draws.
  legend() {
    const rows = [
      ...this.data.statuses.map(({ id, label, accepted }) => ({ id, label, accepted })),
      { id: "contested", label: "contested by a party", accepted: false },
    ];
    this.rows = new Map();
    const row = ({ id, label }) => {
      const box = make("input", {
        type: "checkbox",
        "aria-label": `Draw ${label}`,
        onchange: () => this.on.toggle("statuses", id),
      });
      const count = make("span", { class: "count" });
      const select = make(
        "button",
        { type: "button", class: "row-name", onclick: () => this.on.choose(["status", id]) },
        swatch(id),
        make("span", {}, label),
        count,
      );
      const item = make("li", { "data-status": id }, box, select);
      this.rows.set(id, { item, box, count, select });
      return item;
    };
    this.elements.drawn.replaceChildren(...rows.filter(({ accepted }) => accepted).map(row));
    this.elements.onRequest.replaceChildren(...rows.filter(({ accepted }) => !accepted).map(row));
  }

  checks(list, field, options, picture = () => null) {
    const item = ({ id, label }) => {
      const box = make("input", { type: "checkbox", onchange: () => this.on.toggle(field, id) });
      box.dataset.id = id;
      return make(
        "li",
        {},
        make(
          "label",
          {},
          box,
          picture({ id }),
          make("span", {}, label),
          make("span", { class: "count", "data-count": id }),
        ),
      );
    };
    list.replaceChildren(...options.map(item));
    list.dataset.field = field;
  }

  whatIf() {
    const { data, elements, on } = this;
    const days = data.publicationDays;
    Object.assign(elements.knownBy, { min: 0, max: Math.max(0, days.length - 1), step: 1 });
    elements.knownBy.disabled = days.length < 2;
    elements.knownBy.addEventListener("input", () => on.set({ knownBy: days[elements.knownBy.value] }));
    elements.dayMarks.replaceChildren(...days.map((_, place) => make("option", { value: place })));
    this.withdrawals(
      elements.voices,
      "voice",
      data.voices.map((id) => ({ id, label: voiceName(data, id) })),
    );
    this.withdrawals(
      elements.publishers,
      "publisher",
      data.publishers.map((id) => ({ id, label: nameOf(data, id) })),
    );
    const articles = Object.entries(data.articles).map(([id, { title, published }]) => ({
      id,
      label: `${published} · ${title}`,
    }));
    this.withdrawals(elements.articles, "article", articles);
  }

  // The box withdraws; the name opens what it says.
  withdrawals(list, field, options) {
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
      return make("li", {}, box, open);
    };
    list.replaceChildren(...options.map(item));
    list.dataset.without = field;
  }

  days() {
    const { from, to, undated, alone } = this.elements;
    const set = () => {
      const [first, last] = this.factDays();
      const days = [from.value || first, to.value || last];
      this.on.set({ days: from.value || to.value ? (days[0] <= days[1] ? days : [days[1], days[0]]) : null });
    };
    from.addEventListener("change", set);
    to.addEventListener("change", set);
    undated.addEventListener("change", () => this.on.set({ undated: undated.checked }));
    alone.addEventListener("change", () => this.on.set({ alone: alone.checked }));
  }

  factDays() {
    const whens = this.data.claims.map((claim) => claim.when).filter(Boolean);
    return [
      least(whens.map((when) => when.earliest).filter(Boolean)) ?? ALL_DAYS[0],
      most(whens.map((when) => when.latest).filter(Boolean)) ?? ALL_DAYS[1],
    ];
  }

  // Bring every control to what the state says, with counts of what it would leave.
  show(view, state) {
    const { elements, data } = this;
    this.showLegend(view, state);
    for (const list of [elements.kinds, elements.layers, elements.types]) {
      for (const box of list.querySelectorAll("input"))
        box.checked = state[list.dataset.field].includes(box.dataset.id);
    }
    for (const list of [elements.voices, elements.publishers, elements.articles]) {
      for (const box of list.querySelectorAll("input"))
        box.checked = !state.without[list.dataset.without].includes(box.dataset.id);
    }
    this.showCounts(view);
    elements.knownBy.value = Math.max(
      0,
      data.publicationDays.findLastIndex((day) => day <= state.knownBy),
    );
    const seen = Object.values(data.articles).filter((article) => article.day <= state.knownBy).length;
    const text = `${state.knownBy}: ${seen} of ${Object.keys(data.articles).length} articles`;
    elements.knownText.textContent = text;
    elements.knownBy.setAttribute("aria-valuetext", text);
    const [first, last] = this.factDays();
    Object.assign(elements.from, { value: state.days?.[0] ?? first, min: first, max: last });
    Object.assign(elements.to, { value: state.days?.[1] ?? last, min: first, max: last });
    elements.undated.checked = state.undated;
    elements.alone.checked = state.alone;
    elements.pathFrom.value = state.path?.[0] ? nameOf(data, state.path[0]) : "";
    elements.pathTo.value = state.path?.[1] ? nameOf(data, state.path[1]) : "";
    this.showFocus(view, state);
  }

  showLegend(view, state) {
    const counts = bare();
    for (const id of view.passing)
      counts[rowOf(view.account.facts[id])] = (counts[rowOf(view.account.facts[id])] ?? 0) + 1;
    for (const [id, { item, box, count, select }] of this.rows) {
      box.checked = state.statuses.includes(id);
      count.textContent = counts[id] ?? 0;
      item.classList.toggle("none", !counts[id]);
      select.setAttribute("aria-pressed", String(state.selected?.[0] === "status" && state.selected[1] === id));
    }
  }

  showCounts(view) {
    const counts = bare();
    const add = (id) => (counts[id] = (counts[id] ?? 0) + 1);
    for (const id of view.nodes) add(this.data.entities[id].kind);
    for (const edge of view.edges) add(edge.layer);
    for (const fact of Object.values(view.account.facts)) add(fact.type);
    for (const list of [this.elements.kinds, this.elements.layers, this.elements.types]) {
      for (const count of list.querySelectorAll("[data-count]")) count.textContent = counts[count.dataset.count] ?? 0;
    }
    this.showSaid(view);
  }

  // How many known claims are each voice's, publisher's and article's.
  showSaid(view) {
    if (this.counted === view.account) return;
    this.counted = view.account;
    const { voices, publishers, articles } = this.elements;
    const said = { voice: bare(), publisher: bare(), article: bare() };
    const add = (field, id) => (said[field][id] = (said[field][id] ?? 0) + 1);
    for (const [key, reading] of Object.entries(view.account.readings)) {
      const { article } = this.data.claim.get(key);
      add("article", article);
      add("publisher", this.data.articles[article].publisher);
      for (const voice of reading.voices) add("voice", voice);
    }
    for (const list of [voices, publishers, articles]) {
      for (const count of list.querySelectorAll("[data-count]"))
        count.textContent = said[list.dataset.without][count.dataset.count] ?? 0;
    }
  }

  showFocus(view, state) {
    const { focus } = this.elements;
    focus.hidden = !state.focus;
    if (!state.focus) return;
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

// A text field that offers what fits, after the ARIA pattern "combobox with listbox popup".
function combobox(input, options, choose) {
  const list = make("ul", { role: "listbox", id: `${input.id}-list`, hidden: true });
  input.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-controls": list.id,
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    autocomplete: "off",
    spellcheck: "false",
  }))
    input.setAttribute(name, value);
  let active = -1;
  let fitting = [];
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (place) => {
    const option = fitting[place];
    if (!option) return;
    close();
    input.value = option.name;
    choose(option.id);
  };
  const mark = (place) => {
    active = (place + fitting.length) % fitting.length;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    input.setAttribute("aria-activedescendant", `${input.id}-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const offer = () => {
    fitting = fittingOptions(options, input.value);
    list.replaceChildren(
      ...fitting.map((option, place) =>
        make(
          "li",
          {
            role: "option",
            id: `${input.id}-${place}`,
            "aria-selected": "false",
            onmousedown: (event) => (event.preventDefault(), take(place)),
          },
          option.name,
        ),
      ),
    );
    list.hidden = !fitting.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    active = -1;
  };
  input.addEventListener("input", offer);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) offer();
    if (event.key === "Escape") close();
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else if (event.key === "Enter") take(Math.max(active, 0));
    else return;
    event.preventDefault();
  });
}

// Names that begin with what was typed come first, then those with a word that does, then the rest.
function fittingOptions(options, typed) {
  const text = fold(typed.trim());
  if (!text) return [];
  const fit = ({ folded }) => {
    if (folded[0].startsWith(text)) return 0;
    if (folded.some((name) => ` ${name}`.includes(` ${text}`))) return 1;
    return folded.some((name) => name.includes(text)) ? 2 : 3;
  };
  return options
    .map((option) => ({ ...option, fit: fit(option) }))
    .filter((option) => option.fit < 3)
    .sort((a, b) => a.fit - b.fit || (a.name < b.name ? -1 : 1))
    .slice(0, 12);
}
