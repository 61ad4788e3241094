/** Scripts as they were written for version 0.0.3, against a real server. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserWithCamera, serve } from "./browser.js";
import { GatewayServer, ROOT } from "./gateway.js";
import { installed, ran } from "./packed.js";
import { printed } from "./printed.js";

let gateway: GatewayServer;
let folder: string;

beforeAll(async () => {
  folder = await installed();
  gateway = await GatewayServer.start();
});

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** What an app did with 0.0.3: it logs each change, and reads the state after a poll. */
const oldScript = (url: string, image: string) => `
const changes = [];
const emotionCallback = (key, value, target) => changes.push([key, value, Object.assign({}, target)]);
const emotionTracker = new EmotionTracker(emotionCallback, ${JSON.stringify(url)});
const emotion = emotionTracker.track();
const done = (async () => {
  await emotionTracker.poll(${image});
  const once = JSON.parse(JSON.stringify(emotion));
  await emotionTracker.poll(${image});
  return { changes, once, last: emotion };
})();
`;

interface Outcome {
  readonly changes: [string, unknown, { emotion: object; dominant_emotion: string }][];
  readonly once: { emotion: Record<string, number>; dominant_emotion: string };
}

function expectTheContract({ changes, once }: Outcome): void {
  expect(changes.map(([key]) => key)).toEqual([
    "emotion",
    "dominant_emotion",
    "emotion",
    "dominant_emotion",
  ]);
  expect(once.dominant_emotion).toBe("happy");
  const percentages = Object.values(once.emotion);
  expect(percentages).toHaveLength(7);
  expect(percentages.reduce((sum, share) => sum + share)).toBeCloseTo(100, 3);
  const [first, second, third, fourth] = changes.map(([, , target]) => target);
  expect(first).toEqual({ emotion: {}, dominant_emotion: "none" });
  expect(second).toEqual({ emotion: once.emotion, dominant_emotion: "none" });
  expect(third).toEqual(once);
  expect(fourth).toEqual({ ...once, emotion: changes[2]?.[1] });
}

describe("a script for 0.0.3 in Node", () => {
  const file = 'fs.readFileSync("face.png")';
  const print = "done.then((outcome) => console.log(JSON.stringify(outcome)));";

  test.each([
    ["default import", "mjs", 'import EmotionTracker from "emotion-tracker-js";'],
    ["named import", "mjs", 'import { EmotionTracker } from "emotion-tracker-js";'],
    [
      "namespace import",
      "mjs",
      'import * as all from "emotion-tracker-js"; const EmotionTracker = all.default;',
    ],
    ["require", "cjs", 'const EmotionTracker = require("emotion-tracker-js");'],
    [
      "require with default",
      "cjs",
      'const EmotionTracker = require("emotion-tracker-js").default;',
    ],
    ["require with a name", "cjs", 'const { EmotionTracker } = require("emotion-tracker-js");'],
  ])("by %s", async (_, ending, first) => {
    const fs = ending === "mjs" ? 'import fs from "node:fs";' : 'const fs = require("node:fs");';
    const script = `${first}\n${fs}\n${oldScript(gateway.predict, file)}\n${print}`;
    expectTheContract(JSON.parse(await ran(folder, `old.${ending}`, script)));
  });

  test.each(["new Blob([fs.readFileSync('face.png')])", "fs.createReadStream('face.png')"])(
    "with the picture as %s",
    async (image) => {
      const first = 'const EmotionTracker = require("emotion-tracker-js"), fs = require("fs");';
      const script = `${first}\n${oldScript(gateway.predict, image)}\n${print}`;
      expectTheContract(JSON.parse(await ran(folder, "other.cjs", script)));
    },
  );
});

describe("a script for 0.0.3 in the browser", () => {
  const face = `new File([await (await fetch("/face.png")).blob()], "face")`;

  test.each([
    [
      "script tag",
      '<script src="/node_modules/emotion-tracker-js/dist/script/emotion-tracker.js">',
      "<script>",
    ],
    [
      "module",
      "<script>",
      '<script type="module">import EmotionTracker from "/node_modules/emotion-tracker-js/dist/esm/index.js";',
    ],
  ])("by %s", async (_, first, second) => {
    const script = `${oldScript(gateway.predict, face)} window.outcome = done;`;
    const page = `<!doctype html>${first}</script>${second}${script}</script>`;
    const { address, server } = await serve(folder, { "/": page });
    const browser = await browserWithCamera();
    try {
      const view = await browser.newPage();
      await view.goto(address);
      await view.waitForFunction("window.outcome");
      expectTheContract(await view.evaluate("window.outcome"));
    } finally {
      await browser.close();
      server.close();
    }
  });
});

test("the package brings the file that strict policies need", async () => {
  const script = 'console.log(require.resolve("emotion-tracker-js/sound-worklet.js"))';
  const file = (await ran(folder, "worklet.cjs", script)).trim();
  expect(readFileSync(file, "utf8")).toContain("registerProcessor");
});

describe("types", () => {
  const consumer = `
import EmotionTracker, { LABELS, MienError, type Label, type Sample } from "emotion-tracker-js";
const tracker: EmotionTracker = new EmotionTracker((key, value, target) => {
  console.log(key === "emotion", value, target.dominant_emotion satisfies Label | "none");
}, "/predict", { key: "k" });
export async function use(video: HTMLVideoElement, file: File): Promise<string[]> {
  const happy: number | undefined = (await tracker.poll(file)).emotion.happy;
  const live = tracker.stream(video, { audio: true });
  live.addEventListener("sample", ({ detail }: CustomEvent<Sample>) => detail.faces[0]?.smoothed.happy);
  live.addEventListener("fault", ({ detail }) => detail.action.length);
  // @ts-expect-error: there is no such event
  live.addEventListener("smaple", ({ detail }) => detail);
  const { movies } = await tracker.recommend({ emotions: { happy }, num_of_movies: 1, recommendation_type: "improve" } as const);
  const goods = await tracker.recommend({ emotion: "sad", num_of_movies: 1, recommendation_type: "improve", catalog: "products" });
  // @ts-expect-error: no such mode
  await tracker.recommend({ emotion: "sad", num_of_movies: 1, recommendation_type: "worsen" });
  if ((await live.closed) === undefined && !(video instanceof MienError)) live.close();
  return [...movies.map(({ title }) => title), ...goods.products.map(({ name }) => name), ...LABELS];
}
`;

  test.each([
    ["node16", "node16", "use.mts"],
    ["node16", "node16", "use.cts"],
    ["esnext", "bundler", "use.ts"],
  ])("compile for module %s, resolution %s, in %s", async (module, moduleResolution, name) => {
    writeFileSync(join(folder, name), consumer);
    const options = {
      target: "es2022",
      lib: ["es2022", "dom"],
      strict: true,
      noEmit: true,
      types: [],
    };
    const compilerOptions = { ...options, module, moduleResolution };
    const project = join(folder, `tsconfig.${name}.json`);
    writeFileSync(project, JSON.stringify({ compilerOptions, files: [name] }));
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    expect(await printed(process.execPath, [tsc, "-p", project], {})).toBe("");
  });

  test("say no `any`", () => {
    const types = join(folder, "node_modules/emotion-tracker-js/dist/esm");
    const names = readdirSync(types, { recursive: true, encoding: "utf8" });
    const declared = names.filter((name) => name.endsWith(".d.ts"));
    const loose = declared.filter((name) => /\bany\b/.test(uncommented(join(types, name))));
    expect(declared.length).toBeGreaterThan(10);
    expect(loose).toEqual([]);
  });
});

const uncommented = (file: string) => readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
