/** A zip of small files as they are, uncompressed: a few hundred bytes more than the files, and no library. PURE. */
import { crc32 } from "node:zlib";

/** Made the same every time: the first day that the format knows, 1 January 1980. */
const DAY = 0x21;
const UTF8 = 0x800;

/** @param {readonly { name: string, bytes: Uint8Array }[]} entries each with its folder in its name, `/` between */
export function zipOf(entries) {
  /** @type {Buffer[]} */
  const files = [];
  /** @type {Buffer[]} */
  const directory = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const path = Buffer.from(name);
    // What is said of a file twice: before its bytes, and in the directory at the end.
    const said = Buffer.alloc(26);
    said.writeUInt16LE(10, 0); // the version of zip that is needed
    said.writeUInt16LE(UTF8, 2);
    said.writeUInt16LE(DAY, 8);
    said.writeUInt32LE(crc32(bytes), 10);
    said.writeUInt32LE(bytes.length, 14); // as packed
    said.writeUInt32LE(bytes.length, 18);
    said.writeUInt16LE(path.length, 22);
    const file = Buffer.concat([Buffer.from("PK\x03\x04"), said, path, bytes]);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x0a\x00"), said, where, path]));
    files.push(file);
    offset += file.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4); // on this disk
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, ...directory, Buffer.from("PK\x05\x06"), end]);
}
