import type { ApiKeys } from "../../keys/api-keys.ts";
import { keyProblem } from "../../keys/check-key.ts";
import { endpointOf, OPENAI } from "../../keys/endpoint.ts";
import type { Answers } from "../answers.ts";
import type { Remark } from "../flow/dialogs.ts";
import type { SearchStep } from "./step-types.ts";

/** Asks for the key of the LLM's endpoint where none is known. The key goes to the store and into no answer. */
export function apiKeyStep(keys: Pick<ApiKeys, "find" | "store">): SearchStep {
  return {
    id: "apiKey",
    title: "API Key",
    topic: "llm",
    async applies(answers) {
      if (answers.llm !== "openai" && answers.llm !== "compatible") return false;
      return !isKeyless(answers) && (await keys.find(baseUrlOf(answers))) === undefined;
    },
    // Where the key is known the step does not apply.
    isAnswered: () => false,
    async ask(answers, ask) {
      const endpoint = endpointOf(baseUrlOf(answers));
      const isOptional = endpoint.origin !== OPENAI.origin;
      const key = await ask.type({
        prompt: `Key of ${endpoint.name}, kept in VS Code's secret storage.${isOptional ? " Empty: it needs none." : ""}`,
        isSecret: true,
        isOptional,
        remark: remarkOnKey,
      });
      if (key.trim() === "") return { answers: withoutKey(answers, endpoint.origin) };
      await keys.store(baseUrlOf(answers), key);
      return { answers };
    },
  };
}

/** Address of the LLM's endpoint; undefined for OpenAI itself. */
function baseUrlOf({ llm, compatible }: Answers): string | undefined {
  return llm === "compatible" ? compatible.baseUrl : undefined;
}

function isKeyless({ llm, compatible }: Answers): boolean {
  if (llm !== "compatible" || compatible.baseUrl === undefined) return false;
  return endpointOf(compatible.baseUrl).origin === compatible.keyless;
}

function withoutKey(answers: Answers, origin: string): Answers {
  return { ...answers, compatible: { ...answers.compatible, keyless: origin } };
}

function remarkOnKey(text: string): Remark | undefined {
  const problem = keyProblem(text);
  return problem === undefined ? undefined : { kind: "error", text: problem };
}
