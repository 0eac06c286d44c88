// Whose voice speaks: the side on which someone stands on a day (kg.account over again).

import { earlier, known, later, sorted } from "./lists.js";

/** @import { Claim, Entity, FactType, Links, Tenure } from "./types.js" */

/** @type {(voice: string) => boolean} */
export const isAnonymous = (voice) => voice.startsWith("anonymous@");

/** @type {(claims: Claim[], types: Record<string, FactType>) => Tenure[]} */
export function tenures(claims, types) {
  /** @type {Map<string, Tenure["step"]>} */
  const bounds = new Map();
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
        for (const target of claim.roles[role] ?? []) {
          const step = { source: bearer, link: claim.fact, target };
          bounds.set(JSON.stringify([bearer, claim.fact, target]), step);
        }
  }
  return [...bounds.values()].map((step) => ({
    step,
    begins: known(whens, step.link)
      .map(([begins]) => begins)
      .reduce(later),
    ends: known(whens, step.link)
      .map(([, ends]) => ends)
      .reduce(earlier),
  }));
}

export class SideError extends Error {}

export class Sides {
  /** @param {Links} links @param {Tenure[]} serving */
  constructor(links, serving) {
    this.links = links;
    this.upward = sorted(links.upward);
    /** @type {Map<string, Tenure[]>} */
    this.serving = new Map();
    for (const tenure of serving) {
      this.serving.set(tenure.step.source, [...(this.serving.get(tenure.step.source) ?? []), tenure]);
    }
    /** @type {Map<string, string>} */
    this.known = new Map();
  }

  /** @type {(entity: string, day: string) => string} */
  side(entity, day) {
    const asked = `${entity} ${day}`;
    if (!this.known.has(asked)) this.known.set(asked, this.find(entity, day));
    return known(this.known, asked);
  }

  /** @type {(entity: string, article: string, day: string) => string} */
  voice(entity, article, day) {
    return this.links.entities[entity].anonymous ? `anonymous@${article}` : this.side(entity, day);
  }

  /** @type {(entity: string, day: string) => string} */
  find(entity, day) {
    const ends = sorted(this.ends(entity, day, []));
    if (ends.length > 1) {
      throw new SideError(
        `\`${entity}\`: its ways upward end in ${ends.map((end) => `\`${end}\``).join(" and ")} on ${day}`,
      );
    }
    return ends.length ? ends[0] : entity;
  }

  /** @type {(entity: string, day: string, seen: string[]) => Set<string>} */
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

  /** @type {(entity: string, record: Entity, day: string) => string[]} */
  targets(entity, record, day) {
    const background = this.upward.flatMap((link) => record.links?.[link] ?? []);
    const serving = (this.serving.get(entity) ?? []).filter((tenure) => tenure.begins <= day && day <= tenure.ends);
    return [...background, ...serving.map((tenure) => tenure.step.target)];
  }
}
