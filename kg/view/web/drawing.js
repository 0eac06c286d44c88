// The picture: vis-network draws marks and lines where Python put them; areas, names and counts are drawn around them.

import { areasOf, barsOf, chipsOf, groundsOfNames, ringsOf } from "./around.js";
import { insideOf, nearestTowards } from "./boxes.js";
import { fitted } from "./camera.js";
import { paint } from "./canvas.js";
import { inkOf } from "./ink.js";
import { handOver, lineItems, nodeItems } from "./items.js";
import { library, optionsOf } from "./library.js";
import { known } from "./lists.js";
import { Names } from "./names.js";
import { Scenes } from "./scene.js";
import { DASHES, widthOf } from "./shapes.js";

/** @import { AreaInk, Data, Frame, FromDrawing, Hovered, Line, Near, Row, Scene, Spot, State, View } from "./types.js" */

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
    this.scenes = new Scenes(data, this.names.measure());
    /** @type {Scene} */
    this.scene = /** @type {any} */ (null);
    /** @type {{nodes: Map<string, string>, lines: Map<string, string>}} what each mark and line looks like now */
    this.looks = { nodes: new Map(), lines: new Map() };
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
    this.network.on("afterDrawing", (/** @type {Canvas} */ context) => paint(context, this.above(), this.ink.font));
    const inner = /** @type {HTMLElement} */ (frame.querySelector(".vis-network"));
    inner.tabIndex = -1; // the stage around it is what keys reach
    new ResizeObserver(() => this.resize()).observe(frame);
    this.listen();
    this.settle();
    if (this.state.camera) this.look(this.state.camera);
    else this.fit();
  }

  // What lies over marks and lines. Where names have their places, the numbers on lines keep clear of them.
  above() {
    const names = this.names.place();
    return [...ringsOf(this), ...groundsOfNames(this), ...chipsOf(this), ...names];
  }

  listen() {
    const { network, on } = this;
    /** @typedef {{nodes: string[], edges: string[], pointer: {canvas: {x: number, y: number}}}} Hit */
    network.on("click", (/** @type {Hit} */ { nodes, edges, pointer }) => {
      const hit = nodes[0] ?? this.names.under(pointer.canvas);
      const opened = this.frames.find(({ isOpen, frame }) => isOpen && insideOf(frame, pointer.canvas));
      if (hit) on.node(hit);
      else if (edges.length) on.line(edges[0]);
      else if (opened) on.node(opened.area);
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

  /** @type {(shown: View, state: State, isRecounted?: boolean) => void} whether lines may have lost their support */
  show(shown, state, isRecounted = false) {
    this.shown = shown;
    this.state = state;
    const before = this.scene;
    this.scene = this.scenes.of(shown, state);
    if (this.network && before?.key !== this.scene.key) this.clear();
    else if (isRecounted && state.form === "picture" && !state.against) this.letFall([...before.lines.values()].filter(({ id }) => !this.scene.lines.has(id)));
    this.dense = this.isDense();
    if (!this.network || !["matrix", "timeline"].includes(state.form)) this.restyle(); // nobody sees it behind these
  }

  // Another picture begins with nothing.
  clear() {
    this.network.body.emitter.emit("_blockRedraw"); // until all of it is there
    this.falling.clear();
    this.looks.nodes.clear();
    this.looks.lines.clear();
    this.edges.clear();
    this.nodes.clear();
  }

  // From afar, a thousand dashed lines are a grey field: they are thin until one comes near.
  isDense() {
    return this.scene.lines.size > 600 && (this.network ? this.network.getScale() : 0) < 0.45;
  }

  zoomed() {
    if (this.dense !== this.isDense()) this.show(this.shown, this.state);
    this.on.moved();
  }

  restyle() {
    const { scene } = this;
    const onPath = this.on.path();
    /** @type {(line: Line) => boolean} */
    const dim = (line) => onPath !== null && !onPath.lines.has(line.id);
    /** @type {(id: string) => Line | undefined} */
    const line = (id) => scene.lines.get(id) ?? this.falling.get(id);
    const { body } = this.network ?? {};
    body?.emitter.emit("_blockRedraw"); // else it draws after each of these
    handOver(this.nodes, body?.nodes, nodeItems(this), this.looks.nodes, (id) => {
      if (!scene.marks.has(id)) return null;
      const looks = `${this.size(id)} ${known(scene.near, id).length > 0} ${this.ink.paper}`;
      return [looks, () => this.nodeStyle(id)];
    });
    handOver(this.edges, body?.edges, lineItems(this), this.looks.lines, (id) => {
      const its = line(id);
      if (!its) return null;
      const looks = `${its.status} ${its.facts.length} ${dim(its)} ${this.dense} ${this.falls(its)} ${its.heads.join(" ")} ${this.ink.paper}`;
      return [looks, () => this.lineStyle(its, dim(its))];
    });
    this.settle();
    body?.emitter.emit("_dataUpdated");
    body?.emitter.emit("_allowRedraw");
    if (this.network) this.network.redraw();
    else this.begin();
  }

  /** @type {(id: string) => {size: number, color: any}} */
  nodeStyle(id) {
    const ink = this.areaInk(known(this.scene.marks, id).area);
    const alone = !known(this.scene.near, id).length;
    const colour = { background: alone ? this.ink.paper : ink.mark, border: ink.mark };
    return { size: this.size(id), color: { ...colour, hover: colour, highlight: colour } };
  }

  // Marks grow with the lines that meet in them; in a crowd, with those of the first sight, so that a filter stays quick.
  // What is not drawn has the size of nothing.
  /** @type {(id: string) => number} */
  size(id) {
    const { scene, data } = this;
    const mark = scene.marks.get(id);
    if (!mark || mark.size) return mark?.size ?? 0;
    const near = scene.kind === "people" && data.nodes.length > 300 ? (this.first ??= scene.near) : scene.near;
    return 8 + Math.min(9, 2.2 * Math.sqrt(near.get(id)?.length ?? 0));
  }

  /** @type {(line: Line) => boolean} */
  falls(line) {
    return this.falling.has(line.id) && !this.scene.lines.has(line.id);
  }

  /** @type {(line: Line, faded: boolean) => {width: number, dashes: number[] | false, color: any, arrows: any}} */
  lineStyle(line, faded) {
    const falls = this.falls(line);
    const colour = falls ? this.ink.denied : this.ink[line.status];
    const opacity = faded ? 0.1 : falls ? 0.45 : this.scene.quiet.has(line.id) ? 0.25 : this.dense ? 0.4 : this.scene.kind === "sides" && this.scene.lines.size > 60 ? 0.7 : 1;
    const { width, dashes } = this.rowStyle(line.status, line.facts.length);
    return {
      width,
      dashes: dashes.length ? dashes : false,
      color: { color: colour, hover: colour, highlight: colour, opacity },
      arrows: this.arrows(line),
    };
  }

  // How lines of a row of the legend look, if they stand for so many findings.
  /** @type {(row: Row, findings?: number) => {colour: string, width: number, dashes: number[]}} */
  rowStyle(row, findings = 1) {
    const wide = row === "same" ? 1 : widthOf(findings); // a comparison is of what is not the same
    return { colour: this.ink[row], width: wide * (this.dense ? 0.5 : 1), dashes: this.dense ? [] : DASHES[row] };
  }

  /** @type {(line: Line) => {to: {enabled: boolean}, from: {enabled: boolean}}} */
  arrows(line) {
    const [from, to] = line.ends;
    /** @type {(id: string) => {enabled: boolean, scaleFactor: number}} */
    const arrow = (id) => ({ enabled: line.heads.includes(id), scaleFactor: 0.55 });
    return { to: arrow(to), from: arrow(from) };
  }

  // Lines that lost their support stay for a moment, so that one sees them go.
  /** @type {(lines: Line[]) => void} */
  letFall(lines) {
    if (!lines.length || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const line of lines) this.falling.set(line.id, line);
    clearTimeout(this.clearing);
    this.clearing = window.setTimeout(() => {
      this.falling.clear();
      this.restyle();
    }, 900);
  }

  /** @type {(id: string) => Spot} */
  at(id) {
    const { nodes } = this.network.body;
    const { x, y } = Object.hasOwn(nodes, id) ? nodes[id] : { x: 0, y: 0 };
    return [x, y];
  }

  // ---- camera

  resize() {
    this.network.setSize("100%", "100%");
    this.on.resized();
    this.network.redraw();
  }

  fit() {
    if (this.scene.marks.size) this.network.moveTo({ ...fitted(this), animation: false });
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
    if (!Object.hasOwn(this.network.body.nodes, id)) return; // it is not in this picture, or that is not seen
    const mark = this.scene.holder(id) || id;
    if (!this.scene.marks.has(mark)) return;
    const { x, y } = this.network.canvasToDOM(this.network.getPosition(mark));
    const { clientWidth: wide, clientHeight: high } = this.frame;
    if (x < 40 || y < 40 || x > wide - 40 || y > high - 60)
      this.network.moveTo({ position: this.network.getPosition(mark), animation: false });
  }

  // Marks are put where they belong, or were put by hand, and drawn there with the next redraw: vis-network's `moveNode`
  // draws the whole picture again for each mark.
  settle() {
    if (!this.network) return;
    for (const { id, at } of this.scene.marks.values()) {
      const pin = this.pinOf(id); // which may be `constructor`
      const [x, y] = Object.hasOwn(this.state.pins, pin) ? this.state.pins[pin] : at;
      Object.assign(this.network.body.nodes[id], { x, y });
    }
  }

  // A mark is pinned in the picture in which it was dragged, and in no other.
  /** @type {(id: string) => string} */
  pinOf(id) {
    return this.scene.kind === "people" ? id : `${this.scene.key}/${id}`;
  }

  // Whether a click on a mark, or on the name or the ground of an area, opens or closes a side.
  /** @type {(id: string) => boolean} */
  opensSide(id) {
    const { scene } = this;
    if (scene.kind !== "sides") return false;
    const mark = scene.marks.get(id);
    return mark ? mark.closed === true && mark.tag !== "" : scene.grounds.some(({ area }) => area === id);
  }

  // The nearest mark in a direction, for the arrow keys.
  /** @type {(id: string, direction: Spot) => string | null} */
  towards(id, direction) {
    const others = [...this.scene.marks.keys()].filter((other) => other !== id);
    return nearestTowards(this.at(id), direction, new Map(others.map((other) => [other, this.at(other)])));
  }
}
