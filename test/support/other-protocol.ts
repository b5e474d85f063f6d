/**
 * Loaded before a runner: makes it one that speaks the next version of the protocol, as one of another version of the
 * product would.
 */
import { registerHooks } from "node:module";

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith("/src/protocol/runner.ts")) return loaded;
    const source = String(loaded.source).replace(
      /(PROTOCOL_VERSION = )(\d+)/,
      (_, name, version) => `${name}${Number(version) + 1}`,
    );
    return { ...loaded, source };
  },
});
