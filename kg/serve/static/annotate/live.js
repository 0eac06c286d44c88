// What the checker and the account would say, asked while one types: nothing waits for it, and the newest wins.

const WAIT = 150; // milliseconds after the last change
const PAUSE = 900; // after which what has changed is said aloud

/**
 * Asks again after each change, once nothing has changed for a while; answers to what is no longer asked are dropped.
 * @template Asked, Answer
 */
export class Newest {
  asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;
  /** @type {AbortController | undefined} */
  underWay;

  /**
   * @param {(asked: Asked, signal: AbortSignal) => Promise<Answer>} ask
   * @param {(answer: Answer, asked: Asked) => void} take
   * @param {(error: unknown) => void} fail
   * @param {number} wait
   */
  constructor(ask, take, fail, wait = WAIT) {
    this.ask = ask;
    this.take = take;
    this.fail = fail;
    this.wait = wait;
  }

  /** @param {Asked} asked */
  changed(asked) {
    this.stop();
    this.timer = setTimeout(() => void this.now(asked), this.wait);
  }

  stop() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.underWay?.abort();
    this.underWay = undefined;
  }

  /** @param {Asked} asked */
  async now(asked) {
    this.stop();
    const mine = this.asked;
    const abort = new AbortController();
    this.underWay = abort;
    try {
      const answer = await this.ask(asked, abort.signal);
      if (mine === this.asked) this.take(answer, asked);
    } catch (error) {
      if (mine === this.asked) this.fail(error);
    }
  }
}

/** Says words aloud in a polite live region: only when they have changed, and only after a pause. */
export class Voice {
  last = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;

  /**
   * @param {(words: string) => void} speak
   * @param {number} pause
   */
  constructor(speak, pause = PAUSE) {
    this.speak = speak;
    this.pause = pause;
  }

  /** @param {string} words */
  say(words) {
    clearTimeout(this.timer);
    if (words === this.last) return;
    this.timer = setTimeout(() => {
      this.last = words;
      this.speak(words);
    }, this.pause);
  }
}

/**
 * Sort faults by the fields of the form at which they are shown: `roles.place.0` at `roles.place`; the rest under "".
 * @type {<F extends {field: string}>(faults: F[], fields: Iterable<string>) => Map<string, F[]>}
 */
export function byField(faults, fields) {
  const known = new Set(fields);
  /** @type {Map<string, any[]>} */
  const found = new Map();
  for (const fault of faults) {
    const parts = fault.field.split(".");
    const names = [parts.slice(0, 2).join("."), parts[0]];
    const field = names.find((name) => known.has(name)) ?? "";
    found.set(field, [...(found.get(field) ?? []), fault]);
  }
  return found;
}
