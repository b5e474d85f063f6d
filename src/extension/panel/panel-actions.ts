import type { PanelAction } from "../../protocol/webview.ts";

/** A command of the palette with what it is called with. */
export interface PanelCommand {
  readonly command: `selfPruner.${string}`;
  readonly parameters: readonly unknown[];
}

/** The command behind what a person asks for in a panel: the panel can do nothing that the palette cannot. */
export function panelCommand(action: PanelAction, search: string, candidate: number | undefined): PanelCommand {
  const rates = (best: PanelCommand["command"], one: PanelCommand["command"]): PanelCommand =>
    candidate === undefined ? ofSearch(best) : { command: one, parameters: [{ search, candidate }] };
  const ofSearch = (command: PanelCommand["command"]): PanelCommand => ({ command, parameters: [search] });
  const alone = (command: PanelCommand["command"]): PanelCommand => ({ command, parameters: [] });
  switch (action) {
    case "pause":
      return ofSearch("selfPruner.pauseSearch");
    case "resume":
      return ofSearch("selfPruner.resumeSearch");
    case "stop":
      return ofSearch("selfPruner.stopSearch");
    case "saveRates":
      return rates("selfPruner.saveBestRates", "selfPruner.saveCandidateRates");
    case "copyRates":
      return rates("selfPruner.copyBestRates", "selfPruner.copyCandidateRates");
    case "compare":
      return ofSearch("selfPruner.compareSearches");
    case "startSample":
      return alone("selfPruner.startSampleSearch");
    case "startSearch":
      return alone("selfPruner.startSearch");
    case "showRunners":
      return alone("selfPruner.showRunners");
    case "showLog":
      return alone("selfPruner.showLog");
  }
}
