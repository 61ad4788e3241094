import { expect, test } from "vitest";
import { pictureMessage, read, soundMessage, viewerMessage } from "../src/stream/messages.js";

const header = (message: Uint8Array) => {
  const view = new DataView(message.buffer);
  return { kind: view.getUint8(0), seconds: view.getFloat64(1, true) };
};

test("a picture is kind 1, its time and its file", () => {
  const message = pictureMessage(12.345, new Uint8Array([255, 216, 7]));
  expect(header(message)).toEqual({ kind: 1, seconds: 12.345 });
  expect([...message.slice(9)]).toEqual([255, 216, 7]);
});

test("sound is kind 2 and 16 bits a sample, the low byte first", () => {
  const message = soundMessage(1, Int16Array.of(1, -2, 32_767));
  expect(header(message)).toEqual({ kind: 2, seconds: 1 });
  expect([...message.slice(9)]).toEqual([1, 0, 254, 255, 255, 127]);
});

test("the viewer is kind 4 and a track, 0 for the largest face", () => {
  expect(header(viewerMessage(258)).kind).toBe(4);
  expect([...viewerMessage(258).slice(9)]).toEqual([2, 1, 0, 0]);
  expect([...viewerMessage(null).slice(9)]).toEqual([0, 0, 0, 0]);
});

test("what is no JSON is read as an error", () => {
  expect(read("hello")).toMatchObject({ type: "error" });
  expect(read('{"type": "recording", "name": "a"}')).toEqual({ type: "recording", name: "a" });
});
