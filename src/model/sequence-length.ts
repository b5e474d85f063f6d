import { UserError } from "../base/errors.ts";
import type { ModelFolder } from "./model-folder.ts";

/**
 * Checks that a model has positions for sequences of a length. A learned table ends; rotary positions go on, though worse
 * beyond the length that the model was made for, and are not refused, as transformers does not refuse them either.
 *
 * @throws UserError `sequence-too-long`
 */
export function mustHavePositions({ name, transformer }: ModelFolder, length: number): void {
  const { position, maxPositions } = transformer;
  if (position.kind === "rotary" || length <= maxPositions) return;
  throw new UserError(
    "sequence-too-long",
    `The model ${name} has ${maxPositions} positions, but the sequence length is ${length}.`,
    `Use a sequence length of at most ${maxPositions}.`,
  );
}
