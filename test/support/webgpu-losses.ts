/** Program: token losses of a tiny model on WebGPU as JSON, or the reason why there is no adapter. Argument: a folder. */
import { openEngine } from "../../src/evaluation/open-engine.ts";
import { randomKept, randomWindows, tinyOptions, unhurried } from "./tiny-engine.ts";
import { writeTinyModel } from "./tiny-model.ts";
import { webgpuModels } from "./webgpu-models.ts";

const [folder = ""] = process.argv.slice(2);
const results: Record<string, { losses: number[]; divergence: number[] }> = {};
try {
  for (const [name, model] of Object.entries(webgpuModels)) {
    writeTinyModel(`${folder}/${name}`, model);
    const engine = await openEngine({ ...tinyOptions, model: `${folder}/${name}`, device: "webgpu" });
    const kept = randomKept(model, 0.6, 3).map((units, layer) =>
      layer === 1 ? { groups: new Int32Array(), neurons: units.neurons } : units,
    );
    await engine.setText("text", randomWindows(model.vocabulary, 3, 40));
    const losses = await engine.tokenLosses({ text: "text", from: 0, to: 3, kept }, unhurried);
    await engine.prepareKl("text", unhurried);
    const kl = await engine.evaluate({ text: "text", from: 0, to: 3, kept, objective: "kl" }, unhurried);
    results[name] = { losses: Array.from(losses), divergence: Array.from(kl.losses) };
    await engine.close();
  }
  process.stdout.write(JSON.stringify({ results }));
} catch (thrown) {
  process.stdout.write(JSON.stringify({ failure: String(thrown) }));
}
