import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { describe, it } from "node:test";
import { until } from "../support/runner-kit.ts";
import { inEditor } from "../support/vscode/editor.ts";
import { SearchesView } from "../support/vscode/pages/searches-view.ts";

const root = resolve(import.meta.dirname, "../..");

describe("npm run vscode", () => {
  it(
    "serves the extension to the browser, with the sample search when that is wanted, until it is interrupted",
    inEditor(async ({ place, page }, t) => {
      const served = spawn(process.execPath, [join(root, "scripts/vscode.ts"), "--browser", "--sample"], {
        cwd: root,
        env: place.environment,
        stdio: ["ignore", "pipe", "inherit"],
      });
      t.after(() => served.kill("SIGKILL"));
      let output = "";
      served.stdout.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
      const address = await until("an address is printed", () => /http:\S+/.exec(output)?.[0]);
      await page.goto(address);
      const searches = new SearchesView(page);
      await searches.row(/stories260K.* % ?[1-9]\d*\/\d/).waitFor();
      served.kill("SIGINT");
      await once(served, "exit");
    }),
  );
});
