/** The SHA-256 of files, one after another, in hexadecimal digits; null where this browser, or this address, gives none. */

/** @param {Blob[]} blobs @returns {Promise<string | null>} */
export async function digest(blobs) {
  try {
    const sum = await crypto.subtle.digest('SHA-256', await new Blob(blobs).arrayBuffer());
    return Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, '0')).join('');
  } catch {
    // Too large for the memory, moved or changed since; or no https.
    return null;
  }
}
