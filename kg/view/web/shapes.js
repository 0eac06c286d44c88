// Signs, patterns and outlines: what lines and marks look like, and how shapes lie to one another.

const DASHES = {
  "on-record": [],
  corroborated: [],
  "one-sided": [11, 5],
  reported: [11, 4, 2, 4],
  alleged: [2, 4],
  fulfilled: [1, 6],
  planned: [1, 6],
  lapsed: [1, 6],
  contested: [5, 5],
  unconfirmed: [2, 7],
  denied: [5, 5],
  retracted: [1, 9],
};
const WIDTHS = { "on-record": 3.6, corroborated: 2.2, "one-sided": 2, reported: 2 };
const SIGNS = {
  alleged: "~",
  fulfilled: "✓",
  planned: "→",
  lapsed: "–",
  contested: "≠",
  unconfirmed: "?",
  denied: "×",
  retracted: "↩",
};
const SHAPES = {
  dot: (r) => circle(r),
  square: (r) => [
    [-r, -r],
    [r, -r],
    [r, r],
    [-r, r],
  ],
  diamond: (r) => [
    [0, -r],
    [r, 0],
    [0, r],
    [-r, 0],
  ],
  triangle: (r) => polygon(3, r * 1.15, -90),
  triangleDown: (r) => polygon(3, r * 1.15, 90),
  hexagon: (r) => polygon(6, r, 0),
  star: (r) => polygon(10, r, -90, 0.5),
};

function polygon(corners, r, from, inner = 1) {
  return Array.from({ length: corners }, (_, k) => {
    const turn = ((from + (360 / corners) * k) * Math.PI) / 180;
    const reach = k % 2 ? r * inner : r;
    return [reach * Math.cos(turn), reach * Math.sin(turn)];
  });
}

const circle = (r) => polygon(40, r, 0);

const shift = (points, [x, y]) => points.map(([px, py]) => [px + x, py + y]);
const boxAround = ([x, y], wide, high) => [x - wide, y - high, x + wide, y + high];

function pill(half, r) {
  const side = (turn, x) =>
    polygon(40, r, turn)
      .slice(0, 21)
      .map(([px, py]) => [px + x, py]);
  return [...side(-90, half - r), ...side(90, r - half)];
}

function wrap(text, limit) {
  if (text.length <= limit) return [text];
  const space = text.lastIndexOf(" ", limit);
  const [head, rest] =
    space > 5 ? [text.slice(0, space), text.slice(space + 1)] : [text.slice(0, limit), text.slice(limit)];
  return [head, rest.length > limit ? `${rest.slice(0, limit - 1)}…` : rest];
}

const holds = ([left, top, right, bottom], [x, y]) => x > left && x < right && y > top && y < bottom;
const covers = ([left, top, right, bottom], [l, t, r, b]) => l >= left && t >= top && r <= right && b <= bottom;

// Whether a line runs through a box (Liang and Barsky 1984, doi:10.1145/357332.357333).
function crosses([left, top, right, bottom], [ax, ay], [bx, by]) {
  let [from, to] = [0, 1];
  for (const [step, room] of [
    [ax - bx, ax - left],
    [bx - ax, right - ax],
    [ay - by, ay - top],
    [by - ay, bottom - ay],
  ]) {
    if (step === 0 && room < 0) return false;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from < to;
}

// The rectangle around some places, with room for the names below them.
function frameAround(spots) {
  const [left, right] = [Math.min(...spots.map(([x]) => x)) - 62, Math.max(...spots.map(([x]) => x)) + 62];
  const [top, bottom] = [Math.min(...spots.map(([, y]) => y)) - 26, Math.max(...spots.map(([, y]) => y)) + 46];
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

// Which boxes are taken, in a coarse grid.
class Boxes {
  constructor(mesh) {
    this.mesh = mesh;
    this.cells = new Map();
  }

  *over([left, top, right, bottom]) {
    for (let x = Math.floor(left / this.mesh); x <= right / this.mesh; x += 1)
      for (let y = Math.floor(top / this.mesh); y <= bottom / this.mesh; y += 1) yield `${x} ${y}`;
  }

  add(box, owner) {
    for (const cell of this.over(box)) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push({ box, owner });
    }
  }

  hits(box, owner) {
    const [left, top, right, bottom] = box;
    const meet = ({ box: [l, t, r, b], owner: other }) =>
      other !== owner && l < right && r > left && t < bottom && b > top;
    return [...this.over(box)].some((cell) => (this.cells.get(cell) ?? []).some(meet));
  }
}

// Paint one shape on a canvas.
function trace(context, { points, line, fill, stroke, width, dashes }) {
  context.beginPath();
  for (const [x, y] of points ?? line) context.lineTo(x, y);
  if (points) context.closePath();
  if (fill) {
    context.fillStyle = fill;
    context.fill();
  }
  if (stroke) {
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.setLineDash(dashes ?? []);
    context.stroke();
  }
}
