/** Keys of LLM endpoints. They live in VS Code's SecretStorage, or in the environment, and nowhere else. */
export interface ApiKeys {
  /**
   * The key of an endpoint: the stored one, else `SELF_PRUNER_API_KEY`, and for OpenAI itself `OPENAI_API_KEY`.
   * @param baseUrl undefined for OpenAI itself
   */
  find(baseUrl: string | undefined): Promise<string | undefined>;
  /** Asks for a key and stores it. @returns the key, or undefined when the person gave up */
  ask(baseUrl: string | undefined): Promise<string | undefined>;
  /** Lets the person choose which stored keys are forgotten. */
  forget(): Promise<void>;
}
