import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { basename, join, resolve, sep } from "node:path";
import * as z from "zod";
import { messageOf, UserError } from "../base/errors.ts";
import { type Checkpoint, readCheckpoint } from "./checkpoint.ts";
import { type ExpectedTensor, expectedTensors } from "./expected-tensors.ts";
import type { Family } from "./families/family.ts";
import { families } from "./families/index.ts";
import { errorCode, type JsonFile, parseJsonFile, readJsonFile } from "./json-file.ts";
import type { ModelFolder } from "./model-folder.ts";
import { prunableShape } from "./prunable-shape.ts";
import type { StoredTensor } from "./safetensors.ts";
import type { TensorLocation, WeightType } from "./tensor.ts";

const AnyConfig = z.object({ model_type: z.string(), quantization_config: z.unknown().optional() });

/**
 * Opens a Hugging Face model folder: reads its config and the headers of its weights, and checks that every tensor the
 * model needs is there, in a type that can be read and in the shape that the config implies.
 *
 * @param path of the folder, or of a snapshot in a Hugging Face cache
 * @throws UserError naming the file, tensor or config entry that is not as it should be
 */
export async function openModelFolder(path: string): Promise<ModelFolder> {
  const folder = resolve(path);
  const names = await listFolder(folder);
  const config = await readConfig(folder, names);
  const family = familyOf(config);
  const checkpoint = await readCheckpoint(folder, names);
  const transformer = family.transformer(config, (name) => checkpoint.tensors.has(name));
  return {
    path: folder,
    name: modelName(folder),
    weightsRoot: checkpoint.root,
    tensors: locations(checkpoint, expectedTensors(transformer)),
    transformer,
    shape: prunableShape(transformer),
    fingerprint: fingerprint(config, checkpoint),
  };
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    switch (errorCode(error)) {
      case "ENOENT":
        throw new UserError("model-missing", `The model folder ${folder} does not exist.`);
      case "ENOTDIR":
        throw new UserError(
          "model-not-a-folder",
          `${folder} is not a model folder.`,
          "Name the folder that holds config.json and the *.safetensors files.",
        );
      default:
        throw new UserError("model-unreadable", `The model folder ${folder} cannot be read: ${messageOf(error)}.`);
    }
  }
}

async function readConfig(folder: string, names: readonly string[]): Promise<JsonFile> {
  if (names.includes("config.json")) return readJsonFile(join(folder, "config.json"));
  const gguf = names.find((name) => name.endsWith(".gguf"));
  const found = gguf ? ` but ${gguf}, and GGUF files cannot be pruned` : "";
  throw new UserError(
    "config-missing",
    `${folder} has no config.json${found}.`,
    names.includes("snapshots")
      ? "In a Hugging Face cache, name a folder below snapshots/."
      : "Name a Hugging Face model folder: config.json, *.safetensors, tokenizer.json.",
  );
}

function familyOf(config: JsonFile): Family {
  const { model_type: modelType, quantization_config: quantization } = parseJsonFile(config, AnyConfig);
  if (quantization !== undefined && quantization !== null) {
    throw new UserError(
      "model-quantized",
      `${config.path} describes a quantized model (quantization_config), which cannot be pruned here.`,
      "Use the original checkpoint in float32, float16 or bfloat16.",
    );
  }
  const family = families.find((candidate) => candidate.modelType === modelType);
  if (family) return family;
  throw new UserError(
    "model-type-unsupported",
    `${config.path} has model_type "${modelType}", which is not supported.`,
    `Supported are ${families.map((known) => known.modelType).join(", ")}.`,
  );
}

/** The name of a folder; in a Hugging Face cache (`models--org--name/snapshots/<commit>`) the repository's, `org/name`. */
function modelName(folder: string): string {
  const [repository, snapshots] = folder.split(sep).slice(-3);
  if (snapshots === "snapshots" && repository?.startsWith("models--")) {
    return repository.slice("models--".length).replaceAll("--", "/");
  }
  return basename(folder);
}

function locations(checkpoint: Checkpoint, expected: readonly ExpectedTensor[]): Map<string, TensorLocation> {
  return new Map(expected.map((tensor) => [tensor.name, location(checkpoint.tensors.get(tensor.name), tensor)]));
}

function location(stored: StoredTensor | undefined, expected: ExpectedTensor): TensorLocation {
  const wanted = `[${expected.shape.join(", ")}]`;
  if (!stored) {
    throw new UserError(
      "tensor-missing",
      `The weights have no tensor ${expected.name}, which config.json asks for with shape ${wanted}.`,
      "The download is incomplete, or config.json belongs to another model.",
    );
  }
  const found = `[${stored.shape.join(", ")}]`;
  if (found !== wanted) {
    throw new UserError(
      "tensor-shape",
      `Tensor ${stored.name} in ${stored.file} has shape ${found}, but config.json asks for ${wanted}.`,
      "config.json belongs to another model, or was edited.",
    );
  }
  const { type } = stored;
  if (isWeightType(type)) return { ...stored, type };
  throw new UserError(
    "tensor-type",
    `Tensor ${stored.name} in ${stored.file} is stored as ${type}, but F32, F16 or BF16 is needed.`,
    "Use a checkpoint that is not quantized.",
  );
}

function isWeightType(type: string): type is WeightType {
  return type === "F32" || type === "F16" || type === "BF16";
}

function fingerprint(config: JsonFile, checkpoint: Checkpoint): string {
  const hash = createHash("sha256").update(config.bytes);
  for (const identity of checkpoint.identities) hash.update(identity);
  return hash.digest("hex");
}
