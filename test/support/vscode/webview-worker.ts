import type { BrowserContext } from "playwright-core";
import type { VscodeServer } from "./server.ts";
import { workbenchAddress } from "./workbench-address.ts";

/**
 * Installs VS Code's service worker for webviews before a workbench opens its first one.
 *
 * In a fresh profile a webview that loads while the worker of another one is being activated is never claimed by it, and
 * stays blank for the whole session: a few of two hundred runs. With the worker there beforehand this cannot happen.
 */
export async function installWebviewWorker(context: BrowserContext, server: VscodeServer): Promise<void> {
  const read = async (url: URL) => (await context.request.get(url.href)).text();
  const workbench = new URL(workbenchAddress(server));
  const endpoint = found(/&quot;webviewEndpoint&quot;:&quot;([^&]+)&quot;/, await read(workbench));
  const folder = new URL(endpoint.replace(/\/?$/, "/"), workbench);
  const template = found(/`(service-worker\.js\?[^`]+)`/, await read(new URL("index.html", folder)));
  const version = found(/VERSION\s*=\s*(\d+)/, await read(new URL("service-worker.js", folder)));
  const worker = fillIn(template, version, server.authority);

  const page = await context.newPage();
  await page.goto(new URL("fake.html", folder).href);
  await page.evaluate(register, worker);
  await page.close();
}

/** The worker's address as the webview's page writes it: from its own parameters, and the version for all else. */
function fillIn(template: string, version: string, authority: string): string {
  const parameters: Record<string, string> = {
    "vscode-resource-base-authority": "vscode-resource.vscode-cdn.net",
    remoteAuthority: authority,
    platform: "browser",
  };
  return encodeURI(
    template.replace(/\$\{([^}]*)\}/g, (_, expression: string) => {
      const name = /get\('([^']+)'\)/.exec(expression)?.[1];
      return name === undefined ? version : (parameters[name] ?? "");
    }),
  );
}

/** Runs in the browser. */
async function register(address: string): Promise<void> {
  const { serviceWorker } = navigator as unknown as { serviceWorker: ServiceWorkers };
  await serviceWorker.register(address);
  const { active } = await serviceWorker.ready;
  while (active.state !== "activated") {
    await new Promise((resolve) => active.addEventListener("statechange", resolve, { once: true }));
  }
}

/** The part of the browser's interface that is used; the project's types are those of Node. */
interface ServiceWorkers {
  register(address: string): Promise<unknown>;
  readonly ready: Promise<{ readonly active: EventTarget & { readonly state: string } }>;
}

function found(pattern: RegExp, text: string): string {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new Error(`VS Code's page for webviews has changed: there is no ${pattern}`);
  return value;
}
