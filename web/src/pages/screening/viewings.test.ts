import { expect, it } from "vitest";
import { numbered } from "./viewings";

it("gives viewers of one name different names, and each its own number", () => {
  const all = [{ id: 4, viewer: "Viewer 1", readings: [] }];
  const more = ["Viewer 1", "Viewer 1", "Viewer 2"].map((viewer) => ({ viewer, readings: [] }));
  expect(numbered(all, more)).toEqual([
    { id: 5, viewer: "Viewer 1 (2)", readings: [] },
    { id: 6, viewer: "Viewer 1 (3)", readings: [] },
    { id: 7, viewer: "Viewer 2", readings: [] },
  ]);
});
