import type { SearchEvent } from "../events.ts";
import type { MethodContext } from "../method.ts";
import { repairVector } from "../repair.ts";
import { Trajectory } from "../trajectory.ts";

/** The events of a method that computes its rates instead of searching them: one candidate, scored on all windows. */
export async function* scoreSingle(
  context: MethodContext,
  rates: readonly number[],
): AsyncGenerator<SearchEvent, void> {
  const trajectory = new Trajectory(context, 1);
  const repaired = repairVector(rates, context.shape, context.spec.target);
  if (typeof repaired === "string") throw new Error(`the method's rates cannot be used: ${repaired}`);
  const candidate = trajectory.bear({
    generation: 0,
    operator: "baseline",
    author: "method",
    parents: [],
    rates: repaired.rates,
    plan: repaired.plan,
    repair: repaired.repair,
  });
  if (candidate) yield* trajectory.raise(candidate);
  yield trajectory.generation(0, 0);
  yield trajectory.end();
}
