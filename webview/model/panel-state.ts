import type { CandidateRef, ComparisonPace, LayerPart, PanelState } from "../../src/protocol/webview.ts";

const LAYER_PARTS: readonly LayerPart[] = ["layer", "attention", "mlp"];

const PACES: readonly ComparisonPace[] = ["evaluation", "share"];

/** A state as an earlier version of this script may have kept it: what is not as it should be is left out. */
export function readState(state: unknown): PanelState | undefined {
  if (!isRecord(state)) return undefined;
  const searches = stringsOf(state["searches"]);
  if (searches.length === 0) return undefined;
  const { selected, tables } = state;
  return {
    searches,
    selected: isRef(selected) ? selected : undefined,
    part: LAYER_PARTS.find((part) => part === state["part"]),
    pace: PACES.find((pace) => pace === state["pace"]),
    scroll: isPlace(state["scroll"]) ? state["scroll"] : undefined,
    tables: stringsOf(tables),
  };
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function isPlace(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && Number.isFinite(value);
}

function isRef(value: unknown): value is CandidateRef {
  return isRecord(value) && typeof value["search"] === "string" && typeof value["candidate"] === "number";
}

/** Whether a value has properties that can be looked at. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
