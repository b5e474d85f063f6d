/**
 * An error that a person can act on. It is typed where it happens and worded once: the message is one sentence that
 * names the file, tensor, layer or option it is about; `hint` says the way out. Anything else that is thrown is a defect.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  /** Stable, kebab-case; what tests and programs compare (`tensor-truncated`, `device-missing`). */
  readonly code: string;
  /** The way out, one sentence. */
  readonly hint: string | undefined;

  constructor(code: string, message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The message of anything that was thrown, with the way out where one is known. */
export function messageWithHint(thrown: unknown): string {
  const hint = thrown instanceof UserError ? thrown.hint : undefined;
  return hint === undefined ? messageOf(thrown) : `${messageOf(thrown)} ${hint}`;
}
