import type { Windows } from "./engine.ts";
import type { ModelOnDevice } from "./half-block-session.ts";

/**
 * Checks what would otherwise crash a run or, worse, pass: ONNX Runtime counts negative token ids from the end.
 *
 * @throws RangeError, as a text that does not fit has been cut wrongly
 */
export function checkWindows(name: string, { count, length, tokens }: Windows, { model, graphs }: ModelOnDevice): void {
  if (length < 2 || length > graphs.maxLength) {
    throw new RangeError(`text ${name} has windows of ${length} tokens, 2 to ${graphs.maxLength} can be evaluated`);
  }
  if (tokens.length !== count * length) {
    throw new RangeError(`text ${name} has ${tokens.length} tokens where ${count} × ${length} were announced`);
  }
  const { vocabulary } = model.transformer;
  const foreign = tokens.find((id) => id < 0 || id >= vocabulary);
  if (foreign !== undefined) {
    throw new RangeError(`text ${name} has token ${foreign}, but the model knows 0 to ${vocabulary - 1}`);
  }
}
