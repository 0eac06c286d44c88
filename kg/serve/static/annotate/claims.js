// The list of claims.

/** @type {(store: import("./store.js").Store) => void} */
export function startClaims(store) {
  void store;
}
