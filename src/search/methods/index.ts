import { UserError } from "../../base/errors.ts";
import type { Method } from "../method.ts";
import type { SearchSpec } from "../spec.ts";
import { owl } from "./owl.ts";
import { selfPruner } from "./self-pruner.ts";
import { uniform } from "./uniform.ts";

/** All methods, by their papers' names. A new one is a file beside this and a line here. */
export const methods: readonly Method[] = [selfPruner, uniform, owl];

/** @throws UserError `unknown-method` with the names there are */
export function methodNamed(name: string): Method {
  const method = methods.find((candidate) => candidate.name === name);
  if (method) return method;
  const names = methods.map((candidate) => candidate.name).join(", ");
  throw new UserError("unknown-method", `There is no search method named "${name}".`, `Use one of: ${names}.`);
}

/** Evaluations that a search will make at most: duplicates, racing and other budgets can make it fewer. */
export function expectedEvaluations(spec: Pick<SearchSpec, "method" | "evolution" | "budget">): number {
  const { evaluations } = methodNamed(spec.method).extent(spec.evolution);
  return Math.min(evaluations, spec.budget.evaluations ?? evaluations);
}
