import { UserError } from "../../base/errors.ts";
import type { SearchSummary } from "../../protocol/runner.ts";
import type { Presence } from "../runner/link.ts";
import { type Ability, abilitiesOf, awayOf } from "./abilities.ts";
import type { Wish } from "./command-targets.ts";

/** What each command looks for in a search. */
export interface Wishes {
  readonly any: Wish;
  readonly toPause: Wish;
  readonly toResume: Wish;
  readonly toStop: Wish;
  readonly toDelete: Wish;
  readonly withBest: Wish;
}

/** @param presence how the window stands with the runner at the moment of asking */
export function wishes(presence: () => Presence): Wishes {
  const can = (ability: Ability) => (search: SearchSummary) =>
    abilitiesOf(search, awayOf(presence())).includes(ability);
  return {
    any: wish(() => true, "Open which search?", "There is no search yet.", "Start Sample Search begins one."),
    toPause: wish(can("canPause"), "Pause which search?", "No search runs that could be paused."),
    toResume: wish(can("canResume"), "Resume which search?", "No search is paused, stopped, failed or interrupted."),
    toStop: wish(can("canStop"), "Stop which search?", "No search runs that could be stopped."),
    toDelete: wish(() => true, "Delete which search?", "There is no search to delete."),
    withBest: wish(
      can("hasBest"),
      "The best rates of which search?",
      "No search has evaluated a candidate yet.",
      "Wait until the first one is evaluated.",
    ),
  };
}

function wish(fits: Wish["fits"], title: string, missing: string, hint?: string): Wish {
  return { fits, title, none: new UserError("search-none", missing, hint) };
}
