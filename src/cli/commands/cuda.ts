import { Command } from "commander";
import { type CudaInstallOptions, installCudaProvider } from "../../evaluation/cuda-provider.ts";
import { percent } from "../../protocol/text/numbers.ts";
import { jsonOption } from "../option-values.ts";
import { printJson, printLine, printNote } from "../output.ts";

type Progress = Parameters<CudaInstallOptions["onProgress"]>[0];

const examples = `
Example:
  $ self-pruner cuda install

CUDA 12 and cuDNN 9 must be installed by the system. Ctrl-C keeps what was downloaded; the next call goes on there.`;

/** `self-pruner cuda install`: the part of ONNX Runtime that NVIDIA GPUs need and that npm does not carry. */
export function cudaCommand(): Command {
  const install = new Command("install")
    .description("download the CUDA provider of ONNX Runtime (about 250 MB)")
    .addOption(jsonOption())
    .addHelpText("after", examples)
    .action(installCuda);
  return new Command("cuda").description("support for NVIDIA GPUs").addCommand(install);
}

async function installCuda({ json }: { json?: boolean }): Promise<void> {
  const cancel = new AbortController();
  process.once("SIGINT", () => cancel.abort(new DOMException("The download was cancelled.", "AbortError")));
  const folder = await installCudaProvider({ signal: cancel.signal, onProgress: progressPrinter(json ?? false) });
  if (json) printJson({ type: "result", folder });
  else printLine(`The CUDA provider is in ${folder}.`);
}

/** Tells of every percent on a terminal, of every ten in a log. */
function progressPrinter(json: boolean): (progress: Progress) => void {
  const steps = process.stderr.isTTY ? 100 : 10;
  let last = -1;
  return ({ received, total }) => {
    if (total === undefined) return;
    const step = Math.floor((steps * received) / total);
    if (step === last) return;
    last = step;
    if (json) printJson({ type: "progress", received, total });
    else printShare(received / total);
  };
}

function printShare(share: number): void {
  const text = `downloaded ${percent(share)}`;
  if (process.stderr.isTTY) process.stderr.write(`\r${text}${share < 1 ? "" : "\n"}`);
  else printNote(text);
}
