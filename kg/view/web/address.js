// The address keeps what differs from how the page opens; whatever is read from it is checked, part by part.

import { WITH_ALL } from "./against.js";
import { sorted } from "./lists.js";

/** @import { Data, Field, Form, ListField, Selected, Spot, State } from "./types.js" */

/** @type {ListField[]} */
const LISTS = ["statuses", "kinds", "layers", "relations", "types", "acts", "tendencies"];

const MOST_LEAST = 1e6; // findings that a line may be asked to have

/** @type {Form[]} */
export const FORMS = ["picture", "matrix", "timeline", "table"];

/** @type {State["lanes"][]} */
export const LANES = ["actors", "types"];

/** @type {Field[]} */
const FIELDS = ["voice", "outlet", "relay", "article"];

/** @type {(state: State, home: State) => string} */
export function addressOf(state, home) {
  const parts = new URLSearchParams();
  if (state.knownBy !== home.knownBy) parts.set("known", state.knownBy);
  if (state.against) parts.set("against", state.against);
  for (const field of FIELDS)
    if (state.without[field].length) parts.set(`no-${field}`, sorted(state.without[field]).join(","));
  for (const field of LISTS)
    if (sorted(state[field]).join() !== sorted(home[field]).join()) parts.set(field, sorted(state[field]).join(","));
  if (state.days) parts.set("days", state.days.join(","));
  if (!state.undated) parts.set("undated", "no");
  if (!state.alone) parts.set("alone", "no");
  if (state.anonymous) parts.set("anonymous", "yes");
  if (state.least > 1) parts.set("least", String(state.least));
  if (state.focus !== home.focus || state.steps !== home.steps)
    parts.set("focus", state.focus ? `${state.focus},${state.steps}` : "");
  if (state.marks !== home.marks) parts.set("marks", state.marks);
  if (state.opened.length) parts.set("opened", sorted(state.opened).join(","));
  if (state.path) parts.set("path", state.path.map((id) => id ?? "").join(","));
  if (state.selected?.join(" ") !== home.selected?.join(" ")) parts.set("open", state.selected?.join(" ") ?? "");
  if (state.form !== home.form) parts.set("form", state.form);
  if (state.lanes !== home.lanes) parts.set("lanes", state.lanes);
  if (state.theme) parts.set("theme", state.theme);
  if (Object.keys(state.pins).length)
    parts.set(
      "pins",
      Object.entries(state.pins)
        .map(([id, spot]) => [id, ...spot].join(","))
        .join(";"),
    );
  if (state.camera) parts.set("camera", state.camera.join(","));
  return parts.toString();
}

/** @type {(hash: string, data: Data, home: State) => State} */
export function readAddress(hash, data, home) {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const read = { ...home, ...readFilters(parts, data), ...readPicture(parts, data) };
  if (isDay(parts.get("known") ?? "")) read.knownBy = parts.get("known") ?? "";
  const against = parts.get("against") ?? "";
  if (isDay(against) || against === WITH_ALL) read.against = against;
  if (parts.has("focus")) {
    const [id, steps] = listed(parts, "focus");
    read.focus = data.place.has(id) ? id : null;
    read.steps = [1, 2, 3].includes(Number(steps)) ? Number(steps) : 1;
  }
  const path = (parts.get("path") ?? "").split(",").map((id) => (Object.hasOwn(data.entities, id) ? id : null));
  if (path.length === 2 && (path[0] || path[1])) read.path = [path[0], path[1]];
  if (parts.has("open")) read.selected = readSelected(parts.get("open") ?? "", data);
  const form = FORMS.find((one) => one === parts.get("form"));
  if (form) read.form = form;
  else if (parts.get("table") === "yes") read.form = "table"; // as earlier pages wrote it
  if (parts.get("lanes") === "types") read.lanes = "types";
  const theme = parts.get("theme");
  if (theme === "light" || theme === "dark") read.theme = theme;
  return read;
}

/** @type {(parts: URLSearchParams, name: string) => string[]} */
const listed = (parts, name) => (parts.get(name) ?? "").split(",").filter(Boolean);
/** @type {(text: string) => boolean} */
const isDay = (text) => {
  const day = /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text); // 30 February becomes 1 March
};
/** @type {(spot: number[]) => boolean} */
const isPlace = (spot) => spot.length > 0 && spot.every((value) => Number.isFinite(value) && Math.abs(value) < 1e6);

/** @type {(parts: URLSearchParams, data: Data) => Partial<State>} */
function readFilters(parts, data) {
  /** @type {(name: string, known: string[]) => string[]} */
  const those = (name, known) => listed(parts, name).filter((id) => known.includes(id));
  /** @type {Partial<State>} */
  const read = {};
  // A page of the first edition left out a publisher, which were all articles that it published.
  const published = listed(parts, "no-publisher").flatMap((id) =>
    Object.keys(data.articles).filter((article) => data.articles[article].publisher === id),
  );
  read.without = {
    voice: those("no-voice", data.voices),
    outlet: those("no-outlet", data.outlets),
    relay: those("no-relay", data.relays),
    article: [...new Set([...those("no-article", Object.keys(data.articles)), ...published])],
  };
  const options = {
    statuses: [...data.statuses.map(({ id }) => id), "contested"],
    kinds: data.kinds.map(({ id }) => id),
    layers: data.layers.map(({ id }) => id),
    relations: Object.keys(data.relations),
    types: Object.keys(data.types),
    acts: data.acts.map(({ id }) => id),
    tendencies: data.tendencyOptions.map(({ id }) => id),
  };
  for (const field of LISTS) if (parts.has(field)) read[field] = those(field, options[field]);
  const days = listed(parts, "days");
  if (days.length === 2 && days.every(isDay)) read.days = /** @type {[string, string]} */ (sorted(days));
  if (parts.get("undated") === "no") read.undated = false;
  if (parts.get("alone") === "no") read.alone = false;
  if (parts.get("anonymous") === "yes") read.anonymous = true;
  const least = Number(parts.get("least") ?? 1);
  if (Number.isInteger(least) && least > 0 && least < MOST_LEAST) read.least = least;
  return read;
}

// Where marks were put, and what part of the picture is looked at.
/** @type {(parts: URLSearchParams, data: Data) => Partial<State>} */
function readPicture(parts, data) {
  /** @type {Record<string, Spot>} */
  const pins = {};
  for (const pin of (parts.get("pins") ?? "").split(";")) {
    const [id, x, y] = pin.split(",");
    /** @type {Spot} */
    const spot = [Number(x), Number(y)];
    if (isPinned(id, data) && isPlace(spot)) pins[id] = spot;
  }
  /** @type {Partial<State>} */
  const read = { pins };
  const marks = parts.get("marks");
  if (marks === "people" || marks === "sides") read.marks = marks;
  const opened = listed(parts, "opened");
  if (opened.length) read.opened = sorted(new Set(data.nodes.map(({ area }) => area).filter((area) => opened.includes(area))));
  const [x, y, scale, ...more] = listed(parts, "camera").map(Number);
  const isCamera = !more.length && isPlace([x, y, scale]) && scale > 0.01 && scale < 20;
  if (isCamera) read.camera = [x, y, scale];
  return read;
}

// Marks are pinned in one picture: among people, among sides, or around one actor.
/** @type {(pin: string, data: Data) => boolean} */
function isPinned(pin, data) {
  const [id, ...before] = pin.split("/").reverse();
  if (before.length === 0) return data.place.has(id);
  const picture = before.reverse().join("/");
  const isOfRings = picture.startsWith("ego/") && data.place.has(picture.slice(4));
  return Object.hasOwn(data.entities, id) && (picture === "sides" || isOfRings);
}

/** @type {(text: string, data: Data) => Selected | null} */
function readSelected(text, data) {
  const [kind, ...ids] = text.split(" ");
  const id = ids.join(" ");
  /** @type {Record<string, () => boolean>} */
  const known = {
    fact: () => data.claims.some((claim) => claim.fact === id),
    node: () => Object.hasOwn(data.entities, id),
    line: () => data.pair.has(id),
    concept: () => Object.hasOwn(data.concepts, id),
    side: () => Object.hasOwn(data.entities, id),
    sides: () => ids.length === 2 && ids.every((one) => Object.hasOwn(data.entities, one)),
    "with-side": () => ids.length === 2 && ids.every((one) => Object.hasOwn(data.entities, one)),
    voice: () => data.voices.includes(id),
    outlet: () => data.outlets.includes(id),
    relay: () => data.relays.includes(id),
    article: () => Object.hasOwn(data.articles, id),
    status: () => Object.hasOwn(data.status, id) || id === "contested",
    path: () => true,
    changes: () => true,
    compared: () => true,
    unjoined: () => true,
  };
  return Object.hasOwn(known, kind) && known[kind]() ? [kind, id] : null;
}
