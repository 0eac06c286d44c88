// A new entity, made in place: its id is proposed from its name, its side chosen by a link that leads upward.

import { Refused, articlePath, ask } from "./api.js";
import { Combobox } from "./combobox.js";
import { matching } from "./matching.js";
import { idOf, isId, unused } from "./naming.js";
import { element } from "./page.js";

/** @import { Store } from "./store.js" */
/** @import { Offer, Option } from "./matching.js" */
/** @import { Entity } from "./types.js" */
/** @import { Vocabulary } from "./vocabulary.js" */

const APART = "\u001f"; // between a link and where it leads

/** @typedef {{id: string, kind: string, name: string, links?: Record<string, string>, anonymous?: true}} NewEntity */

/**
 * What is wrong with an id: "" if nothing is.
 * @type {(id: string, vocabulary: Vocabulary) => string}
 */
export function idFault(id, vocabulary) {
  if (!id) return "it needs an id";
  if (!isId(id)) return "an id is small letters, digits and hyphens";
  return vocabulary.isTaken(id) ? "another entity or fact is called so" : "";
}

/**
 * Offer sides: each entity by each link that leads upward, always in one order.
 * @type {(vocabulary: Vocabulary, typed: string, likely: Map<string, number>) => Offer}
 */
export function sidesOffered(vocabulary, typed, likely) {
  const found = matching(vocabulary.entities, typed, likely);
  const options = found.options.slice(0, 12).flatMap((option) => vocabulary.upward.map((link) => ({
    id: `${link.id}${APART}${option.id}`, label: `${link.label} ${option.label}`, note: option.id,
  })));
  return { options, more: found.more };
}

/**
 * Offer to make an entity of what is typed, by each of some kinds.
 * @type {(vocabulary: Vocabulary, kinds: string[], typed: string) => Option[]}
 */
export function madeOf(vocabulary, kinds, typed) {
  const name = typed.trim();
  if (!name) return [];
  return vocabulary.kinds.filter((kind) => kinds.includes(kind.id)).map((kind) => ({
    id: "", action: kind.id, label: `new ${kind.label} “${name}”`, note: kind.meaning,
  }));
}

export class EntityForm {
  /**
   * @param {Store} store
   * @param {{vocabulary: () => Vocabulary, likely: () => Map<string, number>, made: (id: string) => void, left: () => void}} hands
   * @param {{kind: string, name: string, id?: string}} begun
   * @param {string} [prefix] of the ids of its fields: a side that is made in place has a form inside this one
   */
  constructor(store, hands, begun, prefix = "entity") {
    this.prefix = prefix;
    this.store = store;
    this.hands = hands;
    const { vocabulary } = hands;
    const id = unused(begun.id || idOf(begun.name), (its) => vocabulary().isTaken(its));
    this.name = inputOf(`${prefix}-name`, begun.name);
    this.id = inputOf(`${prefix}-id`, id);
    this.kind = element("select", { id: `${prefix}-kind` }, ...vocabulary().words.kinds.map((kind) => element("option", { value: kind.id }, kind.label)));
    if (begun.kind) this.kind.value = begun.kind;
    this.anonymous = element("input", { id: `${prefix}-anonymous`, type: "checkbox" });
    this.side = new Combobox({
      id: `${prefix}-side`, label: "speaks for", isSingle: true, isGoneTo: true, called: (value) => value.split(APART).map((its) => vocabulary().called(its)).join(" "),
      offered: (typed) => this.sides(typed), onChange: () => undefined, onNext: () => void this.save(),
      onAction: ({ action = "" }, name) => this.makeSide(action, name),
    });
    this.wrong = element("p", { id: `${prefix}-wrong`, class: "faults", role: "alert" });
    this.id.setAttribute("aria-describedby", this.wrong.id);
    this.element = this.drawn();
  }

  /** @param {string} typed */
  sides(typed) {
    const vocabulary = this.hands.vocabulary();
    const { options, more } = sidesOffered(vocabulary, typed, this.hands.likely());
    return { options: [...options, ...madeOf(vocabulary, vocabulary.actors(), typed)], more };
  }

  /** Make the side that is not there yet; then ask by which link it is one. @type {(kind: string, name: string) => void} */
  makeSide(kind, name) {
    const left = () => this.side.focus();
    /** @type {(id: string) => void} */
    const made = (id) => {
      this.side.input.value = this.hands.vocabulary().called(id);
      this.side.focus();
      this.side.open(-1);
    };
    this.element.querySelector(".new-entity")?.remove();
    const its = new EntityForm(this.store, { ...this.hands, made, left }, { kind, name }, `${this.prefix}-side-new`);
    this.side.element.after(its.element);
    its.focus();
  }

  drawn() {
    const save = element("button", { type: "button" }, "Make it");
    const leave = element("button", { type: "button" }, "Leave it");
    save.addEventListener("click", () => void this.save());
    leave.addEventListener("click", () => this.leave());
    const box = element("fieldset", { class: "new-entity" }, element("legend", {}, "A new entity"),
      rowOf(this.name.id, "name", this.name), rowOf(this.kind.id, "kind", this.kind), rowOf(this.id.id, "id", this.id),
      rowOf(this.side.input.id, "speaks for", this.side.element), rowOf(this.anonymous.id, "nobody named", this.anonymous), this.wrong, element("p", { class: "buttons" }, save, leave),
      element("p", { class: "small" }, "Enter makes it, Escape leaves it. ↓ goes to a side and to the link by which it is one; without a side, it speaks for itself. "
        + "Nobody named: a stand-in, such as “an official”, whose word is anonymous (Space ticks it)."));
    box.addEventListener("keydown", (event) => this.press(event));
    return box;
  }

  focus() {
    this.element.scrollIntoView({ block: "nearest" }); // with the keys that make it, which stand below the field
    (this.id.value ? this.side : this.id).focus(); // of a name in another script no id could be proposed
    this.element.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.key === "Escape") this.leave();
    else if (event.key === "Enter" && (event.target === this.name || event.target === this.id || event.target === this.kind || event.target === this.anonymous || event.ctrlKey)) void this.save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  leave() {
    this.element.remove();
    this.hands.left();
  }

  /** @returns {NewEntity} */
  get entity() {
    const [link, to] = (this.side.values[0] ?? "").split(APART);
    return { id: this.id.value.trim(), kind: this.kind.value, name: this.name.value.trim(), ...(this.anonymous.checked && { anonymous: true }), ...(to && { links: { [link]: to } }) };
  }

  async save() {
    const { entity } = this;
    const fault = entity.name ? idFault(entity.id, this.hands.vocabulary()) : "it needs a name";
    this.tell(fault);
    if (fault || this.isBusy) return;
    this.isBusy = true;
    try {
      const answer = await ask("POST", articlePath(this.store.name, "apply"), { entity });
      this.hands.vocabulary().add(/** @type {Entity} */ ({ aliases: [], side: "", ...entity }));
      this.element.remove();
      this.store.take(answer);
      this.hands.made(entity.id);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.tell(error.words);
    } finally {
      this.isBusy = false;
    }
  }

  isBusy = false;

  /** @param {string} words */
  tell(words) {
    this.wrong.textContent = words;
    this.id.setAttribute("aria-invalid", String(Boolean(words)));
    if (words) this.id.focus();
  }
}

/** @type {(id: string, value: string) => HTMLInputElement} */
function inputOf(id, value) {
  const input = element("input", { id, type: "text", dir: "auto", autocomplete: "off", spellcheck: "false" });
  input.value = value;
  return input;
}

/** @type {(id: string, label: string, control: HTMLElement) => HTMLElement} */
const rowOf = (id, label, control) => element("div", { class: "row" }, element("label", { for: id }, label), control);

