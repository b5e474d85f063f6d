import * as z from "zod";
import type { RateEditorMessage, RateEditorState } from "../../../protocol/rate-editor.ts";

/** More than any model has; what a rate file can name. */
const MOST_LAYERS = 10_000;

const Layer = z.int().min(0).max(MOST_LAYERS);
const Layers = z.array(Layer).max(MOST_LAYERS);
const Rate = z.number().min(0).max(1);
const Version = z.int().min(0);
const Part = z.enum(["layer", "attention", "mlp"]);

const Change = z.strictObject({
  part: Part,
  settings: z.array(z.strictObject({ layers: Layers, rate: Rate })).max(MOST_LAYERS),
  keepMean: z.boolean(),
});

const Message = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ready") }),
  z.strictObject({ type: z.literal("preview"), ticket: z.int().min(0), version: Version, change: Change }),
  z.strictObject({ type: z.literal("change"), version: Version, change: Change }),
  z.strictObject({ type: z.literal("lock"), version: Version, layers: Layers, locked: z.boolean() }),
  z.strictObject({ type: z.literal("takeOver"), version: Version, layers: Layers.optional(), keepMean: z.boolean() }),
  z.strictObject({ type: z.literal("fix"), version: Version, fix: z.enum(["layers", "mean"]) }),
  z.strictObject({ type: z.literal("command"), command: z.enum(["undo", "redo", "save", "compare", "showText"]) }),
  z.strictObject({ type: z.literal("select"), layers: Layers }),
  z.strictObject({ type: z.literal("revealProblem") }),
  z.strictObject({ type: z.literal("closeBeside") }),
  z.strictObject({ type: z.literal("error"), text: z.string().max(10_000) }),
]);

const Beside = z.object({
  name: z.string().max(1000),
  rates: z
    .array(z.object({ attention: Rate, mlp: Rate }))
    .min(1)
    .max(MOST_LAYERS),
});

const State = z.object({
  file: z.string().min(1).max(10_000),
  part: Part.optional().catch(undefined),
  keepMean: z.boolean().optional().catch(undefined),
  table: z.boolean().optional().catch(undefined),
  beside: Beside.optional().catch(undefined),
});

/** What a webview sent, if it is a message of ours: a webview is untrusted. */
export function readRateEditorMessage(message: unknown): RateEditorMessage | undefined {
  return Message.safeParse(message).data;
}

/** The state of a rate editor as VS Code kept it over a reload; undefined when it names no file. */
export function readRateEditorState(state: unknown): RateEditorState | undefined {
  return State.safeParse(state).data;
}
