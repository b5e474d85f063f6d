import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { promisify } from "node:util";
import { withoutSecrets } from "../../base/environment.ts";
import { UserError } from "../../base/errors.ts";

/** The oldest Node that the runner runs on: the first that has `node:sqlite` without a flag. */
const OLDEST = [22, 13] as const;
/** Milliseconds that a Node has to answer: VS Code's own, read from a cold disk, takes some. */
const ANSWER_LIMIT = 5000;

type Origin = "setting" | "path" | "own";

/** A Node and what its environment must differ in from this process's. */
export interface FoundNode {
  readonly execPath: string;
  readonly version: string;
  readonly origin: Origin;
  /** Undefined takes a variable out. */
  readonly environment: NodeJS.ProcessEnv;
}

export interface NodeSources {
  /** The setting `selfPruner.nodePath`; empty when there is none. */
  readonly setting: string;
  /** Default: this process's. */
  readonly environment?: NodeJS.ProcessEnv;
  /** The program that runs this process: VS Code's own, which is a Node as well when it is told so. */
  readonly ownPath?: string;
  /** Milliseconds that each Node has to answer. */
  readonly limit?: number;
}

/**
 * Chooses the Node that runs the runner: the one of the setting, else `node` of the PATH if it is new enough, else VS
 * Code's own.
 *
 * @throws UserError `node-unusable` when the one of the setting, or every one that there is, is no Node or is too old
 */
export async function findNode(sources: NodeSources): Promise<FoundNode> {
  const { environment = process.env, limit = ANSWER_LIMIT } = sources;
  const problems: string[] = [];
  for (const { program, origin, name, changes } of placesOf(sources, withoutEditor(environment))) {
    const answer = await askNode(program, withoutSecrets({ ...environment, ...changes }), limit);
    if (answer.problem === undefined) return { ...answer, origin, environment: changes };
    problems.push(`${name} ${answer.problem}`);
  }
  throw new UserError(
    "node-unusable",
    `The background process needs Node ${OLDEST.join(".")} or newer, but ${problems.join(", and ")}.`,
    "Install one, and name it in the setting selfPruner.nodePath if it is not on the PATH.",
  );
}

interface Place {
  readonly program: string;
  readonly origin: Origin;
  /** How a person is told of it. */
  readonly name: string;
  readonly changes: NodeJS.ProcessEnv;
}

function placesOf({ setting, ownPath = process.execPath }: NodeSources, clean: NodeJS.ProcessEnv): Place[] {
  if (setting !== "") return [{ program: setting, origin: "setting", name: `${setting} (setting)`, changes: clean }];
  // VS Code's own program opens a window unless it is told to be a Node.
  const asNode = { ...clean, ELECTRON_RUN_AS_NODE: "1" };
  return [
    { program: "node", origin: "path", name: "node of the PATH", changes: clean },
    { program: ownPath, origin: "own", name: "VS Code's own", changes: asNode },
  ];
}

/**
 * What an editor sets for its own processes and no process of ours should have: a runner outlives the window that
 * started it. Secrets are left out where processes are started.
 *
 * @returns the variables to take out, each undefined
 */
function withoutEditor(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ofEditor = Object.keys(environment).filter((name) => /^(VSCODE_|ELECTRON_)|^NODE_OPTIONS$/i.test(name));
  return Object.fromEntries(ofEditor.map((name) => [name, undefined]));
}

/** Asks for what is needed, and not only for a version: some releases of Electron lack `node:sqlite`. */
const QUESTION = `
  let sqlite = true;
  try { require("node:sqlite") } catch { sqlite = false }
  JSON.stringify({ version: process.versions.node, execPath: process.execPath, sqlite })`;

/** What the question is answered with. */
interface Told {
  readonly version: string;
  readonly execPath: string;
  readonly sqlite: boolean;
}

type Answer =
  | { readonly problem?: undefined; readonly execPath: string; readonly version: string }
  /** Goes on from the name of the program. */
  | { readonly problem: string };

async function askNode(program: string, environment: NodeJS.ProcessEnv, limit: number): Promise<Answer> {
  try {
    const { stdout } = await promisify(execFile)(program, ["--no-warnings", "-p", QUESTION], {
      env: environment,
      // Not the workspace: on Windows a program is looked for in the working folder first.
      cwd: homedir(),
      timeout: limit,
      killSignal: "SIGKILL",
      windowsHide: true,
    });
    return judge(toldBy(JSON.parse(stdout)));
  } catch (error) {
    return { problem: problemOf(error, limit) };
  }
}

/** Checked by hand, for what checks whole shapes would take a third of the extension's activation. @throws TypeError */
function toldBy(answer: unknown): Told {
  const { version, execPath, sqlite } = Object(answer) as Record<string, unknown>;
  if (typeof version !== "string" || typeof execPath !== "string") throw new TypeError("no answer of ours");
  return { version, execPath, sqlite: sqlite === true };
}

function judge({ version, execPath, sqlite }: Told): Answer {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  if (isOld) return { problem: `is Node ${version}` };
  return sqlite ? { execPath, version } : { problem: `is Node ${version} without node:sqlite` };
}

function problemOf(error: unknown, limit: number): string {
  const { code, killed } = error as { code?: unknown; killed?: unknown };
  if (code === "ENOENT") return "is not there";
  if (code === "EACCES") return "cannot be run";
  return killed === true ? `did not answer within ${limit / 1000} seconds` : "is no Node";
}
