// Names in the picture: where each stands, and which give way.

import { Boxes, boxAround, covers, crosses, holds, wrap } from "./boxes.js";
import { penOf } from "./canvas.js";
import { known } from "./lists.js";
import { capitals, characters, cut, nameOf } from "./texts.js";

/** @import { Drawing } from "./drawing.js" */
/** @import { Box, Label, Side, Spot, Text } from "./types.js" */

const LABEL = { name: 13, small: 11 };

const LONGEST_AREA = 40; // characters of the name of an area

const MOST = 250; // names that are tried at once: a screen holds no more

export class Names {
  /** @param {Drawing} drawing */
  constructor(drawing) {
    this.drawing = drawing;
    /** @type {{id: string, box: Box}[]} of those that were placed last */
    this.boxes = [];
    /** @type {Map<string, number>} */
    this.widths = new Map();
    /** @type {CanvasRenderingContext2D | null} */
    this.ruler = null;
  }

  // Names keep their size on the screen. Each stands on the side of its mark where the fewest lines run; those that
  // would collide give way to the better connected.
  /** @type {(scale?: number, screen?: Box) => Text[]} */
  place(scale = this.drawing.network.getScale(), screen = this.screen()) {
    const unit = 1 / Math.min(Math.max(scale, 0.05), 1.25);
    const taken = new Boxes(60 * unit);
    /** @type {Text[]} */
    const found = this.areas(unit, taken);
    for (const id of this.drawing.shown.nodes)
      taken.add(boxAround(this.drawing.at(id), this.drawing.size(id) + 1, this.drawing.size(id) + 1), id);
    this.boxes = [];
    const { nodes: marked } = this.drawing.on.marked();
    /** @type {(id: string) => number} */
    const first = (id) =>
      (marked.has(id) || this.drawing.hovered?.node === id ? 1e6 : 0) + known(this.drawing.shown.near, id).length;
    const inside = [...this.drawing.shown.nodes].filter((id) => holds(screen, this.drawing.at(id)));
    const few = inside.length <= 120;
    const rated = inside.map((id) => ({ id, rate: first(id) }));
    rated.sort((a, b) => b.rate - a.rate || (a.id < b.id ? -1 : 1));
    for (const { id } of rated.slice(0, MOST)) {
      const best = this.bestSide(id, unit, { taken, screen, few, mayLack: first(id) < 1e6 });
      if (!best) continue;
      taken.add(best.box, id);
      this.boxes.push({ id, box: best.box });
      found.push(...this.label(id, unit, best));
    }
    return found;
  }

  // With what is under the name if there is room, else without; what is chosen is always named. Among many, only the
  // place below is tried.
  /** @type {(id: string, unit: number, room: {taken: Boxes, screen: Box, few: boolean, mayLack: boolean}) => Side | null} */
  bestSide(id, unit, { taken, screen, few, mayLack }) {
    const all = this.texts(id);
    const names = all.filter(({ size }) => size === LABEL.name);
    const sides = (few ? [all, names] : [names]).flatMap((texts, less) => this.sides(id, unit, texts, less * 0.7));
    /** @type {(side: Side) => boolean} */
    const fits = ({ box }) => covers(screen, box) && !taken.hits(box, id);
    const free = (few ? sides : sides.slice(0, 1)).filter(fits);
    for (const side of free) side.cost += free.length > 1 ? this.crossings(id, side.box) : 0;
    return free.sort((a, b) => a.cost - b.cost)[0] ?? (mayLack ? null : sides[0]);
  }

  /** @type {() => Box} */
  screen() {
    const { clientWidth, clientHeight } = this.drawing.frame;
    const from = this.drawing.network.DOMtoCanvas({ x: 0, y: 0 });
    const to = this.drawing.network.DOMtoCanvas({ x: clientWidth, y: clientHeight });
    return [from.x, from.y, to.x, to.y];
  }

  // The four places of a name, each with what speaks against it.
  /** @type {(id: string, unit: number, texts: Label[], dearer: number) => Side[]} */
  sides(id, unit, texts, dearer) {
    const [x, y] = this.drawing.at(id);
    const wide = (Math.max(...texts.map((text) => this.width(text.text, text))) + 6) * unit;
    const high = (texts.reduce((sum, { size }) => sum + size * 1.25, 0) + 4) * unit;
    const off = this.drawing.size(id) + 4 * unit;
    /** @type {Box[]} */
    const boxes = [
      [x - wide / 2, y + off, x + wide / 2, y + off + high],
      [x - wide / 2, y - off - high, x + wide / 2, y - off],
      [x + off + 2 * unit, y - high / 2, x + off + 2 * unit + wide, y + high / 2],
      [x - off - 2 * unit - wide, y - high / 2, x - off - 2 * unit, y + high / 2],
    ];
    const dear = [0, 0.5, 0.9, 0.9];
    return boxes.map((box, side) => ({ box, texts, cost: dear[side] + dearer }));
  }

  /** @type {(id: string, box: Box) => number} */
  crossings(id, box) {
    const near =
      this.drawing.shown.lines.size > 300
        ? known(this.drawing.shown.near, id).map((other) => [id, other])
        : [...this.drawing.shown.lines.values()].map(({ ends }) => ends);
    return near.filter(([a, b]) => crosses(box, this.drawing.at(a), this.drawing.at(b))).length;
  }

  /** @type {(id: string) => Label[]} */
  texts(id) {
    const tag = this.drawing.on.tag(id);
    /** @type {Label[]} */
    const names = wrap(nameOf(this.drawing.data, id), 24).map((text) => ({
      text,
      size: LABEL.name,
      bold: true,
      fill: this.drawing.ink.text,
    }));
    return tag ? [...names, { text: tag, size: LABEL.small, fill: this.drawing.ink.quiet }] : names;
  }

  /** @type {(id: string, unit: number, side: Side) => Text[]} */
  label(id, unit, { texts, box: [left, top, right] }) {
    const faint = this.drawing.shown.inFocus && !this.drawing.shown.inFocus.has(id) ? 0.3 : 1;
    let y = top;
    return texts.map((text) => {
      y += text.size * 1.22 * unit;
      return {
        ...text,
        size: text.size * unit,
        at: [(left + right) / 2, y],
        align: "center",
        halo: this.drawing.ink.paper,
        faint,
      };
    });
  }

  // Names of areas, the largest first; one that would collide with another is left out.
  /** @type {(unit: number, taken: Boxes) => (Text & {area: string, box: Box})[]} */
  areas(unit, taken) {
    return this.drawing.frames.flatMap(({ area, ink, frame: [[left, top], [right]] }) => {
      /** @type {Spot} */
      const at = [(left + right) / 2, top - 24];
      const text = capitals(cut(nameOf(this.drawing.data, area), LONGEST_AREA));
      const wide = (this.width(text, { size: 12, bold: true }) + characters(text).length * 1.2) * unit;
      /** @type {Box} */
      const box = [at[0] - wide / 2, at[1] - 11 * unit, at[0] + wide / 2, at[1] + 3 * unit];
      if (taken.hits(box, area)) return [];
      taken.add(box, area);
      return [
        {
          text,
          at,
          size: 12 * unit,
          bold: true,
          fill: ink.name,
          align: "center",
          spaced: 1.2 * unit,
          halo: this.drawing.ink.paper,
          area,
          box,
        },
      ];
    });
  }

  /** @type {(spot: {x: number, y: number}) => string | undefined} */
  under({ x, y }) {
    /** @type {(box: Box) => boolean} */
    const inside = ([left, top, right, bottom]) => x >= left && x <= right && y >= top && y <= bottom;
    const named = this.boxes.find(({ box }) => inside(box))?.id;
    return (
      named ??
      this.areas(1 / Math.min(this.drawing.network.getScale(), 1.25), new Boxes(60)).find(({ box }) => inside(box))
        ?.area
    );
  }

  /** @type {(text: string, look: {size: number, bold?: boolean}) => number} */
  width(text, { size, bold }) {
    const key = `${size}${bold ? "b" : ""}${text}`;
    const before = this.widths.get(key);
    if (before !== undefined) return before;
    this.ruler ??= penOf(document.createElement("canvas"));
    this.ruler.font = `${bold ? 600 : 400} ${size}px ${this.drawing.ink.font}`;
    const { width } = this.ruler.measureText(text);
    this.widths.set(key, width);
    return width;
  }
}
