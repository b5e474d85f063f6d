import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { PRODUCT_VERSION } from "../../../src/protocol/version.ts";

it("the version that the runner tells is the one of package.json", () => {
  const manifest = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  assert.equal(PRODUCT_VERSION, manifest.version);
});
