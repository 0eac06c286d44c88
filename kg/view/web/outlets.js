// Through which door a claim reached the reader (kg.account over again).

import { saidOn, speakersOf } from "./counting.js";
import { narratorOf } from "./voices.js";

/** @import { Sides } from "./voices.js" */
/** @import { Claim, Links } from "./types.js" */

// The first relay that is not of the speaker's side, else the agency, else the publisher.
/** @type {(claim: Claim, links: Links, sides: Sides) => string} */
export function outletOf(claim, links, sides) {
  const article = links.articles[claim.article];
  const day = saidOn(claim, article);
  const own = new Set(speakersOf(claim, article).map((id) => sides.voice(id, claim.article, day)));
  return (claim.via ?? []).find((id) => !own.has(sides.voice(id, claim.article, day))) ?? narratorOf(article);
}
