// What the server of `kg annotate` answers, as types for the checker; nothing here runs.

/**
 * @typedef {[number, number]} Span start and end, in Unicode code points of the text
 *
 * @typedef {object} Evidence a span of the text, on which a claim rests
 * @property {Span} at
 * @property {string} [sha256]
 * @property {string} [kind]
 *
 * @typedef {object} Claim with the names of the annotation file's fields; what is not set is absent
 * @property {string} [id]
 * @property {string} [fact]
 * @property {string} [type]
 * @property {string} [label]
 * @property {Record<string, string[]>} [roles]
 * @property {string} [when]
 * @property {string[]} [speaker]
 * @property {string[]} [via]
 * @property {string} [document]
 * @property {string} [stance]
 * @property {string} [scope]
 * @property {string} [said]
 * @property {string} [mode]
 * @property {string} [part-of]
 * @property {string} [fulfils]
 * @property {Evidence[]} [evidence]
 * @property {Record<string, unknown>} [values]
 * @property {string} [qualifier]
 * @property {string} [annotator]
 * @property {string} [note]
 * @property {string | boolean | object} [suggested]
 *
 * @typedef {object} Fault
 * @property {string} field `roles.participant.1`, or "" where it is of no field
 * @property {string} what
 * @property {string} hint
 * @property {boolean} warning
 * @property {number} line
 * @property {number} column
 *
 * @typedef {object} ClaimRow a claim as the article's answer lists it
 * @property {Claim} claim
 * @property {number} line
 * @property {string} words the attributed sentence; "" where the claim is refused
 * @property {string} status
 * @property {boolean} contested
 * @property {boolean} suggested
 * @property {Fault[]} faults
 *
 * @typedef {"claim" | "nothing" | "open" | "apart"} Mark
 * @typedef {[number, number, Mark]} Sentence
 *
 * @typedef {object} Head
 * @property {string} [title]
 * @property {string} [publisher]
 * @property {string} [publisher_name]
 * @property {string} [published]
 * @property {string} [language]
 * @property {string} [annotator]
 * @property {string} [url]
 *
 * @typedef {object} ArticleAnswer an article; `text` is left out where it is the answer to a change
 * @property {string} name
 * @property {string} file
 * @property {string} version
 * @property {string} project by which projects that were served at one address are told apart
 * @property {Head} head
 * @property {"ltr" | "rtl"} direction
 * @property {string} [text]
 * @property {string} problem
 * @property {Sentence[]} sentences
 * @property {[number, number, string][]} kinds sentences that are evidence of another kind than `text`: the title
 * @property {ClaimRow[]} claims
 * @property {Fault[]} faults
 * @property {Record<string, any> | null} draft
 * @property {State} state
 * @property {string} undo
 * @property {string} redo
 * @property {string} [told]
 *
 * @typedef {ArticleAnswer & { text: string }} Article
 *
 * @typedef {"begun" | "untouched" | "complete" | "checked"} State
 *
 * @typedef {object} ListedArticle
 * @property {string} name
 * @property {string} title
 * @property {string} publisher
 * @property {string} published
 * @property {string} language
 * @property {string} annotator
 * @property {State} state
 * @property {number} claims
 * @property {number} suggested
 * @property {number} faults
 * @property {number} warnings
 * @property {{ claim: number, nothing: number, open: number }} sentences
 * @property {boolean} has_text
 * @property {boolean} has_draft
 * @property {string} file
 *
 * @typedef {object} Listed
 * @property {string} project
 * @property {string} annotator
 * @property {ListedArticle[]} articles
 * @property {string} elsewhere
 * @property {string[]} notes
 *
 * @typedef {object} RoleForm
 * @property {string} role
 * @property {string} label
 * @property {string[]} classes kinds of entities that may fill it
 * @property {string} scheme of its concepts; "" where it takes none
 * @property {number} min
 * @property {number | null} max
 * @property {boolean} party
 * @property {boolean} facts whether facts fill it
 *
 * @typedef {object} TypeForm
 * @property {string} id
 * @property {string} label
 * @property {string} lasts
 * @property {string} phrase
 * @property {string} meaning
 * @property {RoleForm[]} roles
 *
 * @typedef {object} Entity
 * @property {string} id
 * @property {string} kind
 * @property {string} name
 * @property {string[]} aliases
 * @property {string} side
 *
 * @typedef {object} KnownFact
 * @property {string} id
 * @property {string} type
 * @property {string} words
 * @property {string} status
 * @property {Record<string, string[]>} [roles] who fills which, by any claim
 *
 * @typedef {{ id: string, meaning: string }} Term
 *
 * @typedef {object} Words
 * @property {string} version
 * @property {TypeForm[]} types
 * @property {{ id: string, label: string, meaning: string }[]} kinds
 * @property {Term[]} stances
 * @property {Term[]} modes
 * @property {Term[]} scopes
 * @property {Term[]} evidence_kinds
 * @property {Record<string, { meaning: string, example: string }>} fields
 * @property {Entity[]} entities
 * @property {KnownFact[]} facts
 * @property {{ id: string, label: string, scheme: string }[]} concepts
 * @property {{ id: string, label: string, upward: boolean }[]} links
 * @property {string[]} documents
 *
 * @typedef {object} Versions
 * @property {Record<string, string>} files article name to version
 * @property {string} words
 *
 * @typedef {object} Selection what selected words can be
 * @property {number} start
 * @property {number} end
 * @property {string} words
 * @property {{ id: string, name: string, kind: string, why: string }[]} entities
 * @property {{ when: string, words: string }[]} days
 * @property {{ verb: string, speakers: string[] }} speech
 * @property {string[]} types
 * @property {{ id: string, type: string, words: string }[]} facts
 * @property {{ id: string, name: string }} new_entity
 *
 * @typedef {object} Attempt
 * @property {Fault[]} faults
 * @property {string[]} lacks
 * @property {string} sentence
 * @property {Record<string, string>} times
 * @property {{ fact: string, words: string, before: string, after: string, contested: boolean }[]} effects
 *
 * @typedef {object} Begin detail of the event `begin`: open the form with this
 * @property {Evidence[]} evidence
 * @property {Record<string, unknown>} fields by the names of a claim's fields: `{ speaker: ["iran"], when: "2023-12-13" }`;
 *   `{ entity: { id, name, kind? } }` asks for a new entity first
 *
 * @typedef {object} Fill detail of the event `fill`: put this into a field of the open claim
 * @property {string} field the field's name; "" is the one in hand; `new-entity` has `{ id, name, kind? }` as value
 * @property {unknown} value
 *
 * @typedef {object} Show detail of the event `show`: the text scrolls to this and marks it
 * @property {Span} [at]
 * @property {Span[]} [spans] all that are marked, where they are more than one; none: the mark is taken away
 */

export {};
