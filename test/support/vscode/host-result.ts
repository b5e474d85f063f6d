/** What the tests in the extension host leave behind for the process that started VS Code. */
export interface HostResult {
  readonly tests: readonly HostTest[];
  readonly figures: readonly HostFigure[];
}

export interface HostTest {
  readonly title: string;
  readonly milliseconds: number;
  /** Why it was not run. */
  readonly isSkipped: boolean;
  /** With its stack. */
  readonly error?: string | undefined;
}

/** Something that was measured, and what it is held to. */
export interface HostFigure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly atMost?: number | undefined;
}
