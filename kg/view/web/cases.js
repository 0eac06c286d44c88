// One fact with all that is said of it, as the rule weighs it (kg.account over again).

import { FACT, count, roleOf } from "./counting.js";
import { bare, given, known, least, most, sorted, unique } from "./lists.js";
import { outletOf } from "./outlets.js";
import { judge } from "./rule.js";
import { timeOf } from "./times.js";
import { isAnonymous, isNobodyNamed, narratorOf } from "./voices.js";

/** @import { Sides } from "./voices.js" */
/** @import { Claim, Fact, Filler, Links, Period, Reading, Status, Tally, Verdict, Word } from "./types.js" */

export class Case {
  /** @param {string} fact @param {Word[]} said @param {Links} links @param {Sides} sides @param {string} day @param {Set<Word>} gone */
  constructor(fact, said, links, sides, day, gone) {
    const counted = count(said, links, gone);
    this.fact = fact;
    this.said = said.filter((word) => !gone.has(word));
    this.retracting = this.said.filter((word) => word.claim.stance === "retracts");
    /** @type {Map<string, Word[]>} filler -> all that names it, whether it counts or not */
    this.saidOf = new Map(this.said.flatMap((word) => word.slots).map((slot) => [slot, []]));
    for (const word of this.said) for (const slot of new Set(word.slots)) known(this.saidOf, slot).push(word);
    this.links = links;
    this.sides = sides;
    this.matters = counted.kept;
    this.voiceless = counted.voiceless;
    this.type = links.types[this.said[0].claim.type];
    this.voices = new Map(this.said.map((word) => [word, sides.voice(word.entity, word.claim.article, word.day)]));
    /** @type {Map<string, Set<string>>} */
    this.parties = new Map();
    for (const [slot, its] of this.matters) {
      const naming = this.isParty(slot) ? this.naming(slot, its) : [];
      if (naming.length) this.parties.set(slot, this.sidesOf(slot, naming));
    }
    const named = [...this.parties.keys()].map(roleOf);
    this.unspoken = this.type.always.some((role) => !named.includes(role)) ? [new Set()] : []; // whom nobody names
    this.partial = new Set([...this.parties.values()].flatMap((its) => [...its]));
    this.when = this.time();
    this.passed = this.isPast(day);
  }

  /** @type {(slot: string) => boolean} */
  isParty(slot) {
    return slot !== FACT && this.type.parties.includes(roleOf(slot));
  }

  /** @type {(slot: string, its: Word[]) => Word[]} */
  naming(slot, its) {
    const own = new Set(its);
    const taken = this.kept(FACT).filter((word) => word.asserts && word.slots.includes(slot) && !own.has(word));
    return [...its.filter((word) => word.asserts), ...taken];
  }

  // At the times for which it was named; the anonymous, and who stands between two sides, have none.
  /** @type {(slot: string, naming: Word[]) => Set<string>} */
  sidesOf(slot, naming) {
    const id = slot.split("\n")[1];
    if (!this.links.entities[id] || isNobodyNamed(this.links.entities, id)) return new Set();
    return new Set(given(naming.map((word) => this.sides.side(id, ...partyDays(word)))));
  }

  /** @type {(slot: string) => Word[]} */
  kept(slot) {
    return known(this.matters, slot);
  }

  // Null if a word only tells what another voice stands for.
  /** @type {(word: Word, slot: string) => string | null} */
  voice(word, slot) {
    const voice = known(this.voices, word);
    if (!word.narrates || !word.asserts) return voice;
    if (this.voiceless.get(slot)?.has(word.key)) return null;
    return this.isCoder(word) && voice !== this.loneCoder(slot) ? null : voice;
  }

  // Whether the narrator is a data set that coded what others had published.
  /** @type {(word: Word) => boolean} */
  isCoder(word) {
    const article = this.links.articles[word.claim.article];
    return article.coded_by === narratorOf(article);
  }

  // The one coder that counts as a voice, which it does only where nobody else asserts.
  /** @type {(slot: string) => string | null} */
  loneCoder(slot) {
    const asserting = this.kept(slot).filter((word) => word.asserts);
    if (!asserting.every((word) => word.narrates && this.isCoder(word))) return null;
    return least(asserting.map((word) => known(this.voices, word)));
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
      parties: this.isParty(slot) ? [own] : [...this.parties.values(), ...this.unspoken],
      partial: new Set([...this.partial, ...own]),
    };
  }

  // The claims that may time the fact: those that count, on the fact or on its fillers only.
  /** @type {() => Claim[]} */
  timed() {
    const ofFact = new Set(this.kept(FACT).map((word) => word.key));
    const counting = [...this.matters.values()].flat().filter((word) => !word.ofFact || ofFact.has(word.key));
    return [...new Map(counting.map((word) => [word.key, word.claim])).values()];
  }

  /** @type {() => Period} */
  time() {
    const counting = this.timed();
    /** @type {(stance: string) => Claim[]} */
    const of = (stance) => counting.filter((claim) => claim.stance === stance);
    let timing = given(of("asserts").map((claim) => claim.when));
    if (!timing.length && !this.kept(FACT).some((word) => word.asserts)) {
      const plans = of("announces");
      timing = given((plans.length ? plans : counting).map((claim) => claim.when));
    }
    return timeOf(timing, this.type.lasts);
  }

  // Whether the time of a plan has passed: of a planned situation, its last named day.
  /** @type {(today: string) => boolean} */
  isPast(today) {
    const plans = given(this.timed().map(({ stance, when }) => (stance === "announces" ? when : null)));
    let { latest: last } = this.when.text ? this.when : timeOf(plans, this.type.lasts); // who asserts it may give no time
    if (last === null && this.type.lasts) last = most(given(plans.map((when) => when.latest ?? when.begins)));
    return last !== null && last < today;
  }

  /** @type {(fulfilled: boolean) => Fact} */
  finish(fulfilled) {
    const verdict = judge(this.tally(FACT, fulfilled));
    const deciding = this.deciding(FACT, verdict.status);
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
      outlets: this.outlets(deciding),
      basis: this.basis(FACT, deciding, verdict),
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
    const deciding = this.deciding(slot, verdict.status);
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
      outlets: this.outlets(deciding),
      basis: this.basis(slot, deciding, verdict),
      asserting: unique(
        this.kept(slot)
          .filter((word) => word.asserts)
          .map((word) => word.key),
      ),
    };
  }

  // Through which the claims came that decided the status.
  /** @type {(deciding: Word[]) => string[]} */
  outlets(deciding) {
    return unique(deciding.map((word) => outletOf(word.claim, this.links, this.sides)));
  }

  // The claims that decided, with the denials by which the matter is contested.
  /** @type {(slot: string, deciding: Word[], verdict: Verdict) => string[]} */
  basis(slot, deciding, { contested }) {
    const denials = contested ? this.kept(slot).filter((word) => word.claim.stance === "denies") : [];
    return unique([...deciding, ...denials].map((word) => word.key));
  }

  // What takes back a matter, of a filler what takes back the whole fact too; else all that named it.
  /** @type {(slot: string) => Word[]} */
  retractions(slot) {
    const found = this.retracting.filter((word) => word.ofFact || slot === FACT || word.slots.includes(slot));
    if (found.length) return found;
    return slot === FACT ? this.said : known(this.saidOf, slot);
  }

  // What decided the status: the denials only where the status is `denied`.
  /** @type {(slot: string, status: Status) => Word[]} */
  deciding(slot, status) {
    const kept = this.kept(slot);
    /** @type {(stance: string) => Word[]} */
    const of = (stance) => kept.filter((word) => word.claim.stance === stance);
    /** @type {Partial<Record<Status, () => Word[]>>} */
    const simple = {
      retracted: () => this.retractions(slot),
      denied: () => of("denies"),
      fulfilled: () => of("announces"),
      planned: () => of("announces"),
      lapsed: () => of("announces"),
      unconfirmed: () => (kept.length ? kept : this.said),
      alleged: () => kept.filter((word) => word.asserts && this.voice(word, slot)),
    };
    const found = simple[status]?.();
    if (found) return found;
    const own = this.own(slot);
    const decides = status === "on-record" ? (own.size ? own : this.partial) : null;
    return kept.filter((word) => {
      const voice = word.asserts ? this.voice(word, slot) : null;
      return voice !== null && !isAnonymous(voice) && (decides === null || decides.has(voice));
    });
  }

  /** @type {() => Record<string, Reading>} */
  readings() {
    /** @type {Map<string, Set<string>>} of each claim that counts, and then of the others */
    const voices = new Map();
    /** @type {(word: Word, voice: string | null) => void} */
    const add = (word, voice) => {
      if (!voices.has(word.key)) voices.set(word.key, new Set());
      if (voice) known(voices, word.key).add(voice);
    };
    for (const [slot, its] of this.matters) for (const word of its) add(word, this.voice(word, slot));
    const counting = new Set(voices.keys());
    for (const word of this.said) if (!counting.has(word.key)) add(word, known(this.voices, word));
    return bare(
      this.said.map(({ key, claim }) => {
        const outlet = outletOf(claim, this.links, this.sides);
        return [key, { voices: sorted(known(voices, key)), counts: counting.has(key), outlet }];
      }),
    );
  }
}

// The days among which a party's side is asked for: the fact's as the claim dates it, else the day it was said.
/** @type {(word: Word) => [string, string]} */
function partyDays({ claim: { when }, day }) {
  return when ? [when.earliest || "0001-01-01", when.latest || "9999-12-31"] : [day, day];
}
