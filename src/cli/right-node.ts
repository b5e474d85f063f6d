import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { UserError } from "../base/errors.ts";

/** `engines.node` of package.json: `node:sqlite` and type stripping are there from here on. */
const OLDEST = [22, 13];

/** Whether this process runs on a Node that the runner can run on, too. */
export function isRightNode(version = process.versions.node): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/**
 * Runs the same command again on the Node that the checkout pins (npm package `node`), and returns its exit code.
 * @throws UserError `node-too-old` where there is none
 */
export function runOnPinnedNode(): number {
  const node = pinnedNode();
  if (!node) {
    throw new UserError(
      "node-too-old",
      `Node ${process.versions.node} is too old: self-pruner needs ${OLDEST.join(".")} or newer.`,
      "Install a newer Node, or run `npm ci` in the checkout, which brings one.",
    );
  }
  const { status } = spawnSync(node, process.argv.slice(1), { stdio: "inherit" });
  return status ?? 1;
}

function pinnedNode(): string | undefined {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve("node/package.json"));
    const node = join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(node) ? node : undefined;
  } catch {
    return undefined; // The package is a development dependency: installed programs do without it.
  }
}
