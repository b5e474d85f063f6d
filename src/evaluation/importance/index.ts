import { UserError } from "../../base/errors.ts";
import { flap } from "./flap.ts";
import type { Importance } from "./importance.ts";
import { wandaSp } from "./wanda-sp.ts";

/** All importance scores; a new one is a file and a line here. */
export const importances: readonly Importance[] = [wandaSp, flap];

/** The importance score of a name; throws UserError `importance-unknown`. */
export function importanceNamed(name: string): Importance {
  const found = importances.find((importance) => importance.name === name);
  if (found) return found;
  const known = importances.map((importance) => importance.name).join(", ");
  throw new UserError("importance-unknown", `There is no importance score named "${name}".`, `Known are: ${known}.`);
}
