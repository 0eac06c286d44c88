// The address keeps what differs from how the page opens; whatever is read from it is checked, part by part.

const LISTS = ["statuses", "kinds", "layers", "types"];

function addressOf(state, home) {
  const parts = new URLSearchParams();
  if (state.knownBy !== home.knownBy) parts.set("known", state.knownBy);
  for (const field of ["voice", "publisher", "article"])
    if (state.without[field].length) parts.set(`no-${field}`, sorted(state.without[field]).join(","));
  for (const field of LISTS)
    if (sorted(state[field]).join() !== sorted(home[field]).join()) parts.set(field, sorted(state[field]).join(","));
  if (state.days) parts.set("days", state.days.join(","));
  if (!state.undated) parts.set("undated", "no");
  if (!state.alone) parts.set("alone", "no");
  if (state.focus !== home.focus || state.steps !== home.steps)
    parts.set("focus", state.focus ? `${state.focus},${state.steps}` : "");
  if (state.path) parts.set("path", state.path.map((id) => id ?? "").join(","));
  if (state.selected?.join(" ") !== home.selected?.join(" ")) parts.set("open", state.selected?.join(" ") ?? "");
  if (state.table) parts.set("table", "yes");
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

function readAddress(hash, data, home) {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const listed = (name) => (parts.get(name) ?? "").split(",").filter(Boolean);
  const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isPlace = (spot) => spot.length > 0 && spot.every((value) => Number.isFinite(value) && Math.abs(value) < 1e6);
  const read = {};
  if (isDay(parts.get("known") ?? "")) read.knownBy = parts.get("known");
  const known = { voice: data.voices, publisher: data.publishers, article: Object.keys(data.articles) };
  read.without = Object.fromEntries(
    Object.keys(known).map((field) => [field, listed(`no-${field}`).filter((id) => known[field].includes(id))]),
  );
  const options = {
    statuses: [...data.statuses.map(({ id }) => id), "contested"],
    kinds: data.kinds.map(({ id }) => id),
    layers: data.layers.map(({ id }) => id),
    types: Object.keys(data.types),
  };
  for (const field of LISTS)
    if (parts.has(field)) read[field] = listed(field).filter((id) => options[field].includes(id));
  const days = listed("days");
  if (days.length === 2 && days.every(isDay)) read.days = sorted(days);
  if (parts.get("undated") === "no") read.undated = false;
  if (parts.get("alone") === "no") read.alone = false;
  if (parts.has("focus")) {
    const [id, steps] = listed("focus");
    Object.assign(read, {
      focus: data.place.has(id) ? id : null,
      steps: [1, 2, 3].includes(Number(steps)) ? Number(steps) : 1,
    });
  }
  const path = (parts.get("path") ?? "").split(",").map((id) => (Object.hasOwn(data.entities, id) ? id : null));
  if (path.length === 2 && (path[0] || path[1])) read.path = path;
  if (parts.has("open")) read.selected = readSelected(parts.get("open"), data) ?? null;
  if (parts.get("table") === "yes") read.table = true;
  if (["light", "dark"].includes(parts.get("theme"))) read.theme = parts.get("theme");
  const pins = (parts.get("pins") ?? "")
    .split(";")
    .map((pin) => pin.split(","))
    .filter(([id]) => data.place.has(id));
  read.pins = Object.fromEntries(
    pins.map(([id, x, y]) => [id, [Number(x), Number(y)]]).filter(([, spot]) => isPlace(spot)),
  );
  const camera = listed("camera").map(Number);
  if (camera.length === 3 && isPlace(camera) && camera[2] > 0.01 && camera[2] < 20) read.camera = camera;
  return { ...home, ...read };
}

function readSelected(text, data) {
  const [kind, ...ids] = text.split(" ");
  const id = ids.join(" ");
  const known = {
    fact: () => data.claims.some((claim) => claim.fact === id),
    node: () => Object.hasOwn(data.entities, id),
    line: () => data.pair.has(id),
    voice: () => data.voices.includes(id),
    publisher: () => data.publishers.includes(id),
    article: () => Object.hasOwn(data.articles, id),
    status: () => Object.hasOwn(data.status, id) || id === "contested",
    path: () => true,
    changes: () => true,
  };
  return Object.hasOwn(known, kind) && known[kind]() ? [kind, id] : null;
}
