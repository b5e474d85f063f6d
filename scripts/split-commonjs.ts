import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type BuildOptions, build, type TransformOptions, transform } from "esbuild";

/**
 * Bundles a program into CommonJS so that what it imports late lies in files of its own and is not read before. esbuild
 * splits ES modules alone, so each of its files is made CommonJS afterwards.
 */
export async function buildSplitCommonJs(options: BuildOptions): Promise<void> {
  const { sourcemap = false, minify = false, target } = options;
  const { outputFiles = [] } = await build({
    ...options,
    format: "esm",
    splitting: true,
    outExtension: { ".js": ".cjs" },
    // Read again below.
    sourcemap: sourcemap && "inline",
    write: false,
  });
  const commonJs: TransformOptions = {
    format: "cjs",
    platform: "node",
    sourcemap: sourcemap && "inline",
    minify,
    // Late imports are required late.
    supported: { "dynamic-import": false },
    // CommonJS has no `import.meta`.
    define: { "import.meta.url": "__url" },
    banner: 'const __url = require("node:url").pathToFileURL(__filename).href;',
    ...(target ? { target } : {}),
  };
  for (const { path, text } of outputFiles) {
    const { code } = await transform(text, { ...commonJs, sourcefile: path });
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, code);
  }
}
