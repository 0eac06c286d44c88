// A claim as a value: what is empty taken away, two of them compared, figures read and written.

/** @import { Claim } from "./types.js" */

/** @typedef {{[field: string]: any}} Fields */

/** @type {(value: any) => boolean} */
const isEmpty = (value) =>
  value === undefined || value === null || value === "" || value === false ||
  (typeof value === "object" && !Object.keys(value).length);

/**
 * Take away what is not set, as the file has it: absent.
 * @type {(claim: Fields) => Claim}
 */
export function cleaned(claim) {
  const kept = Object.entries(claim).map(([field, value]) => [field, field === "roles" ? someOf(value ?? {}) : value]);
  return /** @type {Claim} */ (someOf(Object.fromEntries(kept)));
}

/** @type {(fields: Fields) => Fields} */
const someOf = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));

// The same words for the same value, whatever the order of its fields.
/** @type {(value: any) => string} */
export function written(value) {
  if (Array.isArray(value)) return `[${value.map(written).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "";
  const fields = Object.keys(value).filter((field) => value[field] !== undefined);
  return `{${fields.sort().map((field) => `${JSON.stringify(field)}:${written(value[field])}`).join()}}`;
}

/** @type {(one: any, other: any) => boolean} */
export const isSame = (one, other) => written(one) === written(other);

/**
 * Give the fields in which two claims differ, in the order of the first, then of the second.
 * @type {(one: Fields, other: Fields) => string[]}
 */
export function differing(one, other) {
  const fields = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return fields.filter((field) => !isSame(one[field], other[field]));
}

/**
 * Read figures as they are typed: `deaths: 12, amount: 3500000 EUR`. What has no colon is kept as a name without a figure.
 * @type {(text: string) => {[name: string]: string}}
 */
export function figuresOf(text) {
  const pairs = text.split(/[,;\n]/).map((part) => part.trim()).filter(Boolean).map((part) => {
    const at = part.indexOf(":");
    return at < 0 ? [part, ""] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
  return Object.fromEntries(pairs);
}

/** @type {(values: {[name: string]: any} | undefined) => string} */
export const figuresIn = (values) => Object.entries(values ?? {}).map(([name, its]) => `${name}: ${its}`).join(", ");

/**
 * How a value is shown to people, in one line.
 * @type {(value: any) => string}
 */
export function shown(value) {
  if (Array.isArray(value)) return value.map(shown).join(", ");
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value.at)) return `${value.at[0]}–${value.at[1]}${value.kind ? ` (${value.kind})` : ""}`;
  return Object.entries(value).map(([name, its]) => `${name}: ${shown(its)}`).join("; ");
}
