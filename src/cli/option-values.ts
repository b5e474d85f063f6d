import { InvalidArgumentError, Option } from "commander";

/** A whole number from `least` on. */
export function integer(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} on.`);
  };
}

/** A number above zero. */
export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a number above 0.");
}

/** A number from zero on. */
export function nonNegative(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError("It must be a number from 0 on.");
}

/** A pruning rate, 0 to below 1. */
export function rate(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value < 1) return value;
  const way = value >= 1 && value < 100 ? ` Write ${value / 100} for ${value} %.` : "";
  throw new InvalidArgumentError(`It must be a fraction from 0 to below 1.${way}`);
}

/** `IN,OUT`: USD per million tokens. */
export function price(text: string): { input: number; output: number } {
  const [input = Number.NaN, output = Number.NaN, ...rest] = text.split(",").map(Number);
  if (input >= 0 && output >= 0 && rest.length === 0) return { input, output };
  throw new InvalidArgumentError("It must be two prices such as 0.15,0.60.");
}

/** `--json`, the same for every command. */
export function jsonOption(): Option {
  return new Option("--json", "print JSON lines for programs");
}

/** Where the model runs. */
export function deviceOptions(): Option[] {
  return [
    new Option("--device <name>", "where the model runs").choices(["auto", "cpu", "webgpu", "cuda"]).default("auto"),
    new Option("--dtype <type>", "type of the arithmetic").choices(["fp32", "fp16"]).default("fp32"),
  ];
}
