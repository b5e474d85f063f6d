import { readdirSync, readFileSync } from "node:fs";

/** Whether a process is there and no zombie: in a container nobody may collect the dead. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return statusOf(pid)?.state !== "Z";
}

/** The running child processes of a process; Linux only. */
export function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const status = statusOf(pid);
      return status?.parent === parent && status.state !== "Z";
    });
}

/** The running processes whose command line or environment holds a text; Linux only, elsewhere none are found. */
export function processesAbout(text: string): number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && isRunning(pid) && isAbout(pid, text));
}

function isAbout(pid: number, text: string): boolean {
  try {
    return ["cmdline", "environ"].some((file) => readFileSync(`/proc/${pid}/${file}`, "utf8").includes(text));
  } catch {
    return false;
  }
}

/** From /proc/<pid>/stat: `pid (name) state parent …`, where the name may hold anything. */
function statusOf(pid: number): { state: string; parent: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
