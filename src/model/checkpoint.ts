import { realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, parse, relative, resolve, sep } from "node:path";
import * as z from "zod";
import { messageOf, UserError } from "../base/errors.ts";
import { parseJsonFile, readJsonFile } from "./json-file.ts";
import { readSafetensorsHeader, type StoredTensor } from "./safetensors.ts";

/** The weights of a model folder, by tensor name; files are real paths. */
export interface Checkpoint {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Deepest real folder that all weight files lie below. */
  readonly root: string;
  /** What each file is known by, in the order of the files' names. */
  readonly identities: readonly Buffer[];
}

const SINGLE = "model.safetensors";
const INDEX = "model.safetensors.index.json";

const WeightIndex = z.object({ weight_map: z.record(z.string(), z.string()) });

/**
 * Reads the headers of a folder's safetensors files: `model.safetensors`, or else every shard that
 * `model.safetensors.index.json` names (the order in which transformers looks for them).
 *
 * @param names of the folder's files
 * @throws UserError when there are none, or when a file, an entry of the index or a header is not as it should be
 */
export async function readCheckpoint(folder: string, names: readonly string[]): Promise<Checkpoint> {
  if (names.includes(SINGLE)) return readSingle(join(folder, SINGLE));
  if (names.includes(INDEX)) return readShards(folder);
  throw noWeights(folder, names);
}

async function readSingle(path: string): Promise<Checkpoint> {
  const file = await realFile(path);
  const { identity, tensors } = await readSafetensorsHeader(file);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return { tensors: byName, root: dirname(file), identities: [identity] };
}

async function readShards(folder: string): Promise<Checkpoint> {
  const index = await readJsonFile(join(folder, INDEX));
  const claims = Object.entries(parseJsonFile(index, WeightIndex).weight_map);
  const shardNames = [...new Set(claims.map(([, shard]) => shard))].sort();
  if (shardNames.length === 0) throw new UserError("index-empty", `${index.path} names no tensor.`);
  const shards = new Map<string, Shard>();
  for (const name of shardNames) shards.set(name, await readShard(folder, name));
  return {
    tensors: new Map(claims.map(([tensor, shard]) => [tensor, claimedTensor(shards, tensor, shard)])),
    root: commonFolder([...shards.values()].map(({ file }) => dirname(file))),
    identities: [...shards.values()].map(({ identity }) => identity),
  };
}

interface Shard {
  readonly file: string;
  readonly identity: Buffer;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

async function readShard(folder: string, name: string): Promise<Shard> {
  const path = resolve(folder, name);
  const fromFolder = relative(folder, path);
  if (isAbsolute(name) || isAbsolute(fromFolder) || fromFolder === "" || fromFolder.split(sep)[0] === "..") {
    throw new UserError("index-escapes", `${INDEX} names the file "${name}", which is outside ${folder}.`);
  }
  const file = await realFile(path);
  const { identity, tensors } = await readSafetensorsHeader(file);
  return { file, identity, tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])) };
}

function claimedTensor(shards: ReadonlyMap<string, Shard>, tensor: string, shard: string): StoredTensor {
  const stored = shards.get(shard)?.tensors.get(tensor);
  if (stored) return stored;
  throw new UserError(
    "index-tensor-missing",
    `${INDEX} says that tensor ${tensor} is in ${shard}, but it is not there.`,
    "Index and shards belong to different models or one of them is incomplete; download them again.",
  );
}

/** The file behind a path: in a Hugging Face cache, snapshots are links into `blobs/`. */
async function realFile(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw new UserError(
      "weights-missing",
      `The weight file ${path} cannot be found: ${messageOf(error)}.`,
      "Download the model again.",
    );
  }
}

/** The deepest folder that holds all of the given ones. */
function commonFolder(folders: readonly string[]): string {
  const [first = "", ...rest] = folders;
  let common = first;
  while (!rest.every((folder) => folder === common || folder.startsWith(withSeparator(common)))) {
    if (common === parse(common).root) break;
    common = dirname(common);
  }
  return common;
}

function withSeparator(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}

function noWeights(folder: string, names: readonly string[]): UserError {
  const foreign = names.find((name) => /\.(bin|pt|pth|gguf|h5|msgpack|onnx)$/.test(name));
  const found = foreign ? `only ${foreign}` : "none";
  return new UserError(
    "weights-not-safetensors",
    `${folder} has no weights in the safetensors format (${SINGLE}, or ${INDEX} with its shards); found ${found}.`,
    foreign
      ? 'Convert it with transformers: `AutoModelForCausalLM.from_pretrained(folder).save_pretrained("converted")`.'
      : "Download the model's *.safetensors files too.",
  );
}
