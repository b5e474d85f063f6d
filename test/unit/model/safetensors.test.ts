import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { UserError } from "../../../src/base/errors.ts";
import { readSafetensorsHeader } from "../../../src/model/safetensors.ts";
import { safetensorsBytes } from "../../support/safetensors.ts";

describe("safetensors header", () => {
  let folder: string;
  let path: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "safetensors-"));
    path = join(folder, "model.safetensors");
  });
  after(() => rmSync(folder, { recursive: true }));

  const read = (bytes: Uint8Array) => {
    writeFileSync(path, bytes);
    return readSafetensorsHeader(path);
  };
  const readHeader = (header: unknown, dataBytes: number) =>
    read(safetensorsBytes(JSON.stringify(header), Buffer.alloc(dataBytes)));
  const rejects = (reading: Promise<unknown>, code: string) => assert.rejects(reading, { name: "UserError", code });

  it("says where each tensor lies, holes and empty tensors included", async () => {
    const header = {
      __metadata__: { format: "pt" },
      a: { dtype: "F32", shape: [2, 3], data_offsets: [0, 24] },
      empty: { dtype: "F16", shape: [0, 7], data_offsets: [10, 10] },
      scalar: { dtype: "BF16", shape: [], data_offsets: [32, 34] },
      fourBits: { dtype: "F4", shape: [4], data_offsets: [40, 42] },
    };
    const { tensors } = await readHeader(header, 42);
    const start = 8 + Number(readFileSync(path).readBigUInt64LE());
    assert.deepEqual(tensors, [
      { name: "a", type: "F32", shape: [2, 3], file: path, offset: start, length: 24 },
      { name: "empty", type: "F16", shape: [0, 7], file: path, offset: start + 10, length: 0 },
      { name: "scalar", type: "BF16", shape: [], file: path, offset: start + 32, length: 2 },
      { name: "fourBits", type: "F4", shape: [4], file: path, offset: start + 40, length: 2 },
    ]);
  });

  it("refuses a file that is too short for a header, and a folder", async () => {
    await rejects(read(Buffer.alloc(0)), "safetensors-truncated");
    await rejects(read(Buffer.alloc(7)), "safetensors-truncated");
    await rejects(readSafetensorsHeader(folder), "safetensors-unreadable");
    await rejects(readSafetensorsHeader(join(folder, "none")), "safetensors-unreadable");
  });

  it("refuses an absurd header length without reading it", async () => {
    const bytes = safetensorsBytes("{}", Buffer.alloc(0));
    for (const length of [17n, 100_000_001n, 2n ** 53n + 1n, 2n ** 64n - 1n]) {
      bytes.writeBigUInt64LE(length);
      await rejects(read(bytes), "safetensors-header-length");
    }
  });

  it("refuses a header that is not a JSON object in UTF-8", async () => {
    for (const header of ["{", "[]", "null", "1", '"a"']) {
      await rejects(read(safetensorsBytes(header, Buffer.alloc(0))), "safetensors-header-json");
    }
    const bytes = safetensorsBytes('{"__metadata__":{"a":"b"}}', Buffer.alloc(0));
    bytes[20] = 0xff;
    await rejects(read(bytes), "safetensors-header-json");
  });

  it("refuses malformed entries", async () => {
    const good = { dtype: "F32", shape: [1], data_offsets: [0, 4] };
    const bad: unknown[] = [
      null,
      [],
      { ...good, shape: [-1] },
      { ...good, shape: [1.5] },
      { ...good, shape: "1" },
      { ...good, data_offsets: [0] },
      { ...good, data_offsets: [-4, 0] },
      { ...good, dtype: 3 },
    ];
    for (const entry of bad) await rejects(readHeader({ a: entry }, 4), "safetensors-entry");
    await rejects(readHeader({ a: { ...good, dtype: "F31" } }, 4), "safetensors-type");
  });

  it("refuses lengths that contradict type and shape", async () => {
    const sized = (shape: number[], offsets: number[]) => ({ a: { dtype: "F32", shape, data_offsets: offsets } });
    await rejects(readHeader(sized([2], [0, 4]), 4), "safetensors-length");
    await rejects(readHeader(sized([1], [4, 0]), 4), "safetensors-length");
    await rejects(readHeader(sized([2 ** 40, 2 ** 40], [0, 4]), 4), "safetensors-length");
  });

  it("names the tensor that a truncated file lacks", async () => {
    const header = { whole: entry(0, 4), cut: entry(4, 8) };
    await assert.rejects(readHeader(header, 7), { code: "safetensors-out-of-file", message: /Tensor cut in .*model/ });
  });

  it("names both tensors that overlap", async () => {
    const header = { a: entry(0, 4), b: entry(8, 12), c: entry(10, 14) };
    await assert.rejects(readHeader(header, 14), { code: "safetensors-overlap", message: /Tensors b and c in/ });
  });

  it("never fails otherwise than with a UserError, whatever bytes are changed", async () => {
    const header = { a: entry(0, 4), b: entry(4, 8), __metadata__: { format: "pt" } };
    const good = safetensorsBytes(JSON.stringify(header), Buffer.alloc(8));
    const changes = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(changes, fc.nat(good.length), async (bytes, length) => {
        const file = Buffer.from(good);
        for (const [at, value] of bytes) file[at] = value;
        try {
          await read(file.subarray(0, length % 3 === 0 ? length : file.length));
        } catch (error) {
          assert.ok(error instanceof UserError, String(error));
          refused++;
        }
      }),
      { numRuns: 500 },
    );
    assert.ok(refused > 100);
  });
});

function entry(begin: number, end: number) {
  return { dtype: "F32", shape: [(end - begin) / 4], data_offsets: [begin, end] };
}
