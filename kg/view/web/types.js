/**
 * The types of what the page handles, for the type checker alone: this file is in no page.
 *
 * What Python writes into the page (kg/view/payload.py; a field with its default value is left out):
 *
 * @typedef {"on-record" | "corroborated" | "one-sided" | "reported" | "alleged" | "fulfilled" | "planned" | "lapsed" | "unconfirmed" | "denied" | "retracted"} Status
 * @typedef {"appeared" | "moved" | "fallen" | "same"} Turn of a line, from one account to another
 * @typedef {Status | "contested" | Turn} Row of the legend: a status, or what a party contests; of a comparison, a turn
 * @typedef {"by-party" | "by-outsider"} Contested
 * @typedef {{text: string, earliest?: string | null, latest?: string | null, interval?: boolean, begins?: string, ends?: string}} When
 * @typedef {{at: [number, number], kind?: string, text?: string, row?: undefined}} Span
 * @typedef {Span | {row: string, at?: undefined, kind?: undefined, text?: undefined}} Evidence a span, or a row that nobody read
 * @typedef {{low?: string | null, high?: string | null, unit?: string | null}} Figure decimal texts
 * @typedef {{
 *   article: string, id: string, key: string, fact: string, type: string, stance: string, scope?: string,
 *   roles: Record<string, string[]>, when?: When, speaker?: string[], via?: string[], said?: When,
 *   document?: string, label?: string, mode?: string, part_of?: string, fulfils?: string, qualifier?: string,
 *   values?: Record<string, Figure>, note?: string, sentence: string, evidence: Evidence[],
 * }} Claim
 * @typedef {{
 *   kind: string, name: string, aliases?: string[], links?: Record<string, string[]>, side?: string,
 *   anonymous?: boolean, note?: string,
 * }} Entity
 * @typedef {{
 *   title?: string, publisher: string, agency?: string, coded_by?: string, undated?: boolean, published: string,
 *   day: string, basis?: string, url?: string,
 * }} Article
 * @typedef {{source: string, target: string, edge: string, layer: string, mutual?: boolean}} Shortcut
 * @typedef {{
 *   id: string, label: string, roles: Record<string, string>, lasts: boolean, parties: string[],
 *   always: string[], functional: string[], bearer: string | null, seat: string | null, upward: string[], shortcuts: Shortcut[],
 *   mutual: Record<string, string[]>, concerns: string[], holds: [role: string, of: string[]] | null,
 * }} FactType
 * @typedef {{id: string, label: string, default: boolean, happens: boolean}} Layer in which something happens, or of background only
 * @typedef {{id: string, label: string}} Option
 * @typedef {{id: Status, label: string, row: string, accepted: boolean, mark?: string}} StatusInfo
 * @typedef {{id: string, label: string, shape: string, x: number, y: number, area: string}} ActorNode
 * @typedef {{from: string, to: string}} Pair
 * @typedef {{kind: string, facts: string[], values: string[], claims: string[][], entity: string | null}} Conflict
 * @typedef {{
 *   known_by?: string, day: string, steps?: number, focus?: string, kinds?: string[], layers?: string[],
 *   relations?: string[], withdrawn?: Withdrawn, slice?: string[],
 * }} Opens
 * @typedef {[row: Row, layer: string, relation: string, kinds: string[]]} Way in which a finding joins two
 * @typedef {{actors: Record<string, number>, rows: [string, string, string, Way[], number, string?][]}} Beyond of actors whom the page leaves out
 * @typedef {{voices?: string[], outlets?: string[], relays?: string[]}} Withdrawn sources whose claims do not count
 * @typedef {{
 *   entities: Record<string, Entity>, articles: Record<string, Article>, types: Record<string, FactType>,
 *   upward: string[], containment: string, report_figures: string[],
 * }} Links
 * @typedef {Links & {
 *   opens: Opens, only: string[], nodes: ActorNode[], edges: Pair[], areas: string[], shapes: Record<string, string>,
 *   conflicts: Conflict[], beyond: Beyond, concepts: Record<string, string>, tendencies: Record<string, string>, act_ids: string[], relations: Record<string, {label: string, symmetric: boolean}>,
 *   apart?: Record<string, string>, most_edges: number, layers: Layer[], kinds: (Option & {actor: boolean})[], statuses: StatusInfo[], stances: Record<string, string>, claims: Claim[],
 * }} Payload
 *
 * What the page makes of it:
 *
 * @typedef {Omit<Payload, "only" | "apart"> & {
 *   only: Set<string>, claim: Map<string, Claim>, place: Map<string, ActorNode>, pair: Map<string, Pair>,
 *   status: Record<string, StatusInfo>, publicationDays: string[], opening: Account, recount: Recount, knownBy: string, lastDay: string, voices: string[],
 *   outlets: string[], relays: string[], acts: Option[], tendencyOptions: Option[], apart: Record<string, string>,
 * }} Data what is written behind the names that several have is `apart`
 * @typedef {{text: string | null, earliest: string | null, latest: string | null, either: (string | null)[][], stated: boolean}} Period
 * @typedef {{status: Status, contested: Contested | null, accepted: boolean}} Verdict
 * @typedef {Verdict & {role: string, filler: string, voices: string[], outlets: string[], basis: string[], asserting: string[]}} Filler
 * @typedef {Verdict & {
 *   fact: string, type: string, label: string | null, voices: string[], outlets: string[], basis: string[],
 *   asserting: string[], claims: string[], when: Period, fillers: Record<string, Filler>, part_of: string[], fulfils: string[],
 * }} Fact
 * @typedef {{voices: string[], counts: boolean, outlet: string}} Reading
 * @typedef {{facts: Record<string, Fact>, readings: Record<string, Reading>, known_by: string}} Judged
 * @typedef {Judged & {edges: Edge[], all: Record<string, Fact>, sides: Sides}} Account with facts that the page does not show
 * @typedef {Verdict & {
 *   from: string, to: string, fact: string, relation: string, layer: string, row: Row, day: string | null,
 *   voices: string[], outlets: string[], deniers: string[], claims: string[],
 * }} Edge
 * @typedef {Verdict & {voices: string[], outlets: string[], deniers: string[], claims: string[]}} Standing of a fact, or of what joins two by it
 *
 * What joins two, in one direction or in none; all but the counts of how it stands is of what is accepted:
 *
 * @typedef {{
 *   source: string, target: string, directed: boolean, findings: number, byStatus: [Status, number][], accepted: number,
 *   contested: number, contestedByOutsider: number, acts: [string, number][], tendencies: Record<string, number>,
 *   first: string | null, last: string | null, voices: string[], outlets: string[], read: number,
 * }} Dyad
 *
 * A finding that names an actor, and how it stands as far as this one goes:
 *
 * @typedef {Verdict & {
 *   fact: Fact, fillers: Filler[], conflicts: string[], voices: string[], outlets: string[], claims: string[], roles: Set<string>,
 * }} Participation
 * @typedef {{accepted: number, acts: [string, number][], types: [string, number][], tendencies: Record<string, number>, others: [string, number][]}} Deeds
 * @typedef {{id: string, findings: number, share: number, alone: number}} Share of what rests on a source
 * @typedef {{unit: string, counts: [string, number][], wider: number, undated: number}} Trend
 *
 * One speaker's share in a claim, and what the rule is told of a matter (a fact, or one filler of a role):
 *
 * @typedef {{
 *   claim: Claim, key: string, entity: string, speaker: string, day: string, dated: boolean, narrates: boolean,
 *   asserts: boolean, ofFact: boolean, slots: string[],
 * }} Word
 * @typedef {{kept: Map<string, Word[]>, voiceless: Map<string, Set<string>>}} Counted
 * @typedef {{step: {source: string, link: string, target: string}, begins: string, ends: string}} Tenure
 * @typedef {{
 *   counting: boolean, asserting: Set<string>, asserters: Set<string>, deniers: [string, string][], announced: boolean,
 *   fulfilled: boolean, passed: boolean, parties: Set<string>[], partial: Set<string>,
 * }} Tally
 *
 * What is asked for, and what is shown:
 *
 * @typedef {"voice" | "outlet" | "relay" | "article"} Field
 * @typedef {"statuses" | "kinds" | "layers" | "relations" | "types" | "acts" | "tendencies"} ListField
 * @typedef {[string, string]} Selected a kind of thing and its id
 * @typedef {[string | null, string | null]} PathEnds
 * @typedef {"picture" | "matrix" | "timeline" | "table"} Form of what is shown: only one at a time
 * @typedef {{
 *   knownBy: string, against: string | null, lanes: "actors" | "types", without: Record<Field, string[]>, statuses: string[], kinds: string[], layers: string[],
 *   relations: string[], types: string[], acts: string[], tendencies: string[], days: [string, string] | null, undated: boolean, alone: boolean, anonymous: boolean, least: number,
 *   focus: string | null,
 *   marks: "people" | "sides", opened: string[],
 *   steps: number, path: PathEnds | null, selected: Selected | null, form: Form, theme: string | null,
 *   pins: Record<string, Spot>, camera: [number, number, number] | null,
 * }} State
 * @typedef {{
 *   id: string, ends: [string, string], edges: Edge[], facts: string[], status: Row, contested: boolean,
 *   conflicting: boolean, heads: string[],
 * }} Line
 * @typedef {Map<string, string[]>} Near whoever is joined to whom
 * @typedef {{
 *   id: string, at: Spot, area: string, shape: string, size?: number, tag?: string, closed?: boolean, beside?: Beside,
 * }} Mark of an actor, or of a side that is closed
 * @typedef {{area: string, members: string[], points?: Spot[], at?: Spot, beside?: Beside, isNamed?: boolean}} Ground what an area covers: a frame around its members, or a sector
 * @typedef {{
 *   kind: "people" | "sides" | "ego", key: string, marks: Map<string, Mark>, lines: Map<string, Line>, near: Near,
 *   grounds: Ground[], holder: (id: string) => string, quiet: Set<string>, notes: string[], breaks: Breaks,
 * }} Scene what a picture draws; `holder` gives the mark in which an actor is
 * @typedef {{limit: number, most: number}} Breaks of a name: characters in a line, and lines
 * @typedef {[number, number]} Cell column and row
 * @typedef {{id: string, weight: number, side: string}} Ringed
 * @typedef {{rings: Ringed[][], left: number}} Rings
 * @typedef {"right" | "left"} Beside of a mark, where its name stands
 * @typedef {{side: string, points: Spot[], at: Spot, beside: Beside, isNamed: boolean}} Sector
 * @typedef {{spots: Map<string, {at: Spot, beside: Beside}>, sectors: Sector[]}} Around
 * @typedef {{ends: [string, string], facts: string[], byFact?: Map<string, Row>, beyond: number, rows: Partial<Record<Row, number>>}} SidePair what joins two sides; `beyond`: how many findings more, of actors whom the page leaves out
 * @typedef {{id: string, score: number, rank: number, tied: boolean}} Rank
 * @typedef {{
 *   account: Account, passing: Set<string>, possible: Edge[], edges: Edge[], lines: Map<string, Line>,
 *   nodes: Set<string>, near: Near, leftOut: Set<string>, conflicts: Map<string, Conflict[]>, ranking: Rank[], inFocus: Set<string> | null,
 *   outside: number, before?: View,
 * }} View
 * @typedef {{before: View, after: View, drawn: View}} Comparison of both accounts as wholes, and what the picture shows of both
 * @typedef {{fact: string, role: string, filler: string, was: string, is: string, claims: string[]}} PartMove of a filler of a role
 * @typedef {{id: string, was: number | null, is: number | null}} RankShift null: joined to nobody
 * @typedef {{fact: string, was: Fact | null, is: Fact | null}} Change
 * @typedef {{text: string, facts: string[], change: Partial<State> | null}} Reason why findings are not drawn, and what shows them
 * @typedef {{nodes: Set<string>, lines: Set<string>}} Marked
 *
 * The timeline:
 *
 * @typedef {{first: string | null, last: string | null, known: "possible" | "attested" | "bounded" | "unknown"}} Stretch days; null: without a bound
 * @typedef {{fact: Fact, stretches: Stretch[], status: Status, contested: Contested | null}} Stay how a finding stands in a lane
 * @typedef {{id: string, stays: Stay[]}} Lane
 * @typedef {{left: number, right: number, knots: [number, number][], weights: number[], breaks: number[]}} DayScale
 * @typedef {{period: string, first: string, last: string, count: number}} Bin of a histogram
 * @typedef {{stay: Stay, xs: number[], spans: {left: number, right: number, known: string, isOpen: boolean}[], lane: number}} Placed in a lane
 *
 * The picture:
 *
 * @typedef {[number, number]} Spot
 * @typedef {[number, number, number, number]} Box left, top, right, bottom
 * @typedef {{tint?: string, mark: string, name: string}} AreaInk
 * @typedef {Record<Row, string> & {
 *   paper: string, ground: string, text: string, quiet: string, focus: string, font: string, areas: AreaInk[], alone: AreaInk,
 * }} Ink
 * @typedef {{
 *   points?: Spot[], line?: Spot[], fill?: string, stroke?: string, width?: number, dashes?: number[], faint?: number,
 *   text?: undefined,
 * }} Shape
 * @typedef {{text: string, size: number, bold?: boolean, fill: string}} Label
 * @typedef {Label & {at: Spot, align: CanvasTextAlign, halo?: string, spaced?: number, faint?: number, turned?: boolean}} Text
 * @typedef {{box: Box, texts: Label[], cost: number, align?: CanvasTextAlign}} Side of a mark, where its name may stand
 * @typedef {{area: string, ink: AreaInk, frame: Spot[], at: Spot, beside?: Beside, isNamed?: boolean, isOpen: boolean}} Frame
 * @typedef {{node?: string, line?: string} | null} Hovered
 * @typedef {{
 *   node(id: string): void, line(id: string): void, nothing(): void, moved(): void, resized(): void,
 *   pinned(spots: Record<string, {x: number, y: number}>): void, hover(what: Hovered): void, marked(): Marked,
 *   path(): Marked | null, tag(id: string): string | undefined,
 * }} FromDrawing
 *
 * Elements, the panel and the controls:
 *
 * @typedef {string | number | Element | null | undefined} Child
 * @typedef {Child | Child[]} Children
 * @typedef {{
 *   choose(selected: Selected): void, focus(id: string | null, steps?: number): void, pathFrom(id: string): void,
 *   tag(id: string): string | undefined, area(id: string): string | null, reveal(change: Partial<State>): void, opening(): Account, doubtful(): string | null, comparison(): Comparison | null,
 *   unfold(side: string): void,
 * }} FromPanel
 * @typedef {{data: Data, view: View, state: State, on: FromPanel}} PanelContext
 * @typedef {{
 *   set(changes: Partial<State>): void, choose(selected: Selected): void, focus(id: string | null, steps?: number): void,
 *   toggle(field: ListField, id: string): void, withdraw(field: Field, id: string): void, found(id: string): void,
 *   pathEnd(end: 0 | 1, id: string): void,
 * }} FromControls
 * @typedef {{
 *   search: HTMLInputElement, pathFrom: HTMLInputElement, pathTo: HTMLInputElement, knownBy: HTMLInputElement,
 *   from: HTMLInputElement, to: HTMLInputElement, undated: HTMLInputElement, alone: HTMLInputElement, anonymous: HTMLInputElement, least: HTMLInputElement,
 *   focus: HTMLElement,
 *   drawn: HTMLElement, onRequest: HTMLElement, kinds: HTMLElement, layers: HTMLElement, relations: HTMLElement, types: HTMLElement, acts: HTMLElement, tendencies: HTMLElement,
 *   knownText: HTMLElement, dayMarks: HTMLElement, voices: HTMLElement, outlets: HTMLElement, relays: HTMLElement, articles: HTMLElement,
 * }} Elements
 * @typedef {{id: string, name: string, folded: string[], words?: string, what?: string}} Named; all words of a finding, and what sort of thing it is
 * @typedef {{item: HTMLElement, box: HTMLInputElement, count: HTMLElement, select: HTMLElement}} LegendRow
 */
/** @import { Recount } from "./account.js" */
/** @import { Sides } from "./voices.js" */
export {};
