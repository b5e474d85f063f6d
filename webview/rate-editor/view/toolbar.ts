import type { EditorCommand } from "../../../src/protocol/rate-editor.ts";
import type { LayerPart } from "../../../src/protocol/webview.ts";
import { element } from "../../view/dom.ts";
import { type IconName, icon } from "../../view/icon.ts";
import { type Segment, Segments } from "../../view/segments.ts";
import { inOrder } from "../model/selection.ts";
import type { Actions, EditorView } from "../view.ts";

const SHOWN_PARTS: readonly Segment<LayerPart>[] = [
  ["layer", "Whole layer"],
  ["attention", "Attention"],
  ["mlp", "MLP"],
];

/** What can be chosen and done, above the bars. */
export class Toolbar {
  readonly #parts: Segments<LayerPart>;
  readonly #keep: HTMLInputElement;
  readonly #keepLabel: HTMLElement;
  readonly #lock: HTMLButtonElement;
  readonly #drop: HTMLButtonElement;
  readonly #table: HTMLButtonElement;
  readonly element: HTMLElement;
  #view: EditorView | undefined;

  constructor(actions: Actions) {
    this.#parts = new Segments("Shown part of the layers", SHOWN_PARTS, (part) => actions.showPart(part));
    this.#keep = element("input", {
      type: "checkbox",
      class: "switch",
      role: "switch",
      onchange: () => actions.setKeepMean(this.#keep.checked),
    });
    this.#keepLabel = element("label", { class: "keep" }, this.#keep, "Keep the mean");
    this.#lock = tool("lock", "Lock", () => actions.toggleLock(this.#chosen()));
    this.#drop = tool("drop", "Drop", () => actions.set(1));
    this.#table = tool("table", "Table", () => actions.showTable(!this.#view?.table));
    const run = (command: EditorCommand) => () => actions.run(command);
    this.element = element(
      "div",
      { class: "rate-tools" },
      this.#parts.element,
      this.#keepLabel,
      element(
        "div",
        { class: "tool-groups" },
        toolGroup("The chosen layers", this.#lock, this.#drop),
        toolGroup(
          "The file",
          tool("undo", "Undo", run("undo"), true),
          tool("redo", "Redo", run("redo"), true),
          tool("compare", "Compare With…", run("compare")),
          this.#table,
        ),
      ),
    );
  }

  update(view: EditorView): void {
    this.#view = view;
    this.#parts.show(view.part);
    const canKeep = view.file?.mean !== undefined;
    this.#keep.checked = view.keepMean && canKeep;
    this.#keep.disabled = !canKeep;
    this.#keepLabel.title = canKeep
      ? "Layers that are neither set, locked nor dropped move by the same amount, so that the mean stays"
      : "There is no mean to keep yet";
    const isLocked = this.#chosen().every((layer) => view.file?.layers[layer]?.locked);
    this.#lock.lastChild?.replaceWith(element("span", {}, isLocked ? "Unlock" : "Lock"));
    const isFixed = view.file?.readOnly !== undefined;
    this.#lock.disabled = isFixed;
    this.#drop.disabled = isFixed || isLocked;
    this.#table.setAttribute("aria-pressed", String(view.table));
  }

  #chosen(): number[] {
    return inOrder(this.#view?.selection.layers ?? []);
  }
}

const tooltips = {
  lock: "No fix and no keeping of the mean changes a locked layer (L)",
  unlock: "",
  drop: "Remove these layers, or the part that is shown (D)",
  undo: "Undo in the file (Ctrl+Z)",
  redo: "Redo in the file (Ctrl+Y)",
  compare: "Lay another file, a search's best or an earlier measurement beside it",
  table: "Show the numbers as a table",
} as const satisfies Partial<Record<IconName, string>>;

type ToolName = keyof typeof tooltips;

function toolGroup(label: string, ...tools: readonly HTMLElement[]): HTMLElement {
  return element("div", { class: "tool-group", role: "group", "aria-label": label }, ...tools);
}

function tool(name: ToolName, text: string, run: () => void, isBare = false): HTMLButtonElement {
  const attributes = { type: "button", class: "quiet", title: tooltips[name], onclick: run };
  const label = element("span", { class: isBare ? "visually-hidden" : "" }, text);
  return element("button", attributes, icon(name), label);
}
