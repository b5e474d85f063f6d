import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it } from "node:test";
import { secretsTakenOut, withoutSecrets } from "../../../src/base/environment.ts";

const environment = { PATH: "/bin", OPENAI_API_KEY: "sk-1", hf_token: "hf-1", DB_PASSWORD: "p", MY_SECRET: "s" };

describe("the environment of a process of ours", () => {
  it("has nothing that looks like a secret", () => {
    assert.deepEqual(withoutSecrets(environment), { PATH: "/bin" });
  });

  it("has none, either, when it is given as changes", () => {
    const env = { ...environment, ...secretsTakenOut(environment) };
    const printed = execFileSync(process.execPath, ["-p", "Object.keys(process.env).join()"], {
      env,
      encoding: "utf8",
    });
    assert.doesNotMatch(printed, /KEY|token|PASSWORD|SECRET/);
    assert.match(printed, /PATH/);
  });
});
