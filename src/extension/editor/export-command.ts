import { basename } from "node:path";
import * as vscode from "vscode";
import type { RateDocument } from "../../ratefile/document.ts";
import type { ExportFormat } from "../../ratefile/exports/export-format.ts";
import { exportFormats } from "../../ratefile/exports/index.ts";
import { startFolder, writeFile } from "../files.ts";

/**
 * Writes the rates of a file in a form that others take.
 *
 * @param given id of a format and the file to write, which are asked for when left out
 * @returns the file that was written, or undefined when the person gave up
 * @throws UserError when the rates cannot be told in this form
 */
export async function exportRates(
  document: RateDocument,
  uri: vscode.Uri,
  given: { readonly format?: unknown; readonly target?: unknown } = {},
): Promise<vscode.Uri | undefined> {
  const format = exportFormats.find(({ id }) => id === given.format) ?? (await askFormat());
  if (!format) return undefined;
  const text = format.write(document);
  const target = given.target instanceof vscode.Uri ? given.target : await askTarget(uri, format);
  if (!target) return undefined;
  await writeFile(target, text);
  await vscode.window.showTextDocument(target, { preview: true });
  return target;
}

async function askFormat(): Promise<ExportFormat | undefined> {
  const items = exportFormats.map((format) => ({ label: format.label, detail: format.description, format }));
  const options = { title: "Export Rates", placeHolder: "Form of the export" };
  return (await vscode.window.showQuickPick(items, options))?.format;
}

/** The dialog itself asks before a file is written over. */
function askTarget(uri: vscode.Uri, { label, ending }: ExportFormat): Thenable<vscode.Uri | undefined> {
  // A new file lies nowhere yet, and a past version of one cannot be written beside.
  const folder = uri.scheme === "file" ? vscode.Uri.joinPath(uri, "..") : startFolder();
  const name = basename(uri.path).replace(/\.prune$/, "");
  return vscode.window.showSaveDialog({
    title: `Export Rates: ${label}`,
    defaultUri: vscode.Uri.joinPath(folder, `${name}.${ending}`),
    filters: { [label]: [ending] },
  });
}
