import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { addFigure } from "./figures.ts";

const ID = "self-pruner.self-pruner";
/** Milliseconds of own code until the extension is active. */
const BUDGET = 50;

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe("activation", () => {
  const extension = vscode.extensions.getExtension(ID);
  assert.ok(extension, `${ID} is not there`);

  it("waits until something of the extension is used", () => {
    assert.equal(extension.isActive, false);
  });

  it(`takes at most ${BUDGET} ms of own code`, async () => {
    const cpu = process.cpuUsage();
    const started = performance.now();
    await extension.activate();
    const elapsed = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    // Neither is below the time that the extension's own code took: the one counts waiting for a processor in, the other
    // what else the process does meanwhile.
    const value = Math.min(elapsed, (user + system) / 1000);
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
