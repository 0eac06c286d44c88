// What would come of the claim as it stands: its sentence, what it changes in the account, what is wrong and what lacks.

import { faultItem } from "./fields.js";
import { Voice, byField } from "./live.js";
import { element } from "./page.js";

/** @import { Attempt } from "./types.js" */
/** @import { Field } from "./fields.js" */

/** The names of fields, as the form has them. @type {(fields: string[]) => string} */
export const named = (fields) => fields.map((field) => field.replace(/^roles\./, "")).join(", ");

export class Standing {
  constructor() {
    this.sentence = element("p", { class: "sentence", dir: "auto" });
    this.effects = element("ul", { class: "effects", dir: "auto" });
    this.lacks = element("p", { class: "small lacks" });
    this.faults = element("ul", { class: "faults" });
    this.aloud = element("p", { class: "aloud", role: "status" });
    this.element = element("div", { class: "standing" }, this.sentence, this.effects, this.lacks, this.faults);
    this.voice = new Voice((words) => (this.aloud.textContent = words));
    this.clear();
  }

  /** Say something at once: what a key has done. @type {(words: string) => void} */
  say(words) {
    this.aloud.textContent = words;
  }

  clear() {
    this.show({ faults: [], lacks: [], sentence: "", times: {}, effects: [] }, new Map());
    this.aloud.textContent = "";
    this.voice.last = "";
  }

  /** @type {(attempt: Attempt, fields: Map<string, Field>) => void} */
  show({ faults, lacks, sentence, times, effects }, fields) {
    const placed = byField(faults, fields.keys());
    for (const [key, field] of fields) field.tell(placed.get(key) ?? []);
    for (const key of ["when", "said"]) fields.get(key)?.resolve?.(times[key] ?? "");
    const rest = placed.get("") ?? [];
    this.sentence.textContent = sentence;
    this.effects.replaceChildren(...effects.map((effect) => element("li", { class: effect.contested ? "contested" : "" }, effect.words)));
    this.lacks.textContent = lacks.length ? `Still needed: ${named(lacks)}.` : "";
    this.faults.replaceChildren(...rest.map(faultItem));
    for (const its of [this.sentence, this.lacks]) its.hidden = !its.textContent;
    for (const its of [this.effects, this.faults]) its.hidden = !its.childElementCount;
    const refused = faults.filter((fault) => !fault.warning);
    this.voice.say([...effects.map((effect) => effect.words), ...refused.map((fault) => fault.what)].join(" "));
  }

  /** @param {string} words */
  fail(words) {
    this.lacks.textContent = words;
    this.lacks.hidden = false;
  }
}
