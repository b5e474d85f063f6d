import { evoPressFormat } from "./evopress.ts";
import type { ExportFormat } from "./export-format.ts";
import { listFormat } from "./list.ts";
import { planFormat } from "./plan-json.ts";
import { tableFormat } from "./table-csv.ts";

/** All forms in which rates can be exported. A new one is a file beside this and a line here. */
export const exportFormats: readonly ExportFormat[] = [listFormat, planFormat, tableFormat, evoPressFormat];
