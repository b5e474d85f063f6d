import type { BesideRates } from "../../../src/protocol/rate-editor.ts";
import { grouped } from "../../model/candidate-words.ts";
import type { Column, TableData } from "../../model/table.ts";
import { partRate, rateText } from "./layer-values.ts";
import type { WordsAbout } from "./words.ts";

interface Row {
  readonly layer: number;
  readonly whole: number | undefined;
  readonly attention: number | undefined;
  readonly mlp: number | undefined;
  readonly groups: number | undefined;
  readonly neurons: number | undefined;
  readonly parameters: number | undefined;
  readonly locked: boolean;
  readonly beside: number | undefined;
}

/** The numbers behind the bars. */
export function ratesTable(about: WordsAbout, beside: BesideRates | undefined): TableData<unknown> {
  const columns: readonly Column<Row>[] = [
    { title: "Layer", name: "layer", value: ({ layer }) => layer },
    rateColumn("Rate", "rate", ({ whole }) => whole),
    rateColumn("Attention", "attention", ({ attention }) => attention),
    rateColumn("MLP", "mlp", ({ mlp }) => mlp),
    ...(about.model ? removalColumns : []),
    { title: "Locked", name: "locked", value: ({ locked }) => locked },
    ...(beside ? [rateColumn(beside.name, "beside", ({ beside: rate }) => rate)] : []),
  ];
  const rows = about.rates.layers.map((_, layer) => rowOf(about, beside, layer));
  return { caption: "What the file removes of each layer", columns, rows } as TableData<unknown>;
}

const removalColumns: readonly Column<Row>[] = [
  { title: "KV groups removed", name: "kv_groups", value: ({ groups }) => groups },
  countColumn("Neurons removed", "neurons", ({ neurons }) => neurons),
  countColumn("Parameters removed", "parameters", ({ parameters }) => parameters),
];

function rowOf({ rates, model, shares }: WordsAbout, beside: BesideRates | undefined, layer: number): Row {
  const { rate, removes, locked = false } = rates.layers[layer] ?? {};
  const shape = model?.shape.layers[layer];
  const share = shares[layer] ?? 0.5;
  const other = beside?.rates[layer];
  return {
    layer,
    whole: rate && partRate(rate, "layer", share),
    attention: rate?.attention,
    mlp: rate?.mlp,
    groups: removes?.groups,
    neurons: removes?.neurons,
    parameters: shape && removes && removes.groups * shape.groupParameters + removes.neurons * shape.neuronParameters,
    locked,
    beside: other && partRate(other, "layer", share),
  };
}

function rateColumn(title: string, name: string, value: (row: Row) => number | undefined): Column<Row> {
  return { title, name, value, text: (row) => mapped(value(row), rateText) };
}

function countColumn(title: string, name: string, value: (row: Row) => number | undefined): Column<Row> {
  return { title, name, value, text: (row) => mapped(value(row), grouped) };
}

function mapped(value: number | undefined, text: (value: number) => string): string {
  return value === undefined ? "–" : text(value);
}
