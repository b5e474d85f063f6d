import { UserError } from "../../base/errors.ts";
import type { Memento } from "../memento.ts";
import { keyProblem, trimmedKey } from "./check-key.ts";
import { type Endpoint, endpointOf, isBaseUrl, OPENAI } from "./endpoint.ts";

/** The part of `vscode.SecretStorage` that keys need. */
export interface Secrets {
  get(name: string): PromiseLike<string | undefined>;
  store(name: string, value: string): PromiseLike<void>;
  delete(name: string): PromiseLike<void>;
}

/** SecretStorage cannot list what it holds, so the origins (never the keys) are noted here. */
const ORIGINS = "selfPruner.keyOrigins";

/** Keys by the origin of their endpoint. Nothing but `secrets` ever holds one. */
export class KeyStore {
  readonly #secrets: Secrets;
  readonly #state: Memento;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(secrets: Secrets, state: Memento, environment: NodeJS.ProcessEnv) {
    this.#secrets = secrets;
    this.#state = state;
    this.#environment = environment;
  }

  /** Endpoints with a stored key. */
  get endpoints(): readonly Endpoint[] {
    return this.#origins.map((origin) => endpointOf(origin));
  }

  /** The stored key, else that of the environment. */
  async find(baseUrl: string | undefined): Promise<string | undefined> {
    const endpoint = endpointOf(baseUrl);
    return (await this.#secrets.get(secretName(endpoint))) ?? this.#ofEnvironment(endpoint);
  }

  /** @throws UserError `api-key-invalid`, and as `endpointOf` */
  async store(baseUrl: string | undefined, typed: string): Promise<void> {
    const endpoint = endpointOf(baseUrl);
    const problem = keyProblem(typed);
    if (problem !== undefined) throw new UserError("api-key-invalid", problem);
    // Noted first: a key that is not in the list could not be forgotten.
    await this.#state.update(ORIGINS, [...new Set([...this.#origins, endpoint.origin])]);
    await this.#secrets.store(secretName(endpoint), trimmedKey(typed));
  }

  async forget(endpoint: Endpoint): Promise<void> {
    await this.#secrets.delete(secretName(endpoint));
    const others = this.#origins.filter((origin) => origin !== endpoint.origin);
    await this.#state.update(ORIGINS, others);
  }

  get #origins(): readonly string[] {
    const noted = this.#state.get(ORIGINS);
    return Array.isArray(noted) ? noted.filter((origin) => typeof origin === "string" && isBaseUrl(origin)) : [];
  }

  /** OpenAI's own variable is for OpenAI's own endpoint: another server gets only the key meant for it. */
  #ofEnvironment({ origin }: Endpoint): string | undefined {
    const own = origin === OPENAI.origin ? this.#environment["OPENAI_API_KEY"] : undefined;
    return this.#environment["SELF_PRUNER_API_KEY"] || own || undefined;
  }
}

function secretName({ origin }: Endpoint): string {
  return `selfPruner.apiKey.${origin}`;
}
