// The picture: vis-network draws marks and lines where Python put them; areas, names and counts are drawn around them.

import { areasOf, barsOf, chipsOf, ringsOf } from "./around.js";
import { boundsOf, nearestTowards } from "./boxes.js";
import { paint } from "./canvas.js";
import { inkOf } from "./ink.js";
import { library, optionsOf, restyleLine } from "./library.js";
import { known } from "./lists.js";
import { Names } from "./names.js";
import { DASHES, WIDTHS } from "./shapes.js";
import { pairOf } from "./texts.js";

/** @import { AreaInk, Data, Frame, FromDrawing, Hovered, Line, Near, Row, Spot, State, View } from "./types.js" */

export class Drawing {
  /** @param {Data} data @param {HTMLElement} frame @param {FromDrawing} on */
  constructor(data, frame, on) {
    this.data = data;
    this.frame = frame;
    this.on = on;
    /** @type {View} given by `show` before anything is drawn, as the state is */
    this.shown = /** @type {any} */ (null);
    /** @type {State} */
    this.state = /** @type {any} */ (null);
    this.dense = false;
    /** @type {any} vis-network has no types; it is made by `begin` */
    this.network = null;
    /** @type {Near | null} */
    this.first = null;
    /** @type {Frame[]} */
    this.frames = [];
    this.clearing = 0;
    /** @type {Hovered} */
    this.hovered = null;
    /** @type {Map<string, Line>} lines that have just lost their support */
    this.falling = new Map();
    this.names = new Names(this);
    /** @type {Map<string, string>} what each mark and line looks like now */
    this.looks = new Map();
    this.nodes = new (library().DataSet)();
    this.edges = new (library().DataSet)();
    this.ink = inkOf(frame);
  }

  // The picture is made when it is known what it shows: to change thousands of lines costs as much as to make them.
  begin() {
    const { frame } = this;
    this.network = new (library().Network)(
      frame,
      { nodes: this.nodes, edges: this.edges },
      optionsOf(this.data.edges.length > 800),
    );
    /** @typedef {CanvasRenderingContext2D} Canvas */
    this.network.on("beforeDrawing", (/** @type {Canvas} */ context) =>
      paint(context, [...areasOf(this), ...barsOf(this)], this.ink.font),
    );
    this.network.on("afterDrawing", (/** @type {Canvas} */ context) =>
      paint(context, [...ringsOf(this), ...chipsOf(this), ...this.names.place()], this.ink.font),
    );
    const inner = /** @type {HTMLElement} */ (frame.querySelector(".vis-network"));
    inner.tabIndex = -1; // the stage around it is what keys reach
    new ResizeObserver(() => this.resize()).observe(frame);
    this.listen();
    this.pin(this.state.pins);
    if (this.state.camera) this.look(this.state.camera);
    else this.fit();
  }

  listen() {
    const { network, on } = this;
    /** @typedef {{nodes: string[], edges: string[], pointer: {canvas: {x: number, y: number}}}} Hit */
    network.on("click", (/** @type {Hit} */ { nodes, edges, pointer }) => {
      const hit = nodes[0] ?? this.names.under(pointer.canvas);
      if (hit) on.node(hit);
      else if (edges.length) on.line(edges[0]);
      else on.nothing();
    });
    network.on("dragEnd", (/** @type {Hit} */ { nodes }) => {
      if (nodes.length) on.pinned(network.getPositions(nodes));
      else on.moved();
    });
    network.on("zoom", () => this.zoomed());
    network.on("hoverNode", (/** @type {{node: string}} */ { node }) => this.hover({ node }));
    network.on("hoverEdge", (/** @type {{edge: string}} */ { edge }) => this.hover({ line: edge }));
    network.on("blurNode", () => this.hover(null));
    network.on("blurEdge", () => this.hover(null));
  }

  /** @type {(what: Hovered) => void} */
  hover(what) {
    this.hovered = what;
    this.frame.style.cursor = what ? "pointer" : "";
    this.on.hover(what);
  }

  readInk() {
    this.ink = inkOf(this.frame);
  }

  /** @type {(area: string) => AreaInk} */
  areaInk(area) {
    const place = this.data.areas.indexOf(area);
    return place < 0 ? this.ink.alone : this.ink.areas[place % this.ink.areas.length];
  }

  // ---- what vis-network draws

  /** @type {(shown: View, state: State) => void} */
  show(shown, state) {
    this.shown = shown;
    this.state = state;
    this.dense = this.isDense();
    if (!this.network || !["matrix", "timeline"].includes(state.form)) this.restyle(); // nobody sees it behind these
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
    /** @type {(id: string) => boolean} */
    const faded = (id) => this.shown.inFocus !== null && !this.shown.inFocus.has(id);
    const onPath = this.on.path();
    /** @type {(line: Line) => boolean} */
    const dim = (line) => faded(line.ends[0]) || faded(line.ends[1]) || (onPath !== null && !onPath.lines.has(line.id));
    /** @type {(id: string) => Line | undefined} */
    const line = (id) => this.shown.lines.get(id) ?? this.falling.get(id);
    const { body } = this.network ?? {};
    body?.emitter.emit("_blockRedraw"); // else it draws after each of these
    this.apply(this.nodes, body?.nodes, this.data.nodes, ({ id }) => {
      if (!this.shown.nodes.has(id)) return null;
      const looks = `${this.size(id)} ${known(this.shown.near, id).length > 0} ${faded(id)} ${this.ink.paper}`;
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
  /** @type {(set: any, drawn: Record<string, any> | undefined, made: any[], look: (item: any) => [string, () => object] | null) => void} */
  apply(set, drawn, made, look) {
    const changed = [];
    for (const item of made) {
      const id = item.id ?? pairOf(item.from, item.to);
      const [looks, style] = look(item) ?? [];
      const was = this.looks.get(`${set === this.nodes} ${id}`);
      if (looks !== undefined) this.looks.set(`${set === this.nodes} ${id}`, looks);
      if (!drawn) changed.push({ ...item, id, label: undefined, hidden: looks === undefined, ...style?.() });
      else if (looks === undefined || looks === was) drawn[id].options.hidden = looks === undefined;
      else if (set === this.edges) restyleLine(drawn[id].options, style?.());
      else changed.push({ id, hidden: false, ...style?.() });
    }
    if (!drawn) set.add(changed);
    else if (changed.length) set.update(changed);
  }

  /** @type {(id: string, faded: boolean) => {size: number, color: any, opacity: number}} */
  nodeStyle(id, faded) {
    const ink = this.areaInk(known(this.data.place, id).area);
    const alone = !known(this.shown.near, id).length;
    const colour = { background: alone ? this.ink.paper : ink.mark, border: ink.mark };
    return {
      size: this.size(id),
      color: { ...colour, hover: colour, highlight: colour },
      opacity: faded ? 0.15 : 1,
    };
  }

  // Marks grow with the lines that meet in them; in a crowd, with those of the first sight, so that a filter stays quick.
  /** @type {(id: string) => number} */
  size(id) {
    const near = this.data.nodes.length > 300 ? (this.first ??= this.shown.near) : this.shown.near;
    return 8 + Math.min(9, 2.2 * Math.sqrt(near.get(id)?.length ?? 0));
  }

  /** @type {(line: Line) => boolean} */
  falls(line) {
    return this.falling.has(line.id) && !this.shown.lines.has(line.id);
  }

  /** @type {(line: Line, faded: boolean) => {width: number, dashes: number[] | false, color: any, arrows: any}} */
  lineStyle(line, faded) {
    const falls = this.falls(line);
    const colour = falls ? this.ink.denied : this.ink[line.status];
    const opacity = faded ? 0.1 : falls ? 0.45 : this.dense ? 0.4 : 1;
    const { width, dashes } = this.rowStyle(line.status);
    return {
      width,
      dashes: dashes.length ? dashes : false,
      color: { color: colour, hover: colour, highlight: colour, opacity },
      arrows: this.arrows(line),
    };
  }

  // How lines of a row of the legend look.
  /** @type {(row: Row) => {colour: string, width: number, dashes: number[]}} */
  rowStyle(row) {
    return { colour: this.ink[row], width: this.dense ? 1 : (WIDTHS[row] ?? 1.8), dashes: this.dense ? [] : DASHES[row] };
  }

  /** @type {(line: Line) => {to: {enabled: boolean}, from: {enabled: boolean}}} */
  arrows(line) {
    const edge = known(this.data.pair, line.id);
    /** @type {(id: string) => {enabled: boolean, scaleFactor: number}} */
    const arrow = (id) => ({ enabled: line.heads.includes(id), scaleFactor: 0.55 });
    return { to: arrow(edge.to), from: arrow(edge.from) };
  }

  // Lines that lost their support stay for a moment, so that one sees them go.
  /** @type {(lines: Line[]) => void} */
  letFall(lines) {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const line of lines) this.falling.set(line.id, line);
    clearTimeout(this.clearing);
    this.clearing = window.setTimeout(() => {
      this.falling.clear();
      this.restyle();
    }, 900);
  }

  /** @type {(id: string) => Spot} */
  at(id) {
    const { x, y } = this.network.getPosition(id);
    return [x, y];
  }

  // ---- camera

  resize() {
    this.network.setSize("100%", "100%");
    this.on.resized();
    this.network.redraw();
  }

  // All of it on the screen, between the caption above and the buttons below.
  fit() {
    const ids = [...this.shown.nodes];
    if (!ids.length) return;
    const spots = ids.map((id) => this.at(id));
    const [left, top, right, bottom] = boundsOf(spots);
    const texts = ids.flatMap((id) => this.names.texts(id));
    const beside = 24 + texts.reduce((most, text) => Math.max(most, Math.min(100, this.names.width(text.text, text) / 2)), 0);
    const [above, below] = [34 + 74, 56 + 62];
    const { clientWidth: wide, clientHeight: high } = this.frame;
    const scale = Math.max(
      0.02,
      Math.min((wide - 2 * beside) / (right - left || 1), (high - above - below) / (bottom - top || 1), 1.25),
    );
    const position = { x: (left + right) / 2, y: (top + bottom) / 2 - (above - below) / 2 / scale };
    this.network.moveTo({ position, scale, animation: false });
  }

  /** @type {(camera: [number, number, number]) => void} */
  look([x, y, scale]) {
    this.network.moveTo({ position: { x, y }, scale, animation: false });
  }

  /** @type {(factor: number) => void} */
  zoom(factor) {
    this.network.moveTo({ scale: this.network.getScale() * factor, animation: false });
    this.zoomed();
  }

  // Bring someone into the middle, if the screen does not show him.
  /** @type {(id: string) => void} */
  bring(id) {
    const { x, y } = this.network.canvasToDOM(this.network.getPosition(id));
    const { clientWidth: wide, clientHeight: high } = this.frame;
    if (x < 40 || y < 40 || x > wide - 40 || y > high - 60)
      this.network.moveTo({ position: this.network.getPosition(id), animation: false });
  }

  // Marks are put where they belong, and drawn there with the next redraw: vis-network's `moveNode` draws the whole
  // picture again for each mark.
  /** @type {(pins: Record<string, Spot>) => void} */
  pin(pins) {
    for (const [id, [x, y]] of Object.entries(pins)) Object.assign(this.network.body.nodes[id], { x, y });
  }

  unpin() {
    for (const { id, x, y } of this.data.nodes) Object.assign(this.network.body.nodes[id], { x, y });
  }

  // The nearest mark in a direction, for the arrow keys.
  /** @type {(id: string, direction: Spot) => string | null} */
  towards(id, direction) {
    const others = [...this.shown.nodes].filter((other) => other !== id);
    return nearestTowards(this.at(id), direction, new Map(others.map((other) => [other, this.at(other)])));
  }
}
