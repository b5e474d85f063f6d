import * as vscode from "vscode";
import {
  type Dialogs,
  isAcceptable,
  type PickManyQuestion,
  type PickQuestion,
  type Place,
  type Remark,
  remarkOn,
  StepLeft,
  type TextQuestion,
} from "./flow/dialogs.ts";
import { fill, itemOf, type RowItem } from "./quick-list.ts";

/** Listens to a box; what it calls answers or fails the question. */
type Listen<T> = (answer: (value: T) => void, fail: (error: unknown) => void) => vscode.Disposable[];

/** Questions in VS Code's quick input. A box stays, disabled, until the next one takes its place. */
export class QuickDialogs implements Dialogs {
  #shown: vscode.QuickInput | undefined;

  pick<T>(question: PickQuestion<T>, place: Place): Promise<T> {
    const box = vscode.window.createQuickPick<RowItem<T>>();
    box.placeholder = question.placeholder;
    box.matchOnDescription = true;
    box.matchOnDetail = true;
    return this.#ask(box, place, (answer, fail) => [
      fill(box, question, fail),
      box.onDidAccept(() => {
        const row = box.activeItems[0]?.row;
        if (row) answer(row.value);
      }),
    ]);
  }

  pickMany<T>(question: PickManyQuestion<T>, place: Place): Promise<readonly T[]> {
    const box = vscode.window.createQuickPick<RowItem<T>>();
    box.placeholder = question.placeholder;
    box.canSelectMany = true;
    box.items = question.rows.map(itemOf);
    box.selectedItems = box.items.filter(({ row }) => row && question.chosen.includes(row.id));
    return this.#ask(box, place, (answer) => [
      box.onDidAccept(() => answer(box.selectedItems.flatMap(({ row }) => (row ? [row.value] : [])))),
    ]);
  }

  type(question: TextQuestion, place: Place): Promise<string> {
    const box = vscode.window.createInputBox();
    box.prompt = question.prompt;
    box.password = question.isSecret ?? false;
    box.placeholder = question.placeholder;
    box.value = question.value ?? "";
    const remark = () => {
      box.validationMessage = messageOf(remarkOn(question, box.value));
    };
    remark();
    return this.#ask(box, place, (answer) => [
      box.onDidChangeValue(remark),
      box.onDidAccept(() => {
        if (isAcceptable(question, box.value)) answer(box.value);
      }),
    ]);
  }

  close(): void {
    this.#shown?.dispose();
    this.#shown = undefined;
  }

  async #ask<T>(
    box: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
    place: Place,
    listen: Listen<T>,
  ): Promise<T> {
    const listeners: vscode.Disposable[] = [];
    this.close();
    this.#shown = box;
    put(box, place);
    try {
      return await new Promise<T>((answer, fail) => {
        listeners.push(
          ...listen(answer, fail),
          box.onDidTriggerButton(() => fail(new StepLeft("back"))),
          box.onDidHide(() => fail(new StepLeft("out"))),
        );
        box.show();
      });
    } finally {
      for (const listener of listeners) listener.dispose();
      box.enabled = false;
      box.busy = true;
    }
  }
}

function put(box: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox, place: Place): void {
  box.title = place.title;
  box.step = place.step;
  box.totalSteps = place.step === undefined ? undefined : place.steps;
  box.ignoreFocusOut = true;
  box.buttons = place.canGoBack ? [vscode.QuickInputButtons.Back] : [];
}

function messageOf(remark: Remark | undefined): vscode.InputBoxValidationMessage | undefined {
  if (!remark) return undefined;
  return { message: remark.text, severity: severities[remark.kind] };
}

const severities: Readonly<Record<Remark["kind"], vscode.InputBoxValidationSeverity>> = {
  error: vscode.InputBoxValidationSeverity.Error,
  warning: vscode.InputBoxValidationSeverity.Warning,
  info: vscode.InputBoxValidationSeverity.Info,
};
