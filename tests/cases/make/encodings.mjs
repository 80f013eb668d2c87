/** Text as bytes in an encoding of before Unicode, by turning around the decoder of the platform. */

/** @type {Map<string, Map<string, number[]>>} */
const TABLES = new Map();

/** @param {string} encoding */
function table(encoding) {
  const known = TABLES.get(encoding);
  if (known) return known;
  const made = new Map();
  const decoder = new TextDecoder(encoding, { fatal: true });
  const add = (/** @type {number[]} */ bytes) => {
    try {
      const sign = decoder.decode(Uint8Array.from(bytes));
      if ([...sign].length === 1 && !made.has(sign)) made.set(sign, bytes);
    } catch {
      // No character has these bytes.
    }
  };
  for (let one = 0; one < 256; one++) add([one]);
  if (!encoding.startsWith('windows')) {
    for (let one = 0x81; one < 0xff; one++) for (let two = 0x40; two < 0xff; two++) add([one, two]);
  }
  TABLES.set(encoding, made);
  return made;
}

/** @param {string} content @param {string} encoding  a label of the Encoding Standard */
export function text(content, encoding) {
  if (encoding === 'utf-8') return new TextEncoder().encode(content);
  const signs = table(encoding);
  return Uint8Array.from(
    [...content].flatMap((sign) => {
      const bytes = signs.get(sign);
      if (!bytes) throw new Error(`${encoding} has no ${sign}`);
      return bytes;
    }),
  );
}
