/** SHA-256, by the browser where it offers that, in hexadecimal digits. */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { timed } from './timed.js';

/** Bytes of a file that are summed at once. */
const PIECE = 8 * 1024 * 1024;

/** @param {Uint8Array} bytes */
export async function sumOf(bytes) {
  // Only there where the page came over https, or from this computer.
  if (crypto.subtle) {
    const sum = crypto.subtle.digest('SHA-256', /** @type {BufferSource} */ (bytes));
    return bytesToHex(new Uint8Array(await timed(sum)));
  }
  return bytesToHex(sha256(bytes));
}

/** Of all bytes one after another, which need not fit into memory. @param {Blob[]} files */
export async function sumOfFiles(files) {
  const sum = sha256.create();
  for (const file of files) {
    for (let at = 0; at < file.size; at += PIECE) {
      sum.update(new Uint8Array(await timed(file.slice(at, at + PIECE).arrayBuffer())));
    }
  }
  return bytesToHex(sum.digest());
}
