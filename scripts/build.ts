/** Bundles the programs into dist/: each starts from one file, and only the native package stays outside. */
import { rm } from "node:fs/promises";
import { type BuildOptions, build } from "esbuild";

const production = process.argv.includes("--production");

const shared: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node22.13",
  outdir: "dist",
  sourcemap: !production,
  minify: production,
  legalComments: "none",
  logLevel: "warning",
};

await rm("dist", { recursive: true, force: true });
await Promise.all([
  build({
    ...shared,
    entryPoints: { cli: "src/cli/main.ts", runner: "src/runner/main.ts", engine: "src/evaluation/engine-main.ts" },
    format: "esm",
    external: ["onnxruntime-node"],
    // Bundled CommonJS packages ask for `require`, which ES modules lack.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
    },
  }),
  build({
    ...shared,
    entryPoints: { extension: "src/extension/main.ts" },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    external: ["vscode"],
  }),
]);
