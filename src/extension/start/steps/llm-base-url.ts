import { endpointOf, endpointWarning } from "../../keys/endpoint.ts";
import type { Remark } from "../flow/dialogs.ts";
import { problemOf } from "./ask-until-valid.ts";
import type { SearchStep } from "./step-types.ts";

/** Asks for the address of an OpenAI-compatible endpoint. */
export const llmBaseUrlStep: SearchStep = {
  id: "llmBaseUrl",
  title: "Base URL of the LLM",
  topic: "llm",
  applies: ({ llm }) => llm === "compatible",
  isAnswered: ({ compatible }) => compatible.baseUrl !== undefined,
  async ask(answers, ask) {
    const typed = await ask.type({
      prompt: "Base URL of an endpoint that speaks OpenAI's chat completions.",
      placeholder: "http://localhost:8000/v1",
      value: answers.compatible.baseUrl,
      remark: remarkOnUrl,
    });
    return { answers: { ...answers, compatible: { ...answers.compatible, baseUrl: typed.trim() } } };
  },
};

function remarkOnUrl(text: string): Remark | undefined {
  try {
    endpointOf(text);
    const warning = endpointWarning(text);
    return warning === undefined ? undefined : { kind: "warning", text: warning };
  } catch (error) {
    return { kind: "error", text: problemOf(error) };
  }
}
