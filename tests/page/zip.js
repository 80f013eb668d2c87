// Zip archives, as tests need them: also such as lie about their sizes.
import { Buffer } from 'node:buffer';
import { deflateRawSync } from 'node:zlib';

/** CRC-32 of ISO 3309, as zip has it. @param {Uint8Array} bytes */
function checksum(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A zip archive. @param {Record<string, string | Uint8Array>} files @param {{size?: number}} [lie]  what it says of each file's size */
export function zip(files, lie = {}) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const whole = Buffer.from(content);
    const packed = deflateRawSync(whole);
    const common = Buffer.alloc(26);
    for (const [index, value] of [20, 0x800, 8, 0, 0].entries()) common.writeUInt16LE(value, index * 2);
    const sizes = [checksum(whole), packed.length, lie.size ?? whole.length];
    for (const [index, value] of sizes.entries()) common.writeUInt32LE(value, 10 + index * 4);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    parts.push(Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  const count = Object.keys(files).length;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
