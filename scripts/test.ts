/**
 * Runs the test suites one after another with Node's own runner, prints what each took, and at the end once more what failed.
 * `npm test` runs all; `npm test -- unit` runs those whose name starts so; further words are passed on to the runner.
 */
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

/** Unit tests share the cores; suites that start processes and measure time get them for themselves. */
const suites = [
  { name: "unit", files: "test/unit/**/*.test.ts", concurrency: 2 },
  { name: "runner", files: "test/runner/**/*.test.ts", concurrency: 1 },
  { name: "webview", files: "test/webview/**/*.test.ts", concurrency: 1 },
  { name: "cli", files: "test/cli/**/*.test.ts", concurrency: 1 },
  { name: "vscode", files: "test/vscode/*.test.ts", concurrency: 1 },
  { name: "e2e", files: "test/e2e/*.test.ts", concurrency: 1 },
];

/** Milliseconds for one test or suite, which tell long before that what they wait for in vain. */
const LIMIT = 480_000;

const work = resolve(import.meta.dirname, "../out/test");
// Of this run alone: what an earlier one has left is of no use for other sources.
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });

const environment = {
  ...process.env,
  ORT_DISABLE_TELEMETRY: "1",
  // The same programs are started hundreds of times, mostly from TypeScript.
  NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(work, "compiled"),
};

const [wanted = "", ...options] = process.argv.slice(2);
const chosen = suites.filter(({ name }) => name.startsWith(wanted));
if (chosen.length === 0) {
  process.stderr.write(`There is no suite ${wanted}: ${suites.map(({ name }) => name).join(", ")}.\n`);
  process.exitCode = 1;
}
const failures = chosen.map((suite) => run(suite)).join("");
if (failures !== "") {
  process.stdout.write(`What failed:\n\n${failures}`);
  process.exitCode = 1;
}

/** @returns what failed, in words */
function run({ name, files, concurrency }: (typeof suites)[number]): string {
  const started = performance.now();
  const report = join(work, `${name}.failures`);
  const { status } = spawnSync(
    process.execPath,
    [
      ...[
        "--test",
        `--test-concurrency=${concurrency}`,
        `--test-timeout=${LIMIT}`,
        "--import=./scripts/end-of-tests.ts",
      ],
      ...["--test-reporter=./scripts/reporter.ts", "--test-reporter-destination=stdout"],
      ...["--test-reporter=./scripts/failure-reporter.ts", `--test-reporter-destination=${report}`],
      ...[...options, ...globSync(files)],
    ],
    { stdio: "inherit", env: environment },
  );
  const told = readFileSync(report, "utf8");
  // Whatever the runner itself ends with is never taken for a success.
  const failed = told === "" && status !== 0 ? `${name}: Node's test runner ended with ${status}\n\n` : told;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${name}: ${failed === "" ? "passed" : "FAILED"} in ${seconds} s\n\n`);
  return failed;
}
