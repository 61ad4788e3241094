/* A clip's way: recorded or chosen, sent, read, shown, saved, deleted; and what can go wrong. */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, type Request, type Route, test } from "@playwright/test";
import { media } from "./media";
import { agree, expectAccessible, lookAround } from "./walking";

const folder = process.env.MIEN_E2E_DIR ?? "";
const happy = media(join(import.meta.dirname, "..", ".."), folder).clip;

test.describe.configure({ timeout: 180_000 });

async function choose(page: Page, file: string): Promise<void> {
  await page.goto("/clip");
  await page.getByLabel("Choose a file").setInputFiles(file);
}

async function send(page: Page): Promise<void> {
  await page.getByLabel("The people in this clip agreed").check();
  await page.getByRole("button", { name: "Analyse this clip" }).click();
}

async function expectResult(page: Page): Promise<void> {
  await expect(page.locator("[data-leading].clip-leading")).toBeVisible({ timeout: 120_000 });
}

const isPost = (request: Request) => request.method() === "POST";
const isDelete = (request: Request) =>
  request.method() === "DELETE" && request.url().includes("/jobs/");

test("a happy clip stands right of centre, and its files can be kept", async ({ page }) => {
  await page.goto("/clip");
  await expect(page.getByRole("heading", { name: "Record yourself" })).toBeVisible();
  await lookAround(page, "clip-start");
  await choose(page, happy);
  await expect(page.getByText(/happy\.mp4 · .* · 6 sec/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Analyse this clip" })).toBeDisabled();
  await lookAround(page, "clip-review");
  await send(page);
  await expectResult(page);

  await expect(page.locator("[data-leading='happy'].clip-leading")).toBeVisible();
  const plane = page.locator("[data-valence]");
  expect(Number(await plane.getAttribute("data-valence"))).toBeGreaterThan(0);
  await expect(page.locator("[data-emoji]")).toHaveText(/\p{Extended_Pictographic}/u);
  await expect(page.locator(".bars [data-leading]")).toContainText("happy");
  const chart = page.locator("[data-points]");
  expect(Number(await chart.getAttribute("data-points"))).toBeGreaterThan(30);
  await lookAround(page, "clip-result");

  const report = await download(page, "Download the report");
  expect(report.name).toBe("happy-report.html");
  expect(readFileSync(report.path, "utf8")).toMatch(/happy\.mp4[\s\S]*EmoNPS/);
  const video = await download(page, "Download the video with boxes");
  expect(video.name).toBe("happy-annotated.mp4");
  expect(readFileSync(video.path).subarray(4, 8).toString()).toBe("ftyp");
  const table = await download(page, "Timeline as CSV");
  expect(readFileSync(table.path, "utf8").split("\n").length).toBeGreaterThan(30);
});

async function download(page: Page, button: string): Promise<{ name: string; path: string }> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button }).click(),
  ]);
  return { name: file.suggestedFilename(), path: await file.path() };
}

test("chart, moments and video move together, with and without boxes", async ({ page }) => {
  await choose(page, happy);
  await send(page);
  await expectResult(page);
  const time = () => page.locator("video").evaluate((video: HTMLVideoElement) => video.currentTime);
  const chart = page.locator("[data-points] .u-over");
  const { width } = (await chart.boundingBox()) ?? { width: 0 };
  await chart.click({ position: { x: width / 2, y: 40 } });
  await expect.poll(time).toBeGreaterThan(2);
  await expect.poll(time).toBeLessThan(4);
  await expect(page.locator("[data-moment]")).toHaveAttribute("data-moment", /^[23]\./);

  await page.getByRole("button", { name: "Show face boxes" }).click();
  await expect(page.getByText("Fetching the video with boxes…")).toBeHidden();
  await expect.poll(time).toBeGreaterThan(2);
  const before = await time();
  await page.locator("video").evaluate((video: HTMLVideoElement) => video.play());
  await expect.poll(time).toBeGreaterThan(before + 0.3);

  const moment = page.getByRole("button", { name: /^Play from 0:0\d: happy/ }).first();
  await moment.press("Enter");
  await expect(moment).toBeFocused();
});

test("a recording is seen before it is sent, and its result deleted on wish", async ({ page }) => {
  await page.goto("/clip");
  await page.getByRole("button", { name: "Record with the camera" }).click();
  await agree(page, "Open the camera");
  await page.getByRole("button", { name: "Start recording" }).click();
  await expect(page.getByRole("timer")).toContainText(/0:0[1-9]/);
  await lookAround(page, "clip-recording");
  await expect(page.getByRole("timer")).toContainText(/0:0[3-9]|0:[1-5]/);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText(/recording\.webm · .* sec/)).toBeVisible();
  await page.getByRole("button", { name: "Record again" }).click();
  await page.getByRole("button", { name: "Start recording" }).click();
  await expect(page.getByRole("timer")).toContainText(/0:0[3-9]|0:[1-5]/);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText(/recording\.webm · .* sec/)).toBeVisible();
  await page.getByRole("button", { name: "Analyse this clip" }).click();
  await expectResult(page);
  expect(Number(await page.locator("[data-valence]").getAttribute("data-valence"))).toBeGreaterThan(
    0,
  );
  await page.locator("[data-points] .u-over").click({ position: { x: 200, y: 40 } });
  await expect(page.locator("[data-moment]")).not.toHaveAttribute("data-moment", "0.0");

  const deleted = page.waitForResponse((response) => isDelete(response.request()));
  await page.getByRole("button", { name: "Delete this clip from the server" }).click();
  await expect(page.getByText("The clip and its results are deleted")).toBeVisible();
  const url = (await deleted).url();
  expect((await page.request.get(url)).status()).toBe(404);
});

test("a file that is no video is refused in words, here and by the server", async ({ page }) => {
  const notes = join(folder, "notes.txt");
  const posing = join(folder, "posing.mp4");
  writeFileSync(notes, "no video");
  writeFileSync(posing, "no video either".repeat(100));
  await choose(page, notes);
  await expect(page.getByRole("alert")).toContainText("“notes.txt” is not a video.");
  await expectAccessible(page);
  await page.getByLabel("Choose a file").setInputFiles(posing);
  await expect(page.getByText("This browser cannot show this file")).toBeVisible();
  await send(page);
  await expect(page.getByRole("alert")).toContainText(/video/i);
  await expect(page.getByRole("button", { name: "Try again" })).toBeHidden();
  await lookAround(page, "clip-refused");
  await page.getByRole("button", { name: "Take another clip" }).click();
  await expect(page.getByLabel("Choose a file")).toBeAttached();
});

test("what is over the server's limits is refused before it is sent", async ({ page }) => {
  await page.route("**/limits", async (route) => {
    const told = await (await route.fetch()).json();
    await route.fulfill({ json: { ...told, max_clip_bytes: 1000, max_clip_seconds: 2 } });
  });
  await choose(page, happy);
  await expect(page.getByRole("alert")).toContainText("this server takes 1 kB at most");

  await page.unrouteAll();
  await page.route("**/limits", async (route) => {
    const told = await (await route.fetch()).json();
    await route.fulfill({ json: { ...told, max_clip_seconds: 2 } });
  });
  await choose(page, happy);
  await expect(page.getByRole("alert")).toContainText("this server takes 2 sec at most");
  await expect(page.getByRole("button", { name: "Analyse this clip" })).toBeDisabled();
});

test("a slow upload shows how it goes, and can be cancelled", async ({ page }) => {
  await slow(page, statSync(happy).size / 60);
  await choose(page, happy);
  await send(page);
  await expect(page.getByText(/ of .* · .*\/s · about .* left/)).toBeVisible();
  await lookAround(page, "clip-sending");
  const ended = page.waitForEvent("requestfailed", isPost);
  await page.getByRole("button", { name: "Cancel" }).click();
  await ended;
  await expect(page.getByRole("heading", { name: "Choose a clip" })).toBeVisible();
});

async function slow(page: Page, bytesPerSecond: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  });
}

test("an upload that breaks off is tried again without choosing anew", async ({ page }) => {
  await choose(page, happy);
  await page.route("**/analyze", (route) => route.abort("connectionreset"));
  await page.context().setOffline(true);
  await send(page);
  await expect(page.getByText("The server cannot be reached.")).toBeVisible();
  await expect(page.getByText("This device is offline.")).toBeVisible();
  await expectAccessible(page);
  await page.context().setOffline(false);
  await expect(page.getByText("This device is offline.")).toBeHidden();
  await page.unrouteAll();
  await page.getByRole("button", { name: "Try again" }).click();
  await expectResult(page);
});

test("a full queue says so, and the clip is taken later", async ({ page }) => {
  await choose(page, happy);
  await page.route("**/analyze", (route) =>
    route.fulfill({
      status: 503,
      headers: { "Retry-After": "30" },
      json: {
        status: 503,
        code: "overloaded",
        detail: "32 clips are waiting or being analysed",
        action: "Wait and try again.",
      },
    }),
  );
  await send(page);
  await expect(page.getByRole("alert")).toContainText("32 clips are waiting");
  await page.unrouteAll();
  await page.getByRole("button", { name: "Try again" }).click();
  await expectResult(page);
});

/** The job as it stands, whatever the server has made of it meanwhile. */
async function standing(page: Page, job: object): Promise<void> {
  const still = { id: "0", progress: 0, seconds_analysed: 0, seconds_left: null, expires: null };
  await page.route("**/jobs/*", (route) =>
    isDelete(route.request()) ? route.continue() : route.fulfill({ json: { ...still, ...job } }),
  );
}

test("a job outlives a lost connection", async ({ page }) => {
  const away = (route: Route) => route.abort("internetdisconnected");
  await page.route("**/jobs/*", away);
  await choose(page, happy);
  await send(page);
  await expect(page.getByText("The server does not answer at the moment.")).toBeVisible();
  await page.unroute("**/jobs/*", away);
  const half = { progress: 0.42, seconds_analysed: 2.5, seconds_left: 3.4 };
  await standing(page, { state: "running", ...half });
  await expect(page.getByText("42% · 0:02 of the clip read · about 3.4 sec left")).toBeVisible();
  await expect(page.getByText("The server does not answer at the moment.")).toBeHidden();
  await lookAround(page, "clip-working");
  await page.unrouteAll();
  await expectResult(page);
});

test("a clip without a face says so instead of a point", async ({ page }) => {
  await choose(page, join(folder, "advert.webm"));
  await send(page);
  await expect(page.getByText("No face was seen in this clip.")).toBeVisible({ timeout: 120_000 });
  await expect(page.locator("[data-number='no_face_share']")).toContainText("100%");
  await expect(page.locator("[data-valence]")).toBeHidden();
  await expect(page.getByRole("button", { name: "Download the report" })).toBeEnabled();
  await expectAccessible(page);
});

test("a key that the server wants is asked for, and the clip goes on with it", async ({ page }) => {
  await page.route("**/analyze", (route) =>
    route.request().headers().authorization === "Bearer sesame"
      ? route.continue()
      : route.fulfill({
          status: 401,
          json: {
            status: 401,
            code: "key-required",
            detail: "a key is needed",
            action: "Send one.",
          },
        }),
  );
  await choose(page, happy);
  await send(page);
  await page.getByLabel("API key").fill("sesame");
  await page.getByRole("button", { name: "Use this key" }).click();
  await expectResult(page);
});

test("who leaves ends the job", async ({ page }) => {
  await standing(page, { state: "queued" });
  await choose(page, happy);
  await send(page);
  await expect(page.getByText("waits for its turn")).toBeVisible();
  const ended = page.waitForRequest(isDelete);
  await page.getByRole("navigation").getByRole("link", { name: "Live", exact: true }).click();
  await ended;
});

test("a job that fails on the server says why", async ({ page }) => {
  const detail = "the file holds no moving pictures";
  const error = { status: 400, code: "no-video", detail, action: "Send a video." };
  await standing(page, { state: "failed", error });
  await choose(page, happy);
  await send(page);
  await expect(page.getByRole("alert")).toContainText("the file holds no moving pictures");
});

test("the page is Russian where Russian was chosen", async ({ page }) => {
  await page.goto("/clip");
  await page.getByLabel("Language").selectOption("ru");
  await page.getByLabel("Выбрать файл").setInputFiles(happy);
  await page.getByLabel("Люди в этом ролике согласны").check();
  await page.getByRole("button", { name: "Прочитать этот ролик" }).click();
  await expect(page.getByText("Видимое выражение: радость")).toBeVisible({ timeout: 120_000 });
  await lookAround(page, "clip-russian");
});
