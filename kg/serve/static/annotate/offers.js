// What selected words can be: the lines of the menu, from what the page knows at once and from the server's answer.

/**
 * @typedef {import("./types.js").Selection} Selection
 * @typedef {import("./types.js").Words} Words
 * @typedef {import("./types.js").Evidence} Evidence
 *
 * @typedef {object} Offer a line of the menu
 * @property {string} id what it is, by which a line that stands already is known
 * @property {string} label
 * @property {string} [detail]
 * @property {string} [key] the letter that chooses it
 * @property {["begin" | "evidence" | "fill", any] | ["tick", null]} does the event, and its detail
 *
 * @typedef {object} Group
 * @property {string} label
 * @property {Offer[]} offers
 *
 * @typedef {object} Asked
 * @property {string} words the selected words
 * @property {Evidence} piece the selected words as evidence
 * @property {Evidence} sentence the sentences in which they stand, as evidence
 * @property {boolean} isOpen whether a claim is open
 * @property {string} mark of the sentence
 * @property {Words | null} known
 */

const MOST = 40; // lines of one group

/** What needs no server. @type {(asked: Asked) => Group[]} */
export function atOnce(asked) {
  const { piece, isOpen, mark } = asked;
  /** @type {Offer[]} */
  const acts = [];
  if (isOpen) acts.push({ id: "evidence", label: "Add as evidence to the open claim", key: "e", does: ["evidence", piece] });
  else acts.push({ id: "claim", label: "Claim from these words", key: "c", does: ["begin", { evidence: [piece], fields: {} }] });
  if (mark === "open") acts.push({ id: "nothing", label: "Nothing about actors here", key: "n", does: ["tick", null] });
  if (mark === "nothing") acts.push({ id: "nothing", label: "Something about actors here: take the tick back", key: "n", does: ["tick", null] });
  const groups = [{ label: "", offers: acts }];
  const named = namedSo(asked);
  if (named.length) groups.push({ label: "Named here", offers: named });
  return groups;
}

/** What the server adds, behind what stands already. @type {(asked: Asked, answer: Selection | null) => Group[]} */
export function completed(asked, answer) {
  const groups = atOnce(asked);
  const known = new Map(asked.known?.entities.map((its) => [its.id, its]));
  const named = (answer?.entities ?? []).map((its) => entityOffer(asked, its.id, its.name, its.kind, its.why));
  const before = groups.find(({ label }) => label === "Named here");
  const others = named.filter(({ id }) => !before?.offers.some((its) => its.id === id)).slice(0, MOST);
  if (before) before.offers.push(...others);
  else if (others.length) groups.push({ label: "Named here", offers: others });
  const speakers = answer?.speech.speakers ?? [];
  groups.push(
    { label: "Days", offers: (answer?.days ?? []).flatMap((day) => dayOffers(asked, day)) },
    { label: "Who says so", offers: speakers.map((id) => speakerOffer(asked, id, known.get(id)?.name ?? id, answer?.speech.verb ?? "")) },
    { label: "Known facts", offers: (answer?.facts ?? []).slice(0, MOST).map((fact) => ({ ...filling(asked, "fact", fact.id), label: fact.words || fact.id, detail: fact.id })) },
    { label: "What it may be", offers: (answer?.types ?? []).slice(0, MOST).map((id) => typeOffer(asked, id)) },
    { label: "Not known yet", offers: newOnes(asked, answer) },
  );
  return numbered(groups.filter(({ offers }) => offers.length));
}

/** The lines without a letter take the digits, in order. @type {(groups: Group[]) => Group[]} */
function numbered(groups) {
  let next = 1 + Math.max(0, ...groups.flatMap(({ offers }) => offers.map(({ key }) => Number(key) || 0)));
  for (const { offers } of groups) {
    for (const offer of offers) {
      if (offer.key || next > 9) continue;
      offer.key = String(next);
      next += 1;
    }
  }
  return groups;
}

/** What is written alike but for case, accents and outer marks. @type {(text: string) => string} */
const plain = (text) =>
  text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/[’ʼ]/g, "'").replace(/'s$/, "").replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");

/** @type {(asked: Asked) => Offer[]} */
function namedSo(asked) {
  const words = plain(asked.words);
  if (!words || words.length > 200) return [];
  const found = (asked.known?.entities ?? []).filter((its) => [its.name, ...its.aliases].some((name) => plain(name) === words));
  return numbered([{ label: "", offers: found.slice(0, 9).map((its) => entityOffer(asked, its.id, its.name, its.kind, "")) }])[0].offers;
}

/** @type {(asked: Asked, field: string, value: unknown) => Pick<Offer, "id" | "does">} */
function filling({ isOpen, sentence }, field, value) {
  const id = `${field} ${String(value)}`;
  if (isOpen) return { id, does: ["fill", { field, value }] };
  const many = field === "speaker" ? [value] : value;
  return { id, does: ["begin", { evidence: [sentence], fields: { [field]: many } }] };
}

/** @type {(asked: Asked, id: string, name: string, kind: string, why: string) => Offer} */
function entityOffer(asked, id, name, kind, why) {
  const its = asked.known?.kinds.find((one) => one.id === kind)?.label ?? kind;
  const detail = [its, why].filter(Boolean).join(", ");
  if (asked.isOpen) return { id: `entity ${id}`, label: name, detail, does: ["fill", { field: "", value: id }] };
  return { ...filling(asked, "speaker", id), id: `entity ${id}`, label: `Claim that ${name} makes`, detail };
}

/** @type {(asked: Asked, day: { when: string, words: string }) => Offer[]} */
function dayOffers(asked, { when, words }) {
  return [
    { ...filling(asked, "when", when), label: `When: ${words || when}`, detail: when },
    { ...filling(asked, "said", when), label: `Said: ${words || when}`, detail: when },
  ];
}

/** @type {(asked: Asked, id: string, name: string, verb: string) => Offer} */
function speakerOffer(asked, id, name, verb) {
  return { ...filling(asked, "speaker", id), label: `Speaker: ${name}`, detail: verb && `“${verb}”` };
}

/** @type {(asked: Asked, id: string) => Offer} */
function typeOffer(asked, id) {
  const type = asked.known?.types.find((one) => one.id === id);
  return { ...filling(asked, "type", id), label: `Fact type: ${type?.label ?? id}`, detail: type?.meaning ?? "" };
}

// A new entity of each kind, where the words are few enough for a name.
/** @type {(asked: Asked, answer: Selection | null) => Offer[]} */
function newOnes(asked, answer) {
  const name = (answer?.new_entity.name || asked.words).replace(/\s+/g, " ").trim();
  if (!name || name.length > 80 || name.split(" ").length > 8) return [];
  const id = answer?.new_entity.id ?? "";
  return (asked.known?.kinds ?? []).map((kind) => {
    const value = { id, name, kind: kind.id };
    return {
      id: `new ${kind.id}`,
      label: `New ${kind.label.toLowerCase()} “${name}”`,
      does: asked.isOpen ? ["fill", { field: "new-entity", value }] : ["begin", { evidence: [asked.sentence], fields: { entity: value } }],
    };
  });
}
