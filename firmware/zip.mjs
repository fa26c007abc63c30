/** Writes zip files without compression, which needs no library and adds a few hundred bytes to small files. Pure. */
import { crc32 } from "node:zlib";

/** The date of every entry, so that the same files give the same zip: 1 January 1980, the first date of the format. */
const DATE = 0x21;
/** The flag for names in UTF-8. */
const UTF8 = 0x800;

/** @param {readonly { name: string, bytes: Uint8Array }[]} entries `name` is a path, with `/` between folders */
export function makeZip(entries) {
  /** @type {Buffer[]} */
  const files = [];
  /** @type {Buffer[]} */
  const directory = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const path = Buffer.from(name);
    // These fields stand both before the file's bytes and in the directory at the end.
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(10, 0); // zip version needed: 1.0
    fields.writeUInt16LE(UTF8, 2);
    fields.writeUInt16LE(DATE, 8);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(bytes.length, 14); // compressed size
    fields.writeUInt32LE(bytes.length, 18); // uncompressed size
    fields.writeUInt16LE(path.length, 22);
    const file = Buffer.concat([Buffer.from("PK\x03\x04"), fields, path, bytes]);
    const location = Buffer.alloc(14);
    location.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x0a\x00"), fields, location, path]));
    files.push(file);
    offset += file.length;
  }
  const directorySize = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4); // entries on this disk
  end.writeUInt16LE(entries.length, 6); // entries in all
  end.writeUInt32LE(directorySize, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, ...directory, Buffer.from("PK\x05\x06"), end]);
}
