/** Offsets into the text, `end` exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * `error`: the file does not run. `warning`: it runs, but not quite as written. `info`: worth knowing. `hint`: a thought,
 * which can be switched off.
 */
export type Severity = "error" | "warning" | "info" | "hint";

/** Every code of a problem and how grave it is; docs/rate-file.md describes each. */
export const problemSeverities = {
  "yaml-syntax": "error",
  "not-a-map": "error",
  "unknown-key": "error",
  "key-twice": "error",
  "version-unsupported": "error",
  "model-missing": "error",
  "model-invalid": "error",
  "text-invalid": "error",
  "grid-invalid": "error",
  "layers-missing": "error",
  "layer-key-invalid": "error",
  "layer-twice": "error",
  "layer-missing": "error",
  "layer-out-of-range": "error",
  "rate-missing": "error",
  "not-a-number": "error",
  nan: "error",
  "out-of-range": "error",
  percent: "error",
  "too-many-decimals": "warning",
  "mean-off-target": "error",
  "grid-not-met": "warning",
  "layer-without-kv-group": "info",
  "edge-layer-cut-deeper": "hint",
  // Of those who look for files: the parser itself opens none.
  "model-not-found": "warning",
  "model-unsupported": "warning",
  "model-unreadable": "warning",
  "text-not-found": "warning",
} as const satisfies Record<string, Severity>;

export type ProblemCode = keyof typeof problemSeverities;

/** Something in a rate file that a person should look at. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** One sentence, without the place. */
  readonly message: string;
  readonly range: TextRange;
}

/** Takes note of a problem; the severity follows from the code. */
export type Report = (code: ProblemCode, message: string, range: TextRange) => void;

/** Where the readers of a file put what they find. */
export function problemList(): { readonly problems: Problem[]; readonly report: Report } {
  const problems: Problem[] = [];
  const report: Report = (code, message, range) => {
    problems.push({ code, severity: problemSeverities[code], message, range });
  };
  return { problems, report };
}
