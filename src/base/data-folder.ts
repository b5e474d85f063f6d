import { homedir } from "node:os";
import { join } from "node:path";

/** Folder of everything this product keeps for a user, where the system wants it; `SELF_PRUNER_DATA` overrides it. */
export function defaultDataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment["SELF_PRUNER_DATA"] ?? join(systemDataFolder(environment), "self-pruner");
}

function systemDataFolder(environment: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case "win32":
      return environment["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local");
    case "darwin":
      return join(homedir(), "Library", "Application Support");
    default:
      // The XDG specification says that a relative path is to be ignored.
      return environment["XDG_DATA_HOME"]?.startsWith("/")
        ? environment["XDG_DATA_HOME"]
        : join(homedir(), ".local", "share");
  }
}
