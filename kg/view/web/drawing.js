// The picture: vis-network draws marks and lines where Python put them; areas, names and counts are drawn around them.

class Drawing {
  constructor(data, frame, on) {
    Object.assign(this, { data, frame, on, shown: null, state: null, hovered: null, falling: new Map() });
    this.names = new Names(this);
    this.looks = new Map();
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.readInk();
  }

  // The picture is made when it is known what it shows: to change thousands of lines costs as much as to make them.
  begin() {
    const { frame } = this;
    this.network = new vis.Network(
      frame,
      { nodes: this.nodes, edges: this.edges },
      this.options(this.data.edges.length > 800),
    );
    this.network.on("beforeDrawing", (context) => this.paint(context, [...this.areas(), ...this.bars()]));
    this.network.on("afterDrawing", (context) =>
      this.paint(context, [...this.rings(), ...this.chips(), ...this.names.place()]),
    );
    frame.querySelector(".vis-network").tabIndex = -1; // the stage around it is what keys reach
    new ResizeObserver(() => this.resize()).observe(frame);
    this.listen();
    this.pin(this.state.pins);
    if (this.state.camera) this.look(this.state.camera);
    else this.fit();
  }

  options(many) {
    return {
      autoResize: false, // it looks once a second only
      physics: false,
      layout: { improvedLayout: false },
      interaction: {
        hover: true,
        keyboard: false,
        selectConnectedEdges: false,
        hoverConnectedEdges: false,
        tooltipDelay: 1e9,
        hideEdgesOnDrag: many,
        hideEdgesOnZoom: many,
      },
      nodes: { labelHighlightBold: false, borderWidth: 2, borderWidthSelected: 2, chosen: false, font: { size: 0 } },
      edges: {
        smooth: false,
        chosen: false,
        hoverWidth: 0,
        selectionWidth: 0,
        arrowStrikethrough: false,
        font: { size: 0 },
      },
    };
  }

  listen() {
    const { network, on } = this;
    network.on("click", ({ nodes, edges, pointer }) => {
      const hit = nodes[0] ?? this.names.under(pointer.canvas);
      if (hit) on.node(hit);
      else if (edges.length) on.line(edges[0]);
      else on.nothing();
    });
    network.on("dragEnd", ({ nodes }) => {
      if (nodes.length) on.pinned(network.getPositions(nodes));
      else on.moved();
    });
    network.on("zoom", () => this.zoomed());
    network.on("hoverNode", ({ node }) => this.hover({ node }));
    network.on("hoverEdge", ({ edge }) => this.hover({ line: edge }));
    network.on("blurNode", () => this.hover(null));
    network.on("blurEdge", () => this.hover(null));
  }

  hover(what) {
    this.hovered = what;
    this.frame.style.cursor = what ? "pointer" : "";
    this.on.hover(what);
  }

  // Colours are named in the style sheet only.
  readInk() {
    const style = getComputedStyle(this.frame);
    const read = (name) => style.getPropertyValue(`--${name}`).trim();
    this.ink = {
      paper: read("paper"),
      text: read("text"),
      quiet: read("quiet"),
      focus: read("focus"),
      font: style.fontFamily,
    };
    for (const status of Object.keys(DASHES)) this.ink[status] = read(`line-${status}`);
    this.ink.areas = [1, 2, 3, 4, 5, 6].map((k) => ({
      tint: read(`area-${k}`),
      mark: read(`mark-${k}`),
      name: read(`name-${k}`),
    }));
    this.ink.alone = { mark: read("mark-0"), name: read("name-0") };
  }

  areaInk(area) {
    const place = this.data.areas.indexOf(area);
    return place < 0 ? this.ink.alone : this.ink.areas[place % this.ink.areas.length];
  }

  // ---- what vis-network draws

  show(shown, state) {
    Object.assign(this, { shown, state });
    this.dense = this.isDense();
    this.restyle();
  }

  // From afar, a thousand dashed lines are a grey field: they are thin until one comes near.
  isDense() {
    return this.shown.lines.size > 600 && (this.network ? this.network.getScale() : 0) < 0.45;
  }

  zoomed() {
    if (this.dense !== this.isDense()) this.show(this.shown, this.state);
    this.on.moved();
  }

  restyle() {
    const faded = (id) => this.shown.inFocus !== null && !this.shown.inFocus.has(id);
    const onPath = this.on.path();
    const dim = (line) => faded(line.ends[0]) || faded(line.ends[1]) || (onPath !== null && !onPath.lines.has(line.id));
    const line = (id) => this.shown.lines.get(id) ?? this.falling.get(id);
    const { body } = this.network ?? {};
    body?.emitter.emit("_blockRedraw"); // else it draws after each of these
    this.apply(this.nodes, body?.nodes, this.data.nodes, ({ id }) => {
      if (!this.shown.nodes.has(id)) return null;
      const looks = `${this.size(id)} ${this.shown.near.get(id).length > 0} ${faded(id)} ${this.ink.paper}`;
      return [looks, () => this.nodeStyle(id, faded(id))];
    });
    this.apply(this.edges, body?.edges, this.data.edges, (edge) => {
      const its = line(pairOf(edge.from, edge.to));
      if (!its) return null;
      const looks = `${its.status} ${dim(its)} ${this.dense} ${this.falls(its)} ${its.heads.join(" ")} ${this.ink.paper}`;
      return [looks, () => this.lineStyle(its, dim(its))];
    });
    body?.emitter.emit("_dataUpdated");
    body?.emitter.emit("_allowRedraw");
    if (this.network) this.network.redraw();
    else this.begin();
  }

  // Only what looks different is handed over; what only comes and goes is told so without ceremony, which is what keeps
  // a filter over thousands of lines quick: to take in all options of a line anew costs vis-network 50 times as much.
  apply(set, drawn, made, look) {
    const changed = [];
    for (const item of made) {
      const id = item.id ?? pairOf(item.from, item.to);
      const [looks, style] = look(item) ?? [];
      const was = this.looks.get(`${set === this.nodes} ${id}`);
      if (looks !== undefined) this.looks.set(`${set === this.nodes} ${id}`, looks);
      if (!drawn) changed.push({ ...item, id, label: undefined, hidden: looks === undefined, ...style?.() });
      else if (looks === undefined || looks === was) drawn[id].options.hidden = looks === undefined;
      else changed.push({ id, hidden: false, ...style() });
    }
    if (!drawn) set.add(changed);
    else if (changed.length) set.update(changed);
  }

  nodeStyle(id, faded) {
    const ink = this.areaInk(this.data.place.get(id).area);
    const alone = !this.shown.near.get(id).length;
    const colour = { background: alone ? this.ink.paper : ink.mark, border: ink.mark };
    return {
      size: this.size(id),
      color: { ...colour, hover: colour, highlight: colour },
      opacity: faded ? 0.15 : 1,
    };
  }

  // Marks grow with the lines that meet in them; in a crowd, with those of the first sight, so that a filter stays quick.
  size(id) {
    const near = this.data.nodes.length > 300 ? (this.first ??= this.shown.near) : this.shown.near;
    return 8 + Math.min(9, 2.2 * Math.sqrt(near.get(id)?.length ?? 0));
  }

  falls(line) {
    return this.falling.has(line.id) && !this.shown.lines.has(line.id);
  }

  lineStyle(line, faded) {
    const falls = this.falls(line);
    const colour = falls ? this.ink.denied : this.ink[line.status];
    const opacity = faded ? 0.1 : falls ? 0.45 : this.dense ? 0.4 : 1;
    return {
      width: this.dense ? 1 : (WIDTHS[line.status] ?? 1.8),
      dashes: DASHES[line.status].length && !this.dense ? DASHES[line.status] : false,
      color: { color: colour, hover: colour, highlight: colour, opacity },
      arrows: this.arrows(line),
    };
  }

  arrows(line) {
    const edge = this.data.pair.get(line.id);
    const arrow = (id) => ({ enabled: line.heads.includes(id), scaleFactor: 0.55 });
    return { to: arrow(edge.to), from: arrow(edge.from) };
  }

  // Lines that lost their support stay for a moment, so that one sees them go.
  letFall(lines) {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const line of lines) this.falling.set(line.id, line);
    clearTimeout(this.clearing);
    this.clearing = setTimeout(() => {
      this.falling.clear();
      this.restyle();
    }, 900);
  }

  // ---- what is drawn around it: lists of shapes and texts, painted here and written as SVG by exports.js

  at(id) {
    const { x, y } = this.network.getPosition(id);
    return [x, y];
  }

  areas() {
    if (!this.shown) return [];
    const found = [];
    for (const area of this.data.areas) {
      const members = this.data.nodes.filter((node) => node.area === area && this.shown.nodes.has(node.id));
      if (members.length < 2 && !members.some((node) => node.id !== area)) continue;
      found.push({ area, ink: this.areaInk(area), frame: frameAround(members.map(({ id }) => this.at(id))) });
    }
    this.frames = found;
    return found.map(({ ink, frame }) => ({ points: frame, fill: ink.tint, stroke: ink.tint, width: 36 }));
  }

  // What is chosen: a band under its lines, a ring around its marks.
  bars() {
    if (!this.shown) return [];
    const lines = [...this.on.marked().lines].filter((id) => this.shown.lines.has(id));
    return lines.map((id) => ({
      line: id.split(" ").map((end) => this.at(end)),
      stroke: this.ink.focus,
      width: 10,
      faint: 0.25,
    }));
  }

  rings() {
    if (!this.shown) return [];
    const nodes = [...this.on.marked().nodes].filter((id) => this.shown.nodes.has(id));
    return nodes.map((id) => ({
      points: shift(circle(this.size(id) + 6), this.at(id)),
      stroke: this.ink.focus,
      width: 2.5,
    }));
  }

  // In the middle of a line: how many findings it bundles, or the sign of what is not accepted.
  chips() {
    if (!this.shown) return [];
    return [...this.shown.lines.values()].flatMap((line) => {
      const sign = SIGNS[line.status] ?? (line.contested ? "≠" : line.conflicting ? "!" : "");
      const text = [line.facts.length > 1 ? String(line.facts.length) : "", sign].filter(Boolean).join(" ");
      if (!text || line.ends.some((id) => this.shown.inFocus && !this.shown.inFocus.has(id))) return [];
      const [[ax, ay], [bx, by]] = line.ends.map((id) => this.at(id));
      const middle = [(ax + bx) / 2, (ay + by) / 2];
      const colour = this.ink[line.status];
      return [
        {
          points: shift(text.length > 1 ? pill(6 + text.length * 3.6, 9) : circle(9), middle),
          fill: this.ink.paper,
          stroke: colour,
          width: 1.4,
        },
        { text, at: [middle[0], middle[1] + 4], size: 11.5, bold: true, fill: colour, align: "center" },
      ];
    });
  }

  paint(context, shapes) {
    context.save();
    context.lineJoin = context.lineCap = "round";
    for (const shape of shapes) {
      context.globalAlpha = shape.faint ?? 1;
      if (shape.text !== undefined) this.write(context, shape);
      else trace(context, shape);
    }
    context.restore();
  }

  write(context, { text, at, size, bold, fill, align, halo, spaced }) {
    context.font = `${bold ? 600 : 400} ${size}px ${this.ink.font}`;
    context.textAlign = align;
    if ("letterSpacing" in context) context.letterSpacing = `${spaced ?? 0}px`;
    if (halo) {
      context.strokeStyle = halo;
      context.lineWidth = size / 4;
      context.strokeText(text, ...at);
    }
    context.fillStyle = fill;
    context.fillText(text, ...at);
  }

  // ---- camera

  resize() {
    this.network.setSize("100%", "100%");
    if (this.shown) this.on.resized();
    this.network.redraw();
  }

  // All of it on the screen, between the caption above and the buttons below.
  fit() {
    const ids = [...this.shown.nodes];
    if (!ids.length) return;
    const spots = ids.map((id) => this.at(id));
    const [left, right] = [Math.min(...spots.map(([x]) => x)), Math.max(...spots.map(([x]) => x))];
    const [top, bottom] = [Math.min(...spots.map(([, y]) => y)), Math.max(...spots.map(([, y]) => y))];
    const beside =
      24 +
      Math.min(
        100,
        Math.max(...ids.flatMap((id) => this.names.texts(id).map((text) => this.names.width(text.text, text) / 2))),
      );
    const [above, below] = [34 + 74, 56 + 62];
    const { clientWidth: wide, clientHeight: high } = this.frame;
    const scale = Math.max(
      0.02,
      Math.min((wide - 2 * beside) / (right - left || 1), (high - above - below) / (bottom - top || 1), 1.25),
    );
    const position = { x: (left + right) / 2, y: (top + bottom) / 2 - (above - below) / 2 / scale };
    this.network.moveTo({ position, scale, animation: false });
  }

  look([x, y, scale]) {
    this.network.moveTo({ position: { x, y }, scale, animation: false });
  }

  zoom(factor) {
    this.network.moveTo({ scale: this.network.getScale() * factor, animation: false });
    this.zoomed();
  }

  // Bring someone into the middle, if the screen does not show him.
  bring(id) {
    const { x, y } = this.network.canvasToDOM(this.network.getPosition(id));
    const { clientWidth: wide, clientHeight: high } = this.frame;
    if (x < 40 || y < 40 || x > wide - 40 || y > high - 60)
      this.network.moveTo({ position: this.network.getPosition(id), animation: false });
  }

  pin(pins) {
    for (const [id, [x, y]] of Object.entries(pins)) this.network.moveNode(id, x, y);
  }

  unpin() {
    for (const { id, x, y } of this.data.nodes) this.network.moveNode(id, x, y);
  }

  // The nearest node in a direction, for the arrow keys.
  towards(id, [dx, dy]) {
    const [x, y] = this.at(id);
    let best = null;
    for (const other of this.shown.nodes) {
      const [ox, oy] = this.at(other);
      const along = (ox - x) * dx + (oy - y) * dy;
      const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
      if (other === id || along <= 0 || aside > along * 2) continue;
      if (!best || along + aside * 2 < best.cost) best = { other, cost: along + aside * 2 };
    }
    return best?.other ?? null;
  }
}
