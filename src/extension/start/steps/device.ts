import { devices } from "../answers.ts";
import { rowsOf } from "../flow/dialogs.ts";
import type { SearchStep } from "./step-types.ts";

const details: Readonly<Record<(typeof devices)[number], string>> = {
  auto: "CUDA where it runs, then WebGPU, then the CPU.",
  cpu: "One engine process per core.",
  webgpu: "A GPU through WebGPU, on any system.",
  cuda: "An NVIDIA GPU through CUDA.",
};

const rows = devices.map((device) => ({ id: device, label: device, detail: details[device], value: device }));

/** Asks where the model runs. */
export const deviceStep: SearchStep = {
  id: "device",
  title: "Device",
  topic: "device",
  isAdvanced: true,
  applies: () => true,
  isAnswered: () => true,
  async ask(answers, ask) {
    const device = await ask.pick({
      placeholder: "Where the model runs",
      rows: () => rowsOf(rows),
      active: answers.device,
    });
    return { answers: { ...answers, device } };
  },
};
