// With what an account is compared: a day of knowledge, or the same day with all that is taken away.

export const WITH_ALL = "all";

// What is compared with, in words.
/** @type {(against: string) => string} */
export const againstWords = (against) => (against === WITH_ALL ? "against what is known with all sources" : `against ${against}`);
