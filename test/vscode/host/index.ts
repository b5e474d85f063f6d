/** What VS Code's extension host runs as the extension's tests. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import { PATIENCE } from "../../support/patience.ts";
import type { HostResult, HostTest } from "../../support/vscode/host-result.ts";
import { keepDecorationTypes } from "./drawings.ts";
import { figures } from "./figures.ts";

/** Milliseconds for one test: whatever it waits for tells by itself that it waited in vain, and tells what for. */
const LIMIT = 2 * PATIENCE;

export async function run(): Promise<void> {
  // The reporter that prints nothing: what is to be printed is printed by who started VS Code.
  const mocha = new Mocha({
    timeout: LIMIT,
    reporter: Mocha.reporters.Base,
    fgrep: String(process.env["SELF_PRUNER_TEST_GREP"]),
  });
  const files = readdirSync(__dirname).filter((name) => name.endsWith(".test.cjs"));
  for (const name of files.sort()) mocha.addFile(join(__dirname, name));
  keepDecorationTypes();
  const tests: HostTest[] = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on("pass", (test) => tests.push(resultOf(test)));
    runner.on("pending", (test) => tests.push(resultOf(test)));
    runner.on("fail", (test, error: Error) => tests.push(resultOf(test, error.stack ?? error.message)));
  });
  const result: HostResult = { tests, figures: figures() };
  writeFileSync(String(process.env["SELF_PRUNER_TEST_RESULT"]), JSON.stringify(result));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

function resultOf(test: Mocha.Runnable, error?: string): HostTest {
  return { title: test.fullTitle(), milliseconds: test.duration ?? 0, isSkipped: test.isPending(), error };
}
