import * as z from "zod";
import type { RequestMap, RequestName, SearchDraft } from "../protocol/runner.ts";
import type { SpecDraft } from "../search/complete-spec.ts";
import { presetNames } from "../search/presets.ts";
import { SearchSpec, TextSource } from "../search/spec.ts";

const Id = z.string().min(1).max(100);
const Key = z.string().min(1).max(4096);
const None = z.strictObject({});
const Fraction = z.number().min(0).max(1);
/** Rows that are read at once. */
const Rows = z.int().min(1).max(1000);
const Ordinal = z.int().min(0);
const Section = z.record(z.string(), z.unknown()).optional();

/** The rest of it is checked when it is made complete: defaults that were filled in here would win over the preset. */
const Draft = z.strictObject({
  preset: z.enum(presetNames),
  spec: z
    .looseObject({ model: z.string().min(1), protocol: Section, evolution: Section })
    .transform((spec) => spec as unknown as SpecDraft),
}) satisfies z.ZodType<SearchDraft>;

/** What is let in: every parameter of every request, as it arrives. */
export const paramSchemas = {
  hello: z.object({
    token: z.string().max(1000),
    protocol: z.number(),
    client: z.string().max(200),
    shutdown: z.literal(true).optional(),
  }),
  "search/start": z.strictObject({ spec: SearchSpec, apiKey: Key.optional() }),
  "search/list": None,
  "search/get": z.strictObject({ id: Id }),
  "search/subscribe": z.strictObject({ id: Id, after: z.int().min(0) }),
  "search/unsubscribe": z.strictObject({ id: Id }),
  "search/pause": z.strictObject({ id: Id }),
  "search/resume": z.strictObject({ id: Id, apiKey: Key.optional() }),
  "search/stop": z.strictObject({ id: Id }),
  "search/delete": z.strictObject({ id: Id }),
  "search/snapshot": z.strictObject({ id: Id, width: z.int().min(1).max(20_000), rows: Rows }),
  "search/best": z.strictObject({ id: Id, limit: Rows }),
  "search/generations": z.strictObject({ id: Id, limit: Rows }),
  "search/candidate": z.strictObject({ id: Id, candidate: Ordinal }),
  "search/call": z.strictObject({ id: Id, ordinal: Ordinal }),
  "search/draft": Draft,
  "model/describe": z.strictObject({ path: z.string().min(1) }),
  "device/resolve": z.strictObject({ device: SearchSpec.shape.device, dtype: SearchSpec.shape.dtype }),
  catalog: None,
  evaluate: z.strictObject({
    ticket: Id,
    model: z.string().min(1),
    rates: z.array(z.strictObject({ attention: Fraction, mlp: Fraction })).min(1),
    target: Fraction.optional(),
    text: TextSource,
    calibration: TextSource.optional(),
    calibrationWindows: z.int().positive(),
    seqlen: z.int().min(8).max(131_072),
    bos: z.boolean(),
    windows: z.int().positive().optional(),
    importance: z.string().min(1),
    scoring: SearchSpec.shape.scoring,
    device: SearchSpec.shape.device,
    dtype: SearchSpec.shape.dtype,
  }),
  "evaluate/cancel": z.strictObject({ ticket: Id }),
  doctor: None,
  ping: None,
  "llm/offer": None,
  shutdown: None,
} satisfies Record<RequestName, z.ZodType>;

/** A piece of an answer that an editor's language model writes. */
export const EditorText = z.strictObject({ ticket: Id, text: z.string().max(1_000_000) });

/** Parameters after validation, defaults filled in. */
export type Params<K extends RequestName> = z.output<(typeof paramSchemas)[K]>;

/** One handler per request, each with its validated parameters. */
export type Handlers = {
  readonly [K in Exclude<RequestName, "hello">]: (
    params: Params<K>,
  ) => RequestMap[K]["result"] | Promise<RequestMap[K]["result"]>;
};
