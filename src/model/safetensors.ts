import { type FileHandle, open } from "node:fs/promises";
import * as z from "zod";
import { messageOf, UserError } from "../base/errors.ts";

/** A tensor as a safetensors header describes it, in whatever type it is stored. */
export interface StoredTensor {
  readonly name: string;
  /** The format's name of the type: `F32`, `BF16`, `I64` … */
  readonly type: string;
  readonly shape: readonly number[];
  readonly file: string;
  /** First byte, from the start of the file. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}

/** The header of one file. */
export interface SafetensorsHeader {
  /**
   * The header's JSON as stored, and some of the weights from all over the file: what fingerprints are made of. A model
   * and what was trained further from it have the same header.
   */
  readonly identity: Buffer;
  readonly tensors: readonly StoredTensor[];
}

/** Bits per value of every type of the format (`Dtype` in the safetensors crate). */
const bitsOfType: ReadonlyMap<string, number> = new Map([
  ["BOOL", 8],
  ["F4", 4],
  ["F6_E2M3", 6],
  ["F6_E3M2", 6],
  ["U8", 8],
  ["I8", 8],
  ["F8_E5M2", 8],
  ["F8_E4M3", 8],
  ["F8_E8M0", 8],
  ["F8_E4M3FNUZ", 8],
  ["F8_E5M2FNUZ", 8],
  ["I16", 16],
  ["U16", 16],
  ["F16", 16],
  ["BF16", 16],
  ["I32", 32],
  ["U32", 32],
  ["F32", 32],
  ["C64", 64],
  ["F64", 64],
  ["I64", 64],
  ["U64", 64],
]);

/** The length of the header, an unsigned little-endian integer, comes before it. */
const PREFIX_BYTES = 8;
/** The format's own limit on headers. */
const MAX_HEADER_BYTES = 100_000_000;

/** Pieces of the weights that tell one model from another, and the bytes of each. */
const SAMPLES = 32;
const SAMPLE_BYTES = 256;

const Entry = z.object({
  dtype: z.string(),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});

/**
 * Reads the header of a safetensors file, and next to nothing else of it, and checks that every tensor it names lies inside the
 * file, has the length that its type and shape ask for, and shares no byte with another.
 *
 * @throws UserError `safetensors-*` naming the file and, where there is one, the tensor
 */
export async function readSafetensorsHeader(path: string): Promise<SafetensorsHeader> {
  const { bytes, fileSize, sample } = await readHeaderBytes(path);
  const dataStart = PREFIX_BYTES + bytes.length;
  const tensors = Object.entries(parseHeader(path, bytes))
    .filter(([name]) => name !== "__metadata__")
    .map(([name, entry]) => storedTensor(path, name, entry, dataStart, fileSize));
  rejectOverlaps(tensors);
  return { identity: Buffer.concat([bytes, sample]), tensors };
}

async function readHeaderBytes(path: string): Promise<{ bytes: Buffer; fileSize: number; sample: Buffer }> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    throw new UserError("safetensors-unreadable", `${path} cannot be opened: ${messageOf(error)}.`);
  }
  try {
    const status = await file.stat();
    if (!status.isFile()) throw new UserError("safetensors-unreadable", `${path} is not a file.`);
    const length = headerLength(path, await readExactly(file, path, 0, PREFIX_BYTES, status.size), status.size);
    const bytes = await readExactly(file, path, PREFIX_BYTES, length, status.size);
    return { bytes, fileSize: status.size, sample: await readSample(file, PREFIX_BYTES + length, status.size) };
  } finally {
    await file.close();
  }
}

/** Pieces at equal distances, the end of the file included. */
async function readSample(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const distance = Math.max(0, to - from - SAMPLE_BYTES) / (SAMPLES - 1);
  const pieces = Array.from({ length: SAMPLES }, async (_, index) => {
    const buffer = Buffer.alloc(SAMPLE_BYTES);
    const { bytesRead } = await file.read(buffer, 0, SAMPLE_BYTES, from + Math.floor(index * distance));
    return buffer.subarray(0, bytesRead);
  });
  return Buffer.concat(await Promise.all(pieces));
}

async function readExactly(file: FileHandle, path: string, from: number, length: number, size: number) {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, from);
  if (bytesRead === length) return buffer;
  throw new UserError(
    "safetensors-truncated",
    `${path} is cut off: it has ${size} bytes, too few for a safetensors header.`,
    "Download the file again.",
  );
}

function headerLength(path: string, prefix: Buffer, fileSize: number): number {
  const length = prefix.readBigUInt64LE();
  if (length <= MAX_HEADER_BYTES && PREFIX_BYTES + Number(length) <= fileSize) return Number(length);
  throw new UserError(
    "safetensors-header-length",
    `${path} says that its header has ${length} bytes, but the file has ${fileSize} and a header at most ${MAX_HEADER_BYTES}.`,
    "It is cut off or not a safetensors file; download it again.",
  );
}

function parseHeader(path: string, bytes: Buffer): object {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof header === "object" && header !== null && !Array.isArray(header)) return header;
    throw new Error("it is not an object");
  } catch (error) {
    throw new UserError("safetensors-header-json", `The header of ${path} is not valid JSON: ${messageOf(error)}.`);
  }
}

function storedTensor(path: string, name: string, entry: unknown, dataStart: number, fileSize: number): StoredTensor {
  const parsed = Entry.safeParse(entry);
  const fail = (code: string, problem: string): never => {
    throw new UserError(`safetensors-${code}`, `Tensor ${name} in ${path} ${problem}.`);
  };
  if (!parsed.success) return fail("entry", "has a malformed header entry");
  const { dtype, shape, data_offsets: offsets } = parsed.data;
  const bits = bitsOfType.get(dtype);
  if (bits === undefined) return fail("type", `is stored as ${dtype}, which is no type of the format`);
  const [begin, end] = offsets;
  const length = end - begin;
  const wanted = shape.reduce((product, extent) => product * extent, bits) / 8;
  if (length !== wanted) {
    return fail("length", `should have ${wanted} bytes (${dtype} [${shape.join(", ")}]) but has ${length}`);
  }
  if (dataStart + end > fileSize) {
    return fail("out-of-file", `ends at byte ${dataStart + end} but the file has ${fileSize}; it is cut off`);
  }
  return { name, type: dtype, shape, file: path, offset: dataStart + begin, length };
}

function rejectOverlaps(tensors: readonly StoredTensor[]): void {
  const byOffset = tensors.filter(({ length }) => length > 0).sort((a, b) => a.offset - b.offset);
  for (const [index, tensor] of byOffset.entries()) {
    const previous = byOffset[index - 1];
    if (previous && previous.offset + previous.length > tensor.offset) {
      throw new UserError(
        "safetensors-overlap",
        `Tensors ${previous.name} and ${tensor.name} in ${tensor.file} overlap.`,
      );
    }
  }
}
