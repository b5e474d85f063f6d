/** Keys of LLM endpoints. They live in VS Code's SecretStorage, or in the environment, and nowhere else. */
export interface ApiKeys {
  /**
   * The key of an endpoint: the stored one, else `SELF_PRUNER_API_KEY`, and for OpenAI itself `OPENAI_API_KEY`.
   * @param baseUrl undefined for OpenAI itself
   * @throws UserError `base-url-invalid` or `base-url-credentials`
   */
  find(baseUrl: string | undefined): Promise<string | undefined>;
  /** Keeps a key for the origin of an endpoint. @throws UserError `api-key-invalid`, and as `find` */
  store(baseUrl: string | undefined, key: string): Promise<void>;
  /** Asks for a key and stores it. @returns the key, or undefined when the person gave up */
  ask(baseUrl: string | undefined): Promise<string | undefined>;
  /** Asks for an endpoint, and then for its key. */
  set(): Promise<void>;
  /** Lets the person choose which stored keys are forgotten. */
  forget(): Promise<void>;
}
