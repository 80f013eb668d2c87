/**
 * A text in a fragment: deflated (RFC 1951) where the browser can, then base64url (RFC 4648, without padding). A letter before
 * it says which: z deflated, j as it is.
 */

/** Most bytes that come out of a fragment: a few hundred characters can be made to unpack to gigabytes. */
const MOST_BYTES = 64 * 1024;
const DEFLATED = 'z';
const PLAIN = 'j';

/** @param {string} text @returns {Promise<string>} */
export async function packed(text) {
  const bytes = new TextEncoder().encode(text);
  const deflated = await through(bytes, () => new CompressionStream('deflate-raw')).catch(() => null);
  return deflated ? DEFLATED + toBase64(deflated) : PLAIN + toBase64(bytes);
}

/**
 * @param {string} fragment  @returns {Promise<string>}
 * @throws where it is damaged, or unpacks to more than 64 KB
 */
export async function unpacked(fragment) {
  const bytes = fromBase64(fragment.slice(1));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  switch (fragment[0]) {
    case DEFLATED:
      return decoder.decode(await through(bytes, () => new DecompressionStream('deflate-raw')));
    case PLAIN:
      return decoder.decode(bytes);
    default:
      throw new Error('neither deflated nor plain');
  }
}

/**
 * What comes out of a stream, at most 64 KB.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {() => ReadableWritablePair<any, any>} open  throws where the browser does not have it
 */
async function through(bytes, open) {
  const reader = new Blob([bytes]).stream().pipeThrough(open()).getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */ const pieces = [];
  let size = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    size += value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new Error(`more than ${MOST_BYTES} bytes`);
    }
    pieces.push(value);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** Characters of the check sum: what is cut off or changed on the way does not pass for another run. */
const CHECK = 4;

/** A text with its check sum before it. @param {string} text */
export function sealed(text) {
  return checkSum(text) + text;
}

/** @param {string} text @throws where it is not as it was sealed */
export function unsealed(text) {
  const inside = text.slice(CHECK);
  if (checkSum(inside) !== text.slice(0, CHECK)) throw new Error('damaged');
  return inside;
}

/** The first 24 bits of FNV-1a (Fowler, Noll, Vo). @param {string} text */
function checkSum(text) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  return toBase64(Uint8Array.of(hash >>> 24, hash >>> 16, hash >>> 8));
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} @throws where it is no base64url */
export function fromBase64(text) {
  if (!/^[\w-]*$/.test(text)) throw new Error('no base64url');
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/** @param {string} digits  two for each byte */
export function fromHex(digits) {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
