import assert from "node:assert/strict";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { describe, it } from "node:test";
import { defaultDataFolder } from "../../../src/base/data-folder.ts";
import { SettingValues } from "../../../src/extension/setting-values.ts";

function settings(values: Record<string, unknown>, environment: NodeJS.ProcessEnv = {}): SettingValues {
  return new SettingValues((name) => values[name], environment);
}

describe("the settings", () => {
  it("have the defaults of package.json where nothing is set, or something of another type", () => {
    for (const values of [
      {},
      { dataFolder: "", nodePath: " " },
      { dataFolder: 7, nodePath: null, notifyAtEnd: "no" },
    ]) {
      const { dataFolder, nodePath, notifyAtEnd } = settings(values);
      assert.deepEqual(
        { dataFolder, nodePath, notifyAtEnd },
        { dataFolder: defaultDataFolder({}), nodePath: "", notifyAtEnd: true },
      );
    }
  });

  it("are read anew each time", () => {
    const values = { notifyAtEnd: true };
    const read = settings(values);
    assert.equal(read.notifyAtEnd, true);
    values.notifyAtEnd = false;
    assert.equal(read.notifyAtEnd, false);
  });

  it("name a data folder before the environment does, which names one before the system", () => {
    const environment = { SELF_PRUNER_DATA: resolve("/data/of/environment") };
    assert.equal(settings({}, environment).dataFolder, resolve("/data/of/environment"));
    assert.equal(
      settings({ dataFolder: resolve("/data/of/setting") }, environment).dataFolder,
      resolve("/data/of/setting"),
    );
  });

  it("know what ~ is, and take no path to be relative to where VS Code was started", () => {
    assert.equal(settings({ dataFolder: "~/pruning" }).dataFolder, join(homedir(), "pruning"));
    assert.equal(settings({ dataFolder: "~" }).dataFolder, homedir());
    assert.equal(settings({ dataFolder: "pruning" }).dataFolder, join(homedir(), "pruning"));
    assert.equal(settings({ dataFolder: "~other/x" }).dataFolder, join(homedir(), "~other/x"));
    assert.ok(isAbsolute(settings({}, { SELF_PRUNER_DATA: "relative" }).dataFolder));
    assert.equal(settings({ nodePath: "~/bin/node" }).nodePath, join(homedir(), "bin/node"));
    assert.equal(settings({ nodePath: "node24" }).nodePath, "node24");
  });
});
