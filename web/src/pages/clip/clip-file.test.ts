import { describe, expect, it } from "vitest";
import { mayBeVideo, resultName } from "./clip-file";

describe("what may be a video", () => {
  it("goes by the type where the system knows it", () => {
    expect(mayBeVideo("video/mp4", "talk")).toBe(true);
    expect(mayBeVideo("text/plain", "talk.txt")).toBe(false);
    expect(mayBeVideo("audio/mpeg", "song.mp3")).toBe(false);
  });

  it("goes by the name of containers that systems do not know", () => {
    expect(mayBeVideo("", "TALK.MKV")).toBe(true);
    expect(mayBeVideo("application/mxf", "camera.mxf")).toBe(true);
    expect(mayBeVideo("", "notes")).toBe(false);
  });

  it("takes moving pictures that are stored as pictures, and leaves the others", () => {
    expect(mayBeVideo("image/gif", "smile.gif")).toBe(true);
    expect(mayBeVideo("image/jpeg", "smile.jpg")).toBe(false);
  });
});

it("names results after the clip", () => {
  expect(resultName("my.talk.mp4", "report.html")).toBe("my.talk-report.html");
  expect(resultName("talk", "timeline.csv")).toBe("talk-timeline.csv");
});
