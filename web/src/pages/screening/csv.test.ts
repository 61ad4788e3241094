import { describe, expect, it } from "vitest";
import { parseCsv, toCsv, unguarded } from "./csv";

describe("CSV", () => {
  it("quotes what holds commas, quotes and line ends", () => {
    expect(toCsv([["a,b", 'say "hi"', "two\nlines", 1.5, true, null]])).toBe(
      '\uFEFF"a,b","say ""hi""","two\nlines",1.5,true,\r\n',
    );
  });

  it.each(["=1+1", "+1", "-1", "@sum", "\tx", "'=1", "''+2"])(
    "never lets a spreadsheet run %j, and reads it back as it was",
    (text) => {
      const [row] = parseCsv(toCsv([[text]])) ?? [];
      expect(row?.fields[0]).toMatch(/^'/);
      expect(unguarded(row?.fields[0] ?? "")).toBe(text);
    },
  );

  it("leaves numbers below zero and harmless apostrophes alone", () => {
    expect(toCsv([[-0.5, "'tis"]])).toBe("\uFEFF-0.5,'tis\r\n");
    expect(unguarded("'tis")).toBe("'tis");
  });

  it("reads any line end, quotes within quotes and a last line without an end", () => {
    const rows = parseCsv('a,b\r\n"1\n""x""",2\n\n3,') ?? [];
    expect(rows).toEqual([
      { line: 1, fields: ["a", "b"] },
      { line: 2, fields: ['1\n"x"', "2"] },
      { line: 5, fields: ["3", ""] },
    ]);
  });

  it("does not read on past a quote that is never closed", () => {
    expect(parseCsv('a,b\n"1,2\n')).toBeNull();
    expect(parseCsv('a\n"b"c\n')).toBeNull();
  });
});
