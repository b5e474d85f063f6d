/** The one place that loads ONNX Runtime. */
import { createRequire } from "node:module";
import type * as OnnxRuntime from "onnxruntime-node";

// On Linux the package reports to Microsoft unless this is set before it is loaded. Import statements run before any
// line of a module, hence the require.
process.env["ORT_DISABLE_TELEMETRY"] = "1";

export const ort: typeof OnnxRuntime = createRequire(import.meta.url)("onnxruntime-node");

export type Session = OnnxRuntime.InferenceSession;
export type Tensor = OnnxRuntime.Tensor;
export type SessionOptions = OnnxRuntime.InferenceSession.SessionOptions;
/** Inputs of a run by name. */
export type Feeds = Readonly<Record<string, Tensor>>;

export function openSession(graph: Uint8Array, options: SessionOptions): Promise<Session> {
  return ort.InferenceSession.create(graph, options);
}

/** Runs a session and returns the output `name`; throws when there is none, which is a defect of the graph. */
export async function runFor(session: Session, name: string, feeds: Feeds): Promise<Tensor> {
  return outputOf(await session.run(feeds, [name]), name);
}

/** Runs a session and has it write its output `name` into a tensor of the right shape. */
export async function runInto(session: Session, name: string, feeds: Feeds, into: Tensor): Promise<Tensor> {
  await session.run(feeds, { [name]: into });
  return into;
}

/** One output of a run. */
export function outputOf(outputs: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const tensor = outputs[name];
  if (!tensor) throw new Error(`the graph put out no ${name}`);
  return tensor;
}

export function int32Tensor(values: Int32Array, dimensions: readonly number[] = [values.length]): Tensor {
  return new ort.Tensor("int32", values, dimensions);
}

export function float32Tensor(values: Float32Array, dimensions: readonly number[] = [values.length]): Tensor {
  return new ort.Tensor("float32", values, dimensions);
}

export function boolTensor(value: boolean): Tensor {
  return new ort.Tensor("bool", Uint8Array.of(value ? 1 : 0), []);
}

/** The values of a float32 output. */
export function floatsOf(tensor: Tensor): Float32Array {
  if (tensor.data instanceof Float32Array) return tensor.data;
  throw new TypeError(`a graph put out ${tensor.type} where float32 was expected`);
}

/** The values of an int32 output. */
export function integersOf(tensor: Tensor): Int32Array {
  if (tensor.data instanceof Int32Array) return tensor.data;
  throw new TypeError(`a graph put out ${tensor.type} where int32 was expected`);
}
