/**
 * Writes src/model/onnx/gen/ from onnx.proto. The result is committed, so that nothing has to be generated to build.
 * JavaScript with declarations rather than TypeScript: the generator's TypeScript has enums, which Node cannot strip.
 */
import { spawnSync } from "node:child_process";

const folder = "src/model/onnx";
const template = {
  version: "v2",
  plugins: [{ local: "protoc-gen-es", out: `${folder}/gen`, opt: ["target=js+dts"] }],
};

const { status } = spawnSync("buf", ["generate", folder, "--template", JSON.stringify(template)], {
  stdio: "inherit",
  env: { ...process.env, PATH: `node_modules/.bin:${process.env["PATH"]}` },
});
process.exitCode = status ?? 1;
