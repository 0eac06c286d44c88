// The panel: who says so, where exactly, and does anyone disagree. All that comes from sources is set as text.

class Panel {
  constructor(data, element, on) {
    Object.assign(this, { data, element, on });
  }

  show(selected, view, state) {
    Object.assign(this, { view, state });
    const kinds = {
      fact: "finding",
      node: "actor",
      line: "line",
      status: "withStatus",
      path: "path",
      changes: "changed",
      voice: "source",
      publisher: "source",
      article: "source",
    };
    const [kind, id] = selected ?? [];
    const content = kinds[kind] ? this[kinds[kind]](id, kind) : this.nothing();
    renew(this.element, ...content.filter(Boolean));
    const shown = (selected ?? []).join(" ");
    if (shown !== this.shown) this.element.scrollTop = 0;
    this.shown = shown;
  }

  nothing() {
    return [
      make("p", { class: "kicker" }, "Evidence"),
      make("h2", {}, "Nothing is chosen"),
      make(
        "p",
        {},
        "Choose a line or a mark, or a row of the table: its findings open here, with all that was said, by whom and where.",
      ),
    ];
  }

  // ---- one finding: its chain of claims, told in order

  finding(id) {
    const fact = this.view.account.facts[id];
    if (!fact) return this.unknown(id);
    const drawn = this.view.edges.some((edge) => edge.fact === id);
    return [
      make(
        "p",
        { class: "kicker" },
        id === this.on.doubtful() ? `Most in doubt · ${this.data.types[fact.type].label}` : this.typeName(fact),
      ),
      make("h2", {}, fact.label ?? this.title(fact)),
      this.verdict(fact, drawn),
      drawn ? null : this.whyNoLine(fact),
      make("ol", { class: "chain" }, this.links(fact)),
      this.related(fact),
    ];
  }

  unknown(id) {
    return [make("h2", {}, id), make("p", {}, `Nothing is known of it by ${this.state.knownBy} with what is left.`)];
  }

  typeName(fact) {
    const { label } = this.data.types[fact.type];
    return label.charAt(0).toUpperCase() + label.slice(1);
  }

  // Who takes part: the fillers of the roles that edges join, else of the parties, else of whatever role there is.
  title(fact) {
    const { shortcuts, parties } = this.data.types[fact.type];
    const fillers = Object.values(fact.fillers);
    const roles = [...shortcuts.flatMap(({ source, target }) => [source, target]), ...parties];
    const chosen = fillers.filter(({ role }) => roles.includes(role));
    return (
      [...new Set((chosen.length ? chosen : fillers).map(({ filler }) => nameOf(this.data, filler)))].join(" – ") ||
      fact.fact
    );
  }

  verdict(fact, withRow = true) {
    const status = this.data.status[fact.status];
    const contested = { "by-party": "contested by a party", "by-outsider": "contested by an outsider" }[fact.contested];
    return make(
      "div",
      { class: "verdict" },
      make(
        "p",
        {},
        swatch(fact.accepted || !ACCEPTABLE.includes(fact.status) ? fact.status : "contested"),
        make("strong", {}, status.label),
        contested ? `, ${contested}` : "",
        fact.when.text ? [" ", make("span", { class: "day" }, fact.when.text)] : "",
      ),
      withRow ? make("p", { class: "row" }, `${capital(status.row)}.`) : null,
      this.exceptions(fact),
      ...(this.view.conflicts.get(fact.fact) ?? []).map((conflict) => this.conflict(conflict)),
    );
  }

  // What cannot all be so, each side with those who say it; nothing here decides between them.
  conflict({ kind, values, claims, facts, entity }) {
    const sides = values.map((value, place) => {
      const said = claims[place].map((key) => this.data.claim.get(key)).filter(Boolean);
      const speakers = said.flatMap((claim) => claim.speaker ?? [this.data.articles[claim.article].publisher]);
      const names = unique(speakers).map((id) => nameOf(this.data, id));
      return make("li", {}, `${nameOf(this.data, value)}: ${names.join(", ")}`);
    });
    const of =
      { when: "the day", "single-holder": "who holds the post", whereabouts: "where someone was" }[kind] ?? kind;
    const about = entity ? ` (${nameOf(this.data, entity)})` : "";
    const others =
      unique(facts).length > 1
        ? make(
            "p",
            {},
            unique(facts).flatMap((id) => [this.toFact(id), " "]),
          )
        : null;
    return make(
      "div",
      { class: "why conflict" },
      make("strong", {}, `Claims conflict on ${of}${about}.`),
      make("ul", {}, sides),
      others,
    );
  }

  exceptions(fact) {
    const others = Object.values(fact.fillers).filter(
      ({ status, contested }) => status !== fact.status || contested !== fact.contested,
    );
    if (!others.length) return null;
    const text = ({ role, filler, status, contested }) =>
      `${nameOf(this.data, filler)} (${role}): ${this.data.status[status].label}${contested ? `, contested ${contested.replace("-", " ")}` : ""}`;
    return make(
      "details",
      {},
      make("summary", {}, `Differently sourced: ${others.length} of its names`),
      make(
        "ul",
        {},
        others.map((other) => make("li", {}, text(other))),
      ),
    );
  }

  whyNoLine(fact) {
    const { shortcuts } = this.data.types[fact.type];
    let why = "";
    if (!fact.accepted) {
      const contested = ACCEPTABLE.includes(fact.status);
      why = contested ? "a party to it denies what others assert" : this.data.status[fact.status].row;
    } else if (!shortcuts.length) why = "findings of this type join nobody";
    else if (!this.view.passing.has(fact.fact)) why = "the filters leave it out";
    else why = "the chosen statuses, kinds and layers leave it out, or only one actor is named";
    return make("p", { class: "why" }, make("strong", {}, "No line is drawn. "), `${capital(why)}.`);
  }

  links(fact) {
    const seen = new Set();
    return inOrder(this.data, fact.claims).map((claim) => {
      const again = seen.has(claim.article);
      seen.add(claim.article);
      return this.link(claim, fact, again);
    });
  }

  link(claim, fact, again) {
    const reading = this.view.account.readings[claim.key];
    const photo = claim.evidence.every((span) => span.kind === "file-photo");
    const stance = photo ? "archive photo" : this.data.stances[claim.stance];
    return make(
      "li",
      { class: `claim ${reading?.counts ? "" : "idle"}`, "data-claim": claim.key },
      make(
        "p",
        { class: "stance" },
        make("strong", {}, capital(stance)),
        fact.basis.includes(claim.key) && fact.basis.length < fact.claims.length
          ? make("span", { class: "mark", title: "among the claims that decided the status" }, "decides")
          : "",
        reading?.counts ? "" : make("span", { class: "mark" }, "no longer counts"),
      ),
      make("p", { class: "sentence" }, claim.sentence),
      claim.evidence.filter((span) => span.text).map((span) => make("blockquote", {}, span.text)),
      this.particulars(claim, reading, again),
    );
  }

  particulars(claim, reading, again) {
    const { data } = this;
    const article = data.articles[claim.article];
    const title = article.url
      ? make("a", { href: article.url, target: "_blank", rel: "noopener noreferrer" }, article.title)
      : article.title;
    const source = `${nameOf(data, article.publisher)}, ${article.published}`;
    const speakers = claim.speaker?.length
      ? claim.speaker.map((id) => this.person(id))
      : [this.person(article.publisher), " (in its own voice)"];
    const rows = [
      ["Speaker", join(speakers)],
      ["Relayed by", join((claim.via ?? []).map((id) => this.person(id)))],
      ["Voice", (reading?.voices ?? []).map((voice) => voiceName(data, voice)).join(", ")],
      ["Document", claim.document],
      ["Article", again ? `${source}, as above` : [title, make("br"), source]],
      ["Said", claim.said?.text],
      ["Span", claim.evidence.map(spanText).join("; ")],
      ["Qualifier", claim.qualifier],
      ["Note", claim.note],
    ];
    const filled = rows.filter(([, value]) => value && value.length);
    return make(
      "dl",
      {},
      filled.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]),
    );
  }

  person(id) {
    return make(
      "button",
      { class: "link", type: "button", onclick: () => this.on.choose(["node", id]) },
      nameOf(this.data, id),
    );
  }

  related(fact) {
    const facts = this.view.account.facts;
    const madeGood = Object.values(facts).filter((other) => other.fulfils.includes(fact.fact));
    const parts = Object.values(facts).filter((other) => other.part_of.includes(fact.fact));
    const rows = [
      ["Makes good", fact.fulfils],
      ["Made good by", madeGood.map(({ fact: id }) => id)],
      ["Part of", fact.part_of],
      ["Has parts", parts.map(({ fact: id }) => id)],
    ];
    const filled = rows.filter(([, ids]) => ids.length);
    if (!filled.length) return null;
    return make(
      "dl",
      { class: "related" },
      filled.flatMap(([name, ids]) => [
        make("dt", {}, name),
        make(
          "dd",
          {},
          ids.map((id) => this.toFact(id)),
        ),
      ]),
    );
  }

  toFact(id) {
    const fact = this.view.account.facts[id];
    const text = fact
      ? `${this.typeName(fact)}: ${fact.label ?? this.title(fact)} (${this.data.status[fact.status].label})`
      : id;
    return make("button", { class: "link", type: "button", onclick: () => this.on.choose(["fact", id]) }, text);
  }

  // ---- several findings

  cards(ids) {
    const facts = newestFirst(ids.map((id) => this.view.account.facts[id]).filter(Boolean));
    return make(
      "div",
      { class: "cards" },
      facts.map((fact, place) => this.card(fact, facts.length === 1 || place === 0)),
    );
  }

  card(fact, open) {
    const claims = make("ol", { class: "chain" });
    const fill = () => claims.children.length || claims.append(...this.links(fact));
    if (open) fill();
    const count = fact.claims.length === 1 ? "1 claim" : `${fact.claims.length} claims`;
    return make(
      "article",
      { class: "card", "data-fact": fact.fact },
      make(
        "h3",
        {},
        make(
          "button",
          { class: "link", type: "button", onclick: () => this.on.choose(["fact", fact.fact]) },
          this.sentence(fact),
        ),
      ),
      this.verdict(fact),
      make("details", { open, ontoggle: fill }, make("summary", {}, count), claims),
    );
  }

  // The attributed sentence of that deciding claim which names the most.
  sentence(fact) {
    const deciding = inOrder(this.data, fact.basis.length ? fact.basis : fact.claims);
    const names = (claim) => (claim.label ? 100 : 0) + slots(claim).length;
    return deciding.reduce((best, claim) => (names(claim) > names(best) ? claim : best)).sentence;
  }

  line(id) {
    const [one, other] = id.split(" ");
    const facts = this.findingsBetween(one, other);
    const count = `${facts.length} ${facts.length === 1 ? "finding" : "findings"}`;
    return [
      make("p", { class: "kicker" }, `Line · ${count}`),
      make("h2", {}, this.person(one), " – ", this.person(other)),
      facts.length ? this.cards(facts) : make("p", {}, "With what is left, nothing joins them any more."),
    ];
  }

  findingsBetween(one, other) {
    const joining = this.view.account.edges.filter((edge) => pairOf(edge.from, edge.to) === pairOf(one, other));
    const shown = joining.filter((edge) => this.view.edges.includes(edge));
    return unique((shown.length ? shown : joining).map((edge) => edge.fact));
  }

  actor(id) {
    const entity = this.data.entities[id];
    if (!entity) return this.unknown(id);
    const facts = Object.values(this.view.account.facts).filter((fact) =>
      Object.values(fact.fillers).some(({ filler }) => filler === id),
    );
    const kind = this.data.kinds.find((one) => one.id === entity.kind).label;
    const shown = this.view.nodes.has(id);
    return [
      make("p", { class: "kicker" }, `${capital(kind)}${this.on.area(id) ? ` · ${this.on.area(id)}` : ""}`),
      make("h2", {}, entity.name),
      entity.aliases?.length ? make("p", { class: "aliases" }, `Also: ${entity.aliases.join(", ")}`) : null,
      this.on.tag(id) ? make("p", { class: "aliases" }, this.on.tag(id)) : null,
      entity.note ? make("p", {}, entity.note) : null,
      shown ? this.moves(id) : make("p", { class: "why" }, "Not in the picture with the filters as they are."),
      make("h3", { class: "count" }, `${facts.length} ${facts.length === 1 ? "finding" : "findings"}, newest first`),
      this.cards(facts.map((fact) => fact.fact)),
    ];
  }

  moves(id) {
    const step = (steps) =>
      make(
        "button",
        {
          type: "button",
          "aria-pressed": String(this.state.focus === id && this.state.steps === steps),
          onclick: () => this.on.focus(id, steps),
        },
        `${steps}`,
      );
    return make(
      "p",
      { class: "moves" },
      make("span", {}, "Focus, steps:"),
      [1, 2, 3].map(step),
      make("button", { type: "button", onclick: () => this.on.pathFrom(id) }, "Path from here"),
    );
  }

  withStatus(row) {
    const all = Object.values(this.view.account.facts).filter((fact) => rowOf(fact) === row);
    const status = this.data.status[row];
    return [
      make("p", { class: "kicker" }, "Status"),
      make("h2", {}, swatch(row, 46), " ", capital(status?.label ?? "contested by a party")),
      make("p", { class: "row" }, `${capital(status?.row ?? "asserted, and denied by one of its parties")}.`),
      make("h3", { class: "count" }, `${all.length} ${all.length === 1 ? "finding" : "findings"}, newest first`),
      this.cards(all.map((fact) => fact.fact)),
    ];
  }

  // All that a voice, a publisher or an article says, finding by finding.
  source(id, field) {
    const claims = claimsOf(this.data, this.view.account, field, id);
    const name = {
      voice: () => voiceName(this.data, id),
      publisher: () => nameOf(this.data, id),
      article: () => this.data.articles[id]?.title ?? id,
    }[field]();
    return [
      make(
        "p",
        { class: "kicker" },
        `${capital(field)} · ${claims.length} ${claims.length === 1 ? "claim" : "claims"}`,
      ),
      make("h2", {}, name),
      claims.length ? null : make("p", { class: "why" }, "Nothing of it is left."),
      make(
        "div",
        { class: "cards" },
        unique(claims.map((claim) => claim.fact)).map((fact) => this.part(this.view.account.facts[fact], claims)),
      ),
    ];
  }

  part(fact, claims) {
    const mine = inOrder(
      this.data,
      claims.filter((claim) => claim.fact === fact.fact).map((claim) => claim.key),
    );
    return make(
      "article",
      { class: "card", "data-fact": fact.fact },
      make("h3", {}, this.toFact(fact.fact)),
      make(
        "ol",
        { class: "chain" },
        mine.map((claim) => this.link(claim, fact, false)),
      ),
    );
  }

  path() {
    const [from, to] = this.state.path ?? [];
    const paths = shortestPaths(this.view.near, from, to);
    const title = make("h2", {}, `${nameOf(this.data, from)} to ${nameOf(this.data, to)}`);
    if (!paths.length)
      return [
        make("p", { class: "kicker" }, "Path"),
        title,
        make("p", { class: "why" }, "No way leads from one to the other along the lines that are shown."),
      ];
    return [
      make("p", { class: "kicker" }, `Path · ${paths[0].length - 1} steps`),
      title,
      ...paths.map((path, place) => this.way(path, place, paths.length)),
    ];
  }

  way(path, place, many) {
    const steps = path.slice(1).map((id, at) => {
      const line = this.view.lines.get(pairOf(path[at], id));
      return make(
        "li",
        { class: "step" },
        make(
          "p",
          {},
          this.person(path[at]),
          " – ",
          this.person(id),
          " ",
          swatch(line.status),
          ` ${this.rowName(line.status)}`,
        ),
        this.cards(line.facts),
      );
    });
    const statuses = path.slice(1).map((id, at) => this.view.lines.get(pairOf(path[at], id)).status);
    const weak = statuses.includes("contested") ? "contested" : weakest(statuses);
    const summary = `${path.map((id) => nameOf(this.data, id)).join(" – ")} · weakest: ${this.rowName(weak)}`;
    return make(
      "details",
      { open: place === 0, class: "way" },
      make("summary", {}, many > 1 ? `${place + 1}. ${summary}` : summary),
      make("ol", {}, steps),
    );
  }

  rowName(row) {
    return this.data.status[row]?.label ?? "contested by a party";
  }

  changed() {
    const moved = changes(this.on.opening(), this.view.account);
    const name = (fact) =>
      fact
        ? `${this.data.status[fact.status].label}${fact.contested ? `, contested ${fact.contested.replace("-", " ")}` : ""}`
        : "not known";
    const row = ({ fact, was, is }) =>
      make(
        "li",
        {},
        is ? this.toFact(fact) : make("span", {}, was.label ?? this.title(was)),
        make(
          "p",
          { class: "turn" },
          swatch(was ? rowOf(was) : "unconfirmed"),
          ` ${name(was)} → `,
          is ? swatch(rowOf(is)) : "",
          ` ${name(is)}`,
        ),
      );
    return [
      make("p", { class: "kicker" }, "What if"),
      make(
        "h2",
        {},
        moved.length
          ? `${moved.length} ${moved.length === 1 ? "finding changes" : "findings change"}`
          : "Nothing changes",
      ),
      make("ul", { class: "changes" }, moved.map(row)),
    ];
  }
}

const rowOf = (fact) => (fact.accepted || !ACCEPTABLE.includes(fact.status) ? fact.status : "contested");
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const spanText = ({ at: [start, end], kind }) =>
  `characters ${start}–${end}${kind ? ` (${kind.replace("-", " ")})` : ""}`;
const join = (parts) => parts.flatMap((part, place) => (place && typeof part !== "string" ? [", ", part] : [part]));
