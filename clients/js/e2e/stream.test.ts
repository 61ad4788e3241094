/** Live streams of chromium's camera against a real server. */
import { resolve } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LiveStream, Problem, Sample, StreamState } from "../src/index.js";
import { browserWithCamera, serve } from "./browser.js";
import { GatewayServer } from "./gateway.js";

/** What the page under test keeps, as `window.live`. */
interface Live {
  readonly stream: LiveStream;
  readonly media: MediaStream;
  readonly samples: Sample[];
  readonly states: StreamState[];
  readonly faults: Problem[];
}

declare global {
  interface Window {
    live: Live;
    begin(server: string, options: object, key?: string): Promise<void>;
  }
}

const PACKAGE = resolve(import.meta.dirname, "..");
const PAGE = `<!doctype html><link rel="icon" href="data:,"><video muted></video>
<script src="/dist/script/emotion-tracker.js"></script><script src="/page.js"></script>`;
const SCRIPT = `window.begin = async (server, options, key) => {
  const media = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
  const video = document.querySelector("video");
  video.srcObject = media;
  await video.play();
  const stream = new EmotionTracker(undefined, server, { key }).stream(video, options);
  const live = { stream, media, samples: [], states: [], faults: [] };
  for (const name of ["sample", "state", "fault"]) {
    stream.addEventListener(name, ({ detail }) => live[name + "s"].push(detail));
  }
  window.live = live;
};`;
const STRICT_POLICY =
  "default-src 'self'; script-src 'self'; worker-src 'self' blob:; connect-src 'self' ws: wss:; " +
  "img-src 'self' data: blob: https:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'";

let gateway: GatewayServer;
let browser: Browser;

beforeAll(async () => {
  gateway = await GatewayServer.start();
  browser = await browserWithCamera();
});

afterAll(async () => {
  await browser?.close();
  await gateway?.[Symbol.asyncDispose]();
});

async function onPage(use: (page: Page, said: string[]) => Promise<void>, policy?: string) {
  const pages = { "/": PAGE, "/page.js": SCRIPT };
  const { address, server } = await serve(PACKAGE, pages, policy);
  const page = await browser.newPage();
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  try {
    await page.goto(address);
    await use(page, said);
  } finally {
    await page.close();
    server.close();
  }
}

const answered = (page: Page, count: number) =>
  page.waitForFunction((least) => window.live.samples.length >= least, count);

test("ten smiles a second, with boxes over the face, and a voice", async () => {
  await onPage(async (page, said) => {
    await page.evaluate((server) => window.begin(server, { audio: true }), gateway.predict);
    await answered(page, 10);
    await page.waitForTimeout(6000);
    const { rate, last, skipped, faults } = await page.evaluate(() => ({
      rate: window.live.stream.statistics.rate,
      skipped: window.live.stream.statistics.skipped,
      last: window.live.samples.at(-1),
      faults: window.live.faults,
    }));
    expect(rate).toBeGreaterThanOrEqual(9);
    expect(skipped).toBeLessThan(10);
    expect(last?.picture).toEqual({ width: 640, height: 480 });
    expect(last?.faces[0]?.dominant_emotion).toBe("happy");
    const [left, top, right, bottom] = last?.faces[0]?.box ?? [0, 0, 0, 0];
    expect((left + right) / 2).toBeGreaterThan(200);
    expect((left + right) / 2).toBeLessThan(440);
    expect(top).toBeLessThan(bottom);
    expect(last?.voice?.heard_until).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    expect(said).toEqual([]);
  });
});

test("closing leaves the camera on, and nothing else", async () => {
  await onPage(async (page) => {
    await page.evaluate((server) => window.begin(server, { audio: true }), gateway.predict);
    await answered(page, 3);
    const after = await page.evaluate(async () => {
      const { stream, media, samples } = window.live;
      stream.close();
      await stream.closed;
      const count = samples.length;
      await new Promise((done) => setTimeout(done, 500));
      const tracks = media.getTracks().map(({ readyState }) => readyState);
      return { tracks, more: samples.length - count, phase: stream.state.phase };
    });
    expect(after).toEqual({ tracks: ["live", "live"], more: 0, phase: "closed" });
    expect(page.workers()).toEqual([]);
  });
});

test("smaller pictures at another rate, by a clock of the page's own", async () => {
  await onPage(async (page) => {
    await page.evaluate((server) => {
      const start = performance.now();
      const clock = () => 1000 + (performance.now() - start) / 1000;
      return window.begin(server, { side: 320, rate: 5, clock });
    }, gateway.predict);
    await answered(page, 5);
    const samples = await page.evaluate(() => window.live.samples);
    expect(samples[0]?.picture).toEqual({ width: 320, height: 240 });
    expect(samples[0]?.seconds).toBeGreaterThanOrEqual(1000);
    const times = samples.map(({ seconds }) => seconds);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(0.7);
  });
});

test.each([
  ["the page's thread", undefined, true],
  ["the worklet's file", "/src/stream/sound-worklet.js", false],
])("under a strict policy sound is read by %s", async (_, worklet, deprecated) => {
  await onPage(async (page, said) => {
    const options = { audio: true, worklet };
    const begin = ([server, given]: readonly [string, object]) => window.begin(server, given);
    await page.evaluate(begin, [gateway.predict, options] as const);
    await page.waitForFunction(() => window.live.samples.at(-1)?.voice);
    expect(await page.evaluate(() => window.live.faults)).toEqual([]);
    expect(page.workers()).toHaveLength(1);
    expect(said.some((text) => text.includes("ScriptProcessorNode"))).toBe(deprecated);
  }, STRICT_POLICY);
});

test("a page that forbids the worker encodes on its own thread", async () => {
  await onPage(
    async (page) => {
      await page.evaluate((server) => window.begin(server, {}), gateway.predict);
      await answered(page, 10);
      expect(page.workers()).toEqual([]);
    },
    STRICT_POLICY.replace(" blob:;", ";"),
  );
});

test("a server that is gone is told, and the stream goes on when it is back", async () => {
  await onPage(async (page) => {
    await page.evaluate((server) => window.begin(server, {}), gateway.predict);
    await answered(page, 5);
    await gateway.stop();
    await page.waitForFunction(() => window.live.stream.state.phase === "waiting");
    await page.waitForFunction(() => window.live.stream.state.attempt > 1);
    const { reason } = await page.evaluate(() => window.live.stream.state);
    expect(reason).toContain(gateway.predict);
    const before = await page.evaluate(() => window.live.samples.length);
    await gateway.start();
    await answered(page, before + 20);
    expect(await page.evaluate(() => window.live.stream.state)).toMatchObject({ phase: "open" });
  });
});

test("a page that hides its video from view goes on", async () => {
  await onPage(async (page) => {
    await page.evaluate(() =>
      document.querySelector("video")?.style.setProperty("display", "none"),
    );
    await page.evaluate((server) => window.begin(server, {}), gateway.predict);
    await answered(page, 10);
  });
});

test("a server without recordings refuses one, and the stream says so", async () => {
  await onPage(async (page) => {
    await page.evaluate((server) => window.begin(server, { record: true }), gateway.predict);
    await page.evaluate(() => window.live.stream.closed);
    const { code, reason } = await page.evaluate(() => window.live.stream.state);
    expect(code).toBe(1008);
    expect(reason).toContain("this server keeps no recordings");
  });
});

test("a server that asks for keys takes the right one and refuses another", async () => {
  await using guarded = await GatewayServer.start({ MIEN_REQUIRE_KEYS: "true" });
  const printed = await guarded.mien("keys", "create", "test", "--scopes", "perceive");
  const key = /mien_k_\S+/.exec(printed)?.[0] ?? "";
  const begin = ([server, given]: readonly [string, string]) => window.begin(server, {}, given);
  await onPage(async (page) => {
    await page.evaluate(begin, [guarded.predict, key] as const);
    await answered(page, 3);
  });
  await onPage(async (page) => {
    await page.evaluate(begin, [guarded.predict, "mien_k_wrong"] as const);
    await page.evaluate(() => window.live.stream.closed);
    expect(await page.evaluate(() => window.live.faults)).toMatchObject([
      { code: "invalid-credentials", status: 401 },
    ]);
  });
});
