/** What the README shows runs: its scripts in Node, its pages and the example in chromium. */
import { readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browserWithCamera, serve } from "./browser.js";
import { GatewayServer } from "./gateway.js";
import { installed, ran } from "./packed.js";

const PACKAGE = resolve(import.meta.dirname, "..");
const README = readFileSync(join(PACKAGE, "README.md"), "utf8");
const IMPORTS = { "emotion-tracker-js": "/node_modules/emotion-tracker-js/dist/esm/index.js" };
const IMPORT_MAP = `<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>`;

let gateway: GatewayServer;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await installed();
  gateway = await GatewayServer.start();
  await gateway.mien("catalog", "load", "recommender_api/catalog/starter");
  browser = await browserWithCamera();
});

afterAll(async () => {
  await browser?.close();
  await gateway?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** The code blocks of a language, against the server of this test. */
function blocks(language: string): string[] {
  const found = README.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"));
  const own = (code: string) => code.replaceAll("http://localhost:3000/predict", gateway.predict);
  return [...found].map(([, code = ""]) => own(code));
}

async function onPage(
  root: string,
  path: string,
  html: string | undefined,
  use: (page: Page) => Promise<void>,
) {
  const { address, server } = await serve(root, html === undefined ? {} : { "/": html });
  const page = await browser.newPage();
  try {
    await page.goto(`${address}${path}`);
    await use(page);
  } finally {
    await page.close();
    server.close();
  }
}

test.each([
  [
    0,
    /emotion was \{\} and becomes \{[\s\S]*dominant_emotion was none and becomes happy\nhappy 9\d\./,
  ],
  [1, /^\[ [\d., ]+ \] happy 0\.\d+ 0\.\d+\n$/],
  [2, /^(.+ \d{4} Adventure\n){3}$/],
  [3, /^undecodable-image .+ Send a complete JPEG/],
])("script %i of the README", async (place, printed) => {
  const scripts = blocks("js");
  expect(scripts).toHaveLength(4);
  expect(await ran(folder, "readme.mjs", scripts[place] ?? "")).toMatch(printed);
});

test("the live page of the README shows an emoji", async () => {
  const [page = ""] = blocks("html");
  await onPage(folder, "/", `${IMPORT_MAP}${ownServer(page)}`, async (view) => {
    await view.getByRole("status").filter({ hasText: "😄" }).waitFor();
  });
});

test("the page with a stop button of the README stops", async () => {
  const [, page = ""] = blocks("html");
  await onPage(folder, "/", `${IMPORT_MAP}${ownServer(page)}`, async (view) => {
    await view.getByRole("status").filter({ hasText: "open" }).waitFor();
    await view.getByRole("button").click();
    await view.getByRole("status").filter({ hasText: "The stream was cancelled." }).waitFor();
    await view.waitForFunction(() => {
      const { srcObject } = document.querySelector("video") ?? {};
      const tracks = srcObject instanceof MediaStream ? srcObject.getTracks() : [];
      return tracks.length > 0 && tracks.every(({ readyState }) => readyState === "ended");
    });
  });
});

/** Its pages rely on the default address, where no test server may be. */
const ownServer = (page: string) =>
  page.replace("new EmotionTracker()", `new EmotionTracker(undefined, "${gateway.predict}")`);

test("the example shows the camera and its reading", async () => {
  await onPage(
    PACKAGE,
    `/example/index.html?server=${gateway.predict}`,
    undefined,
    async (view) => {
      await view.getByRole("button").click();
      await view.getByText("😄 happy").waitFor();
      await view.getByText("open", { exact: true }).waitFor();
    },
  );
});
