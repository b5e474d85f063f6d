import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../../../src/base/errors.ts";
import { doctorReport, keptReport, verdict } from "../../../../src/extension/runners/doctor-report.ts";
import { type DoctorSources, examine } from "../../../../src/extension/runners/examine.ts";
import { diagnosticLines, type Surroundings } from "../../../../src/extension/runners/surroundings.ts";
import type { DoctorCheck } from "../../../../src/protocol/runner.ts";
import { PRODUCT_VERSION } from "../../../../src/protocol/version.ts";

const surroundings: Surroundings = {
  vscode: "1.101.0",
  window: "desktop",
  node: "22.15.0",
  platform: "linux x64",
  remote: "ssh-remote",
  isTrusted: true,
  dataFolder: "/data",
};
const fromRunner: DoctorCheck[] = [
  { name: "runner", state: "ok", text: "Runner 0.1.0, pid 4711." },
  { name: "device cuda", state: "warning", text: "The CUDA provider is not there." },
];
const sources: DoctorSources = {
  surroundings,
  findNode: async () => ({ execPath: "/usr/bin/node", version: "24.1.0", origin: "path", environment: {} }),
  stage: async () => ({ program: "/data/programs/1/dist/runner.js", samples: "/data/samples/1" }),
  askRunner: async () => fromRunner,
};

function stateOf(checks: readonly DoctorCheck[], name: string): DoctorCheck["state"] | undefined {
  return checks.find((check) => check.name === name)?.state;
}

describe("the doctor", () => {
  it("tells what the extension knows, then what the runner finds", async () => {
    const checks = await examine(sources);
    assert.deepEqual(
      checks.map(({ name }) => name),
      ["extension", "place", "workspace", "node of a new runner", "programs", "runner", "device cuda"],
    );
    const texts = checks.map(({ text }) => text).join("\n");
    for (const known of [
      "1.101.0",
      "22.15.0",
      "ssh-remote",
      "/data",
      "24.1.0",
      "/usr/bin/node",
      "on the PATH",
      "runner.js",
    ]) {
      assert.ok(texts.includes(known), known);
    }
    assert.deepEqual(checks.slice(-2), fromRunner);
  });

  it("warns of a workspace that is not trusted", async () => {
    const checks = await examine({ ...sources, surroundings: { ...surroundings, isTrusted: false } });
    assert.equal(stateOf(checks, "workspace"), "warning");
  });

  it("tells each failure with its way out in a line of its own, and everything else all the same", async () => {
    const checks = await examine({
      surroundings,
      findNode: () => Promise.reject(new UserError("node-unusable", "No Node.", "Install one.")),
      stage: () => Promise.reject(new UserError("programs-missing", "No programs.", "Build them.")),
      askRunner: () => Promise.reject(new UserError("runner-start", "It ended at once.", "See the log.")),
    });
    const problems = checks.filter(({ state }) => state === "problem");
    assert.deepEqual(problems, [
      { name: "node of a new runner", state: "problem", text: "No Node. Install one." },
      { name: "programs", state: "problem", text: "No programs. Build them." },
      { name: "runner", state: "problem", text: "It ended at once. See the log." },
    ]);
    assert.equal(stateOf(checks, "place"), "ok");
  });
});

describe("the doctor's report", () => {
  const ok: DoctorCheck = { name: "node", state: "ok", text: "Node 24." };
  const warning: DoctorCheck = { name: "disk", state: "warning", text: "Little room. Make some." };
  const problem: DoctorCheck = { name: "runner", state: "problem", text: "It ended:\n  Error: no memory" };

  it("begins with what needs attention, the worst first", () => {
    assert.equal(
      doctorReport([ok, warning, problem], new Date("2026-01-01T10:00:00.000Z")),
      `# Self-Pruner Doctor: 1 problem and 1 warning

## Needs attention

- ❌ **runner**: It ended: Error: no memory
- ⚠️ **disk**: Little room. Make some.

## In order

- ✅ **node**: Node 24.

Looked at 2026-01-01T10:00:00.000Z.
`,
    );
  });

  it("has no empty part", () => {
    const report = doctorReport([ok], new Date());
    assert.match(report, /^# Self-Pruner Doctor: all is in order\n\n## In order\n/);
    assert.ok(!report.includes("Needs attention"));
  });

  it("counts", () => {
    assert.equal(verdict([problem, problem, warning, warning]), "2 problems and 2 warnings");
    assert.equal(verdict([warning]), "1 warning");
  });
});

describe("diagnostics", () => {
  it("are lines to paste", () => {
    assert.deepEqual(diagnosticLines({ ...surroundings, remote: undefined, isTrusted: false }, "Not running"), [
      `Self-Pruner ${PRODUCT_VERSION}`,
      "VS Code 1.101.0 (desktop, Node 22.15.0)",
      "Platform: linux x64, remote: none",
      "Workspace: not trusted",
      "Data folder: /data",
      "Runner: Not running",
    ]);
  });
});

describe("a report in a window that was loaded anew", () => {
  it("is the one from before and says so, once", () => {
    const report = doctorReport([], new Date(0));
    const kept = keptReport(report);
    assert.ok(kept.startsWith(report));
    assert.match(kept.slice(report.length), /from before the window was loaded.*look again/);
    assert.equal(keptReport(kept), kept);
  });

  it("says that there is none where none was kept", () => {
    for (const kept of [undefined, "", 7, {}]) assert.match(keptReport(kept), /no report yet.*look again/);
  });
});
