import { create } from "@bufbuild/protobuf";
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  type GraphProto,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "./gen/onnx_pb.js";

/** Element types that the graphs use, with the code of ONNX's TensorProto.DataType. */
export const elementCode = {
  float32: 1,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  bfloat16: 16,
} as const;

export type ElementType = keyof typeof elementCode;

/** A fixed size, or the name of a size that is known at run time. */
export type Dimension = number | string;

/** A number is an int attribute: floats are written as `{ float }`, so that 1 and 1.0 cannot be confused. */
export type Attribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly graph: GraphProto };

export function toAttribute(name: string, value: Attribute): AttributeProto {
  return create(AttributeProtoSchema, { name, ...attributeContent(value) });
}

function attributeContent(value: Attribute) {
  if (typeof value === "number") return { type: AttributeType.INT, i: BigInt(value) };
  if (typeof value === "string") return { type: AttributeType.STRING, s: new TextEncoder().encode(value) };
  if ("float" in value) return { type: AttributeType.FLOAT, f: value.float };
  if ("graph" in value) return { type: AttributeType.GRAPH, g: value.graph };
  return { type: AttributeType.INTS, ints: value.map(BigInt) };
}

export function toValueInfo(name: string, type: ElementType, dimensions: readonly Dimension[]): ValueInfoProto {
  const dim = dimensions.map((size) =>
    typeof size === "number"
      ? { value: { case: "dimValue" as const, value: BigInt(size) } }
      : { value: { case: "dimParam" as const, value: size } },
  );
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: "tensorType", value: { elemType: elementCode[type], shape: { dim } } } },
  });
}
