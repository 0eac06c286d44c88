// Words about a picture inside a PNG file.

// The file with a text that says what it shows, after its first chunk.
//
// Source: W3C, Portable Network Graphics (Third Edition), section 11.3.3.4 (iTXt) and Annex D (CRC).
/** @type {(file: Uint8Array, keyword: string, text: string) => Uint8Array} */
export function withText(file, keyword, text) {
  const data = new TextEncoder().encode(`${keyword}\0\0\0\0\0${text}`); // not compressed, in no language that is told
  const chunk = new Uint8Array(12 + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(new TextEncoder().encode("iTXt"), 4);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crcOf(chunk.subarray(4, 8 + data.length)));
  const found = new Uint8Array(file.length + chunk.length);
  found.set(file.subarray(0, AFTER_HEADER));
  found.set(chunk, AFTER_HEADER);
  found.set(file.subarray(AFTER_HEADER), AFTER_HEADER + chunk.length);
  return found;
}

const AFTER_HEADER = 8 + 25; // bytes: the signature, and the chunk IHDR

/** @type {(bytes: Uint8Array) => number} */
export function crcOf(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
