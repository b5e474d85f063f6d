/**
 * Runs the test suites one after another with Node's own runner and prints what each took.
 * `npm test` runs all; `npm test -- unit` runs those whose name starts so; further words are passed on to the runner.
 */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";

/**
 * Unit tests share the cores; suites that start processes and measure time get them for themselves. These may be left with a
 * handle of a process that is gone, and are ended when their results are in; unit tests are not, because a file that is ended
 * can lose what it reported last.
 */
const suites = [
  { name: "unit", files: "test/unit/**/*.test.ts", concurrency: 2, options: [] },
  { name: "runner", files: "test/runner/**/*.test.ts", concurrency: 1, options: ["--test-force-exit"] },
  { name: "webview", files: "test/webview/**/*.test.ts", concurrency: 1, options: ["--test-force-exit"] },
  { name: "cli", files: "test/cli/**/*.test.ts", concurrency: 1, options: ["--test-force-exit"] },
  { name: "vscode", files: "test/vscode/*.test.ts", concurrency: 1, options: ["--test-force-exit"] },
  { name: "e2e", files: "test/e2e/*.test.ts", concurrency: 1, options: ["--test-force-exit"] },
];

const reporter = ["--test-reporter=./scripts/reporter.ts", "--test-reporter-destination=stdout"];

const [wanted = "", ...options] = process.argv.slice(2);
const chosen = suites.filter(({ name }) => name.startsWith(wanted));
let failed = chosen.length === 0;
if (failed) process.stderr.write(`There is no suite ${wanted}: ${suites.map(({ name }) => name).join(", ")}.\n`);
for (const suite of chosen) {
  const started = performance.now();
  const files = globSync(suite.files);
  const { status } = spawnSync(
    process.execPath,
    ["--test", ...suite.options, `--test-concurrency=${suite.concurrency}`, ...reporter, ...options, ...files],
    { stdio: "inherit", env: { ...process.env, ORT_DISABLE_TELEMETRY: "1" } },
  );
  failed ||= status !== 0;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${suite.name}: ${status === 0 ? "passed" : "FAILED"} in ${seconds} s\n\n`);
}
process.exitCode = failed ? 1 : 0;
