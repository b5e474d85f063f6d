import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import type { EditorPlace } from "../editor-place.ts";

const manifest = {
  name: "test-language-models",
  publisher: "self-pruner",
  version: "0.0.1",
  displayName: "Test Language Models",
  engines: { vscode: "^1.101.0" },
  extensionKind: ["workspace"],
  main: "./extension.cjs",
  activationEvents: ["onStartupFinished"],
  // For a model that the person is asked about; granted where an extension runs from its sources.
  enabledApiProposals: ["chatProvider"],
  contributes: { languageModelChatProviders: [{ vendor: "test", displayName: "Test Models" }] },
};

/** Gives a VS Code that is not open yet an extension with language models. */
export async function installLanguageModels({ server }: EditorPlace): Promise<void> {
  const folder = join(server.extensions, manifest.name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await build({
    entryPoints: [join(import.meta.dirname, "extension.ts")],
    outfile: join(folder, "extension.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    external: ["vscode"],
    logLevel: "warning",
  });
}
