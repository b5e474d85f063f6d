import type { Family } from "./family.ts";
import { llama } from "./llama.ts";
import { opt } from "./opt.ts";

/** All supported families. */
export const families: readonly Family[] = [llama, opt];
