import * as vscode from "vscode";

/** A language model of VS Code, as a person chooses it. */
export interface EditorModel {
  readonly vendor: string;
  readonly id: string;
  readonly name: string;
  readonly family: string;
}

/** The language models that VS Code has now; none without an extension (such as Copilot) that brings some. */
export async function editorModels(): Promise<EditorModel[]> {
  const models = await vscode.lm.selectChatModels();
  return models.map(({ vendor, id, name, family }) => ({ vendor, id, name, family }));
}
