// Which fields the form of a claim has, in which order, and where Enter leads from each.

import { factField, idField, moreField, roleField, speakerField, timeField, typeField } from "./combo_fields.js";
import { EvidenceField } from "./evidence_field.js";
import { choiceField, textField, valueAt } from "./fields.js";
import { rolesOf } from "./vocabulary.js";

/** @import { Claim, TypeForm } from "./types.js" */
/** @import { Field, Hands } from "./fields.js" */

export const MORE = ["mode", "scope", "document", "part-of", "fulfils", "label", "values", "qualifier", "note", "annotator", "id"];

/**
 * The keys of the fields that a claim's form shows, from top to bottom.
 * @type {(claim: Claim, type: TypeForm | undefined, revealed: Set<string>) => string[]}
 */
export function keysOf(claim, type, revealed) {
  const roles = rolesOf(type, claim).map((role) => `roles.${role.role}`);
  const more = MORE.filter((key) => revealed.has(key) || valueAt(claim, key) !== undefined);
  return ["evidence", "fact", "type", ...roles, "speaker", "via", "stance", "when", "said", ...more, "more"];
}

/**
 * Where Enter leads: past the type of a fact that is known, past the relays of the publisher's own words, and from a
 * field that was asked for by its name back to where the next one is asked for.
 * @type {(key: string, keys: string[], claim: Claim, isKnown: boolean) => string}
 */
export function keyAfter(key, keys, claim, isKnown) {
  if (MORE.includes(key) || key === "said") return "more";
  const skipped = [isKnown ? "type" : "", claim.speaker?.length ? "" : "via"];
  return keys.slice(keys.indexOf(key) + 1).find((its) => !skipped.includes(its)) ?? "more";
}

/**
 * What making fields needs of the form beside the hands.
 * @typedef {object} Ways
 * @property {(at: [number, number]) => void} show
 * @property {() => void} goForMore
 * @property {(field: string) => void} reveal
 * @property {() => string[]} keys
 */

/** @type {(key: string, hands: Hands, ways: Ways) => Field} */
export function fieldFor(key, hands, ways) {
  const { words } = hands.vocabulary();
  const note = words.fields[key]?.meaning ?? "";
  const role = rolesOf(hands.vocabulary().type.get(hands.claim().type ?? ""), hands.claim()).find((its) => `roles.${its.role}` === key);
  if (role) return roleField(role, hands);
  switch (key) {
    case "evidence": return EvidenceField.of(hands, ways.show, ways.goForMore);
    case "fact": case "part-of": case "fulfils": return factField(key, key, note, hands);
    case "type": return typeField("type", note, hands);
    case "speaker": case "via": return speakerField(key, key, note, hands);
    case "stance": return choiceField(key, key, words.stances, hands);
    case "mode": return choiceField(key, key, words.modes, hands);
    case "scope": return choiceField(key, key, words.scopes, hands);
    case "when": case "said": return timeField(key, key, note, hands);
    case "document": return idField(key, key, note, () => words.documents, hands);
    case "more": return moreField(() => leftOver(ways.keys(), hands), ways.reveal, hands);
    default: return textField(key, key, note, hands);
  }
}

/** @type {(keys: string[], hands: Hands) => {id: string, note: string}[]} */
function leftOver(keys, hands) {
  const { fields } = hands.vocabulary().words;
  const others = keys.filter((key) => key !== "more" && !key.startsWith("roles.") && !MORE.includes(key));
  return [...MORE, ...others].map((id) => ({ id, note: fields[id]?.meaning ?? "" }));
}
