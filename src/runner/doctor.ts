import { access, constants, statfs } from "node:fs/promises";
import { messageOf, UserError } from "../base/errors.ts";
import { type DeviceProbe, describeDevices } from "../evaluation/choose-device.ts";
import type { DoctorCheck } from "../protocol/runner.ts";
import { PRODUCT_VERSION } from "../protocol/version.ts";

/** Node has node:sqlite without a flag from here on. */
const OLDEST_NODE = [22, 13] as const;
/** Bytes of free disk below which the database may soon not be written. */
const LITTLE_DISK = 500 * 2 ** 20;

/** Looks at everything the runner needs and says what it found. */
export async function examine(dataFolder: string, schema: number, probe: DeviceProbe): Promise<DoctorCheck[]> {
  return [
    { name: "runner", state: "ok", text: `Runner ${PRODUCT_VERSION}, pid ${process.pid}.` },
    checkNode(),
    await checkFolder(dataFolder),
    await checkDisk(dataFolder),
    { name: "database", state: "ok", text: `The run database has schema ${schema}.` },
    ...(await checkDevices(probe)),
  ];
}

function checkNode(): DoctorCheck {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const isOld = major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
  const text = `Node ${process.versions.node} on ${process.platform}/${process.arch}.`;
  if (!isOld) return { name: "node", state: "ok", text };
  return { name: "node", state: "problem", text: `${text} Install ${OLDEST_NODE.join(".")} or newer.` };
}

async function checkFolder(dataFolder: string): Promise<DoctorCheck> {
  try {
    await access(dataFolder, constants.W_OK);
    return { name: "data folder", state: "ok", text: `${dataFolder} can be written.` };
  } catch (error) {
    return { name: "data folder", state: "problem", text: `${dataFolder} cannot be written: ${messageOf(error)}.` };
  }
}

async function checkDisk(dataFolder: string): Promise<DoctorCheck> {
  try {
    const { bavail, bsize } = await statfs(dataFolder);
    const free = bavail * bsize;
    const text = `${(free / 2 ** 30).toFixed(1)} GiB are free on the disk of the data folder.`;
    if (free >= LITTLE_DISK) return { name: "disk", state: "ok", text };
    return { name: "disk", state: "warning", text: `${text} Make room, or searches cannot be stored.` };
  } catch (error) {
    return { name: "disk", state: "warning", text: `The free disk space is not known: ${messageOf(error)}.` };
  }
}

async function checkDevices(probe: DeviceProbe): Promise<DoctorCheck[]> {
  try {
    const states = await describeDevices("fp32", probe, new AbortController().signal);
    return states.map(({ device, usable, text, hint }) => ({
      name: `device ${device}`,
      state: usable ? "ok" : "warning",
      text: hint === undefined ? text : `${text} ${hint}`,
    }));
  } catch (error) {
    const hint = error instanceof UserError && error.hint ? ` ${error.hint}` : "";
    return [{ name: "devices", state: "problem", text: messageOf(error) + hint }];
  }
}
