import type { HostFigure } from "../../support/vscode/host-result.ts";

/** Each test file is a bundle of its own, so what they share lies with the process. */
const key = Symbol.for("self-pruner.figures");
const shared = globalThis as { [key]?: HostFigure[] };

/** Adds a figure to what is printed when the tests are over. */
export function addFigure(figure: HostFigure): void {
  shared[key] = [...figures(), figure];
}

export function figures(): readonly HostFigure[] {
  return shared[key] ?? [];
}
