/* Prometheus' text format, as far as a page needs it.

   # TYPE name kind, name{label="value"} number  ->  Series[] with the kind of their family */
export type Kind = "counter" | "gauge" | "histogram" | "untyped";

export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly kind: Kind;
}

const KINDS: readonly Kind[] = ["counter", "gauge", "histogram"];
const TYPE = /^#\s*TYPE\s+(\S+)\s+(\S+)/;
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const ESCAPED: Readonly<Record<string, string>> = { "\\n": "\n", '\\"': '"', "\\\\": "\\" };

/** Lines that are no samples are passed over. */
export function parse(text: string): Series[] {
  const kinds = new Map<string, Kind>();
  const series: Series[] = [];
  for (const line of text.split("\n")) {
    const type = TYPE.exec(line);
    if (type?.[1]) kinds.set(type[1], KINDS.find((kind) => kind === type[2]) ?? "untyped");
    const sample = line.startsWith("#") ? null : SAMPLE.exec(line.trim());
    if (!sample?.[1] || !sample[3]) continue;
    const name = sample[1];
    series.push({
      name,
      labels: labelsOf(sample[2] ?? ""),
      value: numberOf(sample[3]),
      kind: kinds.get(name) ?? kinds.get(familyOf(name)) ?? "untyped",
    });
  }
  return series;
}

function familyOf(name: string): string {
  return name.replace(/_(bucket|sum|count)$/, "");
}

function labelsOf(text: string): Record<string, string> {
  const found = [...text.matchAll(LABEL)];
  return Object.fromEntries(found.map(([, name, value]) => [name ?? "", unescaped(value ?? "")]));
}

function unescaped(text: string): string {
  return text.replace(/\\[n"\\]/g, (pair) => ESCAPED[pair] ?? pair);
}

/** Prometheus writes infinity as Inf. */
export function numberOf(text: string): number {
  return Number(text.replace(/^([+-]?)Inf$/i, "$1Infinity"));
}
