// What can be taken away: the picture as SVG or PNG, its lines as CSV with their evidence.

import { areasOf, chipsOf, groundsOfNames } from "./around.js";
import { boundsOf } from "./boxes.js";
import { penOf } from "./canvas.js";
import { speakersOf } from "./counting.js";
import { dyadsOf } from "./dyads.js";
import { footOf } from "./legend.js";
import { find } from "./elements.js";
import { known, unique } from "./lists.js";
import { pictured } from "./pictured.js";
import { SHAPES, shift } from "./shapes.js";
import { unacceptedWholes } from "./support.js";
import { nameOf } from "./texts.js";

/** @import { Drawing } from "./drawing.js" */
/** @import { Box, Data, Evidence, Shape, Spot, Text, View } from "./types.js" */

/** @type {Record<string, string>} */
const XML = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** @type {(text: string) => string} */
export const xml = (text) =>
  String(text)
    // eslint-disable-next-line no-control-regex -- XML cannot hold these
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "")
    .replace(/[&<>"']/g, (sign) => XML[sign]);

/** @type {Box} */
const EVERYWHERE = [-1e9, -1e9, 1e9, 1e9];

// The picture as a list of shapes: what vis-network draws, and what is drawn around it.
/** @type {(drawing: Drawing) => (Shape | Text)[]} */
function shapesOf(drawing) {
  const { scene } = drawing;
  /** @type {Shape[]} */
  const lines = [...scene.lines.values()].map((line) => {
    const style = drawing.lineStyle(line, false);
    return {
      line: line.ends.map((id) => drawing.at(id)),
      stroke: style.color.color,
      width: style.width,
      dashes: style.dashes || [],
      faint: style.color.opacity,
    };
  });
  const marks = [...scene.marks.values()].map(({ id, shape }) => {
    const style = drawing.nodeStyle(id);
    const points = SHAPES[shape](style.size);
    return { points: shift(points, drawing.at(id)), fill: style.color.background, stroke: style.color.border, width: 2 };
  });
  const areas = areasOf(drawing);
  const names = drawing.names.place(1, EVERYWHERE);
  return [...areas, ...lines, ...arrowheads(drawing), ...marks, ...groundsOfNames(drawing), ...chipsOf(drawing), ...names];
}

/** @type {(drawing: Drawing) => Shape[]} */
function arrowheads(drawing) {
  return [...drawing.scene.lines.values()].flatMap((line) => {
    const style = drawing.lineStyle(line, false);
    return line.heads.map((to) => headAt(drawing, line.ends[0] === to ? line.ends[1] : line.ends[0], to, style));
  });
}

// The head of an arrow, as large as its line is wide.
/** @type {(drawing: Drawing, from: string, to: string, style: {width: number, color: any}) => Shape} */
function headAt(drawing, from, to, { width, color }) {
  const [[ax, ay], [bx, by]] = [drawing.at(from), drawing.at(to)];
  const turn = Math.atan2(by - ay, bx - ax);
  const tip = drawing.size(to) + 2;
  const [long, half] = [7 + 2 * width, 3 + width];
  /** @type {(back: number, aside: number) => Spot} */
  const corner = (back, aside) => [
    bx - Math.cos(turn) * back - Math.sin(turn) * aside,
    by - Math.sin(turn) * back + Math.cos(turn) * aside,
  ];
  return { points: [corner(tip, 0), corner(tip + long, half), corner(tip + long, -half)], fill: color.color, faint: color.opacity };
}

const MOST_PIXELS = 4000; // as wide or high as a picture opens

// The picture, or what stands in its place: the matrix or the timeline.
/** @type {(drawing: Drawing, caption: string) => string} */
export function svgOf(drawing, caption) {
  const { form } = drawing.state;
  if (form === "matrix" || form === "timeline") {
    const { shapes, box } = pictured(find(form === "matrix" ? "matrix" : "lanes"));
    return documentOf(drawing, caption, shapes, box);
  }
  const shapes = shapesOf(drawing);
  drawing.network.redraw(); // the names on the screen stand elsewhere
  const bounds = boundsOf(shapes.flatMap((shape) => (shape.text === undefined ? spotsOf(shape) : endsOf(drawing, shape))));
  return documentOf(drawing, caption, shapes, [bounds[0] - 110, bounds[1] - 50, bounds[2] + 110, bounds[3] + 60]);
}

// Shapes in a frame, with the legend and what is shown below.
/** @type {(drawing: Drawing, caption: string, shapes: (Shape | Text)[], frame: Box) => string} */
function documentOf(drawing, caption, shapes, [left, top, right, below]) {
  const foot = footOf(drawing, caption, [left + 16, below], Math.max(300, right - left - 32));
  const bottom = below + foot.height;
  const box = [left, top, Math.max(332, right - left), bottom - top].map(Math.round);
  const ink = drawing.ink;
  const shrink = Math.min(1, MOST_PIXELS / Math.max(box[2], box[3]));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.join(" ")}" width="${Math.round(box[2] * shrink)}" height="${Math.round(box[3] * shrink)}" font-family="${xml(ink.font)}">`,
    `<title>${xml(caption)}</title>`,
    `<desc>${xml(caption)}</desc>`,
    `<rect x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" fill="${ink.paper}"/>`,
    ...[...shapes, ...foot.shapes].map((shape) => (shape.text === undefined ? svgShape(shape) : svgText(shape))),
    "</svg>",
    "",
  ].join("\n");
}

/** @type {(shape: Shape) => Spot[]} */
const spotsOf = ({ points, line }) => points ?? line ?? [];

// Where a text begins and ends.
/** @type {(drawing: Drawing, text: Text) => Spot[]} */
function endsOf(drawing, { text, at: [x, y], size, bold, align }) {
  const wide = drawing.names.width(text, { size, bold });
  const left = x - (align === "right" ? wide : align === "left" ? 0 : wide / 2);
  return [
    [left, y],
    [left + wide, y],
  ];
}

/** @type {(value: number) => number} */
const round = (value) => Math.round(value * 10) / 10;

/** @type {(shape: Shape) => string} */
function svgShape({ points, line, fill, stroke, width, dashes, faint }) {
  const spots = spotsOf({ points, line }).map(([x, y]) => `${round(x)},${round(y)}`).join(" ");
  const dash = dashes?.length ? ` stroke-dasharray="${dashes.join(" ")}"` : "";
  const cap = dash && (width ?? 1) > 2.5 ? "butt" : "round"; // round ends close the gaps of a wide line
  const pen = stroke
    ? ` stroke="${stroke}" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="${cap}"${dash}`
    : "";
  return `<${points ? "polygon" : "polyline"} points="${spots}" fill="${fill ?? "none"}"${pen}${faint === undefined ? "" : ` opacity="${faint}"`}/>`;
}

/** @type {(text: Text) => string} */
function svgText({ text, at: [x, y], size, bold, fill, align, halo, spaced, faint, turned }) {
  const anchor = align === "center" ? ` text-anchor="middle"` : align === "right" ? ` text-anchor="end"` : "";
  const around = halo
    ? ` stroke="${halo}" stroke-width="${round(size / 4)}" stroke-linejoin="round" paint-order="stroke"`
    : "";
  const track = spaced ? ` letter-spacing="${round(spaced)}"` : "";
  const turn = turned ? ` transform="rotate(-90 ${round(x)} ${round(y)})"` : "";
  return `<text x="${round(x)}" y="${round(y)}"${turn} font-size="${round(size)}"${bold ? ` font-weight="600"` : ""} fill="${fill}"${anchor}${around}${track}${faint === undefined ? "" : ` opacity="${faint}"`}>${xml(text)}</text>`;
}

/** @type {(svg: string) => Promise<Blob | null>} */
export async function pngOf(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(2, 8000 / Math.max(image.width, image.height));
  const canvas = Object.assign(document.createElement("canvas"), {
    width: image.width * scale,
    height: image.height * scale,
  });
  penOf(canvas).drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

const COLUMNS = [
  "from",
  "to",
  "relation",
  "symmetric",
  "fact",
  "type",
  "label",
  "status",
  "edge_status",
  "contested",
  "accepted",
  "when",
  "voices",
  "outlets",
  "denied_by",
  "claims",
  "speakers",
  "articles",
  "spans",
  "part_of_not_accepted",
  "shown",
];

// One row for each edge of each line that is shown (RFC 4180); several values in one field are parted by a space.
// In the last column stands what is shown, and so what is not: whoever gets a row alone could not know.
/** @type {(data: Data, view: View, shown: string) => string} */
export function csvOf(data, view, shown) {
  const rows = view.edges.map((edge) => {
    const fact = view.account.facts[edge.fact];
    const claims = edge.claims.map((key) => known(data.claim, key));
    return [
      edge.from,
      edge.to,
      edge.relation,
      String(data.relations[edge.relation].symmetric),
      fact.fact,
      fact.type,
      fact.label ?? "",
      fact.status,
      edge.status,
      edge.contested ?? "",
      String(edge.accepted),
      fact.when.text ?? "",
      edge.voices.join(" "),
      edge.outlets.join(" "),
      edge.deniers.join(" "),
      edge.claims.join(" "),
      unique(claims.flatMap((claim) => speakersOf(claim, data.articles[claim.article]))).join(" "),
      unique(claims.map((claim) => claim.article)).join(" "),
      claims.flatMap((claim) => claim.evidence.map((its) => `${claim.key}:${placeOf(its)}`)).join(" "),
      unacceptedWholes(fact, view.account.all)
        .map((whole) => whole.fact)
        .join(" "),
      shown,
    ];
  });
  const ordered = rows.sort((a, b) => (a.join("\n") < b.join("\n") ? -1 : 1));
  return csvRows([COLUMNS, ...ordered]);
}

const PAIR_COLUMNS = ["source", "source_label", "target", "target_label", "directed", "findings", "accepted"];
const PAIR_NUMBERS = ["contested", "contested_by_outsider", "cooperative", "hostile", "first", "last", "voices", "outlets", "read", "acts"];

// One row for each pair of actors on the lines that are shown, in each direction, with the columns of `kg dyads`.
/** @type {(data: Data, view: View, shown: string) => string} */
export function pairsCsvOf(data, view, shown) {
  const statuses = data.statuses.map(({ id }) => id);
  const rows = dyadsOf(data, view.account, view.edges).map((pair) => [
    pair.source,
    nameOf(data, pair.source, Infinity),
    pair.target,
    nameOf(data, pair.target, Infinity),
    pair.directed,
    pair.findings,
    pair.accepted,
    ...statuses.map((status) => new Map(pair.byStatus).get(status) ?? 0),
    pair.contested,
    pair.contestedByOutsider,
    pair.tendencies.cooperative,
    pair.tendencies.hostile,
    pair.first ?? "",
    pair.last ?? "",
    pair.voices.length,
    pair.outlets.length,
    pair.read,
    pair.acts.map(([act, many]) => `${act} ${many}`).join("; "),
    shown,
  ]);
  return csvRows([[...PAIR_COLUMNS, ...statuses, ...PAIR_NUMBERS, "shown"], ...rows.map((row) => row.map(String))]);
}

/** @type {(rows: string[][]) => string} */
const csvRows = (rows) => rows.map((row) => `${row.map(csvField).join(",")}\r\n`).join("");

// Characters of a text, or a row that nobody read.
/** @type {(evidence: Evidence) => string} */
const placeOf = ({ at, row }) => at?.join("-") ?? `row=${row}`;

// A field that a spreadsheet would take for a formula is led by an apostrophe.
/** @type {(value: string) => string} */
function csvField(value) {
  const text = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
