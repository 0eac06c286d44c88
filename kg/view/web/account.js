// The rule by which claims become an account: kg/voices.py, counting.py, rule.py, times.py, cases.py and account.py over
// again, function for function, so that the page can ask "what if". A test holds the two equal. Nothing here touches
// the page.

const FACT = ""; // the key of the fact itself, where fillers have slots

const slotOf = (role, filler) => `${role}\n${filler}`;
const sorted = (items) => [...items].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
const unique = (items) => sorted(new Set(items));
const keyOf = (claim) => `${claim.article}/${claim.id}`;
const least = (items) => items.reduce((best, item) => (best === null || item < best ? item : best), null);
const most = (items) => items.reduce((best, item) => (best === null || item > best ? item : best), null);
const isAnonymous = (voice) => voice.startsWith("anonymous@");

// ---- voices ----------------------------------------------------------------------------------------------------

function tenures(claims, types) {
  const bounds = new Map();
  const whens = new Map();
  for (const claim of claims) {
    const type = types[claim.type];
    if (!type.bearer) continue;
    const interval = claim.when?.interval;
    const stated = [(interval && claim.when.earliest) || "", (interval && claim.when.latest) || "9999-12-31"];
    if (!whens.has(claim.fact)) whens.set(claim.fact, []);
    whens.get(claim.fact).push(stated);
    for (const bearer of claim.roles?.[type.bearer] ?? [])
      for (const role of type.upward)
        for (const target of claim.roles[role] ?? []) {
          const step = { source: bearer, link: claim.fact, target };
          bounds.set(JSON.stringify([bearer, claim.fact, target]), step);
        }
  }
  return [...bounds.values()].map((step) => ({
    step,
    begins: most(whens.get(step.link).map(([begins]) => begins)),
    ends: least(whens.get(step.link).map(([, ends]) => ends)),
  }));
}

class SideError extends Error {}

class Sides {
  constructor(links, serving) {
    this.links = links;
    this.upward = sorted(links.upward);
    this.serving = new Map();
    for (const tenure of serving) {
      this.serving.set(tenure.step.source, [...(this.serving.get(tenure.step.source) ?? []), tenure]);
    }
    this.known = new Map();
  }

  side(entity, day) {
    const asked = `${entity} ${day}`;
    if (!this.known.has(asked)) this.known.set(asked, this.find(entity, day));
    return this.known.get(asked);
  }

  voice(entity, article, day) {
    return this.links.entities[entity].anonymous ? `anonymous@${article}` : this.side(entity, day);
  }

  find(entity, day) {
    const ends = sorted(this.ends(entity, day, []));
    if (ends.length > 1) {
      throw new SideError(
        `\`${entity}\`: its ways upward end in ${ends.map((end) => `\`${end}\``).join(" and ")} on ${day}`,
      );
    }
    return ends.length ? ends[0] : entity;
  }

  ends(entity, day, seen) {
    const record = this.links.entities[entity];
    if (!record || seen.includes(entity)) return new Set();
    const passed = [...seen, entity];
    if (record.side && record.side !== entity) {
      const found = this.ends(record.side, day, passed);
      return found.size ? found : new Set([record.side]);
    }
    if (record.kind === "Country" || record.side === entity) return new Set([entity]);
    const found = new Set();
    for (const target of this.targets(entity, record, day))
      for (const end of this.ends(target, day, passed)) found.add(end);
    if (!found.size && (record.kind === "Organization" || record.kind === "Group")) found.add(entity);
    return found;
  }

  targets(entity, record, day) {
    const background = this.upward.flatMap((link) => record.links?.[link] ?? []);
    const serving = (this.serving.get(entity) ?? []).filter((tenure) => tenure.begins <= day && day <= tenure.ends);
    return [...background, ...serving.map((tenure) => tenure.step.target)];
  }
}

// ---- counting --------------------------------------------------------------------------------------------------

function words(claims, links, knownBy) {
  const known = new Map(
    claims.filter((claim) => links.articles[claim.article].day <= knownBy).map((c) => [keyOf(c), c]),
  );
  const found = new Map();
  for (const key of sorted(known.keys())) {
    const claim = known.get(key);
    const article = links.articles[claim.article];
    const day = claim.said ? least([claim.said.latest ?? article.day, article.day]) : article.day;
    for (const entity of claim.speaker?.length ? claim.speaker : [article.publisher]) {
      const speaker = links.entities[entity].anonymous ? `${entity}@${claim.article}` : entity;
      if (!found.has(claim.fact)) found.set(claim.fact, []);
      found.get(claim.fact).push({
        claim,
        key,
        entity,
        speaker,
        day,
        narrates: entity === article.publisher,
        asserts: claim.stance === "asserts",
        ofFact: (claim.scope ?? "fact") === "fact",
        slots: slots(claim),
      });
    }
  }
  return new Map(sorted(found.keys()).map((fact) => [fact, found.get(fact)]));
}

function slots(claim) {
  return Object.entries(claim.roles ?? {}).flatMap(([role, fillers]) => fillers.map((filler) => slotOf(role, filler)));
}

function count(said) {
  const latest = new Map();
  const retracted = new Map();
  const mark = (word, matter) => `${word.speaker}\n${matter}`;
  const raise = (days, word, matters) => {
    for (const matter of matters) days.set(mark(word, matter), most([days.get(mark(word, matter)) ?? "", word.day]));
  };
  for (const word of said) {
    if (word.claim.stance === "retracts") raise(retracted, word, word.ofFact ? [FACT] : word.slots);
    else if (["asserts", "announces", "denies"].includes(word.claim.stance)) {
      raise(latest, word, word.ofFact ? [FACT, ...word.slots] : word.slots);
    }
  }
  const kept = new Map([[FACT, []]]);
  for (const word of said) {
    const at = (days, matter) => days.get(mark(word, matter)) ?? "";
    const stands = word.claim.stance !== "retracts" && word.day > at(retracted, FACT);
    const ofFact = stands && word.ofFact && word.day >= at(latest, FACT);
    if (ofFact) kept.get(FACT).push(word);
    for (const slot of word.slots) {
      if (!kept.has(slot)) kept.set(slot, []);
      const counts = word.ofFact ? ofFact : stands;
      if (counts && at(latest, slot) <= word.day && word.day > at(retracted, slot)) kept.get(slot).push(word);
    }
  }
  return lean(said, kept);
}

function lean(said, kept) {
  const voiceless = new Map();
  if (!said.some((word) => word.narrates && word.asserts)) return { kept, voiceless };
  for (const [matter, its] of kept) {
    const about = said.filter((word) => (matter === FACT ? word.ofFact : word.slots.includes(matter)));
    const [left, leaning] = leanOn(its, cited(about));
    kept.set(matter, left);
    voiceless.set(matter, leaning);
  }
  const stands = new Set(kept.get(FACT).map((word) => word.key));
  for (const [matter, its] of kept) {
    if (matter === FACT) continue;
    kept.set(
      matter,
      its.filter((word) => !(word.narrates && word.asserts && word.ofFact) || stands.has(word.key)),
    );
  }
  return { kept, voiceless };
}

function cited(said) {
  const found = new Map();
  for (const word of said) {
    if (!word.asserts || word.narrates) continue;
    if (!found.has(word.claim.article)) found.set(word.claim.article, new Set());
    found.get(word.claim.article).add(word.speaker);
  }
  return found;
}

function leanOn(its, sources) {
  const asserting = new Set(its.filter((word) => word.asserts && !word.narrates).map((word) => word.speaker));
  const leaning = new Set(its.filter((w) => w.narrates && w.asserts && sources.has(w.claim.article)).map((w) => w.key));
  const fallen = new Set(
    its
      .filter((word) => leaning.has(word.key))
      .filter((word) => ![...sources.get(word.claim.article)].some((speaker) => asserting.has(speaker)))
      .map((word) => word.key),
  );
  return [
    its.filter((word) => !(word.narrates && fallen.has(word.key))),
    new Set([...leaning].filter((key) => !fallen.has(key))),
  ];
}

// ---- rule ------------------------------------------------------------------------------------------------------

const ACCEPTABLE = ["on-record", "corroborated", "one-sided", "reported"];
const STRENGTH = [
  "retracted",
  "denied",
  "lapsed",
  "unconfirmed",
  "planned",
  "fulfilled",
  "alleged",
  "reported",
  "one-sided",
  "corroborated",
  "on-record",
];

const weakest = (statuses) => statuses.reduce((a, b) => (STRENGTH.indexOf(a) <= STRENGTH.indexOf(b) ? a : b));

function judge(tally) {
  const status = statusOf(tally);
  const contested = contestedOf(tally);
  return { status, contested, accepted: ACCEPTABLE.includes(status) && contested !== "by-party" };
}

function statusOf(tally) {
  if (!tally.counting) return "retracted";
  if (tally.deniers.length && !tally.asserters.size) return "denied";
  if (tally.asserting.size) return asserted(tally);
  if (tally.announced && tally.fulfilled) return "fulfilled";
  if (tally.announced) return tally.passed ? "lapsed" : "planned";
  return "unconfirmed";
}

function asserted(tally) {
  const named = [...tally.asserting].filter((voice) => !isAnonymous(voice));
  if (tally.parties.length && tally.parties.every((sides) => named.some((voice) => sides.has(voice))))
    return "on-record";
  if (named.length > 1 && named.some((voice) => !tally.partial.has(voice))) return "corroborated";
  if (named.some((voice) => tally.partial.has(voice))) return "one-sided";
  return named.length ? "reported" : "alleged";
}

function contestedOf(tally) {
  const against = tally.deniers
    .filter(([speaker]) => [...tally.asserters].some((other) => other !== speaker))
    .map(([, voice]) => voice);
  if (!against.length) return null;
  return against.some((voice) => tally.partial.has(voice)) ? "by-party" : "by-outsider";
}

// ---- times -----------------------------------------------------------------------------------------------------

function timeOf(whens, lasts) {
  const texts = new Set(whens.map((when) => when.text));
  if (!texts.size) return { text: null, earliest: null, latest: null, either: [] };
  if (texts.size === 1)
    return { text: whens[0].text, earliest: whens[0].earliest ?? null, latest: whens[0].latest ?? null, either: [] };
  const meeting = lasts ? null : intersection(whens);
  if (!lasts && !meeting) {
    const either = unique(whens.map((when) => JSON.stringify([when.earliest ?? "", when.latest ?? ""]))).map((pair) =>
      JSON.parse(pair),
    );
    const listed = either.map(([first, last]) => (first === last ? first : `${first}..${last}`)).join(",");
    return { text: `[${listed}]`, ...hull(whens), either: either.map((pair) => pair.map((day) => day || null)) };
  }
  const { earliest, latest } = meeting ?? hull(whens);
  return { text: toEdtf(earliest, latest) || null, earliest, latest, either: [] };
}

function intersection(whens) {
  const earliest = most(whens.map((when) => when.earliest).filter(Boolean));
  const latest = least(whens.map((when) => when.latest).filter(Boolean));
  return earliest && latest && earliest > latest ? null : { earliest, latest };
}

function hull(whens) {
  const open = (bound) => whens.some((when) => !when[bound]);
  return {
    earliest: open("earliest") ? null : least(whens.map((when) => when.earliest)),
    latest: open("latest") ? null : most(whens.map((when) => when.latest)),
  };
}

function toEdtf(earliest, latest) {
  if (!earliest || !latest) return earliest === latest ? "" : `${earliest ?? ".."}/${latest ?? ".."}`;
  if (earliest === latest) return earliest;
  const year = earliest.slice(0, 4);
  const month = earliest.slice(0, 7);
  if (earliest === `${year}-01-01` && latest === `${year}-12-31`) return year;
  if (earliest === `${month}-01` && latest === `${month}-${daysIn(month)}`) return month;
  return `${earliest}/${latest}`;
}

function daysIn(month) {
  const [year, number] = month.split("-").map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return number === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(number) ? 30 : 31;
}

// ---- account ---------------------------------------------------------------------------------------------------

function account(claims, links, knownBy = null, without = []) {
  const day = knownBy || most(Object.values(links.articles).map((article) => article.day)) || "9999-12-31";
  let said = words(claims, links, day);
  let counted = new Map([...said].map(([fact, its]) => [fact, count(its)]));
  const asserting = [...counted.values()].flatMap(({ kept }) => kept.get(FACT).filter((word) => word.asserts));
  const sides = new Sides(
    links,
    tenures(
      asserting.map((word) => word.claim),
      links.types,
    ),
  );
  if (without.length) {
    said = withdraw(said, sides, new Set(without));
    counted = new Map([...said].map(([fact, its]) => [fact, count(its)]));
  }
  const cases = [...said].map(([fact, its]) => new Case(fact, its, counted.get(fact), links, sides, day));
  const madeGood = new Set();
  for (const its of cases)
    if (judge(its.tally(FACT)).accepted)
      for (const word of its.kept(FACT)) if (word.asserts && word.claim.fulfils) madeGood.add(word.claim.fulfils);
  const facts = Object.create(null); // an id may be `constructor`
  const readings = Object.create(null);
  for (const its of cases) {
    facts[its.fact] = its.finish(madeGood.has(its.fact));
    Object.assign(readings, its.readings());
  }
  return { facts, readings, known_by: day };
}

function withdraw(said, sides, without) {
  const left = new Map();
  for (const [fact, its] of said) {
    const gone = its.filter((word) => without.has(sides.voice(word.entity, word.claim.article, word.day)));
    let kept = its.filter((word) => !gone.includes(word));
    const lost = cited(gone);
    const again = cited(kept);
    const falls = (article) => lost.has(article) && !again.has(article);
    kept = kept.filter((word) => !(word.narrates && word.asserts && falls(word.claim.article)));
    if (kept.length) left.set(fact, kept);
  }
  return left;
}

class Case {
  constructor(fact, said, counted, links, sides, knownBy) {
    Object.assign(this, { fact, said, links, sides, matters: counted.kept, voiceless: counted.voiceless });
    this.type = links.types[said[0].claim.type];
    this.parties = new Map();
    for (const [slot, its] of this.matters) {
      const naming = this.isParty(slot) ? this.naming(slot, its) : [];
      if (naming.length) this.parties.set(slot, this.sidesOf(slot, naming));
    }
    this.partial = new Set([...this.parties.values()].flatMap((its) => [...its]));
    this.when = this.time();
    this.passed = this.when.latest !== null && this.when.latest < knownBy;
  }

  isParty(slot) {
    return slot !== FACT && this.type.parties.includes(slot.split("\n")[0]);
  }

  naming(slot, its) {
    const taken = this.kept(FACT).filter((word) => word.asserts && word.slots.includes(slot) && !its.includes(word));
    return [...its.filter((word) => word.asserts), ...taken];
  }

  sidesOf(slot, naming) {
    const id = slot.split("\n")[1];
    const entity = this.links.entities[id];
    if (!entity || entity.anonymous) return new Set();
    return new Set(naming.map((word) => this.sides.side(id, word.day)));
  }

  kept(slot) {
    return this.matters.get(slot);
  }

  voice(word, slot) {
    if (word.narrates && word.asserts && this.voiceless.get(slot)?.has(word.key)) return null;
    return this.sides.voice(word.entity, word.claim.article, word.day);
  }

  own(slot) {
    if (!this.isParty(slot)) return new Set();
    const known = this.parties.get(slot);
    return known?.size ? known : this.sidesOf(slot, this.kept(slot));
  }

  tally(slot, fulfilled = false) {
    const kept = this.kept(slot);
    const own = this.own(slot);
    const asserting = kept.filter((word) => word.asserts);
    const denying = kept.filter((word) => word.claim.stance === "denies");
    return {
      counting: kept.length > 0 || (slot === FACT && !this.said.some((word) => word.ofFact)),
      asserting: new Set(asserting.map((word) => this.voice(word, slot)).filter(Boolean)),
      asserters: new Set(asserting.map((word) => word.speaker)),
      deniers: denying.map((word) => [word.speaker, this.voice(word, slot) ?? ""]),
      announced: kept.some((word) => word.claim.stance === "announces"),
      fulfilled,
      passed: this.passed,
      parties: this.isParty(slot) ? [own] : [...this.parties.values()],
      partial: new Set([...this.partial, ...own]),
    };
  }

  time() {
    const counting = new Map([...this.matters.values()].flat().map((word) => [word.key, word.claim]));
    const timed = (claims) => timeOf(claims.map((claim) => claim.when).filter(Boolean), this.type.lasts);
    for (const stance of ["asserts", "announces"]) {
      const ofStance = [...counting.values()].filter((claim) => claim.stance === stance);
      if (ofStance.length) return timed(ofStance);
    }
    return timed([...counting.values()]);
  }

  finish(fulfilled) {
    const verdict = judge(this.tally(FACT, fulfilled));
    const asserting = this.kept(FACT).filter((word) => word.asserts);
    const speaking = asserting.length ? asserting : this.kept(FACT);
    const labels = this.said.map((word) => word.claim.label).filter(Boolean);
    const fillers = {};
    for (const slot of sorted(this.matters.keys()))
      if (slot !== FACT) fillers[slot] = this.filler(slot, verdict, fulfilled);
    return {
      fact: this.fact,
      type: this.said[0].claim.type,
      label: least(labels),
      ...verdict,
      voices: sorted(this.tally(FACT).asserting),
      basis: this.basis(FACT, verdict),
      asserting: unique(asserting.map((word) => word.key)),
      claims: unique(this.said.map((word) => word.key)),
      when: this.when,
      fillers,
      part_of: unique(speaking.map((word) => word.claim.part_of).filter(Boolean)),
      fulfils: unique(asserting.map((word) => word.claim.fulfils).filter(Boolean)),
    };
  }

  filler(slot, ofFact, fulfilled) {
    const tally = this.tally(slot, fulfilled);
    const verdict = judge(tally);
    const plans = ["fulfilled", "planned", "lapsed"];
    const inherits = plans.includes(verdict.status) && plans.includes(ofFact.status);
    const [role, filler] = slot.split("\n");
    return {
      role,
      filler,
      status: inherits ? ofFact.status : verdict.status,
      contested: verdict.contested,
      accepted: verdict.accepted && ofFact.accepted,
      voices: sorted(tally.asserting),
      basis: this.basis(slot, verdict),
      asserting: unique(
        this.kept(slot)
          .filter((word) => word.asserts)
          .map((word) => word.key),
      ),
    };
  }

  basis(slot, verdict) {
    const kept = this.kept(slot);
    const of = (stance, its = kept) => its.filter((word) => word.claim.stance === stance);
    const orAll = (its) => (its.length ? its : this.said);
    let decisive = {
      retracted: () => orAll(of("retracts", this.said)),
      denied: () => [],
      fulfilled: () => of("announces"),
      planned: () => of("announces"),
      lapsed: () => of("announces"),
      unconfirmed: () => orAll(kept),
      alleged: () => kept.filter((word) => word.asserts && this.voice(word, slot)),
    }[verdict.status]?.();
    if (!decisive) {
      const own = this.own(slot);
      const decides = verdict.status === "on-record" ? (own.size ? own : this.partial) : null;
      decisive = kept.filter((word) => {
        const voice = word.asserts ? this.voice(word, slot) : null;
        return voice && !isAnonymous(voice) && (decides === null || decides.has(voice));
      });
    }
    if (verdict.contested || verdict.status === "denied") decisive = [...decisive, ...of("denies")];
    return unique(decisive.map((word) => word.key));
  }

  readings() {
    const found = {};
    for (const word of this.said) {
      if (found[word.key]) continue;
      const voices = new Set();
      let counts = false;
      for (const slot of [FACT, ...word.slots])
        for (const other of this.kept(slot)) {
          if (other.key !== word.key) continue;
          counts = true;
          const voice = this.voice(other, slot);
          if (voice) voices.add(voice);
        }
      if (!counts)
        for (const other of this.said)
          if (other.key === word.key) voices.add(this.sides.voice(other.entity, other.claim.article, other.day));
      found[word.key] = { voices: sorted(voices), counts };
    }
    return found;
  }
}
