import type { JsonFile } from "../json-file.ts";
import type { Transformer } from "../transformer.ts";

/** A kind of model that can be pruned. Adding one is a file in this folder and a line in index.ts. */
export interface Family {
  /** `model_type` in config.json. */
  readonly modelType: string;
  /**
   * Reads a config.
   *
   * @param hasTensor whether the checkpoint has a tensor: checkpoints of one family differ in names and in tying
   * @throws UserError when the config is malformed or asks for something that is not supported
   */
  readonly transformer: (config: JsonFile, hasTensor: (name: string) => boolean) => Transformer;
}
