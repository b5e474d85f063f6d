import { openModelFolder } from "../model/open-model-folder.ts";
import { ChainForward } from "./chain-forward.ts";
import { zeroCompensation } from "./compensation.ts";
import { sessionOptions } from "./devices.ts";
import type { Engine, EngineOptions } from "./engine.ts";
import { graphOptions, planFor, tokensPerRun } from "./execution.ts";
import { modelOnDevice } from "./half-block-session.ts";
import { ModelEngine } from "./model-engine.ts";
import { WholeForward } from "./whole-forward.ts";

/**
 * Opens a model on a device in this process, whose event loop then stands still while the model runs.
 *
 * @throws UserError when the model folder is not as it should be
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const started = performance.now();
  const model = await openModelFolder(options.model);
  const session = sessionOptions(options.device, { weightsRoot: model.weightsRoot, threads: options.threads });
  const device = modelOnDevice(model, graphOptions(options), session);
  const plan = planFor(options);
  const forward =
    plan === "chain" ? await ChainForward.open(device, options.cacheBytes) : await WholeForward.open(device);
  if (options.compensated) forward.setCompensation(await zeroCompensation(model));
  const loadSeconds = (performance.now() - started) / 1000;
  const info = { device: options.device, plan, layers: model.transformer.layers, loadSeconds };
  return new ModelEngine(info, device, forward, tokensPerRun(options.device));
}
