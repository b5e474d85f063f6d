import { writeFileSync } from "node:fs";
import type { WeightType } from "../../src/model/tensor.ts";

/** A tensor to be written, values in row-major order. */
export interface TensorValues {
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly type: WeightType;
}

/** Writes a safetensors file as the safetensors library does: header padded with spaces to eight bytes, no holes. */
export function writeSafetensors(path: string, tensors: ReadonlyMap<string, TensorValues>): void {
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  const data: Buffer[] = [];
  let offset = 0;
  for (const [name, { shape, values, type }] of tensors) {
    const bytes = encode(values, type);
    header[name] = { dtype: type, shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
    data.push(bytes);
  }
  writeFileSync(path, safetensorsBytes(JSON.stringify(header), Buffer.concat(data)));
}

/** The bytes of a safetensors file with any header, well-formed or not. */
export function safetensorsBytes(header: string, data: Buffer): Buffer {
  const text = Buffer.from(header);
  const padded = Buffer.concat([text, Buffer.alloc((8 - (text.length % 8)) % 8, " ")]);
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([prefix, padded, data]);
}

/** What is left of a value once it has been stored in a type. */
export function rounded(value: number, type: WeightType): number {
  if (type === "F32") return Math.fround(value);
  return type === "F16" ? Math.f16round(value) : bfloat16Value(bfloat16Bits(value));
}

function encode(values: Float32Array, type: WeightType): Buffer {
  if (type === "F32") return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const buffer = Buffer.alloc(values.length * 2);
  const view = new DataView(buffer.buffer, buffer.byteOffset);
  for (const [index, value] of values.entries()) {
    if (type === "F16") view.setFloat16(index * 2, value, true);
    else view.setUint16(index * 2, bfloat16Bits(value), true);
  }
  return buffer;
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The upper half of the float32, rounded to nearest even. */
function bfloat16Bits(value: number): number {
  float[0] = value;
  const word = bits[0] ?? 0;
  return ((word + 0x7fff + ((word >>> 16) & 1)) >>> 16) & 0xffff;
}

function bfloat16Value(half: number): number {
  bits[0] = half << 16;
  return float[0] ?? 0;
}
