import { createWriteStream } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw } from "node:zlib";
import { UserError } from "../../base/errors.ts";

/** One file of an archive, as its central directory describes it. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where its local header starts. */
  readonly offset: number;
}

// Sizes of the fixed parts of the records in APPNOTE.TXT, sections 4.3.7 to 4.3.16.
const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;
const LOCATOR_SIZE = 20;
const END64_SIZE = 56;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;
/** A field of 32 bits that says: look into the ZIP64 record. */
const IN_ZIP64 = 0xffff_ffff;
/** No archive that is meant here has more of a directory. */
const LARGEST_DIRECTORY = 64 * 1024 * 1024;

const STORED = 0;
const DEFLATED = 8;

/** The entries of an archive by name, ZIP64 included; throws UserError `zip-broken`. */
export async function readZipDirectory(file: FileHandle): Promise<Map<string, ZipEntry>> {
  const { offset, size } = await locateDirectory(file);
  if (size > LARGEST_DIRECTORY) throw broken("its directory is absurdly large");
  const directory = await read(file, offset, size);
  const entries = new Map<string, ZipEntry>();
  for (let at = 0; at + CENTRAL_SIZE <= directory.length; ) {
    const { entry, length } = centralEntry(directory, at);
    entries.set(entry.name, entry);
    at += length;
  }
  return entries;
}

/**
 * Writes one entry to `target`, checking its size and its checksum. The archive's own name for it plays no part in where
 * it goes, so that no archive can write anywhere else.
 */
export async function extractEntry(
  file: FileHandle,
  entry: ZipEntry,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  const local = await read(file, entry.offset, LOCAL_SIZE);
  if (local.readUInt32LE(0) !== 0x0403_4b50) throw broken(`${entry.name} has no local header`);
  const start = entry.offset + LOCAL_SIZE + local.readUInt16LE(26) + local.readUInt16LE(28);
  const packed: Readable = file.createReadStream({ start, end: start + entry.compressedSize - 1, autoClose: false });
  const checked = checking(entry);
  const output = createWriteStream(target, { flags: "wx" });
  const options = signal ? { signal } : {};
  if (entry.method === STORED) await pipeline(packed, checked, output, options);
  else if (entry.method === DEFLATED) await pipeline(packed, createInflateRaw(), checked, output, options);
  else throw broken(`${entry.name} is compressed by the unknown method ${entry.method}`);
}

/** Passes bytes on and fails unless they are as many, and the ones, that the directory promised. */
function checking(entry: ZipEntry): Transform {
  let size = 0;
  let crc = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      crc = crc32(chunk, crc);
      if (size > entry.size) done(broken(`${entry.name} is longer than it says`));
      else done(null, chunk);
    },
    flush(done) {
      done(size === entry.size && crc === entry.crc ? null : broken(`${entry.name} fails its checksum`));
    },
  });
}

/** The end of central directory record stands last, but for a comment; its 32-bit fields may defer to ZIP64's. */
async function locateDirectory(file: FileHandle): Promise<{ offset: number; size: number }> {
  const { size: length } = await file.stat();
  const tailLength = Math.min(length, END_SIZE + LONGEST_COMMENT + LOCATOR_SIZE);
  const tail = await read(file, length - tailLength, tailLength);
  const end = tail.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (end < 0 || end + END_SIZE > tail.length) throw broken("it has no end record");
  const size = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  if (offset !== IN_ZIP64 && size !== IN_ZIP64) return { offset, size };
  const locator = end - LOCATOR_SIZE;
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x0706_4b50) throw broken("its ZIP64 locator is missing");
  const record = await read(file, Number(tail.readBigUInt64LE(locator + 8)), END64_SIZE);
  if (record.readUInt32LE(0) !== 0x0606_4b50) throw broken("its ZIP64 end record is missing");
  return { size: Number(record.readBigUInt64LE(40)), offset: Number(record.readBigUInt64LE(48)) };
}

function centralEntry(directory: Buffer, at: number): { entry: ZipEntry; length: number } {
  if (directory.readUInt32LE(at) !== 0x0201_4b50) throw broken("its directory is damaged");
  const nameLength = directory.readUInt16LE(at + 28);
  const extraLength = directory.readUInt16LE(at + 30);
  const length = CENTRAL_SIZE + nameLength + extraLength + directory.readUInt16LE(at + 32);
  if (at + length > directory.length) throw broken("its directory is damaged");
  const extraStart = at + CENTRAL_SIZE + nameLength;
  // ZIP64 holds, in this order, those of the three that did not fit.
  const wide = zip64Field(directory.subarray(extraStart, extraStart + extraLength));
  const field = (position: number): number => {
    const value = directory.readUInt32LE(at + position);
    return value === IN_ZIP64 ? wide() : value;
  };
  const size = field(24);
  const compressedSize = field(20);
  const offset = field(42);
  const name = directory.toString("utf8", at + CENTRAL_SIZE, extraStart);
  const method = directory.readUInt16LE(at + 10);
  const crc = directory.readUInt32LE(at + 16);
  return { entry: { name, method, crc, compressedSize, size, offset }, length };
}

/** Reads the numbers of the ZIP64 extra field one after another. */
function zip64Field(extra: Buffer): () => number {
  let at = 0;
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== 0x0001) at += 4 + extra.readUInt16LE(at + 2);
  at += 4;
  return () => {
    if (at + 8 > extra.length) throw broken("a ZIP64 field is missing");
    at += 8;
    return Number(extra.readBigUInt64LE(at - 8));
  };
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  if (!Number.isSafeInteger(position) || position < 0) throw broken("it points outside itself");
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw broken("it points outside itself");
  return buffer;
}

function broken(what: string): UserError {
  return new UserError("zip-broken", `The archive cannot be read: ${what}.`, "Remove it and download it again.");
}
