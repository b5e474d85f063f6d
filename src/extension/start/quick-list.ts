import * as vscode from "vscode";
import type { PickQuestion, PickRow } from "./flow/dialogs.ts";
import { ActiveRow, listed } from "./flow/pick-list.ts";

/** A row, or the heading above one. */
export interface RowItem<T> extends vscode.QuickPickItem {
  /** Absent for headings. */
  readonly row?: PickRow<T>;
}

/** Brings a list its rows as they come, and the row made of what is typed. Ends when it is disposed. */
export function fill<T>(
  box: vscode.QuickPick<RowItem<T>>,
  question: PickQuestion<T>,
  fail: (error: unknown) => void,
): vscode.Disposable {
  const stop = new AbortController();
  const active = new ActiveRow(question.active);
  let rows: readonly PickRow<T>[] = [];
  const show = () => {
    const shown = listed(question, rows, box.value);
    const current = box.activeItems[0]?.row?.id;
    const items = itemsOf(shown);
    box.items = items;
    // Set with the items in one go, so that VS Code does not make a row of its own choice active in between.
    const id =
      box.value === ""
        ? active.next(
            shown.map((row) => row.id),
            current,
          )
        : shown.find(({ isTyped }) => isTyped)?.id;
    if (id !== undefined) box.activeItems = items.filter(({ row }) => row?.id === id);
  };
  const feed = async () => {
    box.busy = true;
    for await (rows of question.rows(stop.signal)) {
      if (stop.signal.aborted) return;
      show();
    }
    if (!stop.signal.aborted) box.busy = false;
  };
  box.keepScrollPosition = true;
  feed().catch((error: unknown) => {
    if (!stop.signal.aborted) fail(error);
  });
  const typing = box.onDidChangeValue(() => {
    if (question.typed) show();
  });
  return vscode.Disposable.from(typing, { dispose: () => stop.abort() });
}

function itemsOf<T>(rows: readonly PickRow<T>[]): readonly RowItem<T>[] {
  return rows.flatMap((row, index) => {
    const isNew = row.heading !== undefined && row.heading !== rows[index - 1]?.heading;
    return isNew ? [{ label: row.heading, kind: vscode.QuickPickItemKind.Separator }, itemOf(row)] : [itemOf(row)];
  });
}

/** A row as VS Code shows it. */
export function itemOf<T>(row: PickRow<T>): RowItem<T> {
  const { label, description, detail } = row;
  return {
    label,
    ...(description !== undefined && { description }),
    ...(detail !== undefined && { detail }),
    ...(row.isTyped && { alwaysShow: true }),
    row,
  };
}
