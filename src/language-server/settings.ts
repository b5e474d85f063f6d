import * as z from "zod";
import type { LanguageServerSettings } from "../protocol/language-server.ts";

const Settings = z.object({ edgeHints: z.boolean() });

/** The settings that a client sent; what is not among them, or nonsense, is as it is without a client. */
export function readSettings(sent: unknown): LanguageServerSettings {
  const read = Settings.safeParse(sent);
  return read.success ? read.data : { edgeHints: true };
}
