import * as vscode from "vscode";
import { messageOf } from "../../base/errors.ts";
import type { ApiKeys } from "./api-keys.ts";
import { keyProblem } from "./check-key.ts";
import { type Endpoint, endpointOf, endpointWarning, OPENAI } from "./endpoint.ts";
import { KeyStore } from "./key-store.ts";

/** Keys in VS Code's SecretStorage, asked for in a box that hides what is typed. */
export class SecretApiKeys implements ApiKeys {
  readonly #store: KeyStore;

  constructor(context: Pick<vscode.ExtensionContext, "secrets" | "globalState">, environment = process.env) {
    this.#store = new KeyStore(context.secrets, context.globalState, environment);
  }

  find(baseUrl: string | undefined): Promise<string | undefined> {
    return this.#store.find(baseUrl);
  }

  store(baseUrl: string | undefined, key: string): Promise<void> {
    return this.#store.store(baseUrl, key);
  }

  async ask(baseUrl: string | undefined): Promise<string | undefined> {
    const endpoint = endpointOf(baseUrl);
    const typed = await vscode.window.showInputBox({
      title: `API Key of ${endpoint.name}`,
      prompt: `Kept in VS Code's secret storage and sent to ${endpoint.origin} only.`,
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) => (text === "" ? undefined : keyProblem(text)),
    });
    if (!typed) return undefined;
    await this.#store.store(baseUrl, typed);
    return this.#store.find(baseUrl);
  }

  async set(): Promise<void> {
    const origin = await this.#chooseOrigin();
    if (origin === undefined || (await this.ask(origin)) === undefined) return;
    vscode.window.setStatusBarMessage(`$(key) The key of ${endpointOf(origin).name} is stored.`, STATUS_TIME);
  }

  async forget(): Promise<void> {
    const rows = this.#store.endpoints.map(rowOf);
    if (rows.length === 0) {
      vscode.window.setStatusBarMessage("$(key) No API key is stored.", STATUS_TIME);
      return;
    }
    const chosen = await vscode.window.showQuickPick(rows, {
      title: "Forget API Keys",
      placeHolder: "Endpoints whose keys are forgotten",
      canPickMany: true,
      ignoreFocusOut: true,
    });
    for (const { endpoint } of chosen ?? []) await this.#store.forget(endpoint);
  }

  async #chooseOrigin(): Promise<string | undefined> {
    const known = [OPENAI, ...this.#store.endpoints.filter(({ origin }) => origin !== OPENAI.origin)];
    const rows = [...known.map(rowOf), { label: "$(add) Another endpoint…", endpoint: undefined }];
    const row = await vscode.window.showQuickPick(rows, {
      title: "Set API Key",
      placeHolder: "Endpoint that the key is for",
      ignoreFocusOut: true,
    });
    return row && (row.endpoint?.origin ?? askBaseUrl());
  }
}

/** Milliseconds. */
const STATUS_TIME = 5000;

function rowOf(endpoint: Endpoint): vscode.QuickPickItem & { readonly endpoint: Endpoint } {
  return { label: endpoint.name, description: endpoint.origin, endpoint };
}

function askBaseUrl(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: "Set API Key",
    prompt: "Base URL of an OpenAI-compatible endpoint.",
    placeHolder: "http://localhost:8000/v1",
    ignoreFocusOut: true,
    validateInput: (text) => (text === "" ? undefined : baseUrlRemark(text)),
  });
}

function baseUrlRemark(text: string): vscode.InputBoxValidationMessage | string | undefined {
  try {
    endpointOf(text);
    const warning = endpointWarning(text);
    return warning && { message: warning, severity: vscode.InputBoxValidationSeverity.Warning };
  } catch (error) {
    return messageOf(error);
  }
}
