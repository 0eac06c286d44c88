// The fields that complete: fact, type, roles, speaker, relays, times, other facts, the document; and the field of fields.

import { Combobox } from "./combobox.js";
import { madeOf } from "./entity_form.js";
import { framed, idOfKey, valueAt } from "./fields.js";
import { entryOf, folded, matching } from "./matching.js";
import { idOf, isId } from "./naming.js";
import { fillersBefore, ranked, unfitFor } from "./vocabulary.js";

/** @import { Field, Hands } from "./fields.js" */
/** @import { Offer, Option } from "./matching.js" */
/** @import { RoleForm } from "./types.js" */

/**
 * @typedef {object} Plan of a field
 * @property {string} key
 * @property {string} label
 * @property {string} note
 * @property {string} [told] what stands small beside the label
 * @property {boolean} [isSingle]
 * @property {boolean} [isText]
 * @property {boolean} [isList] in the claim, even if it holds one value
 * @property {(typed: string) => Offer} offered
 * @property {(value: string) => string} [called]
 */

/** @type {(plan: Plan, hands: Hands) => Field & {box: Combobox}} */
export function comboField({ key, label, note, told, isSingle, isText, isList, offered, called }, hands) {
  const box = new Combobox({
    id: idOfKey(key), label, isSingle, isText, offered, say: hands.say,
    called: called ?? ((value) => hands.vocabulary().called(value)),
    onChange: (values) => hands.set(key, isList ? values : values[0]),
    onNext: () => hands.next(key),
    onTyped: hands.typed,
    onAction: (option, typed) => hands.create(key, option.action ?? "", typed),
  });
  const begun = isText ? undefined : {
    get: () => box.input.value,
    /** @param {string} text */
    set: (text) => void (box.input.value = text),
  };
  return { ...framed(key, label, note, box.element, box.input, told), box, begun, show: (claim) => box.set([valueAt(claim, key) ?? []].flat()) };
}

/** @type {(offer: Offer, others: Option[]) => Offer} */
function joined(offer, others) {
  const fit = offer.options.filter((option) => !option.unfit);
  return { options: [...fit, ...others, ...offer.options.filter((option) => option.unfit)], more: offer.more };
}

/** @type {(role: RoleForm) => string} */
export function countOf({ min, max }) {
  if (max === null) return min > 1 ? `${min} or more` : min ? "needed" : "";
  if (max === 1) return min ? "one" : "at most one";
  return min ? `${min} to ${max}` : `at most ${max}`;
}

/** @type {(role: RoleForm, hands: Hands) => Field & {box: Combobox}} */
export function roleField(role, hands) {
  const { vocabulary } = hands;
  const name = role.role;
  const told = [countOf(role), role.party ? "party" : ""].filter(Boolean).join(", ");
  const fits = role.scheme ? "a concept" : [...role.classes, ...(role.facts ? ["or a fact"] : [])].join(", ");
  const entries = () => (role.scheme ? vocabulary().concepts(role.scheme) : [...vocabulary().entities, ...(role.facts ? vocabulary().facts : [])]);
  /** @type {(option: Option) => string} */
  const unfit = (option) => (role.scheme ? "" : unfitFor(vocabulary().entity.get(option.id)?.kind, role.classes));
  /** @type {Plan["offered"]} */
  const offered = (typed) => {
    const before = fillersBefore(vocabulary(), hands.article(), hands.claim()).get(name) ?? [];
    const chosen = hands.claim().roles?.[name] ?? [];
    const offer = matching(entries(), typed, ranked([...before, ...hands.likely().keys()]), unfit);
    const left = offer.options.filter((option) => typed.trim() || !chosen.includes(option.id)); // a name typed again makes no second one
    const options = left.map((option) => {
      const word = chosen.includes(option.id) ? "chosen already" : before.includes(option.id) ? "as said before" : "";
      return word ? { ...option, note: [word, option.note].filter(Boolean).join(" · ") } : option;
    });
    return joined({ options, more: offer.more }, role.scheme ? [] : madeOf(vocabulary(), role.classes, typed));
  };
  const field = comboField({
    key: `roles.${name}`, label: role.label, told, isSingle: role.max === 1, isList: true, offered,
    note: `Takes ${fits || "anything"}. Ctrl+Space takes all that was said before of this fact.`,
  }, hands);
  field.box.input.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.ctrlKey) return;
    event.preventDefault();
    takeBefore(name, field.box, hands);
  });
  return field;
}

/** @type {(role: string, box: Combobox, hands: Hands) => void} */
function takeBefore(role, box, hands) {
  const before = fillersBefore(hands.vocabulary(), hands.article(), hands.claim()).get(role) ?? [];
  if (!before.length) hands.say("Nothing was said of this before.");
  else {
    hands.set(`roles.${role}`, [...new Set([...box.values, ...before])]);
    box.set(hands.claim().roles?.[role] ?? []);
    hands.say(`${before.map((id) => hands.vocabulary().called(id)).join(", ")}: taken`);
  }
}

/** @type {(key: string, label: string, note: string, hands: Hands) => Field} */
export function speakerField(key, label, note, hands) {
  const { vocabulary } = hands;
  const hearsay = entryOf({ id: "unnamed", label: "unnamed", note: "hearsay without a source" });
  /** @type {Plan["offered"]} */
  const offered = (typed) => {
    const kinds = vocabulary().actors();
    const named = ranked([...(hands.selection().speech?.speakers ?? []), ...hands.likely().keys()]);
    const entries = [...vocabulary().entities, ...(key === "speaker" ? [hearsay] : [])];
    const offer = matching(entries, typed, named, (option) => unfitFor(vocabulary().entity.get(option.id)?.kind, kinds));
    return joined(offer, madeOf(vocabulary(), kinds, typed));
  };
  return comboField({ key, label, note, isList: true, offered }, hands);
}

/** @type {(key: string, label: string, note: string, hands: Hands) => Field} */
export function factField(key, label, note, hands) {
  /** @type {Plan["offered"]} */
  const offered = (typed) => {
    const meant = key === "fact" ? (hands.selection().facts ?? []).map((fact) => fact.id) : [];
    const offer = matching(hands.vocabulary().facts, typed, ranked([...meant, ...hands.likely().keys()]));
    const id = isId(typed.trim()) ? typed.trim() : idOf(typed); // words become an id; of another script's nothing may be left
    if (!typed.trim() || hands.vocabulary().fact.has(id)) return offer;
    const fault = isId(id) ? "" : "an id is small letters, digits and hyphens";
    return joined(offer, [{ id, label: `new fact “${id || typed.trim()}”`, unfit: hands.vocabulary().entity.has(id) ? "an entity is called so" : fault }]);
  };
  const field = comboField({ key, label, note, isSingle: true, offered, called: (value) => value }, hands);
  return { ...field, show: (claim) => {
    const id = valueAt(claim, key) ?? "";
    field.show(claim);
    const fact = hands.vocabulary().fact.get(id);
    field.resolve?.(!id ? "" : fact ? [fact.words, fact.status].filter(Boolean).join(" · ") : "a new fact");
  } };
}

/** @type {(label: string, note: string, hands: Hands) => Field} */
export function typeField(label, note, hands) {
  /** @type {Plan["offered"]} */
  const offered = (typed) => matching(hands.vocabulary().types, typed, ranked(hands.selection().types ?? []));
  return comboField({ key: "type", label, note, isSingle: true, offered, called: (id) => hands.vocabulary().type.get(id)?.label ?? id }, hands);
}

/** @type {(key: string, label: string, note: string, hands: Hands) => Field} */
export function timeField(key, label, note, hands) {
  /** @type {Plan["offered"]} */
  const offered = (typed) => {
    const { published } = hands.article().head;
    const days = [...(hands.selection().days ?? []), ...(published ? [{ when: published, words: "the day of publication" }] : [])];
    if (published) days.push({ when: `../${published}`, words: "by the day of publication" });
    const asked = folded(typed.trim());
    const options = days.filter((day, place) => days.findIndex((its) => its.when === day.when) === place)
      .map((day) => ({ id: day.when, label: day.when, note: day.words })).filter((option) => option.id !== typed.trim() && (option.id.startsWith(asked) || folded(option.note).includes(asked)));
    return { options, more: 0 };
  };
  return comboField({ key, label, note, isText: true, isSingle: true, offered }, hands);
}

/** @type {(key: string, label: string, note: string, known: () => string[], hands: Hands) => Field} */
export function idField(key, label, note, known, hands) {
  /** @type {Plan["offered"]} */
  const offered = (typed) => {
    const offer = matching(known().map((id) => entryOf({ id, label: id })), typed, hands.likely());
    const id = typed.trim();
    return !id || known().includes(id) ? offer : joined(offer, [{ id, label: `new: “${id}”`, unfit: isId(id) ? "" : "an id is small letters, digits and hyphens" }]);
  };
  return comboField({ key, label, note, isSingle: true, offered, called: (value) => value }, hands);
}

/**
 * The field in which further fields are asked for by their names.
 * @type {(left: () => {id: string, note: string}[], reveal: (field: string) => void, hands: Hands) => Field}
 */
export function moreField(left, reveal, hands) {
  const box = new Combobox({
    id: idOfKey("more"), label: "add a field", isSingle: true, say: () => undefined,
    offered: (typed) => matching(left().map((its) => entryOf({ ...its, label: its.id })), typed),
    onChange: ([field]) => {
      box.set([]);
      reveal(field);
    },
    onNext: () => undefined, // Ctrl+Enter saves, and no other key does
    onTyped: hands.typed,
  });
  return { ...framed("more", "add a field", "Type its name: mode, note, document, part-of … Ctrl+Enter saves.", box.element, box.input), show: () => undefined };
}
