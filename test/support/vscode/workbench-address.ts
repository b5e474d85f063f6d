import type { VscodeServer } from "./server.ts";

/** What a workbench window is opened with. */
export interface WindowOptions {
  /** Folder or `.code-workspace` file; an empty window without one. */
  readonly workspace?: string | undefined;
  /** Folder of an extension that runs from its sources. A window in the browser takes one alone. */
  readonly developed?: string | undefined;
  /** Program that the extension host runs as its tests. */
  readonly tests?: string | undefined;
}

/** The address of a workbench window of a server. */
export function workbenchAddress(server: VscodeServer, options: WindowOptions = {}): string {
  const { workspace, developed, tests } = options;
  const address = new URL(`http://${server.authority}/`);
  address.searchParams.set("tkn", server.token);
  if (workspace === undefined) address.searchParams.set("ew", "true");
  else address.searchParams.set(workspace.endsWith(".code-workspace") ? "workspace" : "folder", workspace);
  const payload = [
    ["skipWelcome", "true"],
    ...(developed === undefined ? [] : [["extensionDevelopmentPath", remoteUri(server, developed)]]),
    ...(tests === undefined ? [] : [["extensionTestsPath", remoteUri(server, tests)]]),
  ];
  address.searchParams.set("payload", JSON.stringify(payload));
  return address.href;
}

function remoteUri(server: VscodeServer, path: string): string {
  return `vscode-remote://${server.authority}${encodeURI(path)}`;
}
