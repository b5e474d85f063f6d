import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import * as z from "zod";
import { messageOf, UserError } from "../base/errors.ts";
import { type JsonFile, parseJsonFile, readJsonFile } from "./json-file.ts";
import { mergeJunctions } from "./merge-junctions.ts";
import type { ModelFolder } from "./model-folder.ts";
import { withUnicodeDigits } from "./unicode-digits.ts";

/** The part of the package that is used here; its own type declarations do not resolve under Node's module resolution. */
interface LibraryTokenizer {
  readonly model: {
    /** Tokens of pre-tokenized words. */
    encode: (words: string[]) => string[];
    /** What follows is there in byte-pair models only. */
    readonly merges?: readonly (readonly [left: string, right: string])[];
    readonly ignore_merges?: boolean;
    readonly end_of_word_suffix?: string | null;
    readonly continuing_subword_suffix?: string | null;
  };
  encode(text: string, options: { readonly add_special_tokens: boolean }): { readonly ids: readonly number[] };
  token_to_id(token: string): number | undefined;
  get_vocab(withAddedTokens: boolean): ReadonlyMap<string, number>;
}

/** Turns text into the token ids of one model. */
export interface TextTokenizer {
  /** The token that begins a sequence; undefined for models without one. */
  readonly bosToken: number | undefined;
  /**
   * Token ids of a whole text, no special tokens added.
   *
   * @throws UserError `tokenizer-model-mismatch` when an id has no row in the model's embedding
   */
  encode(text: string): Int32Array;
}

const TokenizerJson = z.looseObject({ pre_tokenizer: z.unknown() });

/** `bos_token` is a string, or an added token written out. */
const TokenizerConfig = z.object({
  bos_token: z.union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)]).nullish(),
});

/**
 * Opens the tokenizer of a model folder: `tokenizer.json`, and `tokenizer_config.json` where there is one.
 *
 * @throws UserError when it is missing, cannot be read or has more tokens than the model
 */
export async function openTokenizer(model: ModelFolder): Promise<TextTokenizer> {
  const file = await readTokenizerFile(model);
  const tokenizer = parseTokenizer(file);
  const inEmbedding = (ids: readonly number[]) => checkIds(ids, model.transformer.vocabulary, file.path);
  inEmbedding([...tokenizer.get_vocab(false).values()]);
  const bosToken = (await configuredBos(model, tokenizer)) ?? model.transformer.bosToken;
  if (bosToken !== undefined) inEmbedding([bosToken]);
  splitBeforeMerging(tokenizer);
  return {
    bosToken,
    encode: (text) => Int32Array.from(inEmbedding(tokenizer.encode(text, { add_special_tokens: false }).ids)),
  };
}

function checkIds(ids: readonly number[], vocabulary: number, path: string): readonly number[] {
  // Negated: the library gives undefined for a token that is in no vocabulary.
  const foreign = ids.findIndex((id) => !(id >= 0 && id < vocabulary));
  if (foreign === -1) return ids;
  throw new UserError(
    "tokenizer-model-mismatch",
    `${path} has a token of id ${ids[foreign]}, but the model's embedding has ${vocabulary} rows.`,
    "The tokenizer belongs to another model.",
  );
}

async function readTokenizerFile(model: ModelFolder): Promise<JsonFile> {
  try {
    return await readJsonFile(join(model.path, "tokenizer.json"));
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "file-missing") throw error;
    throw new UserError(
      "tokenizer-missing",
      `${model.path} has no tokenizer.json.`,
      "Make it with transformers from the model's other tokenizer files: `AutoTokenizer.from_pretrained(folder).save_pretrained(folder)`.",
    );
  }
}

function parseTokenizer(file: JsonFile): LibraryTokenizer {
  const json = parseJsonFile(file, TokenizerJson);
  try {
    // No tokenizer_config: as in Python's tokenizers, tokenizer.json alone says how a text is encoded.
    return new Tokenizer({ ...json, pre_tokenizer: withUnicodeDigits(json.pre_tokenizer) }, {});
  } catch (error) {
    throw new UserError("tokenizer-invalid", `${file.path} is not a tokenizer that can be read: ${messageOf(error)}.`);
  }
}

/** Makes byte-pair encoding linear in the length of the text; see {@link mergeJunctions} for why no id changes. */
function splitBeforeMerging({ model }: LibraryTokenizer): void {
  // What looks at a whole word (words taken from the vocabulary unmerged, suffixes at word ends) must see whole words.
  if (!model.merges || model.ignore_merges || model.end_of_word_suffix || model.continuing_subword_suffix) return;
  const pieces = mergeJunctions(model.merges);
  const encode = model.encode.bind(model);
  model.encode = (words) => encode(words.flatMap(pieces));
}

async function configuredBos(model: ModelFolder, tokenizer: LibraryTokenizer): Promise<number | undefined> {
  try {
    const file = await readJsonFile(join(model.path, "tokenizer_config.json"));
    const { bos_token: bos } = parseJsonFile(file, TokenizerConfig);
    return bos ? tokenizer.token_to_id(bos) : undefined;
  } catch (error) {
    if (error instanceof UserError && error.code === "file-missing") return undefined;
    throw error;
  }
}
