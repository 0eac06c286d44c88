// Why a finding stands otherwise in one account than in another, and by which claims (kg.history.changes over again).

import { sorted, unique } from "./lists.js";

/** @import { Account, Data, Fact } from "./types.js" */

// In the words of `kg diff`.
const BY_FULFILMENT = "made good by another fact";
const BY_SIDES = "somebody speaks for another side";
const BY_TIME = "its time has passed, and nobody said that it took place";

/** @typedef {{why: string, claims: string[]}} Cause */

// The claims on a finding that one account knows and the other does not.
/** @type {(was: Fact, is: Fact) => string[]} */
export const differingClaims = (was, is) => unique([...was.claims.filter((key) => !is.claims.includes(key)), ...is.claims.filter((key) => !was.claims.includes(key))]);

export class Causes {
  /** @param {Data} data @param {Account} before @param {Account} after */
  constructor(data, before, after) {
    this.data = data;
    this.accounts = [before, after];
    /** @type {Map<string, Set<string>>} announced finding -> those that make it good */
    this.fulfilling = new Map();
    for (const { all } of this.accounts)
      for (const fact of Object.values(all))
        for (const announced of fact.fulfils) this.fulfilling.set(announced, new Set([...(this.fulfilling.get(announced) ?? []), fact.fact]));
  }

  // The cause, with the claims: those that decide before those that only count.
  /** @type {(was: Fact, is: Fact) => Cause} */
  of(was, is) {
    const statuses = sorted([was.status, is.status]).join(" ");
    const changed = differingClaims(was, is);
    if (statuses === "lapsed planned" && was.when.latest === is.when.latest) return { why: BY_TIME, claims: [] };
    if (["fulfilled planned", "fulfilled lapsed"].includes(statuses))
      return { why: BY_FULFILMENT, claims: this.elsewhere([...(this.fulfilling.get(was.fact) ?? [])]) };
    const decisive = this.decisive(was, is, changed);
    if (decisive.length) return { why: "", claims: decisive };
    if (!was.claims.some((key) => this.hasAnotherVoice(key))) {
      const weighing = changed.filter((key) => this.weighs(key));
      if (weighing.length) return { why: "", claims: weighing };
    }
    return { why: BY_SIDES, claims: this.elsewhere(this.tenuresOn([was, is])) };
  }

  // Those that bear on what moved: a denial makes a finding denied or contested, and nothing else.
  /** @type {(was: Fact, is: Fact, changed: string[]) => string[]} */
  decisive(was, is, changed) {
    /** @type {(key: string) => string | undefined} */
    const stance = (key) => this.data.claim.get(key)?.stance;
    const isDenial = was.status === "denied" || is.status === "denied";
    return changed.filter((key) => {
      const bears = was.status !== is.status && (is.basis.includes(key) || was.basis.includes(key)) && (isDenial || stance(key) !== "denies");
      return bears || (was.contested !== is.contested && ["denies", "retracts"].includes(stance(key) ?? ""));
    });
  }

  /** @type {(key: string) => boolean} */
  hasAnotherVoice(key) {
    const [was, is] = this.accounts.map(({ readings }) => readings[key]?.voices.join(" "));
    return was !== undefined && is !== undefined && was !== is;
  }

  /** @type {(key: string) => boolean} */
  weighs(key) {
    return this.accounts.some(({ readings }) => readings[key]?.counts) || this.data.claim.get(key)?.stance === "retracts";
  }

  // The claims on other findings that one account alone knows, those first that decide.
  /** @type {(facts: string[]) => string[]} */
  elsewhere(facts) {
    const [was, is] = this.accounts.map(({ all }) => facts.flatMap((id) => all[id] ?? []));
    const known = [was, is].map((its) => new Set(its.flatMap(({ claims }) => claims)));
    const changed = unique([...known[0], ...known[1]]).filter((key) => known[0].has(key) !== known[1].has(key));
    const decisive = new Set([...was, ...is].flatMap(({ basis }) => basis));
    const found = changed.filter((key) => decisive.has(key));
    return found.length ? found : changed.filter((key) => this.weighs(key));
  }

  // The tenures by which those who speak in some findings, or take part, stand where they stand.
  /** @type {(facts: Fact[]) => string[]} */
  tenuresOn(facts) {
    const { data } = this;
    const claims = facts.flatMap((fact) => fact.claims.flatMap((key) => data.claim.get(key) ?? []));
    const reached = new Set(claims.flatMap(({ speaker, via, roles }) => [...(speaker ?? []), ...(via ?? []), ...Object.values(roles ?? {}).flat()]));
    const serving = this.accounts.flatMap(({ all }) => Object.values(all).filter(({ type }) => data.types[type].bearer));
    /** @type {Set<string>} */
    const found = new Set();
    for (const id of reached) {
      const { links, side } = data.entities[id] ?? {};
      for (const above of [...data.upward.flatMap((link) => links?.[link] ?? []), ...(side ? [side] : [])]) reached.add(above);
      for (const { fact, type, fillers } of serving) {
        const { bearer, upward } = data.types[type];
        if (!Object.values(fillers).some((its) => its.role === bearer && its.filler === id)) continue;
        found.add(fact);
        for (const its of Object.values(fillers)) if (upward.includes(its.role)) reached.add(its.filler); // grows while it is read
      }
    }
    return sorted(found);
  }
}
