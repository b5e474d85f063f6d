import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { fileKeys } from "../../../src/ratefile/header.ts";
import { keyDescriptions } from "../../../src/ratefile/key-descriptions.ts";
import { problemSeverities } from "../../../src/ratefile/problem.ts";

async function read(path: string): Promise<string> {
  return await readFile(new URL(`../../../${path}`, import.meta.url), "utf8");
}

/** The rows of a document's tables as cells without their blanks. */
async function tableRows(path: string): Promise<string[][]> {
  const lines = (await read(path)).split("\n").filter((line) => line.startsWith("| "));
  return lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe("the reference of rate files", () => {
  it("explains every code with its severity, and no other", async () => {
    const rows = await tableRows("docs/rate-file.md");
    const severities = new Set<string>(Object.values(problemSeverities));
    const documented = rows.filter(([, severity]) => severities.has(severity ?? ""));
    assert.deepEqual(Object.fromEntries(documented.map(([code, severity]) => [code?.replaceAll("`", ""), severity])), {
      ...problemSeverities,
    });
  });

  it("explains every key, as hovers do", async () => {
    const keys = (await tableRows("docs/rate-file.md")).map(([key]) => key);
    for (const key of fileKeys) {
      assert.ok(keys.includes(`\`${key}\``), key);
      assert.ok(keyDescriptions.has(key), key);
    }
  });
});

describe("the grammar", () => {
  it("knows every key of a file, and locks", async () => {
    const { repository } = JSON.parse(await read("syntaxes/pruning-rates.tmLanguage.json"));
    const patterns = [repository.path.match, repository.notes.begin, repository.key.patterns[0].match];
    for (const key of fileKeys) {
      assert.ok(
        patterns.some((pattern) => new RegExp(pattern).exec(`${key}: x`)?.[1] === key),
        key,
      );
    }
    const [lock] = repository.comment.patterns;
    assert.equal(new RegExp(lock.match).exec("  3: 0.25000 # lock: by hand")?.[2], "lock");
    assert.equal(new RegExp(lock.match).exec("  3: 0.25000 # Lock")?.[2], "Lock");
    assert.equal(new RegExp(lock.match).exec("  3: 0.25000 # locked"), null);
  });
});
