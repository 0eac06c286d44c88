// What a speaker's later words on a fact take the place of (kg.account over again): words are judged from the last day
// backwards, and what was said on later days is kept summed up, so that no word is held against each other one.

import { Fillers, scaled } from "./incompatible.js";
import { known, sorted } from "./lists.js";

/** @import { Claim, Figure, Links, When, Word } from "./types.js" */

const SUPERSEDING = ["asserts", "announces", "denies"];
const VERDICTS = ["asserts", "denies"];
const CORRECTING = ["asserts", "announces"]; // say that it is, or will be, so

/** @type {<K, V>(map: Map<K, V>, key: K, make: () => V) => V} */
function kept(map, key, make) {
  if (!map.has(key)) map.set(key, make());
  return known(map, key);
}

// The bounds of some stretches, of days or of figures.
/** @template {bigint | string} T */
class Bounds {
  /** @type {T | undefined} */
  low;
  /** @type {T | undefined} */
  high;

  /** @type {(low: T | undefined, high: T | undefined) => void} */
  add(low, high) {
    if (low !== undefined && (this.low === undefined || low > this.low)) this.low = low;
    if (high !== undefined && (this.high === undefined || high < this.high)) this.high = high;
  }

  // Whether any of them lies wholly before or after another.
  /** @type {(low: T | undefined, high: T | undefined) => boolean} */
  exclude(low, high) {
    const before = this.low !== undefined && high !== undefined && this.low > high;
    return before || (this.high !== undefined && low !== undefined && this.high < low);
  }
}

/** @type {(when: When) => [string | undefined, string | undefined]} */
const days = (when) => [when.earliest || undefined, when.latest || undefined];

// The bounds of a figure.
/** @type {(figure: Figure) => [bigint | undefined, bigint | undefined]} */
const ends = ({ low, high }) => [low ? scaled(low) : undefined, high ? scaled(high) : undefined];

// What some claims of one stance say of one fact, summed up where one asks: of most fillers nobody ever does.
class Contents {
  /** @param {Links} links @param {string} type */
  constructor(links, type) {
    this.links = links;
    this.type = links.types[type];
    /** @type {Claim[]} not summed up yet */
    this.left = [];
    /** @type {Bounds<string>} */
    this.all = new Bounds();
    /** @type {Bounds<string>} */
    this.intervals = new Bounds();
    /** @type {Map<string, Bounds<bigint>>} */
    this.figures = new Map();
    /** @type {Map<string, Fillers>} */
    this.fillers = new Map();
  }

  /** @type {(claim: Claim) => void} */
  add(claim) {
    this.left.push(claim);
  }

  sumUp() {
    for (const claim of this.left) this.take(claim);
    this.left = [];
  }

  /** @type {(claim: Claim) => void} */
  take(claim) {
    if (claim.when) {
      this.all.add(...days(claim.when));
      if (claim.when.interval) this.intervals.add(...days(claim.when));
    }
    for (const [name, figure] of this.ofFact(claim))
      kept(this.figures, `${name}\n${figure.unit ?? ""}`, () => new Bounds()).add(...ends(figure));
    for (const role of this.type.functional)
      for (const filler of claim.roles?.[role] ?? [])
        kept(this.fillers, role, () => new Fillers(this.links)).add(filler);
  }

  // Whether any of them gives what cannot be had together with a claim.
  /** @type {(claim: Claim) => boolean} */
  contradict(claim) {
    this.sumUp();
    if (claim.when && this.excludes(claim.when)) return true;
    const figures = this.ofFact(claim);
    if (figures.some(([name, its]) => this.figures.get(`${name}\n${its.unit ?? ""}`)?.exclude(...ends(its)))) return true;
    return this.type.functional.some((role) => this.differ(claim, role));
  }

  // The figures of a claim that say what happened: what measures a report corrects no other report.
  /** @type {(claim: Claim) => [string, Figure][]} */
  ofFact(claim) {
    return Object.entries(claim.values ?? {}).filter(([name]) => !this.links.report_figures.includes(name));
  }

  // Of a situation only a stated start or end can be contradicted.
  /** @type {(when: When) => boolean} */
  excludes(when) {
    const all = !this.type.lasts || Boolean(when.interval);
    return (all && this.all.exclude(...days(when))) || this.intervals.exclude(...days(when));
  }

  /** @type {(claim: Claim, role: string) => boolean} */
  differ(claim, role) {
    this.sumUp();
    const its = this.fillers.get(role);
    return Boolean(its && claim.roles?.[role]?.some((filler) => its.exclude(filler)));
  }
}

// What one speaker said later on a fact than the words that are asked about.
class Later {
  /** @param {Links} links */
  constructor(links) {
    this.links = links;
    /** @type {Map<string, Set<string>>} stances, by what they were taken on */
    this.stances = new Map();
    /** @type {Map<string, Contents>} */
    this.contents = new Map();
  }

  // What is asked for a word, or a matter of it, is kept under its scope.
  /** @type {(ofFact: boolean, ...matter: string[]) => string} */
  key(ofFact, ...matter) {
    return [ofFact ? "fact" : "roles", ...matter].join("\n");
  }

  /** @type {(word: Word) => void} */
  add(word) {
    const { stance, type } = word.claim;
    if (!word.dated || !SUPERSEDING.includes(stance)) return;
    const slots = word.slots.map((slot) => this.key(word.ofFact, "slot", slot));
    const roles = word.slots.map((slot) => this.key(word.ofFact, "role", slot.split("\n")[0]));
    for (const key of [this.key(word.ofFact), ...slots, ...roles])
      kept(this.stances, key, () => new Set()).add(stance);
    if (!CORRECTING.includes(stance)) return;
    for (const key of [this.key(word.ofFact), ...slots])
      kept(this.contents, `${stance}\n${key}`, () => new Contents(this.links, type)).add(word.claim);
  }

  // Whether any later stance is another; an announcement never takes the place of an assertion.
  /** @type {(word: Word, key: string, among?: string[]) => boolean} */
  turned(word, key, among = SUPERSEDING) {
    const stances = among.filter((stance) => this.stances.get(key)?.has(stance));
    return stances.some((stance) => stance !== word.claim.stance && !(word.asserts && stance === "announces"));
  }

  /** @type {(word: Word, key: string) => Contents | undefined} */
  like(word, key) {
    return this.contents.get(`${word.claim.stance}\n${key}`);
  }

  /** @type {(word: Word) => boolean} */
  supersede(word) {
    const key = this.key(true);
    return this.turned(word, key) || Boolean(this.like(word, key)?.contradict(word.claim));
  }

  // Whether a later claim takes the place of one as to a filler that it names.
  /** @type {(word: Word, slot: string) => boolean} */
  supersedeOn(word, slot) {
    const own = this.key(word.ofFact, "slot", slot);
    const isVerdict = VERDICTS.includes(word.claim.stance);
    if (this.turned(word, own)) return true;
    if (isVerdict && this.turned(word, this.key(!word.ofFact, "slot", slot), VERDICTS)) return true;
    const role = slot.split("\n")[0];
    if (word.ofFact ? this.turned(word, this.key(true)) : !isVerdict && this.turned(word, this.key(false, "role", role)))
      return true;
    if (this.like(word, own)?.contradict(word.claim)) return true;
    return Boolean(this.like(word, this.key(word.ofFact))?.differ(word.claim, role));
  }
}

// The words of one speaker on one fact: which of them still stand.
export class Standing {
  /** @param {Word[]} words @param {Links} links */
  constructor(words, links) {
    this.takenBack = "";
    /** @type {Map<string, string>} */
    this.takenBackOf = new Map();
    /** @type {Set<Word>} */
    this.superseded = new Set();
    /** @type {Map<Word, Set<string>>} */
    this.supersededOn = new Map();
    for (const word of words) if (word.claim.stance === "retracts") this.takeBack(word);
    if (words.some((word) => word.day !== words[0].day)) this.compare(words, new Later(links)); // of one day: all stand
  }

  /** @type {(word: Word) => void} */
  takeBack(word) {
    if (word.ofFact && word.day > this.takenBack) this.takenBack = word.day;
    for (const slot of word.slots)
      if (word.day > (this.takenBackOf.get(slot) ?? "")) this.takenBackOf.set(slot, word.day);
  }

  /** @type {(words: Word[], later: Later) => void} */
  compare(words, later) {
    /** @type {Map<string, Word[]>} */
    const byDay = new Map();
    for (const word of words) kept(byDay, word.day, () => /** @type {Word[]} */ ([])).push(word);
    for (const day of sorted(byDay.keys()).reverse()) {
      for (const word of known(byDay, day)) {
        if (word.ofFact && later.supersede(word)) this.superseded.add(word);
        const slots = word.slots.filter((slot) => later.supersedeOn(word, slot));
        if (slots.length) this.supersededOn.set(word, new Set(slots));
      }
      for (const word of known(byDay, day)) later.add(word);
    }
  }

  // Whether the whole claim was taken back; a retraction itself is no claim that counts.
  /** @type {(word: Word) => boolean} */
  retracted(word) {
    return word.claim.stance === "retracts" || this.takenBack >= word.day;
  }

  /** @type {(word: Word) => boolean} */
  stands(word) {
    return !this.superseded.has(word);
  }

  /** @type {(word: Word, slot: string) => boolean} */
  standsOn(word, slot) {
    return (this.takenBackOf.get(slot) ?? "") < word.day && !this.supersededOn.get(word)?.has(slot);
  }
}
