// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  EmotionTracker,
  type LiveStream,
  type Problem,
  type Sample,
  type StreamOptions,
} from "../src/index.js";
import { FakeSocket, FakeVideo } from "./fakes.js";

vi.mock("../src/stream/jpeg.js", () => ({
  JpegEncoder: class {
    encode = async () => ({ encoded: new Uint8Array([255]), width: 640, height: 480 });
    close() {}
  },
}));

const PROBLEM = { status: 401, code: "invalid-credentials", detail: "no such key", action: "Ask." };

beforeEach(() => {
  FakeSocket.all = [];
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("Failed to fetch")));
  vi.spyOn(Math, "random").mockReturnValue(0);
});

afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const streams: LiveStream[] = [];

async function started(options: StreamOptions = {}, key?: string) {
  const video = new FakeVideo();
  const access = key === undefined ? {} : { key };
  const tracker = new EmotionTracker(undefined, "http://mien.test/at/predict", access);
  // @ts-expect-error: as much of a video as a stream needs
  const stream = tracker.stream(video, options);
  streams.push(stream);
  const told = { samples: [] as Sample[], phases: [] as string[], faults: [] as Problem[] };
  stream.addEventListener("sample", ({ detail }) => told.samples.push(detail));
  stream.addEventListener("state", ({ detail }) => told.phases.push(detail.phase));
  stream.addEventListener("fault", ({ detail }) => told.faults.push(detail));
  await vi.advanceTimersByTimeAsync(0);
  /** Shows a frame every 100 ms. */
  const film = async (frames: number) => {
    for (let n = 0; n < frames; n += 1) {
      await vi.advanceTimersByTimeAsync(100);
      video.frame();
      await vi.advanceTimersByTimeAsync(0);
    }
  };
  return { video, stream, told, film };
}

function hidePage(hidden: boolean): void {
  vi.spyOn(document, "hidden", "get").mockReturnValue(hidden);
  document.dispatchEvent(new Event("visibilitychange"));
}

test("opens a socket beside /predict, with the key as its subprotocol", async () => {
  await started({ record: true }, "mien_k_1");
  expect(FakeSocket.last.address.href).toBe("ws://mien.test/at/stream?record=true");
  expect(FakeSocket.last.protocols).toEqual(["mien", "mien_k_1"]);
});

test("answers come as samples with the size of the picture that was sent", async () => {
  const { told, film, stream } = await started();
  FakeSocket.last.open();
  await film(1);
  FakeSocket.last.answer(FakeSocket.last.pictures[0] ?? -1);
  expect(told.samples[0]).toMatchObject({ picture: { width: 640, height: 480 }, lag: 0.02 });
  expect(stream.statistics).toMatchObject({ sent: 1, answered: 1, lag: 0.02, rate: 0.5 });
});

test("two pictures may be unanswered, others are skipped until an answer comes", async () => {
  const { film, stream } = await started();
  FakeSocket.last.open();
  await film(5);
  expect(FakeSocket.last.pictures).toHaveLength(2);
  expect(stream.statistics.skipped).toBe(3);
  FakeSocket.last.answer(FakeSocket.last.pictures[1] ?? -1, 1);
  await film(5);
  expect(FakeSocket.last.pictures).toHaveLength(4);
  expect(stream.statistics.dropped).toBe(1);
});

test("an error for a picture makes room again and is told", async () => {
  const { film, told } = await started();
  FakeSocket.last.open();
  await film(2);
  const [, seconds] = FakeSocket.last.pictures;
  FakeSocket.last.say({ type: "error", seconds, error: { ...PROBLEM, status: 422 } });
  await film(2);
  expect(FakeSocket.last.pictures).toHaveLength(4);
  expect(told.faults).toEqual([{ ...PROBLEM, status: 422 }]);
});

test("nothing is sent while the network is behind", async () => {
  const { film } = await started();
  FakeSocket.last.open();
  FakeSocket.last.bufferedAmount = 1e6;
  await film(2);
  expect(FakeSocket.last.pictures).toEqual([]);
});

test("nothing is sent while the clock stands still", async () => {
  let seconds = 4.00049;
  const { film } = await started({ clock: () => seconds });
  FakeSocket.last.open();
  await film(2);
  seconds = 5;
  await film(1);
  expect(FakeSocket.last.pictures).toEqual([4, 5]);
});

test("a lost connection is made again after a wait that grows, and goes on", async () => {
  const { stream, told, film } = await started();
  FakeSocket.last.open();
  FakeSocket.last.lose(1006);
  expect(stream.state).toMatchObject({ phase: "waiting", code: 1006, attempt: 1 });
  expect(stream.state.retryAt).toBe(Date.now() + 500);
  await vi.advanceTimersByTimeAsync(500);
  FakeSocket.last.lose(1006);
  await vi.advanceTimersByTimeAsync(0);
  expect(stream.state.reason).toContain("http://mien.test/at/predict");
  expect(stream.state.retryAt).toBe(Date.now() + 1000);
  await vi.advanceTimersByTimeAsync(1000);
  FakeSocket.last.open();
  await film(1);
  FakeSocket.last.answer(FakeSocket.last.pictures[0] ?? -1);
  expect(told.samples).toHaveLength(1);
  FakeSocket.last.lose(1006);
  expect(stream.state.attempt).toBe(1);
});

test("pictures that a lost connection never answered leave room on the next", async () => {
  const { film } = await started();
  FakeSocket.last.open();
  await film(3);
  FakeSocket.last.lose(1006);
  await vi.advanceTimersByTimeAsync(500);
  FakeSocket.last.open();
  await film(3);
  expect(FakeSocket.last.pictures).toHaveLength(2);
});

test("a full server is asked again later", async () => {
  const { stream } = await started();
  FakeSocket.last.open();
  FakeSocket.last.lose(1013, "64 streams are open already");
  expect(stream.state.retryAt).toBe(Date.now() + 5000);
  expect(stream.state.reason).toContain("64 streams are open already");
});

test("a refusal is final", async () => {
  const { stream } = await started({ record: true });
  FakeSocket.last.open();
  FakeSocket.last.lose(1008, "this server keeps no recordings");
  await stream.closed;
  await vi.advanceTimersByTimeAsync(100_000);
  expect(FakeSocket.all).toHaveLength(1);
  expect(stream.state).toMatchObject({ phase: "closed", code: 1008 });
  expect(stream.state.reason).toContain("this server keeps no recordings");
});

test("a key that opens nothing ends the stream with the server's words", async () => {
  vi.stubGlobal("fetch", async () => Response.json(PROBLEM, { status: 401 }));
  const { stream, told } = await started();
  FakeSocket.last.lose(1006);
  await stream.closed;
  expect(told.faults[0]).toEqual(PROBLEM);
  expect(stream.state.reason).toBe("No such key. Ask.");
});

test("a key without requests left waits as long as the server says", async () => {
  const headers = { "Retry-After": "42" };
  vi.stubGlobal("fetch", async () => Response.json({ detail: "x" }, { status: 429, headers }));
  const { stream } = await started();
  FakeSocket.last.lose(1006);
  await vi.advanceTimersByTimeAsync(0);
  expect(stream.state.retryAt).toBe(Date.now() + 42_000);
});

test("a connection that is never opened is given up and tried again", async () => {
  const { stream } = await started();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(FakeSocket.last.closedWith).toBeDefined();
  expect(stream.state.phase).toBe("waiting");
});

test("a server that answers nothing for ten seconds is left for a new connection", async () => {
  const { stream, film } = await started();
  FakeSocket.last.open();
  await film(120);
  expect(FakeSocket.all.length).toBeGreaterThan(1);
  expect(stream.state.reason).toContain("ten seconds");
});

test("a stream that was closed for silence connects when the video moves on", async () => {
  const { stream, film } = await started();
  FakeSocket.last.open();
  FakeSocket.last.lose(4408);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeSocket.all).toHaveLength(1);
  expect(stream.state).toMatchObject({ phase: "waiting", retryAt: null });
  await film(1);
  expect(FakeSocket.all).toHaveLength(2);
});

test("a hidden page pauses, and goes on when it is seen again", async () => {
  const { stream, film } = await started();
  FakeSocket.last.open();
  hidePage(true);
  await film(3);
  expect(stream.state).toMatchObject({ phase: "paused" });
  expect(FakeSocket.last.pictures).toEqual([]);
  hidePage(false);
  await film(1);
  expect(stream.state.phase).toBe("open");
  expect(FakeSocket.last.pictures).toHaveLength(1);
});

test("what the page paused stays so when it is hidden and seen again", async () => {
  const { stream } = await started();
  FakeSocket.last.open();
  stream.pause();
  hidePage(true);
  hidePage(false);
  expect(stream.state.phase).toBe("paused");
  stream.resume();
  expect(stream.state.phase).toBe("open");
});

test("a picture that is being encoded when the stream is paused is not sent", async () => {
  const { stream, video } = await started();
  FakeSocket.last.open();
  video.frame();
  stream.pause();
  await vi.advanceTimersByTimeAsync(10);
  expect(FakeSocket.last.pictures).toEqual([]);
});

test("a connection that is lost during a pause is made again after it", async () => {
  const { stream } = await started();
  FakeSocket.last.open();
  stream.pause();
  FakeSocket.last.lose(4408);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeSocket.all).toHaveLength(1);
  stream.resume();
  expect(FakeSocket.all).toHaveLength(2);
});

test("close ends the socket, the frames and every retry", async () => {
  const { stream, video, told } = await started();
  FakeSocket.last.open();
  stream.close();
  await stream.closed;
  expect(FakeSocket.last.closedWith).toBe(1000);
  expect(video.watched).toBe(false);
  hidePage(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeSocket.all).toHaveLength(1);
  expect(told.phases.at(-1)).toBe("closed");
});

test("an aborted signal closes, before or after the start", async () => {
  const leaving = new AbortController();
  const { stream } = await started({ signal: leaving.signal });
  leaving.abort();
  await stream.closed;
  const { stream: never } = await started({ signal: leaving.signal });
  await never.closed;
  expect(FakeSocket.all).toHaveLength(1);
});

test("sound that cannot be read is told once, and pictures go on", async () => {
  vi.stubGlobal("MediaStream", class {});
  const { told, film } = await started({ audio: true });
  FakeSocket.last.open();
  await film(1);
  expect(told.faults).toMatchObject([{ code: "unreadable-sound" }]);
  expect(FakeSocket.last.pictures).toHaveLength(1);
});

test("follow chooses the viewer", async () => {
  const { stream } = await started();
  FakeSocket.last.open();
  stream.follow(7);
  expect([...(FakeSocket.last.sent[0] ?? [])].slice(9)).toEqual([7, 0, 0, 0]);
});
