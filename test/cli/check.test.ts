import assert from "node:assert/strict";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Diagnostic } from "vscode-languageserver/node";
import { cliWorkplace, samples } from "../support/cli-process.ts";
import { LanguageClient } from "../support/language-client.ts";

const fixtures = fileURLToPath(new URL("../fixtures/rates/", import.meta.url));

const model = JSON.stringify(join(samples, "stories260K"));

describe("self-pruner check", () => {
  it("prints file:line:column for each problem and ends with 3", async (t) => {
    const cli = await cliWorkplace(t);
    await writeFile(join(cli.folder, "wrong.prune"), `model: ${model}\ntarget: 30%\nlayers:\n  0-3: 0.3\n`);
    const { code, stdout } = await cli.run("check", "wrong.prune");
    assert.equal(code, 3);
    assert.deepEqual(stdout.trim().split("\n"), [
      "wrong.prune:2:9: error percent The target is a fraction, not a percentage: write 0.3 for 30%.",
      "wrong.prune:3:1: error layer-missing Layer 4 has no rate.",
    ]);
    const { records } = await cli.run("check", "wrong.prune", "--json");
    const [first] = records();
    assert.deepEqual([first?.["line"], first?.["end"]], [2, { line: 2, column: 12 }]);
  });

  it("shows control characters of a file instead of sending them to the terminal", async (t) => {
    const cli = await cliWorkplace(t);
    await writeFile(join(cli.folder, "rude.prune"), `model: ${model}\n"\u001b[2J": 1\nlayers:\n  0-4: 0.3\n`);
    const { stdout } = await cli.run("check", "rude.prune");
    assert.match(stdout, /^rude\.prune:2:1: error unknown-key "\\u001b\[2J" is not a key/);
  });

  it("says so of a good file, and warns of a model that is not there", async (t) => {
    const cli = await cliWorkplace(t);
    await writeFile(join(cli.folder, "good.prune"), `model: ${model}\ntarget: 0.3\nlayers:\n  0-4: 0.3\n`);
    const good = await cli.run("check", "good.prune");
    assert.deepEqual([good.code, good.stdout, good.stderr], [0, "good.prune: no problems\n", ""]);
    await writeFile(join(cli.folder, "lost.prune"), "model: nowhere\nlayers: {0: 0.3}\n");
    const lost = await cli.run("check", "lost.prune");
    assert.equal(lost.code, 0);
    assert.match(
      lost.stdout,
      /^lost\.prune:1:8: warning model-not-found The model folder .*nowhere does not exist\.\n$/,
    );
    assert.equal((await cli.run("check", "lost.prune", "--model", "nowhere")).code, 1);
  });
});

describe("self-pruner check of files that cannot be read", () => {
  const name = "gone one.prune";
  const message = `The rate file ${name} does not exist.`;

  async function checked(t: TestContext, ...flags: string[]) {
    const cli = await cliWorkplace(t);
    await mkdir(join(cli.folder, "folder.prune"));
    await writeFile(join(cli.folder, "wrong.prune"), `model: ${model}\ntarget: 30%\nlayers:\n  0-4: 0.3\n`);
    return await cli.run("check", name, "wrong.prune", "folder.prune", ...flags);
  }

  it("tells of them beside the others, and ends with 1", async (t) => {
    const { code, stdout, stderr } = await checked(t);
    assert.equal(code, 1);
    assert.equal(stderr, "");
    assert.deepEqual(stdout.trim().split("\n"), [
      `${name}: error file-unreadable ${message}`,
      "wrong.prune:2:9: error percent The target is a fraction, not a percentage: write 0.3 for 30%.",
      "folder.prune: error file-unreadable The rate file folder.prune is a folder.",
    ]);
  });

  it("tells of them in JSON lines", async (t) => {
    const { code, records } = await checked(t, "--json");
    assert.equal(code, 1);
    const [first, ...others] = records();
    assert.deepEqual(first, { file: name, type: "error", code: "file-unreadable", message });
    assert.deepEqual(
      others.map(({ type, file }) => `${type} ${file}`),
      ["problem wrong.prune", "result wrong.prune", "error folder.prune"],
    );
  });

  it("tells of them in SARIF as notifications of an invocation that was not successful", async (t) => {
    const { code, stdout } = await checked(t, "--sarif");
    assert.equal(code, 1);
    const [{ invocations, results, tool }] = JSON.parse(stdout).runs;
    assert.deepEqual(
      results.map(({ ruleId }: { ruleId: string }) => ruleId),
      ["percent"],
    );
    const [{ executionSuccessful, toolExecutionNotifications }, ...others] = invocations;
    assert.deepEqual(others, []);
    assert.equal(executionSuccessful, false);
    const [first, second] = toolExecutionNotifications;
    assert.deepEqual(first, {
      descriptor: { id: "file-unreadable", index: 0 },
      level: "error",
      message: { text: message },
      locations: [{ physicalLocation: { artifactLocation: { uri: "gone%20one.prune" } } }],
    });
    assert.equal(tool.driver.notifications[second.descriptor.index].id, second.descriptor.id);
  });
});

describe("self-pruner check and the editor", () => {
  it("count places alike with a byte order mark and with any line breaks", async (t) => {
    const cli = await cliWorkplace(t);
    const file = `modle: ${model}\ntarget: 0.4\nlayers:\n  0-4: 0.3\n`;
    const expected = ["1:1: error model-missing", "1:1: error unknown-key", "2:9: error mean-off-target"];
    for (const [name, text] of [
      ["mark.prune", `\uFEFF${file.replaceAll("\n", "\r\n")}`],
      ["returns.prune", file.replaceAll("\n", "\r")],
    ] as const) {
      await writeFile(join(cli.folder, name), text);
      const { stdout } = await cli.run("check", name);
      const places = stdout
        .trim()
        .split("\n")
        .map((line) => line.split(" ").slice(0, 3).join(" "));
      assert.deepEqual(
        places,
        expected.map((place) => `${name}:${place}`),
      );
    }
  });

  it("report the same problems of every fixture", async (t) => {
    const cli = await cliWorkplace(t);
    await using client = await LanguageClient.start();
    const names = (await readdir(fixtures)).filter((name) => name.endsWith(".prune"));
    const { code, records } = await cli.run("check", "--json", ...names.map((name) => join(fixtures, name)));
    assert.equal(code, 3);
    const reported = records().filter(({ type }) => type === "problem");
    for (const name of names) {
      const uri = pathToFileURL(join(fixtures, name)).href;
      await client.open(uri, await readFile(join(fixtures, name), "utf8"));
      const inEditor = (await client.diagnostics(uri)).map(placed);
      const here = reported.filter(({ file }) => file === join(fixtures, name));
      assert.deepEqual(here.map(asPlaced), inEditor, name);
      assert.equal(inEditor.length === 0, name === "good.prune", name);
    }
  });

  it("come as SARIF, too", async (t) => {
    const cli = await cliWorkplace(t);
    await cp(join(fixtures, "lost.prune"), join(cli.folder, "lost one.prune"));
    const { code, stdout } = await cli.run("check", "lost one.prune", "--sarif");
    assert.equal(code, 3);
    const { version, runs } = JSON.parse(stdout);
    assert.equal(version, "2.1.0");
    const [{ tool, results, columnKind, invocations }] = runs;
    assert.deepEqual(invocations, [{ executionSuccessful: true, toolExecutionNotifications: [] }]);
    assert.equal(columnKind, "utf16CodeUnits");
    const rules: { id: string }[] = tool.driver.rules;
    for (const { ruleId, ruleIndex } of results) assert.equal(rules[ruleIndex]?.id, ruleId);
    const { message: _, ...first } = results[0];
    assert.deepEqual(first, {
      ruleId: "version-unsupported",
      ruleIndex: rules.findIndex(({ id }) => id === "version-unsupported"),
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "lost%20one.prune" },
            region: { startLine: 1, startColumn: 10, endLine: 1, endColumn: 11 },
          },
        },
      ],
    });
    assert.deepEqual(
      results.map(({ ruleId, level }: { ruleId: string; level: string }) => `${level} ${ruleId}`),
      ["error version-unsupported", "warning model-not-found", "warning text-not-found", "error layer-missing"],
    );
  });

  it("leave out hints at edges on demand", async (t) => {
    const cli = await cliWorkplace(t);
    await writeFile(join(cli.folder, "deep.prune"), `model: ${model}\nlayers:\n  0: 0.5\n  1-4: 0.25\n`);
    assert.match((await cli.run("check", "deep.prune")).stdout, /^deep\.prune:3:6: hint edge-layer-cut-deeper /);
    assert.equal((await cli.run("check", "deep.prune", "--no-edge-hints")).stdout, "deep.prune: no problems\n");
  });
});

type Placed = [code: unknown, severity: unknown, message: unknown, start: string, end: string];

/** A diagnostic with its place as people count. */
function placed({ code, severity, message, range: { start, end } }: Diagnostic): Placed {
  const name = ["error", "warning", "info", "hint"][(severity ?? 0) - 1];
  const text = (at: Diagnostic["range"]["start"]) => `${at.line + 1}:${at.character + 1}`;
  return [code, name, message, text(start), text(end)];
}

function asPlaced({ code, severity, message, line, column, end }: Record<string, unknown>): Placed {
  const last = end as { line: number; column: number };
  return [code, severity, message, `${line}:${column}`, `${last.line}:${last.column}`];
}

describe("self-pruner's errors", () => {
  it("are one sentence and a hint, with a code, and without a stack", async (t) => {
    const cli = await cliWorkplace(t);
    const missing = await cli.run("search", "--model", "nowhere", "--text", "t.txt", "--target", "0.3");
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /^error: The model folder .*nowhere does not exist\.\n$/);
    const usage = await cli.run("search", "--model", "nowhere");
    assert.equal(usage.code, 2);
    assert.match(usage.stderr, /^error: The option --text FILE is missing\.\nhint: .*\n$/);
    const unknown = await cli.run("serach");
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /Did you mean search\?/);
  });
});
