import { type FileHandle, open } from "node:fs/promises";
import type { TensorLocation, WeightType } from "../model/tensor.ts";

/** Bytes that are read at a time. */
const PORTION = 8 * 1024 * 1024;

/**
 * Reads a weight in portions of whole rows.
 *
 * @param visit is given the values of consecutive rows and the index of the first; the array is reused
 */
export async function readRows(
  tensor: TensorLocation,
  visit: (values: Float32Array, firstRow: number) => void,
): Promise<void> {
  const rows = tensor.shape[0] ?? 1;
  const rowBytes = tensor.length / rows;
  const perPortion = Math.max(1, Math.floor(PORTION / rowBytes));
  const file = await open(tensor.file);
  try {
    for (let row = 0; row < rows; row += perPortion) {
      const count = Math.min(perPortion, rows - row);
      const bytes = await readExactly(file, tensor.offset + row * rowBytes, count * rowBytes);
      visit(decode[tensor.type](bytes), row);
    }
  } finally {
    await file.close();
  }
}

/** All values of a small tensor. */
export async function readTensor(tensor: TensorLocation): Promise<Float32Array> {
  const file = await open(tensor.file);
  try {
    return decode[tensor.type](await readExactly(file, tensor.offset, tensor.length));
  } finally {
    await file.close();
  }
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) throw new Error("a weight file became shorter while it was in use");
    done += bytesRead;
  }
  return bytes.buffer;
}

/** safetensors are little endian, as are all machines that ONNX Runtime is built for. */
const decode: Record<WeightType, (bytes: ArrayBuffer) => Float32Array> = {
  F32: (bytes) => new Float32Array(bytes),
  F16: (bytes) => decodeByTable(new Uint16Array(bytes), halfTable()),
  BF16: (bytes) => {
    const halves = new Uint16Array(bytes);
    const words = new Uint32Array(halves.length);
    // A bfloat16 is the upper half of a float32.
    for (let index = 0; index < halves.length; index++) words[index] = (halves[index] ?? 0) << 16;
    return new Float32Array(words.buffer);
  },
};

function decodeByTable(halves: Uint16Array, table: Float32Array): Float32Array {
  const values = new Float32Array(halves.length);
  for (let index = 0; index < halves.length; index++) values[index] = table[halves[index] ?? 0] ?? 0;
  return values;
}

let table: Float32Array | undefined;

/** The value of each of the 65,536 float16 bit patterns. */
function halfTable(): Float32Array {
  table ??= Float32Array.from({ length: 65_536 }, (_, bits) => {
    const exponent = (bits >>> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    const sign = bits >>> 15 ? -1 : 1;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
  return table;
}
