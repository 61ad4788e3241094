import { expect, test } from "vitest";
import { namedItem, tagsOf, titleOfFile } from "./item";

test("tags are told apart by commas, each once", () => {
  expect(tagsOf(" Dogs, beach ,dogs,, ")).toEqual(["dogs", "beach"]);
  expect(tagsOf("  ")).toEqual([]);
});

test("a file's name makes a title", () => {
  expect(titleOfFile("summer_at.the_lake.mp4")).toBe("summer at the lake");
});

test("the server is told about a video of one's own, and never gets the file", () => {
  const file = new File(["x"], "lake.mp4");
  const item = { kind: "video", title: "Lake", category: "home", tags: ["dogs"], file } as const;
  const named = { catalog: "videos", title: "Lake", category: "home", tags: ["dogs"] };
  expect(namedItem(item)).toEqual(named);
});
