/**
 * Bundles the programs: each starts from one file, and only the native package stays outside. `--outdir FOLDER` takes
 * another folder than dist/; `--production` makes them small and leaves the source maps out.
 */
import { rm } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type BuildOptions, build } from "esbuild";
import { buildSplitCommonJs } from "./split-commonjs.ts";

const { outdir, production } = parseArgs({
  options: { outdir: { type: "string", default: "dist" }, production: { type: "boolean", default: false } },
}).values;

const shared: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node22.13",
  outdir,
  sourcemap: !production,
  minify: production,
  legalComments: "none",
  logLevel: "warning",
};

await rm(outdir, { recursive: true, force: true });
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
  buildSplitCommonJs({
    ...shared,
    entryPoints: { extension: "src/extension/main.ts" },
    chunkNames: "extension/[name]-[hash]",
    external: ["vscode"],
  }),
  build({
    ...shared,
    entryPoints: { "language-server": "src/language-server/main.ts" },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
  }),
  build({
    ...shared,
    entryPoints: { "webview/panel": "webview/panel.ts", "webview/rate-editor": "webview/rate-editor.ts" },
    platform: "browser",
    target: "chrome134",
    format: "iife",
  }),
  build({
    ...shared,
    entryPoints: {
      "webview/panel": "webview/styles/panel.css",
      "webview/rate-editor": "webview/styles/rate-editor.css",
    },
    platform: "browser",
    target: "chrome134",
  }),
]);
