// Whose voice speaks: the side on which someone stands on a day (kg.account over again).

import { earlier, known, later, sorted, unique } from "./lists.js";

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
      this.serving.set(tenure.step.source, [...(this.serving.get(tenure.step.source) ?? []), tenure]);
    }
    /** @type {Map<string, string[]>} */
    this.known = new Map();
  }

  // Where the ways upward end on some day from the first to the last; more than one: between two sides.
  /** @type {(entity: string, first: string, last?: string) => string[]} */
  ends(entity, first, last = first) {
    const asked = this.serving.size ? `${entity} ${first} ${last}` : entity; // only tenures hang on the day
    const found = this.known.get(asked) ?? new Climb(this, first, last).ends(entity);
    this.known.set(asked, found);
    return found;
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
    const background = this.upward.flatMap((link) => record.links?.[link] ?? []);
    const serving = (this.serving.get(id) ?? []).filter((its) => its.begins <= last && first <= its.ends);
    return [...background, ...serving.map((tenure) => tenure.step.target)];
  }
}

// One search upward from an entity, which enters each entity once: linear in the links that there are.
class Climb {
  /** @param {Sides} sides @param {string} first @param {string} last */
  constructor(sides, first, last) {
    this.sides = sides;
    this.first = first;
    this.last = last;
    /** @type {Set<string>} */
    this.found = new Set();
  }

  /** @type {(entity: string) => string[]} */
  ends(entity) {
    /** @type {Map<string, boolean>} whether an end lies above, known once an entity has been left */
    const reaches = new Map();
    const entered = new Set([entity]);
    const waiting = [{ id: entity, targets: this.above(entity), number: 0 }];
    while (waiting.length) {
      const at = waiting[waiting.length - 1];
      if (at.number < at.targets.length) {
        const target = at.targets[at.number];
        at.number += 1;
        if (entered.has(target) || !this.sides.entities[target]) continue;
        entered.add(target);
        waiting.push({ id: target, targets: this.above(target), number: 0 });
        continue;
      }
      waiting.pop();
      const leadsOn = at.targets.some((target) => reaches.get(target));
      reaches.set(at.id, this.isEnd(at.id, leadsOn) || leadsOn);
    }
    return this.found.size ? unique(this.found) : [entity];
  }

  // An organization or a group from which no way leads on is an end; a person or a post if it is said to be its side.
  /** @type {(id: string, leadsOn: boolean) => boolean} */
  isEnd(id, leadsOn) {
    const record = this.sides.entities[id];
    if (!record) return false;
    if (record.side && record.side !== id) {
      if (!leadsOn) this.found.add(record.side);
      return !leadsOn;
    }
    const isLast = !leadsOn && (record.kind === "Organization" || record.kind === "Group");
    const isEnd = record.kind === "Country" || record.side === id || isLast;
    if (isEnd) this.found.add(id);
    return isEnd;
  }

  /** @type {(id: string) => string[]} */
  above(id) {
    const record = this.sides.entities[id];
    if (!record || record.side === id || (!record.side && record.kind === "Country")) return [];
    return record.side ? [record.side] : this.sides.targets(id, record, this.first, this.last);
  }
}
