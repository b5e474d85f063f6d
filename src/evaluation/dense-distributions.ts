import { type Batch, targetsOf } from "./batches.ts";
import type { CandidateModel } from "./candidate-model.ts";
import { KL_TOP_TOKENS } from "./engine.ts";
import type { DenseTop, DenseTopTensors, Forward } from "./forward.ts";
import type { ModelOnDevice } from "./half-block-session.ts";
import { float32Tensor, int32Tensor } from "./onnxruntime.ts";

/** The dense model's next-token distributions of texts, as far as the KL objective keeps them. */
export class DenseDistributions {
  readonly #texts = new Map<string, DenseTop & { readonly top: number }>();

  forget(text: string): void {
    this.#texts.delete(text);
  }

  /** Computes the distributions of a whole text, eight bytes per position and top token. */
  async compute(
    text: string,
    batches: readonly Batch[],
    dense: CandidateModel,
    { model }: ModelOnDevice,
    forward: Forward,
    signal: AbortSignal,
  ): Promise<void> {
    const top = Math.min(KL_TOP_TOKENS, model.transformer.vocabulary);
    const positions = batches.reduce((sum, batch) => sum + targetsOf(batch), 0);
    const tokens = new Int32Array(positions * top);
    const logProbabilities = new Float32Array(positions * top);
    for (const batch of batches) {
      signal.throwIfAborted();
      const ofBatch = await forward.top(batch, dense, top, signal);
      const start = batch.from * (batch.length - 1) * top;
      tokens.set(ofBatch.tokens, start);
      logProbabilities.set(ofBatch.logProbabilities, start);
    }
    this.#texts.set(text, { tokens, logProbabilities, top });
  }

  /** The distributions of a batch; throws when its text's were not computed, which is a defect of the caller. */
  of(batch: Batch): DenseTopTensors {
    const whole = this.#texts.get(batch.text);
    if (!whole) throw new RangeError(`the dense distributions of text ${batch.text} were not prepared`);
    const { top } = whole;
    const start = batch.from * (batch.length - 1) * top;
    const end = start + targetsOf(batch) * top;
    const dimensions = [batch.to - batch.from, batch.length - 1, top];
    return {
      tokens: int32Tensor(whole.tokens.subarray(start, end), dimensions),
      logProbabilities: float32Tensor(whole.logProbabilities.subarray(start, end), dimensions),
    };
  }
}
