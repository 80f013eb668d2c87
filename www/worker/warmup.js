/**
 * A made-up file, read while the page has nothing else to do. Browsers begin with code that was compiled in a hurry, and
 * make better code of what runs much: the first real file finds it made.
 *
 * @import { Session } from "../wasm/core/core.js"
 */

/** Enough for that, and read in a fifth of a second. */
const ROWS = 24_000;
/** As a large file comes in many. */
const PIECE = 32 * 1024;

/** Purchases with all that a shop's export has. */
function madeUp() {
  const rows = ['order,item,name,quantity,time,price,user,country\r\n'];
  for (let row = 0; row < ROWS; row++) {
    const [item, user] = [(row * 7919) % 1009, (row * 104_729) % 997];
    rows.push(
      `${536_365 + (row >> 4)},${20_000 + item}A,"PRODUCT ${item}, BOXED",${1 + (item % 12)},` +
        `12/${1 + (row % 28)}/2010 8:${10 + (row % 50)},${(item % 90) / 10 + 0.5},${12_000 + user},Country ${user % 7}\r\n`,
    );
  }
  return new TextEncoder().encode(rows.join(''));
}

/** @param {Session} session  of no other file: what it holds is thrown away */
export function warmUp(session) {
  const file = madeUp();
  const { roles } = session.open(file, true, {});
  session.beginReading({ roles });
  for (let start = 0; start < file.length; start += PIECE) {
    session.read(file.subarray(start, start + PIECE), start + PIECE >= file.length);
  }
  while (!session.pollReading(1).result);
}
