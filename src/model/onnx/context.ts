import type { ModelFolder } from "../model-folder.ts";
import type { GraphBuilder } from "./graph-builder.ts";

/** How graphs are written for one device; see execution.ts of evaluation/ for the values per device and why. */
export interface GraphOptions {
  /** Type of hidden states and arithmetic. The loss is float32 in any case. */
  readonly arithmetic: "float32" | "float16";
  /**
   * `group-query`: Microsoft's GroupQueryAttention, which skips the causal upper half on the CPU.
   * `standard`: Attention of opset 23, right on every device.
   */
  readonly attention: "group-query" | "standard";
  /**
   * `late`: kept rows are gathered as they are stored and cast then, so that weights stay mapped and small.
   * `early`: cast first, for devices that cannot read the stored type; ONNX Runtime folds this when it loads.
   */
  readonly cast: "late" | "early";
  /** Longest sequence. */
  readonly maxLength: number;
  /** Graphs take FLAP's bias compensation as inputs. */
  readonly compensated: boolean;
}

/** What every part of a graph needs to be written. */
export interface GraphContext {
  readonly graph: GraphBuilder;
  readonly model: ModelFolder;
  readonly options: GraphOptions;
}
