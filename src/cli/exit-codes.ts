/** What the program ends with; docs/cli.md lists them for scripts. */
export const ExitCode = {
  ok: 0,
  /** Something a person can put right: a missing file, a folder that is no model, a runner that is gone. */
  userError: 1,
  /** Wrong flags or arguments. */
  usage: 2,
  /** `check` found errors, or `doctor` a problem. */
  problems: 3,
  /** The search failed. */
  searchFailed: 4,
  /** Ctrl-C: detached from a search that goes on, or cancelled. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
