// Marks spans of the text: with the CSS Custom Highlight API, or with drawn boxes where a browser lacks it.

import { element } from "./page.js";

const HIGHEST = ["found", "shown", "found-now", "selected"]; // what stands over what, from below

export class Marking {
  /** @param {HTMLElement} host in which the marked text stands */
  constructor(host) {
    this.host = host;
    /** @type {Map<string, Range[]>} */
    this.ranges = new Map();
    this.hasHighlights = typeof Highlight === "function" && "highlights" in CSS;
    this.layer = element("div", { class: "marks", "aria-hidden": "true" });
    if (!this.hasHighlights) {
      host.append(this.layer);
      new ResizeObserver(() => this.#draw()).observe(host);
    }
  }

  /** @type {(name: "found" | "shown" | "found-now" | "selected", ranges: Range[]) => void} */
  set(name, ranges) {
    if (this.hasHighlights) {
      const made = new Highlight(...ranges);
      made.priority = HIGHEST.indexOf(name);
      CSS.highlights.set(name, made);
      return;
    }
    this.ranges.set(name, ranges);
    this.#draw();
  }

  #draw() {
    const { left, top } = this.host.getBoundingClientRect();
    this.layer.replaceChildren();
    for (const name of HIGHEST) {
      for (const box of (this.ranges.get(name) ?? []).flatMap((range) => [...range.getClientRects()])) {
        const made = element("i", { class: `is-${name}` });
        made.style.translate = `${box.left - left}px ${box.top - top}px`;
        made.style.width = `${box.width}px`;
        made.style.height = `${box.height}px`;
        this.layer.append(made);
      }
    }
  }
}
