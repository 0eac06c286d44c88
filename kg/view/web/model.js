// What the page knows, what the reader has asked for, and what follows from both. Nothing here touches the document.

const ALL_DAYS = ["0001-01-01", "9999-12-31"];

// Objects that are keyed by ids inherit nothing: an id may be `constructor`.
function bare(entries = []) {
  const found = Object.create(null);
  for (const [key, value] of entries) found[key] = value;
  return found;
}

function readPayload(payload) {
  const data = payload;
  for (const name of ["entities", "concepts", "articles", "types", "relations", "stances"])
    data[name] = bare(Object.entries(data[name]));
  for (const node of data.nodes) data.entities[node.id].name ??= node.label;
  for (const claim of data.claims) claim.key = keyOf(claim);
  data.only = new Set(data.only);
  data.claim = new Map(data.claims.map((claim) => [claim.key, claim]));
  data.place = new Map(data.nodes.map((node) => [node.id, node]));
  data.pair = new Map(data.edges.map((edge) => [pairOf(edge.from, edge.to), edge]));
  data.publicationDays = unique(Object.values(data.articles).map((article) => article.day));
  data.status = bare(data.statuses.map((status) => [status.id, status]));
  data.opening = accountOf(data, defaults(data));
  data.voices = unique(Object.values(data.opening.readings).flatMap((reading) => reading.voices));
  data.publishers = unique(Object.values(data.articles).map((article) => article.publisher));
  return data;
}

const pairOf = (a, b) => (a < b ? `${a} ${b}` : `${b} ${a}`);
const nameOf = (data, id) => data.entities[id]?.name ?? data.concepts[id] ?? id;
const fold = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[łøđıßæœþð’]/g, (letter) => FOLDED[letter]);
const FOLDED = { ł: "l", ø: "o", đ: "d", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th", ð: "d", "’": "'" };

function voiceName(data, voice) {
  if (!isAnonymous(voice)) return nameOf(data, voice);
  const article = data.articles[voice.slice("anonymous@".length)];
  return `anonymous sources of ${article ? `${nameOf(data, article.publisher)}, ${article.published}` : voice}`;
}

// ---- state -----------------------------------------------------------------------------------------------------

function defaults(data) {
  return {
    knownBy: data.opens.known_by,
    without: { voice: [], publisher: [], article: [] },
    statuses: [...ACCEPTABLE],
    kinds: data.opens.kinds ?? ["Person"],
    layers: data.opens.layers ?? data.layers.filter((layer) => layer.default).map((layer) => layer.id),
    types: Object.keys(data.types),
    days: null,
    undated: true,
    alone: true,
    focus: data.opens.focus ?? null,
    steps: data.opens.steps ?? 1,
    path: null,
    selected: null,
    table: false,
    theme: null,
    pins: {},
    camera: null,
  };
}

// ---- account ---------------------------------------------------------------------------------------------------

function accountOf(data, state) {
  const { voice, publisher, article } = state.without;
  const left = data.claims.filter(
    (claim) => !article.includes(claim.article) && !publisher.includes(data.articles[claim.article].publisher),
  );
  const its = onlyShown(data, account(left, data, state.knownBy, [...(data.opens.withdrawn ?? []), ...voice]));
  return { ...its, edges: edgesOf(data, its) };
}

// Claims on facts that the page does not show are there to judge the others by.
function onlyShown(data, its) {
  const facts = bare(Object.entries(its.facts).filter(([fact]) => data.only.has(fact)));
  const readings = bare(Object.entries(its.readings).filter(([key]) => data.only.has(data.claim.get(key).fact)));
  return { ...its, facts, readings };
}

// The edges of an account, accepted or not: kg/edges.py and kg/network/draw.py over again.
function edgesOf(data, its) {
  const found = new Map();
  for (const fact of Object.values(its.facts)) {
    const roles = new Map();
    for (const filler of Object.values(fact.fillers)) {
      if (data.entities[filler.filler]) roles.set(filler.role, [...(roles.get(filler.role) ?? []), filler]);
    }
    for (const shortcut of data.types[fact.type].shortcuts) {
      const { symmetric } = data.relations[shortcut.edge];
      for (const [one, other] of fillerPairs(roles, shortcut, symmetric)) {
        const edge = edgeOf(fact, shortcut, one, other, its.readings);
        const id = `${edge.from} ${edge.to} ${fact.fact}/${shortcut.edge}`;
        const same = found.get(id);
        if (!same || rankOf(edge) > rankOf(same)) found.set(id, edge);
      }
    }
  }
  return [...found.values()];
}

const strengthOf = (edge) => STRENGTH.indexOf(edge.status);

function fillerPairs(roles, { source, target }, symmetric) {
  const [sources, targets] = [roles.get(source) ?? [], roles.get(target) ?? []];
  const pairs = sources.flatMap((one) => targets.map((other) => [one, other]));
  const distinct = pairs.filter(([one, other]) => one.filler !== other.filler);
  if (!symmetric) return distinct;
  if (source === target) return distinct.filter(([one, other]) => one.filler < other.filler);
  return distinct.map(([one, other]) => (one.filler < other.filler ? [one, other] : [other, one]));
}

function edgeOf(fact, shortcut, one, other, readings) {
  const accepted = one.accepted && other.accepted;
  const status = weakest([fact.status, one.status, other.status]);
  const contested = ["by-party", "by-outsider"].find((by) =>
    [fact, one, other].some((matter) => matter.contested === by),
  );
  const [voices, asserting] = behind(one, other, readings);
  return {
    from: one.filler,
    to: other.filler,
    fact: fact.fact,
    relation: shortcut.edge,
    layer: shortcut.layer,
    status,
    contested: contested ?? null,
    accepted,
    row: accepted || !ACCEPTABLE.includes(status) ? status : "contested", // the legend's row
    day: fact.when.text,
    voices,
    claims: accepted ? asserting : unique([...fact.basis, ...one.basis, ...other.basis]),
  };
}

// The voices and claims that assert both fillers; where none does, those that assert either.
function behind(one, other, readings) {
  const [first, second] = [one.asserting, other.asserting];
  const shared = one.voices.filter((voice) => other.voices.includes(voice));
  const voices = shared.length ? shared : unique([...one.voices, ...other.voices]);
  const both = first.filter((claim) => second.includes(claim));
  const heard = new Set(both.flatMap((claim) => readings[claim].voices));
  const unheard = voices.filter((voice) => !heard.has(voice)); // may name the one in one claim and the other in another
  const more = [...first, ...second].filter((claim) => readings[claim].voices.some((voice) => unheard.includes(voice)));
  const claims = [...both, ...more];
  return [sorted(voices), unique(claims.length ? claims : [...first, ...second])];
}

// ---- what is shown ---------------------------------------------------------------------------------------------

function look(data, state, its) {
  const passing = new Set(
    Object.values(its.facts)
      .filter((fact) => state.types.includes(fact.type) && meets(fact.when, state))
      .map((fact) => fact.fact),
  );
  const kindOf = (id) => data.entities[id].kind;
  const possible = its.edges.filter(
    (edge) =>
      passing.has(edge.fact) &&
      state.layers.includes(edge.layer) &&
      state.kinds.includes(kindOf(edge.from)) &&
      state.kinds.includes(kindOf(edge.to)) &&
      data.place.has(edge.from) &&
      data.place.has(edge.to) &&
      data.pair.has(pairOf(edge.from, edge.to)),
  );
  const edges = possible.filter((edge) => state.statuses.includes(edge.row));
  const lines = bundle(data, edges);
  const nodes = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  if (state.alone)
    for (const fact of passing)
      for (const { filler } of Object.values(its.facts[fact].fillers))
        if (data.place.has(filler) && state.kinds.includes(kindOf(filler))) nodes.add(filler);
  const conflicts = conflictsLeft(data, its);
  for (const line of lines.values()) line.conflicting = line.facts.some((fact) => conflicts.has(fact));
  const near = neighbours(lines, nodes);
  return {
    account: its,
    passing,
    possible,
    edges,
    lines,
    nodes,
    near,
    conflicts,
    ranking: ranking(near),
    inFocus: within(near, state),
  };
}

function meets(when, state) {
  if (!state.days) return when.text !== null || state.undated;
  if (when.text === null) return state.undated;
  const possible = when.either.length ? when.either : [[when.earliest, when.latest]];
  return possible.some(
    ([first, last]) => (first ?? ALL_DAYS[0]) <= state.days[1] && (last ?? ALL_DAYS[1]) >= state.days[0],
  );
}

// The conflicts of which every side still has a claim that counts, by fact.
function conflictsLeft(data, its) {
  const found = new Map();
  for (const conflict of data.conflicts) {
    if (!conflict.claims.every((side) => side.some((key) => its.readings[key]?.counts))) continue;
    for (const fact of conflict.facts) found.set(fact, [...(found.get(fact) ?? []), conflict]);
  }
  return found;
}

// One line for two actors, however many edges join them.
function bundle(data, edges) {
  const lines = new Map();
  for (const edge of edges) {
    const id = pairOf(edge.from, edge.to);
    if (!lines.has(id)) lines.set(id, { id, ends: id.split(" "), edges: [], facts: [], status: null, contested: null });
    const line = lines.get(id);
    line.edges.push(edge);
    if (!line.facts.includes(edge.fact)) line.facts.push(edge.fact);
  }
  for (const line of lines.values()) {
    const best = line.edges.reduce((a, b) => (rankOf(b) > rankOf(a) ? b : a));
    Object.assign(line, { status: best.row, contested: line.edges.some((edge) => edge.contested) });
    const directed = line.edges.filter(({ relation }) => !data.relations[relation].symmetric);
    line.heads = line.ends.filter((id) => directed.some((edge) => edge.to === id));
  }
  return lines;
}

// A line is drawn as the best sourced of its facts; what is accepted comes before what is not.
const rankOf = (edge) => (edge.accepted ? STRENGTH.length : 0) + strengthOf(edge);

function neighbours(lines, nodes) {
  const near = new Map([...nodes].sort().map((id) => [id, []]));
  for (const { ends } of lines.values()) {
    near.get(ends[0]).push(ends[1]);
    near.get(ends[1]).push(ends[0]);
  }
  return near;
}

// Ties share a rank.
function ranking(near) {
  const scored = [...near].map(([id, others]) => ({ id, score: others.length })).filter(({ score }) => score);
  scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  for (const [place, entry] of scored.entries()) {
    entry.rank = place && scored[place - 1].score === entry.score ? scored[place - 1].rank : place + 1;
  }
  for (const [place, entry] of scored.entries()) {
    entry.tied = scored[place - 1]?.score === entry.score || scored[place + 1]?.score === entry.score;
  }
  return scored;
}

function within(near, { focus, steps }) {
  if (!focus || !near.has(focus)) return null;
  let reached = new Set([focus]);
  for (let step = 0; step < steps; step += 1)
    reached = new Set([...reached, ...[...reached].flatMap((id) => near.get(id))]);
  return reached;
}

// The shortest ways from one to another, at most three, in order of the ids on them.
function shortestPaths(near, from, to, limit = 3) {
  if (!near.has(from) || !near.has(to) || from === to) return [];
  let paths = [[from]];
  const seen = new Set([from]);
  while (paths.length) {
    const arrived = paths.filter((path) => path.at(-1) === to);
    if (arrived.length) return arrived.slice(0, limit);
    const further = paths.flatMap((path) =>
      sorted(near.get(path.at(-1)))
        .filter((id) => !seen.has(id))
        .map((id) => [...path, id]),
    );
    for (const path of further) seen.add(path.at(-1));
    const kept = new Map(); // ways to one place beyond the limit cannot be among the first
    paths = further.filter((path) => {
      const count = kept.get(path.at(-1)) ?? 0;
      kept.set(path.at(-1), count + 1);
      return count < limit;
    });
  }
  return [];
}

// ---- findings --------------------------------------------------------------------------------------------------

function countByStatus(its) {
  const counts = bare();
  for (const fact of Object.values(its.facts)) counts[fact.status] = (counts[fact.status] ?? 0) + 1;
  return counts;
}

// Newest first; what has no day comes last.
function newestFirst(facts) {
  const day = (fact) => fact.when.latest ?? fact.when.earliest ?? "";
  return [...facts].sort((a, b) => (day(a) < day(b) ? 1 : day(a) > day(b) ? -1 : a.fact < b.fact ? -1 : 1));
}

// The finding that most is said about and least is settled: it opens the page.
function mostDoubtful(data, its) {
  const doubt = (fact) => {
    const stances = new Set(fact.claims.map((key) => data.claim.get(key).stance));
    const people = Object.values(fact.fillers).filter(({ filler }) => data.entities[filler]?.kind === "Person").length;
    return [fact.contested === "by-party" ? 1 : 0, people > 1 ? 1 : 0, stances.size, fact.claims.length];
  };
  const doubtful = Object.values(its.facts).filter(
    (fact) => !fact.accepted && !["retracted", "fulfilled", "planned"].includes(fact.status),
  );
  const order = (a, b) => {
    const [one, other] = [doubt(a), doubt(b)];
    const at = one.findIndex((value, index) => value !== other[index]);
    return at < 0 ? (a.fact < b.fact ? -1 : 1) : other[at] - one[at];
  };
  return doubtful.sort(order)[0]?.fact ?? newestFirst(Object.values(its.facts))[0]?.fact ?? null;
}

// Claims in the order in which they are told: where the text itself tells them, not its headline; a photo from the
// archive tells nothing of its own and comes last.
function inOrder(data, keys) {
  const place = (claim) => {
    const told = claim.evidence.filter((span) => !span.kind);
    return [
      claim.evidence.every((span) => span.kind === "file-photo") ? 1 : 0,
      data.articles[claim.article].day,
      claim.article,
      Math.min(...(told.length ? told : claim.evidence).map((span) => span.at[0])),
      claim.id,
    ];
  };
  const before = (a, b) => {
    const [one, other] = [place(a), place(b)];
    const at = one.findIndex((value, index) => value !== other[index]);
    return at < 0 ? 0 : one[at] < other[at] ? -1 : 1;
  };
  return keys.map((key) => data.claim.get(key)).sort(before);
}

function changes(before, after) {
  const moved = [];
  for (const fact of unique([...Object.keys(before.facts), ...Object.keys(after.facts)])) {
    const [was, is] = [before.facts[fact], after.facts[fact]];
    if (was?.status !== is?.status || was?.contested !== is?.contested)
      moved.push({ fact, was: was ?? null, is: is ?? null });
  }
  return moved;
}

// The known claims of a voice, a publisher or an article.
function claimsOf(data, its, field, id) {
  const has = {
    voice: (claim) => its.readings[claim.key].voices.includes(id),
    publisher: (claim) => data.articles[claim.article].publisher === id,
    article: (claim) => claim.article === id,
  }[field];
  return data.claims.filter((claim) => its.readings[claim.key] && has(claim));
}
