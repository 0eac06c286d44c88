// Whose voice speaks: the side on which someone stands on a day (kg.account over again).

import { earlier, given, known, later, least, sorted, unique } from "./lists.js";

/** @import { Article, Claim, Entity, FactType, Links, Tenure } from "./types.js" */

const ANONYMOUS = "anonymous@";
const UNNAMED = "unnamed"; // the speaker of words of hearsay that name no source at all

/** @type {(voice: string) => boolean} */
export const isAnonymous = (voice) => voice.startsWith(ANONYMOUS);

// Whether an entity stands for somebody whom the source does not name.
/** @type {(entities: Links["entities"], id: string) => boolean} */
export function isNobodyNamed(entities, id) {
  const record = entities[id];
  return record ? Boolean(record.anonymous) : id === UNNAMED;
}

// Whose voice a bare statement of an article is: the agency's whose text it carries, else its publisher's.
/** @type {(article: Article) => string} */
export const narratorOf = (article) => article.agency ?? article.publisher;

/** @type {(claims: Claim[], types: Record<string, FactType>) => Tenure[]} */
export function tenures(claims, types) {
  /** @type {Map<string, Tenure["step"]>} */
  const steps = new Map();
  /** @type {Map<string, [string, string][]>} */
  const whens = new Map();
  for (const claim of claims) {
    const type = types[claim.type];
    if (!type.bearer) continue;
    const interval = claim.when?.interval ? claim.when : null;
    if (!whens.has(claim.fact)) whens.set(claim.fact, []);
    known(whens, claim.fact).push([interval?.earliest || "", interval?.latest || "9999-12-31"]);
    for (const bearer of claim.roles?.[type.bearer] ?? [])
      for (const role of type.upward)
        for (const target of claim.roles[role] ?? [])
          steps.set([bearer, claim.fact, target].join("\n"), { source: bearer, link: claim.fact, target });
  }
  return sorted(steps.keys()).map((key) => {
    const step = known(steps, key);
    return {
      step,
      begins: known(whens, step.link)
        .map(([begins]) => begins)
        .reduce(later),
      ends: known(whens, step.link)
        .map(([, ends]) => ends)
        .reduce(earlier),
    };
  });
}

export class Sides {
  /** @param {Pick<Links, "entities" | "upward">} links @param {Tenure[]} serving */
  constructor({ entities, upward }, serving) {
    this.entities = entities;
    this.upward = sorted(upward);
    /** @type {Map<string, Tenure[]>} */
    this.serving = new Map();
    for (const tenure of serving) {
      if (!this.serving.has(tenure.step.source)) this.serving.set(tenure.step.source, []);
      known(this.serving, tenure.step.source).push(tenure);
    }
    this.bounds = unique(serving.flatMap(({ begins, ends }) => [`${begins} `, `${ends}~`])); // just before, just after
    /** @type {Map<string, Climb>} */
    this.known = new Map();
  }

  // Where the ways upward end on some day from the first to the last; more than one: between two sides.
  /** @type {(entity: string, first: string, last?: string) => string[]} */
  ends(entity, first, last = first) {
    const alike = `${this.passed(first)} ${this.passed(last)}`; // no tenure begins or ends between such days
    const climb = this.known.get(alike) ?? new Climb(this, first, last);
    this.known.set(alike, climb);
    return climb.ends(entity);
  }

  // How many begins and ends of tenures lie before a day, or on it.
  /** @type {(day: string) => number} */
  passed(day) {
    let [low, high] = [0, this.bounds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.bounds[middle] < `${day}!`) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // The one end; null where there are two.
  /** @type {(entity: string, first: string, last?: string) => string | null} */
  side(entity, first, last = first) {
    const ends = this.ends(entity, first, last);
    return ends.length === 1 ? ends[0] : null;
  }

  // Who stands between two sides counts as an anonymous speaker does.
  /** @type {(entity: string, article: string, day: string) => string} */
  voice(entity, article, day) {
    const side = isNobodyNamed(this.entities, entity) ? null : this.side(entity, day);
    return side ?? ANONYMOUS + article;
  }

  /** @type {(id: string, record: Entity, first: string, last: string) => string[]} */
  targets(id, record, first, last) {
    return this.steps(id, record, first, last).map(({ target }) => target);
  }

  // The steps that lead upward: links first, then tenures that may hold.
  /** @type {(id: string, record: Entity, first: string, last: string) => {link: string, target: string}[]} */
  steps(id, record, first, last) {
    const background = this.upward.flatMap((link) => (record.links?.[link] ?? []).map((target) => ({ link, target })));
    const serving = (this.serving.get(id) ?? []).filter((its) => its.begins <= last && first <= its.ends);
    return [...background, ...serving.map(({ step: { link, target } }) => ({ link, target }))];
  }

  // The steps that decided the side of who has one; none for who is it.
  /** @type {(entity: string, day: string) => {link: string, target: string}[]} */
  way(entity, day) {
    const found = [];
    const passed = new Set();
    const end = this.side(entity, day);
    for (let at = entity; at !== end && !passed.has(at); at = found[found.length - 1].target) {
      passed.add(at);
      const record = this.entities[at];
      const steps = record.side ? [{ link: "side", target: record.side }] : this.steps(at, record, day, day);
      const step = steps.find(({ target }) => this.entities[target] && !passed.has(target) && this.side(target, day) === end);
      if (!step) break;
      found.push(step);
    }
    return found;
  }
}

const MOST_ENDS = 7; // that are told apart

/** @typedef {{id: string, targets: string[], number: number, entered: number, back: number}} Step on the way upward */

// The ends on one day, each worked out from those above it. What leads in a circle, by tenures or sides, is on one
// side: whatever lies beyond the circle, else the least of its members that can be a side (Tarjan 1972).
class Climb {
  /** @param {Sides} sides @param {string} first @param {string} last */
  constructor(sides, first, last) {
    this.sides = sides;
    this.first = first;
    this.last = last;
    /** @type {Map<string, string[]>} */
    this.known = new Map();
  }

  /** @type {(entity: string) => string[]} */
  ends(entity) {
    if (!this.known.has(entity)) this.search(entity);
    const found = known(this.known, entity);
    return found.length ? found : [entity];
  }

  // Upward in depth, without recursion; who is left once all above are known is known too.
  /** @type {(start: string) => void} */
  search(start) {
    /** @type {Map<string, Step>} */
    const entered = new Map();
    /** @type {(id: string) => Step} */
    const enter = (id) => {
      const step = { id, targets: this.above(id), number: 0, entered: entered.size, back: entered.size };
      entered.set(id, step);
      return step;
    };
    const waiting = [enter(start)];
    const way = [...waiting];
    while (waiting.length) {
      const at = waiting[waiting.length - 1];
      if (at.number < at.targets.length) {
        const target = at.targets[at.number];
        at.number += 1;
        if (this.known.has(target) || !this.sides.entities[target]) continue;
        const before = entered.get(target);
        if (before) at.back = Math.min(at.back, before.entered);
        else waiting.push(way[way.push(enter(target)) - 1]);
        continue;
      }
      waiting.pop();
      const below = waiting[waiting.length - 1];
      if (below) below.back = Math.min(below.back, at.back);
      if (at.back === at.entered) this.know(way.splice(way.lastIndexOf(at)));
    }
  }

  // Of one entity, or of all on a circle; all above them is known.
  /** @type {(members: Step[]) => void} */
  know(members) {
    const beyond = new Set(members.flatMap(({ targets }) => targets.flatMap((target) => this.known.get(target) ?? [])));
    const own = beyond.size ? null : least(given(members.map(({ id }) => this.end(id))));
    const ends = own === null ? unique(beyond).slice(0, MOST_ENDS) : [own];
    for (const { id } of members) this.known.set(id, ends);
  }

  // Where the ways from an entity end, if none leads on to another.
  /** @type {(id: string) => string | null} */
  end(id) {
    const record = this.sides.entities[id];
    if (!record) return null;
    if (record.side) return record.side; // a person or a post that is said to be the side
    return ["Country", "Organization", "Group"].includes(record.kind) ? id : null;
  }

  /** @type {(id: string) => string[]} */
  above(id) {
    const record = this.sides.entities[id];
    if (!record || record.side === id || (!record.side && record.kind === "Country")) return [];
    return record.side ? [record.side] : this.sides.targets(id, record, this.first, this.last);
  }
}
