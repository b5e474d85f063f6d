import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { promisify } from "node:util";
import { UserError } from "../../base/errors.ts";

/** The oldest Node that the runner runs on: the first that has `node:sqlite` without a flag. */
const OLDEST = [22, 13] as const;
/** Milliseconds that a Node has to tell its version. */
const ANSWER_LIMIT = 3000;

/** A Node and what its environment must differ in from this process's. */
export interface FoundNode {
  readonly execPath: string;
  /** Undefined takes a variable out. */
  readonly environment: NodeJS.ProcessEnv;
  readonly version: string;
  readonly origin: "setting" | "path" | "own";
}

export interface NodeSources {
  /** The setting `selfPruner.nodePath`; empty when there is none. */
  readonly setting: string;
  /** Default: this process's. */
  readonly environment?: NodeJS.ProcessEnv;
  /** The program that runs this process: VS Code's own, which is a Node as well when it is told so. */
  readonly ownPath?: string;
}

/**
 * Chooses the Node that runs the runner: the one of the setting, else `node` of the PATH if it is new enough, else VS
 * Code's own.
 *
 * @throws UserError `node-unusable` when the one of the setting, or every one that there is, is no Node or is too old
 */
export async function findNode(sources: NodeSources): Promise<FoundNode> {
  const environment = sources.environment ?? process.env;
  const clean = withoutEditor(environment);
  const { setting } = sources;
  if (setting !== "") {
    const chosen = await askNode(setting, { ...environment, ...clean });
    if (chosen.problem === undefined) return { ...chosen, environment: clean, origin: "setting" };
    throw unusable(`${setting} (setting selfPruner.nodePath) cannot run the background process: ${chosen.problem}.`);
  }
  const onPath = await askNode("node", { ...environment, ...clean });
  if (onPath.problem === undefined) return { ...onPath, environment: clean, origin: "path" };
  return findOwnNode(sources.ownPath ?? process.execPath, environment, clean, onPath.problem);
}

async function findOwnNode(
  path: string,
  environment: NodeJS.ProcessEnv,
  clean: NodeJS.ProcessEnv,
  problemOfPath: string,
): Promise<FoundNode> {
  // VS Code's own program opens a window unless it is told to be a Node.
  const asNode = { ...clean, ELECTRON_RUN_AS_NODE: "1" };
  const own = await askNode(path, { ...environment, ...asNode });
  if (own.problem === undefined) return { ...own, environment: asNode, origin: "own" };
  throw unusable(`No Node here can run the background process. PATH: ${problemOfPath}. VS Code's own: ${own.problem}.`);
}

function unusable(message: string): UserError {
  const way = `Install Node ${OLDEST.join(".")} or newer, and name it in the setting selfPruner.nodePath if it is not on the PATH.`;
  return new UserError("node-unusable", message, way);
}

/**
 * What an editor sets for its own processes and no process of ours should have: a runner outlives the window that
 * started it. Secrets are left out where processes are started.
 *
 * @returns the variables to take out, each undefined
 */
export function withoutEditor(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ofEditor = Object.keys(environment).filter((name) => /^(VSCODE_|ELECTRON_)|^NODE_OPTIONS$/i.test(name));
  return Object.fromEntries(ofEditor.map((name) => [name, undefined]));
}

/** Asks for what is needed, and not only for a version: some releases of Electron lack `node:sqlite`. */
const QUESTION = `
  let sqlite = true;
  try { require("node:sqlite") } catch { sqlite = false }
  JSON.stringify({ version: process.versions.node, execPath: process.execPath, sqlite })`;

type Answer =
  | { readonly problem?: undefined; readonly execPath: string; readonly version: string }
  | { readonly problem: string };

async function askNode(program: string, environment: NodeJS.ProcessEnv): Promise<Answer> {
  try {
    const { stdout } = await promisify(execFile)(program, ["--no-warnings", "-p", QUESTION], {
      env: environment,
      // Not the workspace: on Windows a program is looked for in the working folder first.
      cwd: homedir(),
      timeout: ANSWER_LIMIT,
      killSignal: "SIGKILL",
      windowsHide: true,
    });
    return judge(JSON.parse(stdout) as { version: string; execPath: string; sqlite: boolean });
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

function judge({ version, execPath, sqlite }: { version: string; execPath: string; sqlite: boolean }): Answer {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  if (isOld) return { problem: `Node ${version} is older than ${OLDEST.join(".")}` };
  return sqlite ? { execPath, version } : { problem: `Node ${version} is built without node:sqlite` };
}

function problemOf(error: unknown): string {
  const { code, killed } = error as { code?: unknown; killed?: unknown };
  if (code === "ENOENT") return "there is none";
  if (code === "EACCES") return "it cannot be run";
  return killed === true ? `it did not answer within ${ANSWER_LIMIT / 1000} seconds` : "it is not a Node";
}
