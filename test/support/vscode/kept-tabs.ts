import type { Page } from "playwright-core";

/**
 * Whether all open tabs are kept: VS Code in a browser keeps them every five seconds, and not when its page is left, so a tab
 * that was opened right before a reload is gone after it.
 */
export async function areTabsKept(page: Page): Promise<boolean> {
  const labels = await page.locator(".tabs-container .tab .label-name").allTextContents();
  const kept = String(await page.evaluate(READ));
  return labels.every((label) => kept.includes(label));
}

/** Runs in the browser: what is kept of the tabs of all workspaces. */
const READ = `(async () => {
  const answer = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const keptIn = async (name) => {
    const database = await answer(indexedDB.open(name));
    try {
      return await answer(database.transaction("ItemTable").objectStore("ItemTable").get("memento/workbench.parts.editor"));
    } finally {
      database.close();
    }
  };
  const databases = (await indexedDB.databases()).filter(({ name }) => name.startsWith("vscode-web-state-db-"));
  return (await Promise.all(databases.map(({ name }) => keptIn(name)))).join();
})()`;
