// Names in the picture: where each stands, and which give way.

import { Boxes, boxAround, covers, crosses, holds, wrap } from "./boxes.js";
import { penOf } from "./canvas.js";
import { known } from "./lists.js";
import { capitals, characters, cut, nameOf } from "./texts.js";

/** @import { Drawing } from "./drawing.js" */
/** @import { Beside, Box, Breaks, Data, Label, Side, Text } from "./types.js" */

const LABEL = { name: 13, small: 11 };

const [LONGEST_AREA, LONGEST_HEADING] = [40, 24]; // characters of the name of an area, and of a side beside a ring

export const SMALLEST_NAME = 0.75; // of the usual size, where names shrink with the picture

const FEW_AROUND = 40; // marks on rings among which a name may leave its place

const MOST_NEXT = 30; // neighbours of the one in focus whose names are always there
const MOST = 250; // names that are tried at once: a screen holds no more

const MOST_APART = 5; // lines of what tells one from others of its name

// A name in lines; what tells it from others of its name is never cut off, and stands below it where it has no room.
/** @type {(data: Data, id: string, breaks: Breaks) => string[]} */
function nameLines(data, id, { limit, most }) {
  const whole = wrap(nameOf(data, id), limit, most);
  const apart = data.apart[id];
  if (!apart || whole[whole.length - 1].endsWith(")")) return whole;
  return [...wrap(cut(data.entities[id].name), limit, most), ...wrap(`(${apart})`, limit, MOST_APART)];
}

export class Names {
  /** @param {Drawing} drawing */
  constructor(drawing) {
    this.drawing = drawing;
    /** @type {{id: string, box: Box}[]} of those that were placed last */
    this.boxes = [];
    this.lastUnit = 1;
    /** @type {{id: string, box: Box}[]} names of areas */
    this.headings = [];
    /** @type {Map<string, number>} */
    this.widths = new Map();
    /** @type {CanvasRenderingContext2D | null} */
    this.ruler = null;
  }

  // Names keep their size on the screen. Each stands on the side of its mark where the fewest lines run; those that
  // would collide give way to the better connected.
  /** @type {(scale?: number, screen?: Box) => Text[]} */
  place(scale = this.drawing.network.getScale(), screen = this.screen()) {
    const { scene } = this.drawing;
    const unit = this.unit(scale);
    this.lastUnit = unit;
    const taken = new Boxes(60 * unit);
    /** @type {Text[]} */
    const found = this.areas(unit, taken);
    this.headings = this.areas(unit, new Boxes(60)).map(({ area, box }) => ({ id: `${area}/`, box }));
    for (const id of scene.marks.keys())
      taken.add(boxAround(this.drawing.at(id), this.drawing.size(id) + 1, this.drawing.size(id) + 1), id);
    this.boxes = [];
    const { nodes: marked } = this.drawing.on.marked();
    const next = scene.kind === "ego" ? known(scene.near, this.drawing.state.focus ?? "") : [];
    /** @type {(id: string) => boolean} whether it is next to the one in focus, where these are few: none may lack its name */
    const isNext = (id) => next.length <= MOST_NEXT && next.includes(id);
    /** @type {(id: string) => number} */
    const first = (id) =>
      (marked.has(id) || this.drawing.hovered?.node === id || isNext(id) ? 1e6 : 0) + known(scene.near, id).length;
    const inside = [...scene.marks.keys()].filter((id) => holds(screen, this.drawing.at(id)));
    const few = scene.kind === "people" && inside.length <= 120;
    const rated = inside.map((id) => ({ id, rate: first(id) }));
    rated.sort((a, b) => b.rate - a.rate || (a.id < b.id ? -1 : 1));
    for (const { id } of scene.kind === "people" ? rated.slice(0, MOST) : rated) {
      const best = this.bestSide(id, unit, { taken, screen, few, mayLack: first(id) < 1e6 });
      if (!best) continue;
      taken.add(best.box, id);
      this.boxes.push({ id, box: best.box });
      found.push(...this.label(unit, best));
    }
    return found;
  }

  // With what is under the name if there is room, else without; what is chosen is always named. Among many, only the
  // place below is tried.
  /** @type {(id: string, unit: number, room: {taken: Boxes, screen: Box, few: boolean, mayLack: boolean}) => Side | null} */
  bestSide(id, unit, { taken, screen, few, mayLack }) {
    const all = this.texts(id);
    const names = all.filter(({ size }) => size === LABEL.name);
    if (this.drawing.scene.kind !== "people") return this.ownSide(id, unit, [all, names], { taken, screen, mayLack });
    const sides = (few ? [all, names] : [names]).flatMap((texts, less) => this.sides(id, unit, texts, less * 0.7));
    /** @type {(side: Side) => boolean} */
    const fits = ({ box }) => covers(screen, box) && !taken.hits(box, id);
    const free = (few ? sides : sides.slice(0, 1)).filter(fits);
    for (const side of free) side.cost += free.length > 1 ? this.crossings(id, side.box) : 0;
    return free.sort((a, b) => a.cost - b.cost)[0] ?? (mayLack ? null : sides[0]);
  }

  // Where each name has its place, it stands there; without what is under it, or elsewhere, where names are larger than
  // the places.
  /** @type {(id: string, unit: number, texts: Label[][], room: {taken: Boxes, screen: Box, mayLack: boolean}) => Side | null} */
  ownSide(id, unit, texts, { taken, screen, mayLack }) {
    const [whole, names] = texts.map((its) => this.sides(id, unit, its, 0));
    const all = [whole[0], ...names];
    return all.find(({ box }) => covers(screen, box) && !taken.hits(box, id)) ?? (mayLack ? null : all[0]);
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
    const { beside } = this.drawing.scene.marks.get(id) ?? {};
    if (beside) {
      const own = /** @type {Side} */ ({ box: boxes[beside === "right" ? 2 : 3], texts, cost: 0, align: beside === "right" ? "left" : "right" });
      const isFew = this.drawing.scene.marks.size <= FEW_AROUND;
      return [own, ...(isFew ? boxes.slice(0, 2).map((box) => ({ box, texts, cost: 0 })) : [])];
    }
    const dear = [0, 0.5, 0.9, 0.9];
    return boxes.map((box, side) => ({ box, texts, cost: dear[side] + dearer }));
  }

  /** @type {(id: string, box: Box) => number} */
  crossings(id, box) {
    const { scene } = this.drawing;
    const near =
      scene.lines.size > 300
        ? known(scene.near, id).map((other) => [id, other])
        : [...scene.lines.values()].map(({ ends }) => ends);
    return near.filter(([a, b]) => crosses(box, this.drawing.at(a), this.drawing.at(b))).length;
  }

  /** @type {(id: string) => Label[]} */
  texts(id) {
    const { scene } = this.drawing;
    const tag = scene.marks.get(id)?.tag ?? this.drawing.on.tag(id);
    const { limit } = scene.breaks;
    /** @type {Label[]} */
    const names = nameLines(this.drawing.data, id, scene.breaks).map((text) => ({
      text,
      size: LABEL.name,
      bold: true,
      fill: this.drawing.ink.text,
    }));
    return tag ? [...names, { text: scene.kind === "people" ? tag : cut(tag, Math.max(limit, 16)), size: LABEL.small, fill: this.drawing.ink.quiet }] : names;
  }

  /** @type {(unit: number, side: Side) => Text[]} */
  label(unit, { texts, box: [left, top, right], align = "center" }) {
    const x = { left: left + 3 * unit, right: right - 3 * unit, center: (left + right) / 2 }[/** @type {"left"} */ (align)];
    let y = top;
    return texts.map((text) => {
      y += text.size * 1.22 * unit;
      return {
        ...text,
        size: text.size * unit,
        at: [x, y],
        align,
        halo: this.drawing.ink.paper,
      };
    });
  }

  // Names of areas, the largest first; one that would collide with another is left out.
  /** @type {(unit: number, taken: Boxes) => (Text & {area: string, box: Box})[]} */
  areas(unit, taken) {
    return this.drawing.frames.flatMap(({ area, ink, at: [x, y], beside, isNamed = true }) => {
      if (!isNamed) return [];
      const text = this.heading(area, beside ? LONGEST_HEADING : LONGEST_AREA);
      const wide = this.headingWidth(text) * unit;
      /** @type {Box} */
      const box = boxOf(x, y, wide, unit, beside);
      if (taken.hits(box, area)) return [];
      taken.add(box, area);
      return [
        {
          text,
          at: [beside ? (beside === "right" ? box[0] : box[2]) : x, y],
          size: 12 * unit,
          bold: true,
          fill: ink.name,
          align: beside ? (beside === "right" ? "left" : "right") : "center",
          spaced: 1.2 * unit,
          halo: this.drawing.ink.paper,
          area,
          box,
        },
      ];
    });
  }

  /** @type {(area: string, most: number) => string} */
  heading(area, most) {
    return capitals(nameOf(this.drawing.data, area, most));
  }

  /** @type {(text: string) => number} */
  headingWidth(text) {
    return this.width(text, { size: 12, bold: true }) + characters(text).length * 1.2;
  }

  /** @type {(spot: {x: number, y: number}) => string | undefined} */
  under({ x, y }) {
    /** @type {(box: Box) => boolean} */
    const inside = ([left, top, right, bottom]) => x >= left && x <= right && y >= top && y <= bottom;
    const named = this.boxes.find(({ box }) => inside(box))?.id;
    return (
      named ??
      this.areas(this.unit(this.drawing.network.getScale()), new Boxes(60)).find(({ box }) => inside(box))
        ?.area
    );
  }

  // Pixels of the picture in one pixel of a name: names of people keep their size on the screen. Where each has its
  // place they shrink with the picture, so that all of them stay, as far as they can be read.
  /** @type {(scale: number) => number} */
  unit(scale) {
    if (this.drawing.scene.kind === "people") return 1 / Math.min(Math.max(scale, 0.05), 1.25);
    return Math.max(1, SMALLEST_NAME / Math.max(scale, 0.05)) / Math.max(1, Math.min(scale, 1.25));
  }

  // How wide names are, and how many lines they have.
  measure() {
    /** @type {(id: string, breaks: Breaks) => string[]} */
    const lines = (id, breaks) => nameLines(this.drawing.data, id, breaks);
    return {
      /** @type {(id: string, tag: string | undefined, breaks: Breaks) => number} */
      width: (id, tag, breaks) =>
        Math.max(...lines(id, breaks).map((text) => this.width(text, { size: LABEL.name, bold: true })), tag ? this.width(cut(tag, Math.max(breaks.limit, 16)), { size: LABEL.small }) : 0) + 6,
      /** @type {(id: string, breaks: Breaks) => number} */
      lines: (id, breaks) => lines(id, breaks).length,
      heading: (/** @type {string} */ id) => this.headingWidth(this.heading(id, LONGEST_HEADING)) + 6,
      tag: (/** @type {string} */ id) => this.drawing.on.tag(id),
    };
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

const FROM_MARK = 16; // pixels from the middle of a mark to the name of its sector

/** @type {(x: number, y: number, wide: number, unit: number, beside?: Beside) => Box} */
function boxOf(x, y, wide, unit, beside) {
  const left = beside === "right" ? x + FROM_MARK : beside === "left" ? x - FROM_MARK - wide : x - wide / 2;
  return [left, y - 11 * unit, left + wide, y + 3 * unit];
}
