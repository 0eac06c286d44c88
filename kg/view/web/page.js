// The page: one state, one way from it to what is shown, and the address that keeps it.

const find = (id) => document.getElementById(id);

class Page {
  constructor(payload) {
    this.data = readPayload(payload);
    this.state = defaults(this.data);
    this.opening = this.data.opening;
    this.doubtful = mostDoubtful(this.data, this.opening);
    const selected = this.state.focus ? ["node", this.state.focus] : ["fact", this.doubtful];
    this.home = () => ({ ...defaults(this.data), selected });
    this.account = this.opening;
    Object.assign(this.state, this.home(), readAddress(location.hash, this.data, this.home()));
    this.theme(this.state.theme);
    this.drawing = new Drawing(this.data, find("picture"), this.fromDrawing());
    this.panel = new Panel(this.data, find("evidence"), this.fromPanel());
    this.controls = new Controls(this.data, controlElements(), this.fromControls());
    this.account = this.recount();
    this.refresh();
    this.sayChanges();
    this.buttons();
    listenToKeys(this);
    addEventListener("hashchange", () => this.readAddress());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.repaint());
  }

  // ---- from the state to what is shown

  set(changes) {
    Object.assign(this.state, changes);
    if ("knownBy" in changes || "without" in changes) {
      const before = this.view;
      this.account = this.recount();
      this.refresh();
      const fallen = [...before.lines.values()].filter((line) => !this.view.lines.has(line.id));
      if (fallen.length) this.drawing.letFall(fallen);
      this.drawing.restyle();
      this.sayChanges();
    } else this.refresh();
    if (!this.state.camera && ["kinds", "alone", "layers"].some((field) => field in changes)) this.drawing.fit();
    this.writeAddress();
  }

  recount() {
    const { knownBy, without } = this.state;
    if (knownBy === this.opening.known_by && !Object.values(without).some((ids) => ids.length)) return this.opening;
    try {
      return accountOf(this.data, this.state);
    } catch (error) {
      if (!(error instanceof SideError)) throw error;
      find("changes").textContent = error.message;
      return this.account;
    }
  }

  refresh() {
    this.view = look(this.data, this.state, this.account);
    this.tags = this.tagsOf();
    this.onPath = this.pathOf();
    this.drawing.show(this.view, this.state);
    this.controls.show(this.view, this.state);
    this.panel.show(this.state.selected, this.view, this.state);
    this.headline();
    this.sayLeft();
    this.askEnd();
    this.rank();
    this.table();
  }

  headline() {
    const counts = countByStatus(this.account);
    const all = Object.keys(this.account.facts).length;
    const part = ({ id, label }) =>
      make(
        "button",
        { type: "button", class: "link", onclick: () => this.choose(["status", id]) },
        `${counts[id]} ${label}`,
      );
    const parts = this.data.statuses.filter(({ id }) => counts[id]).map(part);
    const listed = parts.map((one, place) => make("span", {}, one, place < parts.length - 1 ? "," : ""));
    renew(
      find("headline"),
      `${plural(all, "finding")}${parts.length ? ": " : ""}`,
      ...listed.flatMap((one) => [one, " "]),
    );
    const voices = new Set(Object.values(this.account.readings).flatMap((reading) => reading.voices)).size;
    const articles = new Set(Object.keys(this.account.readings).map((key) => this.data.claim.get(key).article)).size;
    find("sources").textContent =
      `${plural(Object.keys(this.account.readings).length, "claim")} by ${plural(voices, "voice")} in ${plural(articles, "article")}, published by ${this.state.knownBy}${this.withdrawn()}. A status says who says so, never what is true.`;
  }

  // A page of a slice without a voice says so: whoever gets the page alone could not know.
  withdrawn() {
    const names = (this.data.opens.withdrawn ?? []).map((voice) => voiceName(this.data, voice));
    return names.length ? `, without the word of ${names.join(" and ")}` : "";
  }

  sayLeft() {
    const { view } = this;
    const drawn = new Set(view.edges.map((edge) => edge.fact)).size;
    const all = Object.keys(view.account.facts).length;
    find("left").textContent =
      `${plural(view.lines.size, "line")} between ${plural([...view.near.values()].filter((others) => others.length).length, "actor")}, from ${drawn} of ${plural(all, "finding")}`;
  }

  // A path that has one end only asks for the other.
  askEnd() {
    const [from, to] = this.state.path ?? [];
    const cancel = make(
      "button",
      { type: "button", class: "link", onclick: () => this.set({ path: null }) },
      "Leave it",
    );
    renew(
      find("asked"),
      ...(from && !to ? [`Path from ${nameOf(this.data, from)}: choose the other end in the picture. `, cancel] : []),
    );
  }

  sayChanges() {
    const { voice, publisher, article } = this.state.without;
    const asked = voice.length || publisher.length || article.length || this.state.knownBy !== this.opening.known_by;
    const moved = asked ? changes(this.opening, this.account) : [];
    const before = look(this.data, this.state, this.opening);
    const fell = [...before.lines.keys()].filter((id) => !this.view.lines.has(id)).length;
    const text = `What if: ${plural(moved.length, "finding")} ${moved.length === 1 ? "changes" : "change"}, ${plural(fell, "line")} ${fell === 1 ? "falls" : "fall"} away.`;
    const show = make(
      "button",
      { type: "button", class: "link", onclick: () => this.choose(["changes", ""]) },
      "Which",
    );
    const undo = make(
      "button",
      {
        type: "button",
        class: "link",
        onclick: () => this.set({ without: defaults(this.data).without, knownBy: this.opening.known_by }),
      },
      "Undo",
    );
    renew(find("changes"), ...(asked ? [text, " ", show, " ", undo] : []));
  }

  rank() {
    const row = ({ id, score, rank, tied }) =>
      make(
        "li",
        {},
        make("span", { class: "rank" }, `${rank}${tied ? "=" : ""}`),
        make(
          "button",
          { type: "button", class: "link", onclick: () => this.choose(["node", id]) },
          nameOf(this.data, id),
        ),
        make("span", { class: "count" }, score),
      );
    renew(find("ranking"), ...this.view.ranking.slice(0, 8).map(row));
    const few = this.view.ranking.length < 30 ? " Ranks of so few mean little." : "";
    find("ranking-note").textContent = `How many others each is joined to by the lines shown.${few}`;
  }

  // What someone is attested in, as what is accepted has it: an organization, else a post, else a rank.
  tagsOf() {
    const best = new Map();
    const offer = (id, entity) => {
      const belongs = Object.keys(entity?.links ?? {}).length > 0;
      const weight = { Organization: 3, Post: belongs ? 2 : 1 }[entity?.kind] ?? 0;
      if (weight > (best.get(id)?.weight ?? 0)) best.set(id, { weight, entity });
    };
    for (const fact of newestFirst(Object.values(this.account.facts))) {
      const { bearer, upward } = this.data.types[fact.type];
      if (!bearer || !fact.accepted) continue;
      const fillers = Object.values(fact.fillers).filter((filler) => filler.accepted);
      const targets = fillers
        .filter(({ role }) => upward.includes(role))
        .map(({ filler }) => this.data.entities[filler]);
      for (const { role, filler } of fillers) if (role === bearer) for (const target of targets) offer(filler, target);
    }
    for (const [id, { kind, links }] of Object.entries(this.data.entities)) {
      if (kind === "Person")
        for (const target of Object.values(links ?? {}).flat()) offer(id, this.data.entities[target]);
    }
    return new Map([...best].map(([id, { entity }]) => [id, shortName(entity)]));
  }

  pathOf() {
    const [from, to] = this.state.path ?? [];
    if (!from || !to) return null;
    const [first] = shortestPaths(this.view.near, from, to);
    if (!first) return null;
    return { nodes: new Set(first), lines: new Set(first.slice(1).map((id, place) => pairOf(first[place], id))) };
  }

  // What the chosen thing marks in the picture.
  marked() {
    const [kind, id] = this.state.selected ?? [];
    const nodes = new Set();
    const lines = new Set();
    if (kind === "node") nodes.add(id);
    if (kind === "line") for (const end of (lines.add(id), id.split(" "))) nodes.add(end);
    if (kind === "path" && this.onPath) return this.onPath;
    if (kind === "fact" && this.account.facts[id]) {
      for (const edge of this.account.edges) {
        if (edge.fact !== id) continue;
        lines.add(pairOf(edge.from, edge.to));
        for (const end of [edge.from, edge.to]) nodes.add(end);
      }
      if (!nodes.size) for (const { filler } of Object.values(this.account.facts[id].fillers)) nodes.add(filler);
    }
    if (["voice", "publisher", "article"].includes(kind)) {
      const claims = claimsOf(this.data, this.account, kind, id).map((claim) => claim.key);
      for (const line of this.view.lines.values())
        if (line.edges.some((edge) => edge.claims.some((key) => claims.includes(key)))) lines.add(line.id);
    }
    if (kind === "status")
      for (const line of this.view.lines.values()) if (line.edges.some((edge) => edge.row === id)) lines.add(line.id);
    return { nodes, lines };
  }

  // ---- what the parts may ask for

  choose(selected) {
    this.state.selected = selected;
    this.refresh();
    if (selected?.[0] === "node" && this.view.nodes.has(selected[1])) this.drawing.bring(selected[1]);
    this.writeAddress();
  }

  fromDrawing() {
    return {
      node: (id) => this.meet(id),
      line: (id) => this.choose(["line", id]),
      nothing: () => this.choose(null),
      moved: () => this.keepCamera(),
      resized: () => this.state.camera || this.drawing.fit(),
      pinned: (spots) => {
        for (const [id, { x, y }] of Object.entries(spots)) this.state.pins[id] = [Math.round(x), Math.round(y)];
        this.writeAddress();
      },
      hover: (what) => this.hover(what),
      marked: () => this.marked(),
      path: () => (this.state.selected?.[0] === "path" ? this.onPath : null),
      tag: (id) => this.tags?.get(id),
    };
  }

  fromPanel() {
    return {
      choose: (selected) => this.choose(selected),
      focus: (id, steps) => this.focus(id, steps),
      pathFrom: (id) => this.set({ path: [id, null] }),
      tag: (id) => this.tags.get(id),
      area: (id) => {
        const area = this.data.place.get(id)?.area;
        return area && area !== id ? nameOf(this.data, area) : null;
      },
      opening: () => this.opening,
      doubtful: () => (this.opening.facts[this.doubtful]?.accepted ? null : this.doubtful),
    };
  }

  fromControls() {
    return {
      set: (changes) => this.set(changes),
      choose: (selected) => this.choose(selected),
      focus: (id, steps) => this.focus(id, steps),
      toggle: (field, id) => {
        const had = this.state[field];
        this.set({ [field]: had.includes(id) ? had.filter((one) => one !== id) : [...had, id] });
      },
      withdraw: (field, id) => {
        const had = this.state.without[field];
        this.set({
          without: {
            ...this.state.without,
            [field]: had.includes(id) ? had.filter((one) => one !== id) : [...had, id],
          },
        });
      },
      found: (id) => this.choose(["node", id]),
      pathEnd: (end, id) => {
        const path = [...(this.state.path ?? [null, null])];
        path[end] = id;
        this.set({ path, selected: path[0] && path[1] ? ["path", ""] : this.state.selected });
      },
    };
  }

  // A mark that is clicked is chosen, or is the other end of a path that has only one.
  meet(id) {
    const [from, to] = this.state.path ?? [];
    if (from && !to && from !== id) this.set({ path: [from, id], selected: ["path", ""] });
    else this.choose(["node", id]);
  }

  focus(id, steps = 1) {
    const off = id === null || (this.state.focus === id && this.state.steps === steps);
    this.set(off ? { focus: null } : { focus: id, steps });
  }

  hover(what) {
    const tip = find("tip");
    tip.hidden = !what?.line;
    if (tip.hidden) return;
    const line = this.view.lines.get(what.line);
    if (!line) return;
    const said = unique(
      line.edges.map((edge) => `${this.data.relations[edge.relation].label}, ${this.panel.rowName(edge.row)}`),
    );
    tip.replaceChildren(
      make("strong", {}, line.ends.map((id) => nameOf(this.data, id)).join(" – ")),
      make("span", {}, said.join("; ")),
    );
    const [[ax, ay], [bx, by]] = line.ends.map((id) => this.drawing.at(id));
    const { x, y } = this.drawing.network.canvasToDOM({ x: (ax + bx) / 2, y: (ay + by) / 2 });
    Object.assign(tip.style, { left: `${Math.round(x)}px`, top: `${Math.round(y + 16)}px` });
  }

  // ---- table

  table() {
    const { state, view, data } = this;
    find("table").hidden = !state.table;
    find("toggle-table").setAttribute("aria-expanded", String(state.table));
    if (!state.table) return;
    const chosen = state.selected?.join(" ");
    const row = (line) => {
      const open = () => this.choose(["line", line.id]);
      const facts = line.facts.map((id) => view.account.facts[id]);
      const cells = [
        unique(line.edges.map((edge) => data.relations[edge.relation].label)).join(", "),
        [
          swatch(line.status),
          this.panel.rowName(line.status),
          line.contested ? ", contested" : "",
          line.conflicting ? ", conflicting" : "",
        ],
        unique(facts.map((fact) => fact.when.text ?? "undated")).join("; "),
        unique(line.edges.flatMap((edge) => edge.voices))
          .map((voice) => voiceName(data, voice))
          .join(", "),
        String(facts.length),
      ];
      const names = make(
        "th",
        { scope: "row" },
        make(
          "button",
          { type: "button", class: "link", onclick: open },
          line.ends.map((id) => nameOf(data, id)).join(" – "),
        ),
      );
      return make(
        "tr",
        { "aria-selected": String(chosen === `line ${line.id}`), "data-line": line.id },
        names,
        cells.map((cell) => make("td", {}, cell)),
      );
    };
    const lines = [...view.lines.values()].sort((a, b) => b.facts.length - a.facts.length || (a.id < b.id ? -1 : 1));
    const some = lines.slice(0, this.rows ?? 200);
    renew(find("rows"), ...some.map(row));
    const more = make(
      "button",
      {
        type: "button",
        onclick: () => {
          this.rows = Infinity;
          this.table();
        },
      },
      `Show all ${lines.length}`,
    );
    find("more-rows").replaceChildren(...(lines.length > some.length ? [more] : []));
  }

  // ---- buttons, address, look

  buttons() {
    const on = (id, act) => find(id).addEventListener("click", act);
    on("zoom-in", () => this.drawing.zoom(1.3));
    on("zoom-out", () => this.drawing.zoom(1 / 1.3));
    on("fit", () => this.fit());
    on("toggle-table", () => this.set({ table: !this.state.table }));
    on("toggle-theme", () => this.theme(isDark() ? "light" : "dark", true));
    on("reset", () => this.reset());
    on("save-svg", () => download(`${this.name()}.svg`, new Blob([this.svg()], { type: "image/svg+xml" })));
    on("save-png", async () => download(`${this.name()}.png`, await pngOf(this.svg())));
    on("save-csv", () => download(`${this.name()}.csv`, new Blob([this.csv()], { type: "text/csv" })));
    on("path-clear", () =>
      this.set({ path: null, selected: this.state.selected?.[0] === "path" ? null : this.state.selected }),
    );
  }

  name() {
    return (
      fold(document.title)
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-|-$/g, "") || "dramatis"
    );
  }

  svg() {
    return svgOf(this.drawing, this.caption());
  }

  csv() {
    return csvOf(this.data, this.view);
  }

  caption() {
    return `${document.title}. ${find("left").textContent}; known by ${this.state.knownBy}.`;
  }

  fit() {
    this.state.camera = null;
    this.drawing.fit();
    this.writeAddress();
  }

  reset() {
    this.state = this.home();
    this.drawing.unpin();
    find("search").value = "";
    this.account = this.recount();
    this.refresh();
    this.sayChanges();
    this.fit();
  }

  theme(theme, chosen = false) {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    if (!chosen) return;
    this.state.theme = theme;
    this.repaint();
    this.writeAddress();
  }

  repaint() {
    this.drawing.readInk();
    this.drawing.restyle();
  }

  keepCamera() {
    const { x, y } = this.drawing.network.getViewPosition();
    this.state.camera = [Math.round(x), Math.round(y), Math.round(this.drawing.network.getScale() * 1000) / 1000];
    clearTimeout(this.writing);
    this.writing = setTimeout(() => this.writeAddress(), 200);
  }

  writeAddress() {
    const address = addressOf(this.state, this.home());
    if (address === location.hash.slice(1)) return;
    this.written = address;
    try {
      history.replaceState(null, "", `#${address}`);
    } catch {
      // In a frame without an address of its own there is nothing to keep it in.
    }
  }

  readAddress() {
    if (location.hash.slice(1) === this.written) return;
    this.state = { ...this.home(), ...readAddress(location.hash, this.data, this.home()) };
    this.theme(this.state.theme);
    this.drawing.unpin();
    this.drawing.pin(this.state.pins);
    this.account = this.recount();
    this.repaint();
    this.refresh();
    this.sayChanges();
    if (this.state.camera) this.drawing.look(this.state.camera);
    else this.drawing.fit();
  }
}

const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const isDark = () =>
  (document.documentElement.dataset.theme ??
    (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

// The longest name that fits under a mark.
function shortName({ name, aliases }) {
  const fitting = [name, ...(aliases ?? [])].filter((one) => one.length <= 28);
  return fitting.sort((a, b) => b.length - a.length)[0] ?? `${name.slice(0, 28).replace(/\s+\S*$/, "")}…`;
}

function controlElements() {
  const ids = {
    search: "search",
    pathFrom: "path-from",
    pathTo: "path-to",
    focus: "focus",
    drawn: "drawn",
    onRequest: "on-request",
    kinds: "kinds",
    layers: "layers",
    types: "types",
    from: "from",
    to: "to",
    undated: "undated",
    alone: "alone",
    knownBy: "known-by",
    knownText: "known-text",
    dayMarks: "day-marks",
    voices: "voices",
    publishers: "publishers",
    articles: "articles",
  };
  return Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, find(id)]));
}

// ---- start

async function textOf(element) {
  if (element.dataset.packed === undefined) return element.textContent;
  const bytes = Uint8Array.from(atob(element.textContent), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

// A packed library is run as what it is: the policy knows its hash.
async function start() {
  const library = find("library");
  if (library)
    document.head.append(Object.assign(document.createElement("script"), { textContent: await textOf(library) }));
  globalThis.dramatis = new Page(JSON.parse(await textOf(find("payload"))));
  document.documentElement.dataset.ready = "yes";
}

start();
