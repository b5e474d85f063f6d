import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { UserError } from "../../../src/base/errors.ts";
import { cudaLibraryFolder, installCudaProvider } from "../../../src/evaluation/cuda-provider.ts";
import { extractEntry, readZipDirectory } from "../../../src/evaluation/download/zip.ts";
import { type NugetServer, startNugetServer } from "../../support/nuget-server.ts";
import { type ArchivedFile, zipArchive } from "../../support/zip-archive.ts";

const native = "runtimes/linux-x64/native";
const libraries = ["shared", "cuda", "tensorrt"].map((name) => `libonnxruntime_providers_${name}.so`);
const files: ArchivedFile[] = [
  { name: "../../escaped.so", data: Buffer.from("out of here") },
  ...libraries.map((name, index) => ({
    name: `${native}/${name}`,
    data: randomBytes(200_000 + index),
    stored: index === 1,
  })),
];
const { version: onnxruntimeVersion } = createRequire(import.meta.url)("onnxruntime-node/package.json") as {
  version: string;
};
const coded = (code: string) => (error: UserError) => error.code === code;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cuda-provider-"));
});
afterEach(() => rm(folder, { recursive: true }));

// The runtime's own library is copied from its package, which has one for linux/x64 only where that is the platform.
const hasLibrary = process.platform === "linux" && process.arch === "x64";

describe("installing the CUDA provider", { skip: hasLibrary ? false : "only linux/x64 has a CUDA provider" }, () => {
  let server: NugetServer;
  beforeEach(async () => {
    server = await startNugetServer(zipArchive(files));
  });
  afterEach(() => server.close());

  const install = (signal: AbortSignal = new AbortController().signal, onProgress = (_: { received: number }) => {}) =>
    installCudaProvider({ dataFolder: folder, index: server.index, signal, onProgress });

  async function assertInstalled(): Promise<void> {
    const installed = cudaLibraryFolder(folder);
    assert.ok(installed);
    assert.ok(installed.includes(onnxruntimeVersion));
    assert.deepEqual((await readdir(installed)).sort(), [...libraries, "libonnxruntime.so.1"].sort());
    for (const { name, data } of files.slice(1)) {
      assert.ok(data.equals(await readFile(join(installed, name.slice(native.length + 1)))));
    }
    assert.deepEqual(
      await readdir(folder),
      [installed.slice(folder.length + 1)],
      "nothing else is left in the data folder",
    );
  }

  /** Resolves once something of the download has reached the disk. */
  async function partOnDisk(): Promise<void> {
    for (;;) {
      const part = (await readdir(folder)).find((name) => name.endsWith(".part"));
      if (part && (await stat(join(folder, part))).size > 0) return;
      await sleep(5);
    }
  }

  it("leaves exactly the libraries and the runtime beside them, and reports its progress", async () => {
    const seen: number[] = [];
    await install(undefined, ({ received }) => seen.push(received));
    await assertInstalled();
    assert.deepEqual(
      seen,
      [...seen].sort((a, b) => a - b),
    );
    assert.equal(seen.at(-1), zipArchive(files).length);
  });

  it("asks no server when it is there already", async () => {
    await install();
    server.ranges.length = 0;
    await install();
    assert.deepEqual(server.ranges, []);
  });

  it("goes on where a connection was cut", async () => {
    server.cuts.push(100_000, 50_000);
    await install();
    await assertInstalled();
    assert.deepEqual(server.ranges, [undefined, "bytes=100000-", "bytes=150000-"]);
  });

  it("starts again where the server knows no ranges", async () => {
    server.cuts.push(100_000);
    server.ignoresRanges = true;
    await install();
    await assertInstalled();
  });

  it("gives up after some cuts, and a second call goes on", async () => {
    server.cuts.push(1000, 1000, 1000, 1000);
    await assert.rejects(install(), coded("download-failed"));
    assert.equal(cudaLibraryFolder(folder), undefined);
    await install();
    await assertInstalled();
    assert.equal(server.ranges.at(-1), "bytes=4000-");
  });

  it("throws away what has the wrong checksum", async () => {
    const right = server.checksum;
    server.checksum = Buffer.alloc(64).toString("base64");
    await assert.rejects(install(), coded("download-corrupt"));
    assert.deepEqual(await readdir(folder), []);
    server.checksum = right;
    await install();
    await assertInstalled();
  });

  it("stops at once when cancelled, and a second call goes on", async () => {
    server.stallAt = 150_000;
    const controller = new AbortController();
    const reason = new Error("enough");
    const cancelled = install(controller.signal);
    void partOnDisk().then(() => controller.abort(reason));
    await assert.rejects(cancelled, (error) => error === reason);
    server.stallAt = undefined;
    await install();
    await assertInstalled();
    assert.match(server.ranges.at(-1) ?? "", /^bytes=\d+-$/);
  });

  it("says which library a package lacks", async () => {
    await server.close();
    server = await startNugetServer(zipArchive(files.slice(0, 2)));
    await assert.rejects(install(), (error: UserError) => /libonnxruntime_providers_cuda\.so/.test(error.message));
    assert.deepEqual(await readdir(folder), []);
  });

  it("names a server that is not there", async () => {
    await server.close();
    await assert.rejects(
      install(),
      (error: UserError) => error.code === "download-failed" && error.message.includes("/index.json"),
    );
    server = await startNugetServer(Buffer.alloc(1));
  });
});

it("platforms without a CUDA provider are refused", async () => {
  const options = { dataFolder: folder, signal: new AbortController().signal, onProgress: () => {} };
  await assert.rejects(installCudaProvider({ ...options, platform: "darwin/arm64" }), coded("cuda-unsupported"));
});

describe("reading a ZIP archive", () => {
  const content = [
    { name: "deflated.bin", data: randomBytes(70_000) },
    { name: "stored.bin", data: Buffer.from("as it is"), stored: true },
  ];

  async function unpacked(archive: Buffer): Promise<Buffer[]> {
    const path = join(folder, "archive.zip");
    await writeFile(path, archive);
    const file = await open(path);
    try {
      const entries = await readZipDirectory(file);
      return await Promise.all(
        content.map(async ({ name }, index) => {
          const entry = entries.get(name);
          assert.ok(entry);
          const target = join(folder, `${index}-${randomBytes(4).toString("hex")}`);
          await extractEntry(file, entry, target);
          return readFile(target);
        }),
      );
    } finally {
      await file.close();
    }
  }

  for (const zip64 of [false, true]) {
    it(`gives back what went in${zip64 ? ", with ZIP64 records" : ""}`, async () => {
      assert.deepEqual(
        await unpacked(zipArchive(content, zip64)),
        content.map(({ data }) => data),
      );
    });
  }

  it("notices a changed byte", async () => {
    const archive = zipArchive(content);
    const at = archive.indexOf("as it is");
    archive[at] = 0x41;
    await assert.rejects(unpacked(archive), coded("zip-broken"));
  });

  it("ends in one sentence for anything that is no archive", async () => {
    const whole = zipArchive(content, true);
    for (const length of [0, 10, whole.length - 40, whole.length - 120]) {
      await assert.rejects(unpacked(Buffer.concat([randomBytes(50), whole.subarray(0, length)])), coded("zip-broken"));
    }
  });
});
