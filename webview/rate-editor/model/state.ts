import type { RateEditorState } from "../../../src/protocol/rate-editor.ts";
import type { LayerPart } from "../../../src/protocol/webview.ts";

const PARTS: readonly LayerPart[] = ["layer", "attention", "mlp"];

/** A state as an earlier version of this script may have kept it: what is not as it should be is left out. */
export function readState(state: unknown): RateEditorState | undefined {
  if (!isRecord(state) || typeof state["file"] !== "string") return undefined;
  const { file, beside } = state;
  return {
    file,
    part: PARTS.find((part) => part === state["part"]),
    keepMean: state["keepMean"] !== false,
    table: state["table"] === true,
    beside: isBeside(beside) ? beside : undefined,
  };
}

function isBeside(value: unknown): value is NonNullable<RateEditorState["beside"]> {
  return isRecord(value) && typeof value["name"] === "string" && Array.isArray(value["rates"]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
