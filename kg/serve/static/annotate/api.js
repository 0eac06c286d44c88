// Asks the server: every request carries the token, every refusal says what is wrong and what to do.

const KEPT = "kg-annotate-token";

let sent = 0; // changes that are under way

/** How many changes are under way. */
export const pending = () => sent;

/** The server's refusal; its status is 0 where the server does not answer at all. */
export class Refused extends Error {
  /** @type {(status: number, error: string, hint: string, more?: Record<string, any>) => Refused} */
  static of = (status, error, hint, more = {}) => new Refused(status, error, hint, more);

  /**
   * @param {number} status
   * @param {string} error
   * @param {string} hint
   * @param {Record<string, any>} more all that the answer says beside: of a conflict, `theirs` and `yours`
   */
  constructor(status, error, hint, more) {
    super(error);
    this.status = status;
    this.error = error;
    this.hint = hint;
    this.more = more;
  }

  /** What is told to whoever asked. */
  get words() {
    return this.hint ? `${this.error} – ${this.hint}` : this.error;
  }
}

export const token = {
  get: () => sessionStorage.getItem(KEPT) ?? "",
  /** @type {(value: string) => void} */
  set: (value) => sessionStorage.setItem(KEPT, value),
};

/** The path of an article below `annotate/`: `article/NAME/apply`. @type {(name: string, more?: string) => string} */
export const articlePath = (name, more = "") => `article/${encodeURIComponent(name)}${more && `/${more}`}`;

/** Hears of every request whether the server has answered. @type {EventTarget} */
export const line = new EventTarget();

/**
 * Asks for `/annotate/PATH` and gives what the JSON of the answer holds.
 *
 * @type {(method: "GET" | "POST" | "PUT", path: string, body?: unknown, signal?: AbortSignal) => Promise<any>}
 */
export async function ask(method, path, body, signal) {
  const isChange = method !== "GET";
  sent += isChange ? 1 : 0;
  try {
    return await asked(method, path, body, signal);
  } finally {
    sent -= isChange ? 1 : 0;
  }
}

/** @type {typeof ask} */
async function asked(method, path, body, signal) {
  const headers = { Accept: "application/json", Authorization: `Bearer ${token.get()}` };
  const told = body === undefined ? {} : { body: JSON.stringify(body) };
  const typed = body === undefined ? headers : { ...headers, "Content-Type": "application/json" };
  const reply = await fetch(`/annotate/${path}`, { method, headers: typed, ...told, ...(signal && { signal }) }).catch(
    (error) => {
      if (signal?.aborted) throw error;
      line.dispatchEvent(new Event("gone"));
      throw Refused.of(0, "the server does not answer", "what you type is kept; trying again");
    },
  );
  if (reply.status !== 401) line.dispatchEvent(new Event("there"));
  const text = await reply.text();
  if (!reply.ok) throw refusalOf(reply.status, text);
  return JSON.parse(text);
}

/** @type {(status: number, text: string) => Refused} */
export function refusalOf(status, text) {
  try {
    const given = JSON.parse(text);
    if (typeof given?.error === "string") return Refused.of(status, given.error, given.hint ?? "", given);
  } catch {
    // no JSON: what it says is shown as it is
  }
  return Refused.of(status, text.slice(0, 500) || `the server says ${status}`, "");
}
