// The form of a claim.

/** @type {(store: import("./store.js").Store) => void} */
export function startForm(store) {
  void store;
}
