// One fact with all that is said of it, as the rule weighs it (kg.account over again).

import { FACT } from "./counting.js";
import { given, known, least, sorted, unique } from "./lists.js";
import { judge } from "./rule.js";
import { timeOf } from "./times.js";
import { isAnonymous } from "./voices.js";

/** @import { Sides } from "./voices.js" */
/** @import { Claim, Counted, Fact, Filler, Links, Period, Reading, Status, Tally, Verdict, Word } from "./types.js" */

export class Case {
  /** @param {string} fact @param {Word[]} said @param {Counted} counted @param {Links} links @param {Sides} sides @param {string} knownBy */
  constructor(fact, said, counted, links, sides, knownBy) {
    this.fact = fact;
    this.said = said;
    this.links = links;
    this.sides = sides;
    this.matters = counted.kept;
    this.voiceless = counted.voiceless;
    this.type = links.types[said[0].claim.type];
    /** @type {Map<string, Set<string>>} */
    this.parties = new Map();
    for (const [slot, its] of this.matters) {
      const naming = this.isParty(slot) ? this.naming(slot, its) : [];
      if (naming.length) this.parties.set(slot, this.sidesOf(slot, naming));
    }
    this.partial = new Set([...this.parties.values()].flatMap((its) => [...its]));
    this.when = this.time();
    this.passed = this.when.latest !== null && this.when.latest < knownBy;
  }

  /** @type {(slot: string) => boolean} */
  isParty(slot) {
    return slot !== FACT && this.type.parties.includes(slot.split("\n")[0]);
  }

  /** @type {(slot: string, its: Word[]) => Word[]} */
  naming(slot, its) {
    const taken = this.kept(FACT).filter((word) => word.asserts && word.slots.includes(slot) && !its.includes(word));
    return [...its.filter((word) => word.asserts), ...taken];
  }

  /** @type {(slot: string, naming: Word[]) => Set<string>} */
  sidesOf(slot, naming) {
    const id = slot.split("\n")[1];
    const entity = this.links.entities[id];
    if (!entity || entity.anonymous) return new Set();
    return new Set(naming.map((word) => this.sides.side(id, word.day)));
  }

  /** @type {(slot: string) => Word[]} */
  kept(slot) {
    return known(this.matters, slot);
  }

  /** @type {(word: Word, slot: string) => string | null} */
  voice(word, slot) {
    if (word.narrates && word.asserts && this.voiceless.get(slot)?.has(word.key)) return null;
    return this.sides.voice(word.entity, word.claim.article, word.day);
  }

  /** @type {(slot: string) => Set<string>} */
  own(slot) {
    if (!this.isParty(slot)) return new Set();
    const sides = this.parties.get(slot);
    return sides?.size ? sides : this.sidesOf(slot, this.kept(slot));
  }

  /** @type {(slot: string, fulfilled?: boolean) => Tally} */
  tally(slot, fulfilled = false) {
    const kept = this.kept(slot);
    const own = this.own(slot);
    const asserting = kept.filter((word) => word.asserts);
    const denying = kept.filter((word) => word.claim.stance === "denies");
    return {
      counting: kept.length > 0 || (slot === FACT && !this.said.some((word) => word.ofFact)),
      asserting: new Set(given(asserting.map((word) => this.voice(word, slot)))),
      asserters: new Set(asserting.map((word) => word.speaker)),
      deniers: denying.map((word) => [word.speaker, this.voice(word, slot) ?? ""]),
      announced: kept.some((word) => word.claim.stance === "announces"),
      fulfilled,
      passed: this.passed,
      parties: this.isParty(slot) ? [own] : [...this.parties.values()],
      partial: new Set([...this.partial, ...own]),
    };
  }

  /** @type {() => Period} */
  time() {
    const counting = new Map([...this.matters.values()].flat().map((word) => [word.key, word.claim]));
    /** @type {(claims: Claim[]) => Period} */
    const timed = (claims) => timeOf(given(claims.map((claim) => claim.when)), this.type.lasts);
    for (const stance of ["asserts", "announces"]) {
      const ofStance = [...counting.values()].filter((claim) => claim.stance === stance);
      if (ofStance.length) return timed(ofStance);
    }
    return timed([...counting.values()]);
  }

  /** @type {(fulfilled: boolean) => Fact} */
  finish(fulfilled) {
    const verdict = judge(this.tally(FACT, fulfilled));
    const asserting = this.kept(FACT).filter((word) => word.asserts);
    const speaking = asserting.length ? asserting : this.kept(FACT);
    const labels = given(this.said.map((word) => word.claim.label));
    /** @type {Record<string, Filler>} */
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
      part_of: unique(given(speaking.map((word) => word.claim.part_of))),
      fulfils: unique(given(asserting.map((word) => word.claim.fulfils))),
    };
  }

  /** @type {(slot: string, ofFact: Verdict, fulfilled: boolean) => Filler} */
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

  /** @type {(slot: string, verdict: Verdict) => string[]} */
  basis(slot, verdict) {
    const kept = this.kept(slot);
    /** @type {(stance: string, its?: Word[]) => Word[]} */
    const of = (stance, its = kept) => its.filter((word) => word.claim.stance === stance);
    /** @type {(its: Word[]) => Word[]} */
    const orAll = (its) => (its.length ? its : this.said);
    /** @type {Partial<Record<Status, () => Word[]>>} */
    const simple = {
      retracted: () => orAll(of("retracts", this.said)),
      denied: () => [],
      fulfilled: () => of("announces"),
      planned: () => of("announces"),
      lapsed: () => of("announces"),
      unconfirmed: () => orAll(kept),
      alleged: () => kept.filter((word) => word.asserts && this.voice(word, slot)),
    };
    let decisive = simple[verdict.status]?.();
    if (!decisive) {
      const own = this.own(slot);
      const decides = verdict.status === "on-record" ? (own.size ? own : this.partial) : null;
      decisive = kept.filter((word) => {
        const voice = word.asserts ? this.voice(word, slot) : null;
        return voice !== null && !isAnonymous(voice) && (decides === null || decides.has(voice));
      });
    }
    if (verdict.contested || verdict.status === "denied") decisive = [...decisive, ...of("denies")];
    return unique(decisive.map((word) => word.key));
  }

  /** @type {() => Record<string, Reading>} */
  readings() {
    /** @type {Record<string, Reading>} */
    const found = {};
    for (const word of this.said) {
      if (found[word.key]) continue;
      /** @type {Set<string>} */
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
