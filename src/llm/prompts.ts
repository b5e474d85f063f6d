/**
 * Every word that is said to an LLM. The parts are those that the Self-Pruner paper names (task, model, layers, target,
 * format, population with fitness, operator); the wording is our own.
 */
import type { ProposalRequest, ShownIndividual } from "../search/ports.ts";
import type { ChatMessage } from "./journal.ts";

/** What a prompt tells of the model. */
export interface PromptModel {
  /** As its users know it: `Llama-2-7b-hf`. */
  readonly name: string;
  /** One figure per layer, how much the loss suffers when the layer is cut; higher is more sensitive. */
  readonly sensitivity?: readonly number[];
}

/** How the vectors are to be written: held to a JSON schema by the endpoint, or as bracketed lists by word alone. */
export type AnswerFormat = "json" | "lists";

/** The chat that asks for the vectors of `request`. */
export function promptFor(request: ProposalRequest, model: PromptModel, format: AnswerFormat): ChatMessage[] {
  const parts = [
    task(request, model),
    constraint(request),
    sensitivity(model),
    population(request.population),
    instruction(request),
    request.retry ? "An earlier answer had too few valid vectors: check the length and the mean of each." : "",
    format === "json" ? jsonFormat(request) : listFormat(request),
  ];
  return [
    { role: "system", content: SYSTEM },
    { role: "user", content: parts.filter((part) => part !== "").join("\n\n") },
  ];
}

/** JSON schema of the answer. Every property is required and none may be added, as OpenAI's strict mode wants it. */
export function answerSchema(request: ProposalRequest): Record<string, unknown> {
  const rates = { type: "array", items: { type: "number" }, minItems: request.layers, maxItems: request.layers };
  const parents = { type: "array", items: { type: "integer" } };
  // Parents come first: whoever names them before the numbers writes numbers that fit them.
  const properties = request.operator === "initial" ? { rates } : { parents, rates };
  const individual = object(properties);
  return object({ individuals: { type: "array", items: individual } });
}

const SYSTEM =
  "You are the evolutionary operator of a search for the layer-wise pruning rates of a large language model. " +
  "You write rate vectors, a program measures them. Answer with the vectors only, without explanations.";

function task({ layers }: ProposalRequest, model: PromptModel): string {
  return (
    `Task: the model "${model.name}" has ${layers} transformer layers. Structured pruning removes from each layer the ` +
    "given fraction of its least important attention heads and MLP neurons: the layer's pruning rate, from 0 (left " +
    "whole) to 1 (removed). Find the rates, first layer first, with which the pruned model loses least. A vector's " +
    "fitness is the measured loss of the model pruned by it: lower is better."
  );
}

function constraint({ layers, target }: ProposalRequest): string {
  return (
    `Constraint: every vector has exactly ${layers} rates between 0 and 1, and their mean must equal ` +
    `${target.toFixed(5)}. To cut one layer less, cut others more.`
  );
}

function sensitivity({ sensitivity: figures }: PromptModel): string {
  if (!figures) return "";
  const list = figures.map((figure) => figure.toPrecision(3)).join(", ");
  return `Measured sensitivity of the layers, first layer first, higher means that it should be cut less: [${list}]`;
}

function population(individuals: readonly ShownIndividual[]): string {
  if (individuals.length === 0) return "";
  const rows = individuals.map(({ id, fitness, rates }) => {
    return `id ${id}, fitness ${fitness.toPrecision(6)}: [${rates.map((rate) => rate.toFixed(4)).join(", ")}]`;
  });
  return ["Population, best first:", ...rows].join("\n");
}

function instruction({ operator, count }: ProposalRequest): string {
  switch (operator) {
    case "initial":
      return (
        `Write ${count} different vectors for the first population. Use what you know about which layers of such a ` +
        "model carry most (often the first and the last few) and which are redundant, and try distinct profiles."
      );
    case "mutation":
      return (
        `Mutation: write ${count} new vectors, each made from one parent of the population by changing the rates of a ` +
        "few layers. Prefer parents with low fitness, learn from how the better ones differ from the worse ones, and " +
        "repeat no vector of the population."
      );
    case "crossover":
      return (
        `Crossover: write ${count} new vectors, each made by combining the rates of two or more parents of the ` +
        "population, layer by layer or in stretches. Prefer parents with low fitness, and repeat no vector of the " +
        "population."
      );
  }
}

function jsonFormat({ operator }: ProposalRequest): string {
  const individual =
    operator === "initial" ? '{"rates": [0.1, 0.2, …]}' : '{"parents": [ids of its parents], "rates": [0.1, 0.2, …]}';
  return `Format: one JSON object {"individuals": [${individual}, …]}. Write rates with at most four decimals.`;
}

function listFormat({ layers }: ProposalRequest): string {
  return (
    `Format: one vector per line as a bracketed list of ${layers} comma-separated numbers, such as [0.1, 0.2, …], ` +
    "with at most four decimals and nothing else around it."
  );
}

function object(properties: Record<string, unknown>): Record<string, unknown> {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}
