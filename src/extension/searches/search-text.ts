import { basename } from "node:path";
import { wireFitness } from "../../protocol/fitness.ts";
import type { Fitness, SearchSummary } from "../../protocol/runner.ts";
import { duration } from "../../protocol/text/numbers.ts";
import type { Times } from "./live-times.ts";

/** `18.2 % below uniform`; undefined where there is nothing to compare. */
export function toUniform(value: Fitness | undefined, uniform: Fitness | undefined): string | undefined {
  const percents = percentsOfUniform(value, uniform);
  if (percents === undefined) return undefined;
  return percents === 0
    ? "as uniform"
    : `${Math.abs(percents).toFixed(1)} % ${percents < 0 ? "below" : "above"} uniform`;
}

/** The same as `−18.2 %`. */
export function shortToUniform(value: Fitness | undefined, uniform: Fitness | undefined): string | undefined {
  const percents = percentsOfUniform(value, uniform);
  if (percents === undefined) return undefined;
  const sign = percents === 0 ? "±" : percents < 0 ? "−" : "+";
  return `${sign}${Math.abs(percents).toFixed(1)} %`;
}

/** To one decimal. */
function percentsOfUniform(value: Fitness | undefined, uniform: Fitness | undefined): number | undefined {
  const [own, other] = [finite(value), finite(uniform)];
  if (own === undefined || other === undefined || other <= 0) return undefined;
  return Number((((own - other) / other) * 100).toFixed(1));
}

/** `2026-03-01 14:05` of this place. */
export function dateText(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const [month, day, hour, minute] = [date.getMonth() + 1, date.getDate(), date.getHours(), date.getMinutes()].map(
    (part) => String(part).padStart(2, "0"),
  );
  return `${date.getFullYear()}-${month}-${day} ${hour}:${minute}`;
}

/** `generation 7/20`, or evaluations where a method has no generations. Racing makes fractions of evaluations. */
export function progressText({ generation, generations, evaluations, expectedEvaluations }: SearchSummary): string {
  if (generations > 0) return `generation ${generation}/${generations}`;
  return `evaluation ${Number(evaluations.toFixed(1))}/${expectedEvaluations}`;
}

/** `7/20`. */
export function shortProgress({ generation, generations, evaluations, expectedEvaluations }: SearchSummary): string {
  return generations > 0 ? `${generation}/${generations}` : `${Math.floor(evaluations)}/${expectedEvaluations}`;
}

/** `1:23, 2:10 left`. */
export function timesText({ elapsed, eta }: Times): string {
  return eta === undefined ? duration(elapsed) : `${duration(elapsed)}, ${duration(eta)} left`;
}

/** The name of a search's model: the last part of a path where the runner knows it by one. */
export function modelName({ model }: Pick<SearchSummary, "model">): string {
  return basename(model) || model;
}

function finite(value: Fitness | undefined): number | undefined {
  return value === undefined ? undefined : (wireFitness(value) ?? undefined);
}
