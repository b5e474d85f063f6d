import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { UserError } from "../../../src/base/errors.ts";
import { assertText, loadText } from "../../../src/calibration/load-text.ts";

const parquet = join(import.meta.dirname, "../../fixtures/parquet");

describe("texts", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "texts-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const load = (name: string, content: string | Buffer, field = "text") => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return loadText({ path, field });
  };
  const rejects = (loading: Promise<unknown>, code: string, message = /./, hint?: RegExp) =>
    assert.rejects(loading, { name: "UserError", code, message, ...(hint ? { hint } : {}) });

  it("takes plain text as it is, whatever its extension", async () => {
    const content = " \n = Title = \r\n\n Once upon a tïme 😀 \n";
    for (const name of ["wiki.test.raw", "story.TXT", "README"]) {
      const { text, documents, sha256, path } = await load(name, content);
      assert.equal(text, content);
      assert.equal(documents, 1);
      assert.equal(path, join(folder, name));
      assert.equal(sha256, createHash("sha256").update(Buffer.from(content, "utf8")).digest("hex"));
    }
  });

  it("joins the documents of JSON Lines by a blank line", async () => {
    const { text, documents } = await load("a.jsonl", '{"text":"a\\n"}\r\n\n{"id":1,"text":""}\n{"text":"ü"}');
    assert.equal(text, "a\n\n\n\n\nü");
    assert.equal(documents, 3);
    assert.equal((await load("a.jsonl", '{"text":1,"body":"b"}', "body")).text, "b");
  });

  it("names the line of a JSON Lines file that is not as it should be", async () => {
    const good = '{"text":"a"}\n\n';
    await rejects(load("a.jsonl", `${good}{"text":`), "jsonl-invalid", /^Line 3 of .*a\.jsonl/);
    await rejects(load("a.jsonl", `${good}["a"]`), "jsonl-not-an-object", /^Line 3 /);
    await rejects(load("a.jsonl", `${good}{"text":null}`), "jsonl-not-text", /^Line 3 /);
    await rejects(load("a.jsonl", `${good}{"body":"a","id":1}`), "field-missing", /^Line 3 .*"text"/, /body, id/);
    await rejects(load("a.jsonl", '{"a":"b"}', "toString"), "field-missing");
  });

  for (const codec of ["snappy", "zstd", "gzip", "none"]) {
    it(`joins the rows of a Parquet file (${codec}) by a blank line, empty ones included`, async () => {
      const { text, documents } = await loadText({ path: join(parquet, `${codec}.parquet`), field: "text" });
      const rows = ["", " = Title = \n", "", "Once upon a time 😀, 今天天气很好.\n", "last"];
      assert.equal(text, rows.join("\n\n"));
      assert.equal(documents, 5);
    });
  }

  it("says which columns a Parquet file has, and which row has no text", async () => {
    const path = join(parquet, "snappy.parquet");
    await rejects(loadText({ path, field: "body" }), "field-missing", /"body"/, /id, text/);
    await rejects(loadText({ path, field: "id" }), "parquet-not-text", /^Row 1 .*"id"/);
    await rejects(loadText({ path: join(parquet, "null.parquet"), field: "text" }), "parquet-not-text", /^Row 2 /);
  });

  it("refuses what is missing, no text, or empty", async () => {
    await rejects(loadText({ path: join(folder, "none.txt"), field: "text" }), "text-unreadable", /none\.txt/);
    await rejects(loadText({ path: folder, field: "text" }), "text-unreadable");
    await rejects(load("a.txt", Buffer.from([0x61, 0xff, 0xfe])), "text-not-utf8");
    await rejects(load("a.txt", " \n\n "), "text-empty");
    await rejects(load("a.jsonl", "\n"), "text-empty");
    await rejects(load("a.parquet", "PAR1"), "parquet-invalid");
  });

  it("sees without reading what cannot be a text, so that nothing waits for it in a queue", async () => {
    const at = (name: string) => assertText({ path: join(folder, name) });
    writeFileSync(join(folder, "full.txt"), "Once");
    await at("full.txt");
    await rejects(at("none.txt"), "text-unreadable", /none\.txt does not exist\.$/);
    await rejects(at("."), "text-unreadable", /is a folder\.$/);
    await rejects(at("full.csv"), "text-format");
    writeFileSync(join(folder, "empty.txt"), "");
    await rejects(at("empty.txt"), "text-empty");
  });

  it("refuses a text that does not fit into memory before reading it", async () => {
    const path = join(folder, "huge.txt");
    writeFileSync(path, "");
    // Sparse: it takes no space.
    truncateSync(path, 2 ** 40);
    await rejects(loadText({ path, field: "text" }), "text-too-large", /huge\.txt has 1048576 MB/);
  });

  it("never fails otherwise than with a UserError on a damaged Parquet file", async () => {
    const good = readFileSync(join(parquet, "snappy.parquet"));
    const changes = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(changes, async (bytes) => {
        const file = Buffer.from(good);
        for (const [at, value] of bytes) file[at] = value;
        await load("damaged.parquet", file).catch((error: unknown) =>
          assert.ok(error instanceof UserError, error instanceof Error ? error.stack : String(error)),
        );
      }),
      { numRuns: 300 },
    );
  });
});
