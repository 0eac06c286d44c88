// What Back and Forward undo: each deliberate step is an entry in the browser's history; the camera, and marks that are
// dragged, change the entry that is there.

const TYPING_PAUSE = 1000; // milliseconds: what is typed in one field with shorter pauses is one step

export class Steps {
  constructor() {
    this.written = "";
    this.byKey = false; // whether a key in the picture has just been pressed
    /** @type {Element | null} */
    this.field = null;
    this.last = -TYPING_PAUSE;
  }

  // Keep an address: as a step of its own, or in the place of the one before.
  /** @type {(address: string, isStep: boolean) => void} */
  write(address, isStep) {
    if (address === location.hash.slice(1)) return;
    const goesOn = isStep && this.goesOn();
    this.written = address;
    try {
      if (isStep && !goesOn) history.pushState(null, "", `#${address}`);
      else history.replaceState(null, "", `#${address}`);
    } catch {
      // In a frame without an address of its own there is nothing to keep it in.
    }
  }

  // Whether a step belongs to the one before, because it was typed in the same field at once.
  goesOn() {
    const at = document.activeElement;
    const isTyped = this.byKey || (at instanceof HTMLInputElement && at.type !== "checkbox");
    const now = performance.now();
    const goesOn = isTyped && at === this.field && now - this.last < TYPING_PAUSE;
    this.field = isTyped ? at : null;
    this.last = now;
    return goesOn;
  }

  // Whether the address is another than what was written last: by Back, by Forward, or by hand.
  isNew() {
    const address = location.hash.slice(1);
    if (address === this.written) return false;
    this.written = address;
    this.field = null;
    return true;
  }

  /** @type {(act: () => void) => void} */
  keyed(act) {
    this.byKey = true;
    act();
    this.byKey = false;
  }
}
