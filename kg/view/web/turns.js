// What became of lines from one account to another.

/** @import { Line, Turn } from "./types.js" */

// The lines of both accounts, each with its turn in the place of its status.
/** @type {(before: Map<string, Line>, after: Map<string, Line>) => Map<string, Line>} */
export function turned(before, after) {
  /** @type {Map<string, Line>} */
  const lines = new Map();
  for (const line of after.values()) lines.set(line.id, { ...line, status: turnOf(before.get(line.id), line) });
  for (const line of before.values()) if (!lines.has(line.id)) lines.set(line.id, { ...line, status: "fallen" });
  return lines;
}

/** @type {(was: Line | undefined, is: Line) => Turn} */
function turnOf(was, is) {
  if (!was) return "appeared";
  return was.status === is.status && was.contested === is.contested ? "same" : "moved";
}
