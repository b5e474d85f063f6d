/**
 * Makes self-pruner-<platform>-<version>.vsix. `npm run package -- darwin-arm64` makes that of another platform;
 * `--out FILE` names it. What goes in is listed here: a file that nobody thought of stays out.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createVSIX } from "@vscode/vsce";
import { thirdPartyLicences } from "./third-party.ts";

const root = resolve(import.meta.dirname, "..");
const staging = join(root, "out/package");
const NATIVE = "node_modules/onnxruntime-node";
const COMMON = "node_modules/onnxruntime-common";

/** Files and folders that are taken as they are. The bundles come from the build. */
const FILES = ["README.md", "CHANGELOG.md", "LICENSE", "syntaxes", "samples", `${NATIVE}/dist`, `${COMMON}/dist/cjs`];
/** Pictures that VS Code shows itself; those of README are read from the repository. */
const ICONS = /\.svg$|icon\.png$/;
/** Fields of package.json that only a checkout needs. */
const OF_CHECKOUT = ["scripts", "devDependencies", "allowScripts", "bin"];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: "string" } } });
const target = positionals[0] ?? `${process.platform}-${process.arch}`;
const manifest = readManifest(".");
const packagePath = values.out ?? join(root, `self-pruner-${target}-${manifest["version"]}.vsix`);

rmSync(staging, { recursive: true, force: true });
mkdirSync(staging, { recursive: true });
execFileSync(process.execPath, ["scripts/build.ts", "--production", "--outdir", join(staging, "dist")], { cwd: root });
// The command line is for the terminal.
rmSync(join(staging, "dist/cli.js"));
for (const path of [...FILES, nativeFolder()]) copy(path);
copy("media", (path) => statSync(path).isDirectory() || ICONS.test(path));
writeFileSync(join(staging, "dist/third-party-licences.txt"), thirdPartyLicences(root));
writePackageFiles();
await createVSIX({ cwd: staging, packagePath, target });
rmSync(staging, { recursive: true });

/** The libraries of ONNX Runtime for the platform, out of those that its package brings for all. */
function nativeFolder(): string {
  const folder = `${NATIVE}/bin/napi-v6/${target.replace("-", "/")}`;
  if (!existsSync(join(root, folder)))
    throw new Error(`ONNX Runtime has nothing for ${target}: there is no ${folder}.`);
  return folder;
}

function copy(path: string, isWanted = (file: string) => !/\.(map|d\.ts)$/.test(file)): void {
  cpSync(join(root, path), join(staging, path), { recursive: true, dereference: true, filter: isWanted });
}

/**
 * All but ONNX Runtime is in the bundles. Its own package names what only its installer needs, which is left out, so that
 * the packages in the .vsix are whole.
 */
function writePackageFiles(): void {
  const native = readManifest(NATIVE);
  const common = readManifest(COMMON);
  const dependencies = { "onnxruntime-node": native["version"] };
  // All that is here was chosen already.
  write(".", { ...without(manifest, OF_CHECKOUT), dependencies, files: ["**"] });
  write(NATIVE, {
    ...without(native, ["scripts", "devDependencies"]),
    dependencies: { "onnxruntime-common": common["version"] },
  });
  write(COMMON, without(common, ["scripts", "devDependencies"]));
}

function readManifest(folder: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
}

function write(folder: string, content: Record<string, unknown>): void {
  const path = join(staging, folder, "package.json");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(content, null, 2));
}

function without(content: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(content).filter(([name]) => !fields.includes(name)));
}
