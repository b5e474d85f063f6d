/** The setting that turns the bars on and off, below `selfPruner.`. */
export const BARS_SETTING = "rateFiles.bars";

/** The view type of rate editors, which package.json names as a reason to activate. */
export const RATE_EDITOR = "selfPruner.rates";
