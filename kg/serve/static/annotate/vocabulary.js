// What the project knows, made ready for finding: entities, facts, concepts, types; once for each version of the words.

import { entryOf } from "./matching.js";

/** @import { Article, Claim, Entity, KnownFact, RoleForm, TypeForm, Words } from "./types.js" */
/** @import { Entry, Option } from "./matching.js" */

/** @type {WeakMap<Words, Vocabulary>} */
const made = new WeakMap();

export class Vocabulary {
  /** @type {(words: Words) => Vocabulary} */
  static of(words) {
    const known = made.get(words) ?? new Vocabulary(words);
    made.set(words, known);
    return known;
  }

  /** @param {Words} words */
  constructor(words) {
    this.words = words;
    this.entity = byId(words.entities);
    this.fact = byId(words.facts);
    this.concept = byId(words.concepts);
    this.type = byId(words.types);
    this.entities = words.entities.map((its) => entryOf(entityOption(its)));
    this.facts = words.facts.map((its) => entryOf(factOption(its, this.type.get(its.type))));
    this.types = words.types.map((its) => entryOf({ id: its.id, label: its.label, note: its.meaning }));
    this.kinds = words.kinds.toSorted((one, other) => countOf(words, other.id) - countOf(words, one.id)); // the usual ones first
    this.upward = words.links.filter((link) => link.upward);
  }

  /** @type {(scheme: string) => Entry[]} */
  concepts(scheme) {
    return this.words.concepts.filter((its) => its.scheme === scheme).map((its) => entryOf({ id: its.id, label: its.label, note: its.label === its.id ? "" : its.id }));
  }

  // How an id is called on a chip.
  /** @type {(id: string) => string} */
  called(id) {
    return this.entity.get(id)?.name ?? this.concept.get(id)?.label ?? id;
  }

  // Kinds of whoever can speak: those that any party may be of.
  /** @type {() => string[]} */
  actors() {
    const found = new Set(this.words.types.flatMap((type) => type.roles.filter((role) => role.party).flatMap((role) => role.classes)));
    const kinds = this.words.kinds.map((kind) => kind.id);
    return found.size ? kinds.filter((kind) => found.has(kind)) : kinds;
  }

  /** @type {(entity: Entity) => void} */
  add(entity) {
    if (this.entity.has(entity.id)) return;
    this.entity.set(entity.id, entity);
    this.entities.push(entryOf(entityOption(entity)));
  }

  /** @type {(id: string) => boolean} */
  isTaken(id) {
    return this.entity.has(id) || this.fact.has(id);
  }
}

/** @type {<T extends {id: string}>(all: T[]) => Map<string, T>} */
const byId = (all) => new Map(all.map((its) => [its.id, its]));

/** @type {(words: Words, kind: string) => number} */
const countOf = (words, kind) => words.entities.filter((entity) => entity.kind === kind).length;

/** @type {(entity: Entity) => Option} */
const entityOption = ({ id, name, aliases, kind }) => ({ id, label: name, names: aliases, note: `${kind} · ${id}` });

/** @type {(fact: KnownFact, type: TypeForm | undefined) => Option} */
const factOption = ({ id, type, words, status }, form) => ({
  id, label: id, names: [words], note: [words, form?.label ?? type, status].filter(Boolean).join(" · "),
});

// Why an entity cannot fill a role: "" if it can.
/** @type {(kind: string | undefined, classes: string[]) => string} */
export function unfitFor(kind, classes) {
  if (!kind || !classes.length || classes.includes(kind)) return "";
  return classes.length < 3 ? `not a ${classes.join(" or ")}` : `a ${kind} does not fit here`;
}

/**
 * Give who fills a fact's roles by what this article's other claims, and the words of the project, say.
 * @type {(vocabulary: Vocabulary, article: Article | null, claim: Claim) => Map<string, string[]>}
 */
export function fillersBefore(vocabulary, article, claim) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  const known = vocabulary.fact.get(claim.fact ?? "");
  const others = (article?.claims ?? []).map((row) => row.claim).filter((its) => its.fact === claim.fact && its.id !== claim.id);
  for (const roles of [...others.map((its) => its.roles), known?.roles]) {
    for (const [role, ids] of Object.entries(roles ?? {})) found.set(role, [...new Set([...(found.get(role) ?? []), ...ids])]);
  }
  return found;
}

/** @type {WeakMap<Article, string[]>} */
const used = new WeakMap();

/**
 * Rank ids: those that are named first, then those that this article's claims speak of, the most frequent before.
 * @type {(named: string[], article: Article | null) => Map<string, number>}
 */
export function likely(named, article) {
  if (!article) return ranked(named);
  const known = used.get(article) ?? usedIn(article);
  used.set(article, known);
  return ranked([...named, ...known]);
}

/** @type {(article: Article) => string[]} */
function usedIn(article) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { claim } of article.claims) {
    const ids = [claim.fact, claim["part-of"], claim.fulfils, ...(claim.speaker ?? []), ...Object.values(claim.roles ?? {}).flat()];
    for (const id of ids) if (id) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([id]) => id);
}

// Ids with their places; of one that comes twice, the first.
/** @type {(ids: string[]) => Map<string, number>} */
export const ranked = (ids) => new Map([...new Set(ids)].map((id, place) => [id, place]));

/** @type {(type: TypeForm | undefined, claim: Claim) => RoleForm[]} */
export function rolesOf(type, claim) {
  const known = type?.roles ?? [];
  const others = Object.keys(claim.roles ?? {}).filter((role) => !known.some((its) => its.role === role));
  return [...known, ...others.map((role) => ({ role, label: role, classes: [], scheme: "", min: 0, max: null, party: false, facts: true }))];
}
