import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { UserError } from "../../../../src/base/errors.ts";
import { keyProblem } from "../../../../src/extension/keys/check-key.ts";
import { endpointOf, endpointWarning, isBaseUrl } from "../../../../src/extension/keys/endpoint.ts";
import { KeyStore } from "../../../../src/extension/keys/key-store.ts";
import { MemoryMemento } from "../../../support/memento.ts";

/** `vscode.SecretStorage` in memory. */
class MemorySecrets {
  readonly values = new Map<string, string>();
  get = async (name: string) => this.values.get(name);
  store = async (name: string, value: string) => void this.values.set(name, value);
  delete = async (name: string) => void this.values.delete(name);
}

function stores(environment: NodeJS.ProcessEnv = {}) {
  const secrets = new MemorySecrets();
  const state = new MemoryMemento();
  return { secrets, state, keys: new KeyStore(secrets, state, environment) };
}

describe("the keys of endpoints", () => {
  it("are found by the origin of the base URL", async () => {
    const { keys } = stores();
    await keys.store("http://localhost:8000/v1", " sk-local \n");
    assert.equal(await keys.find("http://localhost:8000/other"), "sk-local");
    assert.equal(await keys.find("http://localhost:8001/v1"), undefined);
    assert.equal(await keys.find("https://localhost:8000/v1"), undefined);
    assert.equal(await keys.find(undefined), undefined);
  });

  it("of OpenAI itself are found with and without its address", async () => {
    const { keys } = stores();
    await keys.store(undefined, "sk-openai");
    assert.equal(await keys.find("https://api.openai.com/v1"), "sk-openai");
  });

  it("come from the environment where none is stored, OpenAI's for OpenAI alone", async () => {
    const { keys } = stores({ OPENAI_API_KEY: "sk-openai" });
    assert.equal(await keys.find(undefined), "sk-openai");
    assert.equal(await keys.find("https://elsewhere.example/v1"), undefined);
    assert.equal(await keys.find("http://api.openai.com/v1"), undefined);
    assert.equal(await keys.find("https://api.openai.com.evil.example/v1"), undefined);
    const any = stores({ OPENAI_API_KEY: "sk-openai", SELF_PRUNER_API_KEY: "sk-any" }).keys;
    assert.deepEqual([await any.find(undefined), await any.find("http://localhost:1/v1")], ["sk-any", "sk-any"]);
    await any.store("http://localhost:1/v1", "sk-stored");
    assert.equal(await any.find("http://localhost:1/v1"), "sk-stored");
    assert.equal(await stores({ OPENAI_API_KEY: "", SELF_PRUNER_API_KEY: "" }).keys.find(undefined), undefined);
  });

  it("are listed by endpoint and forgotten one by one; no list holds a key", async () => {
    const { secrets, state, keys } = stores();
    await keys.store(undefined, "sk-openai");
    await keys.store("http://localhost:8000/v1", "sk-local");
    await keys.store("http://localhost:8000/v2", "sk-newer");
    assert.deepEqual(
      keys.endpoints.map(({ name }) => name),
      ["OpenAI", "localhost:8000"],
    );
    assert.doesNotMatch(state.text, /sk-/);
    await keys.forget(endpointOf("http://localhost:8000/v1"));
    assert.equal(await keys.find("http://localhost:8000/v1"), undefined);
    assert.deepEqual([...secrets.values.values()], ["sk-openai"]);
    assert.deepEqual(
      keys.endpoints.map(({ name }) => name),
      ["OpenAI"],
    );
  });

  it("survive a list that is not one", async () => {
    const { state, keys } = stores();
    await state.update("selfPruner.keyOrigins", ["ftp://x", "nonsense", "http://localhost:1"]);
    assert.deepEqual(
      keys.endpoints.map(({ origin }) => origin),
      ["http://localhost:1"],
    );
    await state.update("selfPruner.keyOrigins", { broken: true });
    assert.deepEqual(keys.endpoints, []);
  });

  it("are refused when they cannot be keys, without repeating them", async () => {
    const { secrets, keys } = stores();
    for (const bad of ["", "  \n ", "sk one", "sk\none", "sk-ü", "x".repeat(4097)]) {
      await assert.rejects(keys.store(undefined, bad), (error) => {
        assert.ok(error instanceof UserError && error.code === "api-key-invalid");
        return bad.trim() === "" || !error.message.includes(bad.trim());
      });
    }
    assert.equal(secrets.values.size, 0);
    assert.equal(keyProblem(" sk-good \r\n"), undefined);
  });
});

describe("endpointOf", () => {
  it("refuses what is no address of an endpoint, without repeating it", () => {
    for (const address of ["", "localhost:8000", "ftp://host/v1", "https://me:secret@host/v1", "file:///etc"]) {
      assert.equal(isBaseUrl(address), false, address);
      assert.throws(
        () => endpointOf(address),
        (error) => error instanceof UserError && /^base-url-/.test(error.code) && !error.message.includes("secret"),
      );
    }
  });

  it("warns where a key would travel readable beyond this machine", () => {
    for (const address of [
      "http://192.168.0.7:8000/v1",
      "http://api.openai.com/v1",
      " http://gpu-box/v1",
      "http://localhost.evil.example",
      "http://127.evil.example/v1",
    ]) {
      assert.match(endpointWarning(address) ?? "", /Without https/, address);
    }
    for (const address of [
      "https://api.openai.com/v1",
      "http://localhost:8000/v1",
      "http://127.0.0.1/v1",
      "http://[::1]:1/v1",
    ]) {
      assert.equal(endpointWarning(address), undefined, address);
    }
  });

  it("gives the origin of any web address, whatever its path", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (address) => {
        const { origin } = endpointOf(address);
        assert.equal(origin, new URL(address).origin);
        assert.equal(endpointOf(origin).origin, origin);
      }),
    );
  });
});
