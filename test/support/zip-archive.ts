import { crc32, deflateRawSync } from "node:zlib";

/** A file to be put into an archive. */
export interface ArchivedFile {
  readonly name: string;
  readonly data: Buffer;
  readonly stored?: boolean;
}

/** Writes a ZIP archive; with `zip64` all sizes and offsets stand in ZIP64 records, as in archives beyond 4 GB. */
export function zipArchive(files: readonly ArchivedFile[], zip64 = false): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const packed = file.stored ? file.data : deflateRawSync(file.data);
    const local = Buffer.concat([localHeader(file, packed), packed]);
    directory.push(centralHeader(file, packed, offset, zip64));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([
    ...locals,
    central,
    end(files.length, central.length, offset, zip64),
    Buffer.from("a comment"),
  ]);
}

function localHeader({ name, data, stored }: ArchivedFile, packed: Buffer): Buffer {
  const extra = Buffer.from([0x99, 0x99, 2, 0, 1, 2]);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(stored ? 0 : 8, 8);
  header.writeUInt32LE(crc32(data), 14);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(data.length, 22);
  header.writeUInt16LE(Buffer.byteLength(name), 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, Buffer.from(name), extra]);
}

function centralHeader({ name, data, stored }: ArchivedFile, packed: Buffer, offset: number, zip64: boolean): Buffer {
  const numbers = [data.length, packed.length, offset];
  const extra = zip64 ? Buffer.concat([Buffer.from([0x99, 0x99, 1, 0, 7]), zip64Extra(numbers)]) : Buffer.alloc(0);
  const [size = 0, packedSize = 0, at = 0] = zip64 ? [0xffffffff, 0xffffffff, 0xffffffff] : numbers;
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(stored ? 0 : 8, 10);
  header.writeUInt32LE(crc32(data), 16);
  header.writeUInt32LE(packedSize, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(Buffer.byteLength(name), 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(at, 42);
  return Buffer.concat([header, Buffer.from(name), extra]);
}

function zip64Extra(numbers: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * numbers.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * numbers.length, 2);
  for (const [index, number] of numbers.entries()) extra.writeBigUInt64LE(BigInt(number), 4 + 8 * index);
  return extra;
}

function end(count: number, size: number, offset: number, zip64: boolean): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(zip64 ? 0xffffffff : size, 12);
  record.writeUInt32LE(zip64 ? 0xffffffff : offset, 16);
  record.writeUInt16LE("a comment".length, 20);
  return zip64 ? Buffer.concat([end64(size, offset), locator(offset + size), record]) : record;
}

function end64(size: number, offset: number): Buffer {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  return record;
}

function locator(at: number): Buffer {
  const record = Buffer.alloc(20);
  record.writeUInt32LE(0x07064b50, 0);
  record.writeBigUInt64LE(BigInt(at), 8);
  return record;
}
