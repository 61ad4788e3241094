// @vitest-environment jsdom
import { MienError } from "emotion-tracker-js";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { follow, remove } from "./job";

const JOB = { id: "a", progress: 0.5, seconds_analysed: 1, seconds_left: 1, expires: null };

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function answering(...answers: (object | number | "away")[]) {
  const next = async () => {
    const told = answers.shift();
    if (told === "away") throw new TypeError("Failed to fetch");
    if (typeof told === "number") return Response.json({ code: "x" }, { status: told });
    return Response.json(told);
  };
  const asked = vi.fn(next);
  vi.stubGlobal("fetch", asked);
  return asked;
}

function following(stop = new AbortController()) {
  const seen: string[] = [];
  const ended = follow("a", {
    signal: stop.signal,
    onJob: (job) => seen.push(job.state),
    onLost: () => seen.push("lost"),
  });
  ended.catch(() => undefined);
  return { seen, ended };
}

it("tells every look at the job until it has ended", async () => {
  answering({ ...JOB, state: "queued" }, { ...JOB, state: "running" }, { ...JOB, state: "done" });
  const { seen, ended } = following();
  await vi.runAllTimersAsync();
  expect((await ended).state).toBe("done");
  expect(seen).toEqual(["queued", "running", "done"]);
});

it("outlives a lost connection and a server that starts anew", async () => {
  answering({ ...JOB, state: "running" }, "away", 503, { ...JOB, state: "done" });
  const { seen, ended } = following();
  await vi.runAllTimersAsync();
  expect((await ended).state).toBe("done");
  expect(seen).toEqual(["running", "lost", "lost", "done"]);
});

it("gives up a job that the server does not know", async () => {
  answering(404);
  const { ended } = following();
  await vi.runAllTimersAsync();
  await expect(ended).rejects.toBeInstanceOf(MienError);
});

it("asks no more once it is left", async () => {
  const asked = answering({ ...JOB, state: "running" });
  const stop = new AbortController();
  const { ended } = following(stop);
  await vi.advanceTimersByTimeAsync(300);
  stop.abort();
  await vi.runAllTimersAsync();
  await expect(ended).rejects.toBe(stop.signal.reason);
  expect(asked).toHaveBeenCalledTimes(1);
});

it("takes a job that is gone already for removed", async () => {
  answering(404);
  await expect(remove("a", new AbortController().signal)).resolves.toBeUndefined();
});

it("does not say removed where the server could not", async () => {
  answering(503);
  await expect(remove("a", new AbortController().signal)).rejects.toBeInstanceOf(MienError);
});
