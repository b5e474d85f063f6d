import type { Catalog } from "../../../protocol/runner.ts";
import type { PickRow } from "../flow/dialogs.ts";
import type { SearchStep } from "./step-types.ts";

/** Asks for the search method. @param catalog of the runner, which may still be starting */
export function methodStep(catalog: () => Promise<Catalog>): SearchStep {
  return {
    id: "method",
    title: "Method",
    topic: "method",
    applies: () => true,
    isAnswered: ({ method }) => method !== undefined,
    async ask(answers, ask) {
      const method = await ask.pick({
        placeholder: "How the rates are searched",
        rows: () => entryRows(catalog, ({ methods }) => methods),
        active: answers.method,
      });
      return { answers: { ...answers, method } };
    },
  };
}

/** The entries of one of the catalog's lists, once it is there. */
export async function* entryRows(
  catalog: () => Promise<Catalog>,
  list: (catalog: Catalog) => readonly { readonly name: string; readonly description: string }[],
): AsyncGenerator<readonly PickRow<string>[], void> {
  yield list(await catalog()).map(({ name, description }) => ({
    id: name,
    label: name,
    detail: description,
    value: name,
  }));
}

/** Whether a method asks an LLM; before one is chosen, the first. While the runner is away, none does. */
export async function usesLlm(catalog: () => Promise<Catalog>, method: string | undefined): Promise<boolean> {
  const { methods } = await catalog().catch(() => ({ methods: [] }) as Pick<Catalog, "methods">);
  const chosen = method === undefined ? methods[0] : methods.find(({ name }) => name === method);
  return chosen?.usesLlm ?? false;
}
