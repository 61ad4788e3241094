import { describe, expect, it } from "vitest";
import { faceless, read, reading } from "./made-readings";
import { importReadings, readingsCsv } from "./readings-csv";
import { summarise } from "./summary";
import { summaryCsv } from "./summary-csv";

const ADVERT = { name: "=spring, 30 s.mp4", seconds: 30.5 };
const ANNA = {
  viewer: "@Viewer 1",
  readings: [
    reading(0.1, read("happy", 0.7, { valence: -0.25, uncertain: true })),
    faceless(0.2),
    reading(0.3, null),
  ],
};
const BORIS = { viewer: "Зритель 2", readings: [reading(4.25, read("sad"))] };
const TABLE = readingsCsv(ADVERT, [ANNA, BORIS]);

function faultOf(text: string) {
  const imported = importReadings(text);
  return "fault" in imported ? imported.fault : null;
}

describe("a table of readings", () => {
  it("has a row a reading and comes back as it was", () => {
    expect(TABLE.trim().split("\r\n")).toHaveLength(5);
    expect(importReadings(TABLE)).toEqual({ advert: ADVERT, viewings: [ANNA, BORIS] });
  });

  it("comes back after a spreadsheet wrote truth in capitals and dropped the mark", () => {
    const changed = TABLE.slice(1).replace(",true,", ",TRUE,");
    expect(importReadings(changed)).toEqual({ advert: ADVERT, viewings: [ANNA, BORIS] });
  });

  it.each([
    ["", "empty", 1],
    [TABLE.split("\r\n")[0] ?? "", "empty", 1],
    ["Name,Age\nAnna,30\n", "columns", 1],
    [TABLE.replace("happy", "joy"), "columns", 1],
    [TABLE.replace("0.3,", "soon,"), "value", 4],
    [TABLE.replace("4.25,", "-4.25,"), "value", 5],
    [TABLE.replace(",0.7,", ",7,"), "value", 2],
    [TABLE.replace(",sad,true", ",sad,maybe").replace(",sad,false", ",sad,maybe"), "value", 5],
    [TABLE.replace("Зритель 2", ""), "value", 5],
    [`${TABLE}1,2,3\r\n`, "fields", 6],
    [`${TABLE}"`, "quote", 1],
    [TABLE.replace(/(Зритель 2,.*?),30.5/, "$1,31"), "adverts", 5],
  ])("is refused with the line that is wrong (%#)", (text, reason, line) => {
    expect(faultOf(text)).toMatchObject({ reason, line });
  });

  it("names the column that is wrong, or those that are missing", () => {
    expect(faultOf(TABLE.replace(",0.7,", ",7,"))?.column).toBe("happy");
    expect(faultOf(TABLE.replace("happy", "joy"))?.column).toBe("happy");
  });
});

describe("a table of summaries", () => {
  it("has a row a viewer, with K and what it makes of EmoNPS", () => {
    const [head = "", first = ""] = summaryCsv(ADVERT, [ANNA, BORIS], 1).split("\r\n");
    const fields = first.split(",");
    const of = (name: string) => fields.at(head.split(",").indexOf(name) - head.split(",").length);
    expect(of("k")).toBe("1");
    expect(of("emonps")).toBe("100");
    expect(of("share_happy")).toBe("1");
    expect(of("no_face_share")).toBe(
      String(Number(summarise(ANNA.readings).noFaceShare.toFixed(4))),
    );
  });
});
