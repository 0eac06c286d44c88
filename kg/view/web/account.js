// The rule by which claims become an account, over again in JavaScript so that the page can ask "what if".
// A test holds it equal to `kg.account`. Nothing here touches the document.

import { Recount } from "./recount.js";

/** @import { Claim, Judged, Links, Withdrawn } from "./types.js" */

// Without a day of knowledge all claims count, and plans are judged at the latest day of publication that is known.
/** @type {(claims: Claim[], links: Links, knownBy?: string | null, without?: Withdrawn, latest?: string) => Judged} */
export const account = (claims, links, knownBy = null, without = {}, latest = undefined) =>
  new Recount(claims, links).account(knownBy, without, latest);
