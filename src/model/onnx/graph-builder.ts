import { create, toBinary } from "@bufbuild/protobuf";
import { type Attribute, type Dimension, type ElementType, elementCode, toAttribute, toValueInfo } from "./encode.ts";
import {
  type GraphProto,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProto_DataLocation,
  TensorProtoSchema,
  type ValueInfoProto,
} from "./gen/onnx_pb.js";

/** The name of a value inside a graph: an input, a constant, or what a node puts out. */
export type Value = string;

/** An input that an operator may have and this node leaves out. */
export const ABSENT: Value = "";

/** Where the bytes of a constant lie: a file below the folder that the session is given, first byte and length. */
export interface ExternalBytes {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

/** ONNX versions that the graphs are written against: opset 23 has Attention; IR 10 is the oldest that carries it. */
const OPSET = 23n;
const IR_VERSION = 10n;

/** Writes one ONNX graph. Names are made up here; only inputs and outputs have names that callers choose. */
export class GraphBuilder {
  readonly #nodes: NodeProto[] = [];
  readonly #initializers: TensorProto[] = [];
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];
  readonly #constants = new Map<string, Value>();
  readonly #name: string;
  /** Shared with subgraphs: a name in a subgraph must not hide one of the outer graph. */
  readonly #names: { next: number };

  constructor(name: string, parent?: GraphBuilder) {
    this.#name = name;
    this.#names = parent ? parent.#names : { next: 0 };
  }

  /** A graph for a branch or a loop body; it sees the values of this one. */
  subgraph(name: string): GraphBuilder {
    return new GraphBuilder(name, this);
  }

  input(name: string, type: ElementType, dimensions: readonly Dimension[]): Value {
    this.#inputs.push(toValueInfo(name, type, dimensions));
    return name;
  }

  /** Puts a value out under a name. */
  output(name: string, value: Value, type: ElementType, dimensions: readonly Dimension[]): void {
    this.#node("Identity", "", [value], [name], {});
    this.#outputs.push(toValueInfo(name, type, dimensions));
  }

  /** A node of a standard operator with one output. */
  op(type: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    return this.#one(type, "", inputs, attributes);
  }

  /** A node of one of Microsoft's contributed operators; its further outputs are left out. */
  contrib(type: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    return this.#one(type, "com.microsoft", inputs, attributes);
  }

  /** A node of a standard operator with several outputs. */
  multi(type: string, count: number, inputs: readonly Value[], attributes: Attributes = {}): Value[] {
    const outputs = Array.from({ length: count }, () => this.#fresh(type));
    this.#node(type, "", inputs, outputs, attributes);
    return outputs;
  }

  cast(value: Value, type: ElementType): Value {
    return this.op("Cast", [value], { to: elementCode[type] });
  }

  /** A constant vector of int64, as shapes and axes are written. */
  integers(...values: number[]): Value {
    return this.#once(`vector ${values}`, () => this.#int64([values.length], values));
  }

  /** A constant int64 without dimensions. */
  integer(value: number): Value {
    return this.#once(`scalar ${value}`, () => this.#int64([], [value]));
  }

  /** A constant int32 vector. */
  int32(...values: number[]): Value {
    return this.#once(`int32 ${values}`, () => this.#raw("int32", [values.length], Int32Array.from(values)));
  }

  /** A constant float32 tensor. */
  floats(values: Float32Array, dimensions: readonly number[]): Value {
    return this.#raw("float32", dimensions, values);
  }

  /** A constant `true`. */
  truth(): Value {
    return this.#once("true", () => this.#raw("bool", [], Uint8Array.of(1)));
  }

  /** A constant whose bytes stay in another file. */
  external(type: ElementType, dimensions: readonly number[], bytes: ExternalBytes): Value {
    const name = this.#fresh("weight");
    this.#initializers.push(
      create(TensorProtoSchema, {
        name,
        dataType: elementCode[type],
        dims: dimensions.map(BigInt),
        dataLocation: TensorProto_DataLocation.EXTERNAL,
        externalData: [
          { key: "location", value: bytes.file },
          { key: "offset", value: String(bytes.offset) },
          { key: "length", value: String(bytes.length) },
        ],
      }),
    );
    return name;
  }

  toGraph(): GraphProto {
    return create(GraphProtoSchema, {
      name: this.#name,
      node: this.#nodes,
      initializer: this.#initializers,
      input: this.#inputs,
      output: this.#outputs,
    });
  }

  /** The serialised model. */
  toModel(): Uint8Array {
    const model = create(ModelProtoSchema, {
      irVersion: IR_VERSION,
      producerName: "self-pruner",
      opsetImport: [
        { domain: "", version: OPSET },
        { domain: "com.microsoft", version: 1n },
      ],
      graph: this.toGraph(),
    });
    return toBinary(ModelProtoSchema, model);
  }

  #one(type: string, domain: string, inputs: readonly Value[], attributes: Attributes): Value {
    const output = this.#fresh(type);
    this.#node(type, domain, inputs, [output], attributes);
    return output;
  }

  #node(opType: string, domain: string, input: readonly Value[], output: Value[], attributes: Attributes): void {
    const attribute = Object.entries(attributes).map(([name, value]) =>
      toAttribute(name, value instanceof GraphBuilder ? { graph: value.toGraph() } : value),
    );
    const name = `${opType} ${output[0]}`;
    this.#nodes.push(create(NodeProtoSchema, { name, opType, domain, input: [...input], output, attribute }));
  }

  #int64(dimensions: readonly number[], values: readonly number[]): Value {
    return this.#raw("int64", dimensions, BigInt64Array.from(values, BigInt));
  }

  #raw(type: ElementType, dimensions: readonly number[], data: ArrayBufferView): Value {
    const name = this.#fresh("constant");
    const rawData = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
    const dims = dimensions.map(BigInt);
    this.#initializers.push(create(TensorProtoSchema, { name, dataType: elementCode[type], dims, rawData }));
    return name;
  }

  #once(key: string, make: () => Value): Value {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#constants.set(key, made);
    return made;
  }

  #fresh(prefix: string): Value {
    return `${prefix}_${this.#names.next++}`;
  }
}

/** Attributes of a node by name; graphs are handed over as their builders, once they are complete. */
export type Attributes = Readonly<Record<string, Attribute | GraphBuilder>>;
