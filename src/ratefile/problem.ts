/** Offsets into the text, `end` exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** `error`: the file does not run. `warning`: it runs, but not quite as written. `info`: worth knowing. */
export type Severity = "error" | "warning" | "info";

/** Every code of a problem and how grave it is; docs/rate-file.md describes each. */
export const problemSeverities = {
  "yaml-syntax": "error",
  "not-a-map": "error",
  "unknown-key": "error",
  "key-twice": "error",
  "model-missing": "error",
  "model-invalid": "error",
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
  "layer-without-kv-group": "info",
  // Of those who look for the model: the parser itself opens no folder.
  "model-unreadable": "warning",
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
