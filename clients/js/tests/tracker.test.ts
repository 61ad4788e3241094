import { afterEach, describe, expect, test, vi } from "vitest";
import Default, { EmotionTracker, type MienError, type PictureReading } from "../src/index.js";
import { answering } from "./answering.js";

const HAPPY = { ...shares(0), happy: 100 };
const READING: PictureReading = { emotion: HAPPY, dominant_emotion: "happy", faces: [] };
const SAD: PictureReading = {
  emotion: { ...shares(0), sad: 100 },
  dominant_emotion: "sad",
  faces: [],
};
const PICTURE = new Uint8Array([1, 2, 3]);

function shares(each: number) {
  const rest = { disgust: each, fear: each, happy: each, sad: each, surprise: each, neutral: each };
  return { angry: each, ...rest };
}

afterEach(() => vi.unstubAllGlobals());

describe("poll, as version 0.0.3 had it", () => {
  test("posts the file as the raw body with the content type of the old client", async () => {
    await using server = await answering(() => ({ body: READING }));
    await new EmotionTracker(() => {}, server.predict).poll(new Blob([PICTURE]));
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]).toMatchObject({ method: "POST", path: "/predict" });
    expect(server.asked[0]?.headers["content-type"]).toBe("image");
    expect([...(server.asked[0]?.body ?? [])]).toEqual([1, 2, 3]);
  });

  test("goes to localhost:3000 where no address is given", async () => {
    const asked = vi.fn(async (_address: string) => Response.json(READING));
    vi.stubGlobal("fetch", asked);
    await new Default(() => {}).poll(PICTURE);
    expect(asked.mock.calls[0]?.[0]).toBe("http://localhost:3000/predict");
  });

  test("calls back for each property before it is set, so that target holds the old state", async () => {
    await using server = await answering(() => ({ body: READING }));
    const seen: unknown[] = [];
    const tracker = new EmotionTracker((key, value, target) => {
      seen.push([key, value, { ...target }]);
    }, server.predict);
    const state = tracker.track();
    await tracker.poll(PICTURE);
    expect(seen).toEqual([
      ["emotion", HAPPY, { emotion: {}, dominant_emotion: "none" }],
      ["dominant_emotion", "happy", { emotion: HAPPY, dominant_emotion: "none" }],
    ]);
    expect(state).toEqual({ emotion: HAPPY, dominant_emotion: "happy" });
  });

  test("sets the state that track returned, before or after it was asked for", async () => {
    await using server = await answering(() => ({ body: READING }));
    const tracker = new EmotionTracker(undefined, server.predict);
    await tracker.poll(PICTURE);
    expect(tracker.track().dominant_emotion).toBe("happy");
    expect(tracker.track()).toBe(tracker.track());
  });

  test("gives the reading that it was answered", async () => {
    await using server = await answering(() => ({ body: READING }));
    expect(await new EmotionTracker(undefined, server.predict).poll(PICTURE)).toEqual(READING);
  });

  test("tells of a property that the page sets itself", () => {
    const seen: string[] = [];
    const state = new EmotionTracker((key) => seen.push(key)).track();
    state.dominant_emotion = "sad";
    expect(seen).toEqual(["dominant_emotion"]);
    expect(state.dominant_emotion).toBe("sad");
  });

  test("sets both properties even where the callback throws, and rejects with its error", async () => {
    await using server = await answering(() => ({ body: READING }));
    const tracker = new EmotionTracker(() => {
      throw new Error("in the page");
    }, server.predict);
    await expect(tracker.poll(PICTURE)).rejects.toThrow("in the page");
    expect(tracker.track()).toEqual(READING_STATE);
  });

  test("of several at once sets the state in the order of the calls", async () => {
    let release = () => {};
    const slow = new Promise<void>((done) => {
      release = done;
    });
    await using server = await answering(async ({ body }) => {
      if (body[0] === 1) await slow;
      else setTimeout(release, 20);
      return { body: body[0] === 1 ? SAD : READING };
    });
    const seen: unknown[] = [];
    const tracker = new EmotionTracker((_, value) => seen.push(value), server.predict);
    await Promise.all([tracker.poll(PICTURE), tracker.poll(new Uint8Array([2]))]);
    expect(seen).toEqual([SAD.emotion, "sad", HAPPY, "happy"]);
  });

  test("goes on after one that failed, whose rejection does not wait for others", async () => {
    let release = () => {};
    const slow = new Promise<void>((done) => {
      release = done;
    });
    await using server = await answering(async ({ body }) => {
      if (body[0] === 1) await slow;
      return body[0] === 2 ? { status: 422, body: {} } : { body: READING };
    });
    const tracker = new EmotionTracker(undefined, server.predict);
    const first = tracker.poll(PICTURE);
    await expect(tracker.poll(new Uint8Array([2]))).rejects.toMatchObject({ status: 422 });
    release();
    await first;
    await tracker.poll(new Uint8Array([3]));
    expect(tracker.track().dominant_emotion).toBe("happy");
  });
});

const READING_STATE = { emotion: HAPPY, dominant_emotion: "happy" };

describe("requests", () => {
  test("carry the key", async () => {
    await using server = await answering(() => ({ body: READING }));
    await new EmotionTracker(undefined, server.predict, { key: "mien_k_1" }).predict(PICTURE);
    expect(server.asked[0]?.headers.authorization).toBe("Bearer mien_k_1");
  });

  test("predict leaves the state as it is", async () => {
    await using server = await answering(() => ({ body: READING }));
    const tracker = new EmotionTracker(undefined, server.predict);
    expect(await tracker.predict(PICTURE)).toEqual(READING);
    expect(tracker.track().dominant_emotion).toBe("none");
  });

  test("recommend asks beside /predict, wherever that is mounted", async () => {
    await using server = await answering(() => ({ body: { movies: [] } }));
    const wanted = { emotion: "Happy", num_of_movies: 5, recommendation_type: "keepup" } as const;
    const address = server.predict.replace("/predict", "/mien/predict");
    const { movies } = await new EmotionTracker(undefined, address).recommend(wanted);
    expect(movies).toEqual([]);
    expect(server.asked[0]?.path).toBe("/mien/api/v1/recommend");
    expect(server.asked[0]?.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(String(server.asked[0]?.body))).toEqual(wanted);
  });

  test("reject with the reason of an aborted signal, also while the answer is awaited", async () => {
    await using server = await answering(() => new Promise(() => {}));
    const leaving = new AbortController();
    const tracker = new EmotionTracker(undefined, server.predict);
    const polled = tracker.poll(PICTURE, { signal: leaving.signal });
    setTimeout(() => leaving.abort(new Error("left")), 10);
    await expect(polled).rejects.toThrow("left");
    await expect(tracker.poll(PICTURE, { signal: leaving.signal })).rejects.toThrow("left");
  });
});

describe("errors", () => {
  test("carry what the problem body says, and when to try again", async () => {
    const problem = { status: 429, code: "overloaded", detail: "busy", action: "Wait." };
    const headers = { "Retry-After": "3", "Content-Type": "application/problem+json" };
    await using server = await answering(() => ({ status: 429, headers, body: problem }));
    const error = await caught(server.predict);
    expect(error).toMatchObject({ ...problem, retryAfter: 3, name: "MienError", message: "busy" });
  });

  test("say so where another server answers", async () => {
    await using server = await answering(() => ({ status: 502, body: "<html>Bad gateway</html>" }));
    const error = await caught(server.predict);
    expect(error).toMatchObject({ status: 502, code: "unexpected-answer", retryAfter: null });
    expect(error.detail).toContain("502");
  });

  test("say so where a success is no JSON", async () => {
    await using server = await answering(() => ({ body: "<html>Welcome</html>" }));
    expect(await caught(server.predict)).toMatchObject({ status: 200, code: "unexpected-answer" });
  });

  test("name the address that gives no answer", async () => {
    const error = await caught("http://127.0.0.1:9/predict");
    expect(error).toMatchObject({ status: 0, code: "unreachable" });
    expect(error.detail).toContain("http://127.0.0.1:9/predict");
  });
});

async function caught(predict: string): Promise<MienError> {
  return new EmotionTracker(undefined, predict).poll(PICTURE).then(
    () => expect.fail("it was answered"),
    (error: MienError) => error,
  );
}
