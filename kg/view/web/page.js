// The page: one state, one way from it to what is shown, and the address that keeps it.

import { listenForAccess } from "./access.js";
import { FORMS, LANES, addressOf, readAddress } from "./address.js";
import { Brushes } from "./brushes.js";
import { showChips } from "./chips.js";
import { Controls } from "./controls.js";
import { captionOf, listenToDownloads } from "./downloads.js";
import { Drawing } from "./drawing.js";
import { find, listen } from "./elements.js";
import { controlElements } from "./filters.js";
import { ComparePicker, accountBefore, comparisonOf, goneWords, showComparison, viewOfChosen } from "./comparison.js";
import { csvOf, pairsCsvOf, svgOf } from "./exports.js";
import { mostDoubtful } from "./findings.js";
import { askForOtherEnd, showChanges, showCount, showHeadline, showRanking, showUndrawn } from "./heading.js";
import { listenToKeys } from "./keys.js";
import { markedBy, pathOf, tagsOf } from "./marks.js";
import { accountOf, defaults, readPayload } from "./model.js";
import { showMatrix } from "./matrix.js";
import { Panel } from "./panel.js";
import { listenToPrinting } from "./print.js";
import { isOfAnotherPicture, listenToPictures, showPicture, unfold } from "./pictures.js";
import { fromControls, fromDrawing, fromPanel } from "./requests.js";
import { markedIn } from "./scene.js";
import { isCrowded, look } from "./shown.js";
import { stateOf } from "./state.js";
import { Steps } from "./steps.js";
import { showTable } from "./table.js";
import { showTimeline } from "./timeline.js";
import { showTip } from "./tip.js";

/** @import { Recount } from "./account.js" */
/** @import { Account, Comparison, Hovered, Marked, Payload, Selected, State } from "./types.js" */

export class Page {
  /** @type {Account | null} with which the account is compared */
  before = null;
  /** @type {Comparison | null} */
  comparison = null;
  /** @type {Recount | null} */
  recountBefore = null;

  /** @param {Payload} payload */
  constructor(payload) {
    this.data = readPayload(payload);
    this.state = defaults(this.data);
    this.opening = this.data.opening;
    this.doubtful = mostDoubtful(this.data, this.opening) ?? "";
    /** @type {Selected} */
    const selected = this.state.focus ? ["node", this.state.focus] : ["fact", this.doubtful];
    this.account = this.opening;
    this.view = look(this.data, this.state, this.account);
    const isOfSides = isCrowded(this.data, this.view) && !this.state.focus;
    /** @type {() => State} */
    this.home = () => ({ ...defaults(this.data), selected, form: isOfSides ? "matrix" : "picture", marks: isOfSides ? "sides" : "people" });
    /** @type {Map<string, string>} what is written under names */
    this.tags = new Map();
    /** @type {Marked | null} */
    this.onPath = null;
    this.allRows = false;
    /** @type {string | null} from whom the keys go along his lines */
    this.linesFrom = null;
    this.writing = 0;
    this.steps = new Steps();
    Object.assign(this.state, this.home(), readAddress(location.hash, this.data, this.home()));
    this.theme(this.state.theme);
    this.drawing = new Drawing(this.data, find("picture"), fromDrawing(this));
    this.panel = new Panel(this.data, find("evidence"), fromPanel(this));
    this.controls = new Controls(this.data, controlElements(), fromControls(this));
    this.brushes = new Brushes(this);
    this.picker = new ComparePicker(this);
    this.account = this.recount();
    this.refresh();
    showChanges(this);
    if (!this.state.camera) this.drawing.fit(); // now that it is known how much stands above it
    this.buttons();
    listenToDownloads(this);
    listenToPrinting(this);
    listenToKeys(this);
    listenForAccess(this);
    addEventListener("hashchange", () => this.readAddress());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.repaint());
  }

  /** @type {(changes: Partial<State>) => void} */
  set(changes) {
    if (isOfAnotherPicture(this.state, changes)) this.state.camera = null;
    Object.assign(this.state, changes);
    const isRecounted = ["knownBy", "without", "against"].some((field) => field in changes);
    if (isRecounted) this.account = this.recount();
    this.refresh(isRecounted);
    showChanges(this);
    if (!this.state.camera && ["kinds", "alone", "layers", "opened", "focus", "steps", "marks", "form", "against"].some((field) => field in changes)) this.drawing.fit();
    this.writeAddress(true);
  }

  /** @type {() => Account} */
  recount() {
    const { knownBy, without } = this.state;
    this.before = accountBefore(this);
    const isOpening = knownBy === this.data.knownBy && !Object.values(without).some((ids) => ids.length);
    return isOpening ? this.opening : accountOf(this.data, this.state);
  }

  /** @type {(isRecounted?: boolean) => void} whether lines may have lost their support */
  refresh(isRecounted = false) {
    this.view = look(this.data, this.state, this.account);
    this.tags = tagsOf(this.data, this.account);
    this.onPath = pathOf(this.view, this.state.path);
    this.comparison = comparisonOf(this);
    this.drawing.show(this.comparison?.drawn ?? this.view, this.state, isRecounted);
    this.controls.show(this.view, this.state);
    const opened = viewOfChosen(this);
    this.panel.show(this.state.selected, opened, this.state, goneWords(this, opened));
    showComparison(this);
    showHeadline(this);
    showCount(this);
    showPicture(this);
    showUndrawn(this);
    showChips(this);
    askForOtherEnd(this);
    showRanking(this);
    showTable(this);
    showMatrix(this);
    find("stage").dataset.form = this.state.form;
    showTimeline(this);
    for (const form of FORMS) find(`show-${form}`).setAttribute("aria-pressed", String(this.state.form === form));
  }

  /** @type {(selected: Selected | null) => void} */
  choose(selected) {
    this.state.selected = selected;
    this.refresh();
    if (selected?.[0] === "node" || selected?.[0] === "side") this.drawing.bring(selected[1]);
    this.writeAddress(true);
  }

  // A mark that is clicked is chosen, or is the other end of a path that has only one.
  /** @type {(id: string) => void} */
  meet(id) {
    const [from, to] = this.state.path ?? [];
    if (this.drawing.opensSide(id)) unfold(this, id);
    else if (from && !to && from !== id) this.set({ path: [from, id], selected: ["path", ""] });
    else this.choose(["node", id]);
  }

  marked() {
    return markedIn(this.drawing.scene, markedBy(this), this.state.selected);
  }

  /** @type {(id: string | null, steps?: number) => void} */
  focus(id, steps = 1) {
    const off = id === null || (this.state.focus === id && this.state.steps === steps);
    const { form } = this.state;
    this.set(off ? { focus: null } : { focus: id, steps, form: form === "matrix" ? "picture" : form });
  }

  /** @type {(what: Hovered) => void} */
  hover(what) {
    showTip(this, what);
  }

  buttons() {
    listen("zoom-in", () => this.drawing.zoom(1.3));
    listen("zoom-out", () => this.drawing.zoom(1 / 1.3));
    listen("fit", () => this.fit());
    listenToPictures(this);
    for (const form of FORMS) listen(`show-${form}`, () => this.set({ form }));
    for (const lanes of LANES) listen(`lanes-${lanes}`, () => this.set({ lanes }));
    listen("toggle-theme", () => this.theme(isDark() ? "light" : "dark", true));
    listen("reset", () => this.reset());
    listen("path-clear", () =>
      this.set({ path: null, selected: this.state.selected?.[0] === "path" ? null : this.state.selected }),
    );
  }

  // What is shown, in one sentence: the same wherever it is told.
  /** @type {(form?: State["form"]) => string} */
  stateText(form = this.state.form) {
    return stateOf(this.data, { ...this.state, form }, this.view);
  }

  svg() {
    return svgOf(this.drawing, [captionOf(this), ...this.drawing.scene.notes].join("; "));
  }

  csv() {
    return csvOf(this.data, this.view, captionOf(this, "table"));
  }

  pairsCsv() {
    return pairsCsvOf(this.data, this.view, captionOf(this, "table"));
  }

  fit() {
    this.state.camera = null;
    this.drawing.fit();
    this.writeAddress();
  }

  reset() {
    this.state = { ...this.home(), theme: this.state.theme };
    /** @type {HTMLInputElement} */ (find("search")).value = "";
    this.account = this.recount();
    this.refresh();
    showChanges(this);
    this.writeAddress(true);
    this.fit();
  }

  /** @type {(theme: string | null, chosen?: boolean) => void} */
  theme(theme, chosen = false) {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    if (!chosen) return;
    this.state.theme = theme;
    this.repaint();
    this.writeAddress();
  }

  repaint() {
    this.drawing.readInk();
    this.drawing.restyle();
  }

  keepCamera() {
    const { x, y } = this.drawing.network.getViewPosition();
    this.state.camera = [Math.round(x), Math.round(y), Math.round(this.drawing.network.getScale() * 1000) / 1000];
    clearTimeout(this.writing);
    this.writing = window.setTimeout(() => this.writeAddress(), 200);
  }

  writeAddress(isStep = false) {
    if (isStep) find("told").textContent = "";
    this.steps.write(addressOf(this.state, this.home()), isStep);
  }

  readAddress() {
    if (!this.steps.isNew()) return;
    find("told").textContent = "";
    this.state = { ...this.home(), ...readAddress(location.hash, this.data, this.home()) };
    this.theme(this.state.theme);
    this.account = this.recount();
    this.repaint();
    this.refresh();
    showChanges(this);
    if (this.state.camera) this.drawing.look(this.state.camera);
    else this.drawing.fit();
  }
}

const isDark = () =>
  (document.documentElement.dataset.theme ??
    (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
