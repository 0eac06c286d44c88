// Small functions on lists and keyed objects.

/**
 * Objects that are keyed by ids inherit nothing: an id may be `constructor`.
 *
 * @template V
 * @param {Iterable<[string, V]>} entries
 * @returns {Record<string, V>}
 */
export function bare(entries = []) {
  const found = Object.create(null);
  for (const [key, value] of entries) found[key] = value;
  return found;
}

// The value of a key that is in a map.
/** @type {<K, V>(map: Map<K, V>, key: K) => V} */
export const known = (map, key) => /** @type {any} */ (map.get(key));

// What is there of what may be missing or empty.
/** @type {<T>(items: (T | null | undefined)[]) => T[]} */
export const given = (items) => /** @type {any} */ (items.filter(Boolean));

/** @type {<T>(items: Iterable<T>) => T[]} */
export const sorted = (items) => [...items].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** @type {<T>(items: Iterable<T>) => T[]} */
export const unique = (items) => sorted(new Set(items));

/** @type {(items: string[]) => string | null} */
export const least = (items) => items.reduce((best, item) => (best === null || item < best ? item : best), none);

/** @type {(items: string[]) => string | null} */
export const most = (items) => items.reduce((best, item) => (best === null || item > best ? item : best), none);

/** @type {string | null} */
const none = null;

/** @type {(one: string, other: string) => string} */
export const earlier = (one, other) => (one < other ? one : other);

/** @type {(one: string, other: string) => string} */
export const later = (one, other) => (one > other ? one : other);
