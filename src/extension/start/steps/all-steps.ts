import type { Catalog, ModelDescription, SearchSummary } from "../../../protocol/runner.ts";
import type { ApiKeys } from "../../keys/api-keys.ts";
import type { EditorModel } from "../../language-models/editor-models.ts";
import type { Found } from "../find/found.ts";
import type { TextFields } from "../find/text-fields.ts";
import type { LlmPrices } from "../llm-prices.ts";
import { apiKeyStep } from "./api-key.ts";
import { budgetStep } from "./budget.ts";
import { deviceStep } from "./device.ts";
import { limitStep } from "./limit.ts";
import { llmStep } from "./llm.ts";
import { llmBaseUrlStep } from "./llm-base-url.ts";
import { llmModelStep } from "./llm-model.ts";
import { llmReplayStep } from "./llm-replay.ts";
import { methodStep, usesLlm } from "./method.ts";
import { modelStep } from "./model.ts";
import { presetStep } from "./preset.ts";
import { seedStep } from "./seed.ts";
import type { SearchStep } from "./step-types.ts";
import { type SummaryPorts, summaryStep } from "./summary.ts";
import { targetStep } from "./target.ts";
import { testSourceStep } from "./test-source.ts";
import { testTextStep } from "./test-text.ts";
import { searchTextStep } from "./text.ts";
import { textFieldStep } from "./text-field.ts";

type Find = (signal: AbortSignal) => AsyncIterable<readonly Found[]>;

/** What the steps need of the world. */
export interface StepPorts {
  readonly models: Find;
  readonly texts: Find;
  readonly testTexts: Find;
  readonly browseFolder: () => Promise<string | undefined>;
  readonly browseText: () => Promise<string | undefined>;
  readonly fields: (path: string) => Promise<TextFields>;
  readonly describe: (path: string) => Promise<ModelDescription>;
  readonly catalog: () => Promise<Catalog>;
  readonly searches: () => Promise<readonly SearchSummary[]>;
  readonly draft: SummaryPorts["draft"];
  readonly editorModels: () => Promise<readonly EditorModel[]>;
  readonly keys: Pick<ApiKeys, "find" | "store">;
  readonly prices: () => LlmPrices;
  /** One line on the answers of the last time, when they are to be offered. */
  readonly last: string | undefined;
}

/** Everything that is asked before a search starts, in its order. */
export function allSteps(ports: StepPorts): readonly SearchStep[] {
  const { catalog, describe, fields, prices } = ports;
  const text = { find: ports.texts, fields, browse: ports.browseText };
  return [
    modelStep({ find: ports.models, ready: catalog, describe, browse: ports.browseFolder, last: ports.last }),
    searchTextStep(text),
    textFieldStep("text", fields),
    testSourceStep,
    testTextStep({ ...text, find: ports.testTexts }),
    textFieldStep("test", fields),
    targetStep(describe),
    methodStep(catalog),
    presetStep(catalog),
    llmStep(ports),
    llmBaseUrlStep,
    llmModelStep(() => Object.keys(prices())),
    llmReplayStep(ports.searches),
    apiKeyStep(ports.keys),
    budgetStep(prices),
    limitStep("evaluations"),
    limitStep("seconds"),
    limitStep("llmMoney"),
    deviceStep,
    seedStep,
    summaryStep({ draft: ports.draft, usesLlm: (method) => usesLlm(catalog, method) }),
  ];
}
