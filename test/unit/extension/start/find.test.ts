import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { UserError } from "../../../../src/base/errors.ts";
import { findModels } from "../../../../src/extension/start/find/find-models.ts";
import { findTexts } from "../../../../src/extension/start/find/find-texts.ts";
import type { Found } from "../../../../src/extension/start/find/found.ts";
import { cachedModels, huggingFaceCache } from "../../../../src/extension/start/find/hugging-face-cache.ts";
import { textFields } from "../../../../src/extension/start/find/text-fields.ts";

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "find-"));
});
after(() => rmSync(folder, { recursive: true }));

/** A folder that looks like a model's. */
function model(...parts: string[]): string {
  const path = join(folder, ...parts);
  mkdirSync(path, { recursive: true });
  for (const name of ["config.json", "model.safetensors"]) writeFileSync(join(path, name), "");
  return path;
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function all<T>(lists: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const list of lists) seen.push(list);
  return seen;
}

const running = new AbortController().signal;

describe("the Hugging Face cache", () => {
  it("lies where huggingface_hub looks", () => {
    const at = (environment: NodeJS.ProcessEnv) => huggingFaceCache(environment, "/home/me");
    assert.equal(at({}), join("/home/me", ".cache", "huggingface", "hub"));
    assert.equal(at({ XDG_CACHE_HOME: "/c" }), join("/c", "huggingface", "hub"));
    assert.equal(at({ HF_HOME: "/hf", XDG_CACHE_HOME: "/c" }), join("/hf", "hub"));
    assert.equal(at({ HF_HUB_CACHE: "/hub", HF_HOME: "/hf" }), "/hub");
    assert.equal(at({ HF_HUB_CACHE: "~/hub" }), "/home/me/hub");
    assert.equal(at({ HF_HOME: "~" }), join("/home/me", "hub"));
    assert.equal(at({ HF_HOME: "~other/hf" }), join("~other/hf", "hub"));
    assert.equal(at({ HF_HUB_CACHE: "", HF_HOME: "" }), join("/home/me", ".cache", "huggingface", "hub"));
  });

  it("gives the newest whole snapshot of each model", async () => {
    const snapshot = (name: string, revision: string) => model("hub", name, "snapshots", revision);
    const [old, newer] = [snapshot("models--org--a", "r1"), snapshot("models--org--a", "r2")];
    const broken = snapshot("models--org--a", "r3");
    rmSync(join(broken, "model.safetensors"));
    // Snapshots hold links to blobs.
    symlinkSync(join(old, "model.safetensors"), join(old, "more.safetensors"));
    // One whose blobs were removed has links that lead nowhere, and one may have weights alone.
    const [cleaned, bare] = [snapshot("models--org--a", "r4"), snapshot("models--org--a", "r5")];
    rmSync(join(cleaned, "model.safetensors"));
    symlinkSync(join(folder, "no-blob"), join(cleaned, "model.safetensors"));
    rmSync(join(bare, "config.json"));
    for (const [index, path] of [old, newer, broken, cleaned, bare].entries())
      utimesSync(path, 1000 + index, 1000 + index);
    const other = snapshot("models--gpt2", "r1");
    snapshot("datasets--org--d", "r1");
    mkdirSync(join(folder, "hub", "models--org--empty"), { recursive: true });
    assert.deepEqual(await cachedModels(join(folder, "hub")), [other, newer]);
    assert.deepEqual(await cachedModels(join(folder, "nowhere")), []);
  });
});

describe("finding models", () => {
  it("goes from place to place, names each folder once and drops what is no model or has gone", async () => {
    const [recent, inWorkspace] = [model("recent"), model("workspace", "m")];
    const samples = join(folder, "samples");
    const sample = model("samples", "stories260K");
    const cached = model("cache", "models--org--m", "snapshots", "r");
    mkdirSync(join(folder, "workspace", "package"), { recursive: true });
    const places = {
      recent: [recent, join(folder, "gone")],
      inWorkspace: async () => [inWorkspace, join(folder, "workspace", "package"), recent],
      cache: join(folder, "cache"),
      samples: async () => samples,
    };
    const lists = await all(findModels(places, running));
    assert.deepEqual(
      lists.map((list) => list.length),
      [1, 2, 3, 4],
    );
    assert.deepEqual(lists.at(-1), [
      { path: recent, name: "recent", source: "Recent" },
      { path: inWorkspace, name: "m", source: "Workspace" },
      { path: cached, name: "org/m", source: "Hugging Face cache" },
      { path: sample, name: "stories260K", source: "Sample" },
    ] satisfies Found[]);
  });

  it("ends when nobody waits for it any more", async () => {
    const stop = new AbortController();
    const inWorkspace = async () => {
      stop.abort();
      return [];
    };
    const places = { recent: [], inWorkspace, cache: "", samples: () => assert.fail("looked on") };
    assert.equal((await all(findModels(places, stop.signal))).length, 2);
  });
});

describe("finding texts", () => {
  it("drops recent ones that have gone and names each once", async () => {
    const [recent, other] = [file("recent.txt", "x"), file("other.raw", "x")];
    const places = {
      recent: [recent, join(folder, "gone.txt")],
      inWorkspace: async () => [recent, other],
      sample: async () => "/s/stories.search.jsonl",
    };
    const lists = await all(findTexts(places, running));
    assert.deepEqual(
      lists.at(-1)?.map(({ name, source }) => [name, source]),
      [
        ["recent.txt", "Recent"],
        ["other.raw", "Workspace"],
        ["stories.search.jsonl", "Sample"],
      ],
    );
  });
});

describe("the fields of a text", () => {
  const parquet = join(import.meta.dirname, "../../../fixtures/parquet/snappy.parquet");

  it("are guessed from the first row", async () => {
    assert.deepEqual(await textFields(file("a.txt", "")), { names: [], guess: "text" });
    assert.deepEqual(await textFields(parquet), { names: ["text"], guess: "text" });
    const guess = async (row: object) => (await textFields(file("a.jsonl", `\n${JSON.stringify(row)}\n{`))).guess;
    assert.equal(await guess({ title: "a long enough title", text: "b" }), "text");
    assert.equal(await guess({ title: "a long enough title", content: "b" }), "content");
    assert.equal(await guess({ id: "7", words: "Once upon a time" }), "words");
  });

  it("are only those that hold text", async () => {
    const path = file("b.jsonl", '{"id": 7, "url": "u", "story": "s", "more": {"text": "t"}}');
    assert.deepEqual(await textFields(path), { names: ["url", "story"], guess: "story" });
  });

  it("are told from files that cannot be read", async () => {
    const codes: Record<string, string> = {
      [file("c.jsonl", "{")]: "jsonl-invalid",
      [file("d.jsonl", "[1]")]: "jsonl-not-an-object",
      [file("e.jsonl", '{"id": 7}')]: "field-missing",
      [file("f.parquet", "PAR1")]: "parquet-invalid",
      [join(folder, "gone.txt")]: "text-unreadable",
      [join(folder, "gone.parquet")]: "text-unreadable",
      [folder]: "text-unreadable",
    };
    for (const [path, code] of Object.entries(codes)) {
      await assert.rejects(textFields(path), (error) => error instanceof UserError && error.code === code, path);
    }
  });
});
