import { float32Tensor, type Tensor } from "./onnxruntime.ts";

/** Free buffers that are held on to: a chain reads one and writes another. */
const HELD = 2;

/**
 * Buffers that half blocks write their hidden states into. An output that ONNX Runtime allocates itself is copied once
 * more and leaves its memory to the garbage collector, which knows nothing of its size.
 */
export class StateBuffers {
  #free: Tensor[] = [];

  /** A float32 buffer of a shape, its content undefined. */
  take(dimensions: readonly number[]): Tensor {
    const size = dimensions.reduce((product, extent) => product * extent, 1);
    const index = this.#free.findIndex((tensor) => tensor.size === size);
    const [found] = index < 0 ? [] : this.#free.splice(index, 1);
    return found ? found.reshape(dimensions) : float32Tensor(new Float32Array(size), dimensions);
  }

  /** Takes a buffer back that nobody reads any more. */
  give(tensor: Tensor): void {
    this.#free = [tensor, ...this.#free].slice(0, HELD);
  }
}
