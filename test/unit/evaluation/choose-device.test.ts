import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../../src/base/errors.ts";
import { type DeviceProbe, describeDevices, resolveDevice } from "../../../src/evaluation/choose-device.ts";
import type { Device } from "../../../src/evaluation/engine.ts";
import type { SelfTestReport } from "../../../src/evaluation/self-test.ts";

const signal = new AbortController().signal;
const passed = (relativeTime = 0.1): SelfTestReport => ({ passed: true, error: 1e-7, relativeTime });
const failed: SelfTestReport = { passed: false, reason: "no supported adapters" };

/** A machine with everything, unless told otherwise. */
function machine(
  reports: Partial<Record<Device, SelfTestReport>>,
  rest: Partial<DeviceProbe> = {},
): DeviceProbe & { readonly tested: Device[] } {
  const tested: Device[] = [];
  return {
    tested,
    platform: "linux/x64",
    backends: async () => ["cpu", "webgpu", "cuda"].map((name) => ({ name, bundled: name !== "cuda" })),
    hasCudaProvider: () => true,
    selfTest: async ({ device }) => {
      tested.push(device);
      return reports[device] ?? failed;
    },
    ...rest,
  };
}

const choose = async (probe: DeviceProbe): Promise<Device> =>
  (await resolveDevice("auto", "fp32", probe, signal)).device;

describe("auto", () => {
  it("is cuda, then webgpu, then cpu, each only when it passes its self-test", async () => {
    assert.equal(await choose(machine({ cuda: passed(), webgpu: passed() })), "cuda");
    assert.equal(await choose(machine({ webgpu: passed() })), "webgpu");
    assert.equal(await choose(machine({})), "cpu");
  });

  it("passes over a device that is no faster than the CPU, such as Vulkan in software", async () => {
    assert.equal(await choose(machine({ webgpu: passed(1.5) })), "cpu");
  });

  it("does not test what is not there", async () => {
    const probe = machine({}, { hasCudaProvider: () => false, backends: async () => [{ name: "cpu", bundled: true }] });
    assert.equal(await choose(probe), "cpu");
    assert.deepEqual(probe.tested, []);
  });

  it("says what it passed over and why", async () => {
    const { passedOver } = await resolveDevice("auto", "fp32", machine({}), signal);
    assert.deepEqual(
      passedOver.map(({ device }) => device),
      ["cuda", "webgpu"],
    );
    assert.match(passedOver[1]?.text ?? "", /no supported adapters/);
  });
});

describe("a device asked for by name", () => {
  const missing = async (requested: Device, probe: DeviceProbe): Promise<UserError> => {
    const [outcome] = await Promise.allSettled([resolveDevice(requested, "fp32", probe, signal)]);
    assert.ok(outcome.status === "rejected" && outcome.reason instanceof UserError);
    assert.equal(outcome.reason.code, "device-missing");
    return outcome.reason;
  };

  it("is used when it passes, however slow", async () => {
    assert.deepEqual(await resolveDevice("webgpu", "fp32", machine({ webgpu: passed(9) }), signal), {
      device: "webgpu",
      passedOver: [],
    });
  });

  it("is an error with the way out when it cannot be had, and never replaced", async () => {
    assert.match((await missing("webgpu", machine({ cuda: passed() }))).hint ?? "", /Vulkan/);
    assert.match((await missing("cuda", machine({ webgpu: passed() }))).hint ?? "", /NVIDIA driver/);
    const withoutProvider = machine({ cuda: passed() }, { hasCudaProvider: () => false });
    assert.match((await missing("cuda", withoutProvider)).hint ?? "", /self-pruner cuda install/);
    const builtWithout = machine({ cuda: passed() }, { platform: "darwin/arm64", backends: async () => [] });
    assert.match((await missing("cuda", builtWithout)).message, /without cuda for darwin\/arm64/);
  });

  it("cpu needs no test", async () => {
    const probe = machine({});
    assert.equal((await resolveDevice("cpu", "fp32", probe, signal)).device, "cpu");
    assert.deepEqual(probe.tested, []);
  });
});

it("a platform without binaries is refused, with those that have some", async () => {
  const refused = resolveDevice("cpu", "fp32", machine({}, { platform: "darwin/x64" }), signal);
  await assert.rejects(
    refused,
    (error: UserError) => error.code === "platform-unsupported" && /darwin\/arm64/.test(error.hint ?? ""),
  );
});

it("the doctor hears of every device", async () => {
  const states = await describeDevices("fp32", machine({ webgpu: passed(0.25) }), signal);
  assert.deepEqual(
    states.map(({ device, usable }) => [device, usable]),
    [
      ["cuda", false],
      ["webgpu", true],
      ["cpu", true],
    ],
  );
  assert.match(states[1]?.text ?? "", /4\.0 times as fast/);
});
