import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { panelCommand } from "../../../../src/extension/panel/panel-actions.ts";
import type { PanelAction } from "../../../../src/protocol/webview.ts";

const actions: Record<PanelAction, true> = {
  pause: true,
  resume: true,
  stop: true,
  saveRates: true,
  copyRates: true,
  compare: true,
  startSample: true,
  startSearch: true,
  showRunners: true,
  showLog: true,
};

describe("panelCommand", () => {
  it("knows commands of the palette only", () => {
    const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
      contributes: { commands: { command: string }[] };
    };
    const known = new Set(manifest.contributes.commands.map(({ command }) => command));
    for (const action of Object.keys(actions) as PanelAction[]) {
      for (const candidate of [undefined, 7]) {
        assert.ok(known.has(panelCommand(action, "s1", candidate).command), action);
      }
    }
  });

  it("saves and copies the rates of a candidate that is named, else the best", () => {
    assert.deepEqual(panelCommand("saveRates", "s1", 7), {
      command: "selfPruner.saveCandidateRates",
      parameters: [{ search: "s1", candidate: 7 }],
    });
    assert.deepEqual(panelCommand("copyRates", "s1", undefined), {
      command: "selfPruner.copyBestRates",
      parameters: ["s1"],
    });
  });
});
