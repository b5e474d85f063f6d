import type { TensorLocation } from "../model/tensor.ts";
import { readRows } from "./weight-reader.ts";

/** What importance scores need of a weight `[out, in]`, per input column. */
export interface ColumnSums {
  /** Mean over the output rows of |W|. */
  readonly weightAbsMean: Float64Array;
  /** Σ over the output rows of W². */
  readonly weightSquareSum: Float64Array;
}

export async function columnSums(weight: TensorLocation): Promise<ColumnSums> {
  const [rows = 0, columns = 0] = weight.shape;
  const absolute = new Float64Array(columns);
  const squares = new Float64Array(columns);
  await readRows(weight, (values) => {
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? 0;
      const column = index % columns;
      absolute[column] = (absolute[column] ?? 0) + Math.abs(value);
      squares[column] = (squares[column] ?? 0) + value * value;
    }
  });
  return { weightAbsMean: absolute.map((sum) => sum / rows), weightSquareSum: squares };
}

/** W · x of a weight `[out, in]` in float64. */
export async function weightTimes(weight: TensorLocation, x: Float32Array): Promise<Float64Array> {
  const columns = weight.shape[1] ?? 0;
  const product = new Float64Array(weight.shape[0] ?? 0);
  await readRows(weight, (values, firstRow) => {
    for (let index = 0; index < values.length; index++) {
      const row = firstRow + Math.floor(index / columns);
      product[row] = (product[row] ?? 0) + (values[index] ?? 0) * (x[index % columns] ?? 0);
    }
  });
  return product;
}
