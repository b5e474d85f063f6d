/** The language id of rate files. */
export const LANGUAGE = "pruning-rates";

/** The setting that turns the bars on and off, below `selfPruner.`. */
export const BARS_SETTING = "rateFiles.bars";
