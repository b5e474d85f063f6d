import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { addFigure } from "./figures.ts";

const ID = "self-pruner.self-pruner";
/** Milliseconds of own code until the extension is active. */
const BUDGET = 50;

interface Program {
  activate(context: vscode.ExtensionContext): unknown;
}

interface Manifest {
  readonly main: string;
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe("activation", () => {
  const extension = vscode.extensions.getExtension(ID);
  assert.ok(extension, `${ID} is not there`);

  const main = join(extension.extensionPath, (extension.packageJSON as Manifest).main);

  it("waits until something of the extension is used", () => {
    assert.equal(extension.isActive, false);
  });

  it(`takes at most ${BUDGET} ms of own code`, async () => {
    const loading = measured(() => require(main));
    let activating = Number.NaN;
    // What VS Code finds instead of loading the program once more.
    const loaded = required(require.cache[main]);
    const { activate } = loading.result as Program;
    loaded.exports = {
      activate: (context: vscode.ExtensionContext) => {
        const activation = measured(() => activate(context));
        activating = activation.milliseconds;
        return activation.result;
      },
    };
    await extension.activate();
    addFigure({ what: "loading the extension", value: loading.milliseconds, unit: "ms" });
    addFigure({ what: "activating it", value: activating, unit: "ms" });
    const value = loading.milliseconds + activating;
    addFigure({ what: "activation", value, unit: "ms", atMost: BUDGET });
    assert.ok(value <= BUDGET, `${value} ms`);
  });

  it("registers every command of package.json", async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const { contributes } = extension.packageJSON as Manifest;
    const missing = contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });

  it("gives .prune files their language", async () => {
    const [file] = await vscode.workspace.findFiles("example.prune");
    assert.ok(file);
    const { languageId } = await vscode.workspace.openTextDocument(file);
    assert.equal(languageId, "pruning-rates");
  });
});

/** Runs something and takes the time that a processor worked on it: waiting for one is not the extension's doing. */
function measured<T>(run: () => T): { readonly result: T; readonly milliseconds: number } {
  const before = process.threadCpuUsage();
  const result = run();
  const { user, system } = process.threadCpuUsage(before);
  return { result, milliseconds: (user + system) / 1000 };
}

function required<T>(value: T | undefined): T {
  assert.ok(value);
  return value;
}
