/* CSV as RFC 4180 has it, safe to open in a spreadsheet.

   rows -> text: a string that a spreadsheet would run as a formula gets an apostrophe before it
   text -> rows: the apostrophe goes again, so what is written is read back as it was */

export type Cell = string | number | boolean | null;

const FORMULA = /^'*[=+\-@\t\r]/;
const MARK = "\uFEFF";

/** Begins with a byte order mark, by which spreadsheets know UTF-8. */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return MARK + rows.map((row) => `${row.map(written).join(",")}\r\n`).join("");
}

function written(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A field's text as it was before `toCsv`. */
export function unguarded(field: string): string {
  return field.startsWith("'") && FORMULA.test(field) ? field.slice(1) : field;
}

export interface Row {
  /** Where it begins in the file, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** The rows of a file without its empty lines; null where a quote is never closed. */
export function parseCsv(text: string): Row[] | null {
  const rows: Row[] = [];
  let fields: string[] = [];
  let line = 1;
  let begun = 1;
  for (const { field, end } of fieldsOf(text.startsWith(MARK) ? text.slice(1) : text)) {
    if (field === null) return null;
    fields.push(field);
    line += field.split("\n").length - 1;
    if (end === ",") continue;
    if (fields.length > 1 || fields[0] !== "") rows.push({ line: begun, fields });
    fields = [];
    line += 1;
    begun = line;
  }
  return rows;
}

const FIELD = /("[^"]*(?:""[^"]*)*"|[^",\r\n][^,\r\n]*|)(,|\r\n|\n|\r|$)/y;

function* fieldsOf(text: string): Generator<{ field: string | null; end: string }> {
  FIELD.lastIndex = 0;
  let end = "\n";
  while (FIELD.lastIndex < text.length || end === ",") {
    const found = FIELD.exec(text);
    if (!found) return yield { field: null, end: "" };
    const raw = found[1] ?? "";
    end = found[2] ?? "";
    yield { field: raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw, end };
    if (end === "") return;
  }
}
