import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { agree, lookAround } from "./walking";

const ADVERT = join(process.env.MIEN_E2E_DIR ?? "", "advert.webm");
const SCENES = [
  { red: 200, green: 60, blue: 60 },
  { red: 60, green: 160, blue: 80 },
  { red: 50, green: 110, blue: 190 },
  { red: 220, green: 200, blue: 60 },
];

async function choose(page: Page): Promise<void> {
  await page.goto("/screening");
  await page.getByLabel("Choose a film").setInputFiles(ADVERT);
  await expect(page.getByText("advert.webm", { exact: true })).toBeVisible();
}

const film = (page: Page) => page.getByLabel("The film", { exact: true });
const count = async (page: Page) =>
  Number(await page.locator("[data-count]").getAttribute("data-count"));
const rows = (text: string) => text.trim().split("\r\n").slice(1);
const secondsOf = (text: string) => rows(text).map((row) => Number(row.split(",")[3]));

async function play(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: "Play", exact: true });
  await expect(button).toBeEnabled();
  await button.click();
  await expect.poll(() => count(page)).toBeGreaterThan(0);
}

async function at(page: Page, seconds: number): Promise<void> {
  await expect
    .poll(() => film(page).evaluate((video: HTMLVideoElement) => video.currentTime), {
      intervals: [50],
    })
    .toBeGreaterThan(seconds);
}

/** Shows the whole film to the next viewer, until the results are there. */
async function watch(page: Page): Promise<void> {
  await agree(page, "Start camera");
  await play(page);
  await expect(page.getByRole("heading", { name: "All viewers" })).toBeVisible({ timeout: 30_000 });
}

async function saved(page: Page, button: string): Promise<{ name: string; text: string }> {
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

async function index(page: Page, name: string): Promise<number> {
  const text = await page
    .getByRole("region", { name, exact: true })
    .locator("p")
    .first()
    .textContent();
  return Number(text?.replace("−", "-"));
}

test("a film is chosen, or refused in words", async ({ page }, info) => {
  test.slow();
  await page.goto("/screening");
  await lookAround(page, "screening-start");
  const broken = info.outputPath("broken.mp4");
  writeFileSync(broken, "this is no film");
  await page.getByLabel("Choose a film").setInputFiles(broken);
  await expect(page.getByRole("alert")).toContainText("cannot play the file");
  await page.getByLabel("Choose a film").setInputFiles(ADVERT);
  await expect(page.getByLabel("Pseudonym of the viewer")).toHaveValue("Viewer 1");
  await expect(page.getByText("Testing the clip “advert.webm”")).toBeVisible();
  await expect(page.getByRole("button", { name: "Start camera" })).toBeDisabled();
  await page.getByLabel("Pseudonym of the viewer").fill(" ");
  await expect(page.getByRole("alert")).toHaveText("Give the viewer a pseudonym.");
  await page.getByLabel("Pseudonym of the viewer").fill("Viewer 1");
  await lookAround(page, "screening-viewer");
});

test("counts and curves grow while the film plays, at whatever rate", async ({ page }) => {
  test.slow();
  await choose(page);
  await agree(page, "Start camera");
  await play(page);
  await at(page, 1);
  await film(page).evaluate((video: HTMLVideoElement) => {
    video.playbackRate = 0.1;
  });
  const before = await count(page);
  await lookAround(page, "screening-playing");
  expect(await count(page)).toBeGreaterThan(before);
  const happy = page.locator("[data-label=happy] .bars-number");
  await expect.poll(async () => Number(await happy.textContent())).toBeGreaterThan(5);
  await expect(page.getByText("from picture to reading")).toBeVisible();
  await page.getByRole("button", { name: "Hide self-view" }).click();
  const hidden = await count(page);
  await expect.poll(() => count(page)).toBeGreaterThan(hidden);
  await film(page).evaluate((video: HTMLVideoElement) => {
    video.playbackRate = 1;
  });
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(page.getByRole("heading", { name: "Viewer 1" })).toBeVisible();
});

test("the result has its numbers, and moments with pictures of their scenes", async ({ page }) => {
  test.slow();
  await choose(page);
  await watch(page);
  await expect(page.getByText("most of the time: happy")).toBeVisible();
  const experience = await index(page, "Emotional Experience Index");
  expect(experience).toBeGreaterThan(0);
  const frames = page.locator(".moment-frame:has(img)");
  await expect(frames).toHaveCount(await page.locator(".moment-frame").count());
  for (const frame of await frames.all()) {
    const seconds = Number(await frame.getAttribute("data-seconds"));
    const [red, green, blue] = await frame.locator("img").evaluate((image: HTMLImageElement) => {
      const canvas = document.createElement("canvas");
      const context = canvas.getContext("2d");
      context?.drawImage(image, 0, 0);
      return [...(context?.getImageData(4, 4, 1, 1).data ?? [])];
    });
    const near = [seconds - 0.05, seconds + 0.05].map((time) => SCENES[Math.floor(time / 2)]);
    const distances = near.map((scene) =>
      Math.hypot(
        (red ?? 0) - (scene?.red ?? 0),
        (green ?? 0) - (scene?.green ?? 0),
        (blue ?? 0) - (scene?.blue ?? 0),
      ),
    );
    expect(Math.min(...distances), `the picture at ${seconds} s`).toBeLessThan(40);
  }
  await lookAround(page, "screening-result");
  const first = page.locator(".moment-frame").first();
  const from = Number(await first.getAttribute("data-seconds"));
  await first.click();
  const again = page.getByLabel("The film, to look again");
  await expect
    .poll(() => again.evaluate((video: HTMLVideoElement) => video.currentTime))
    .toBeGreaterThanOrEqual(from);
});

test("K weighs neutral readings in EmoNPS at once", async ({ page }, info) => {
  await choose(page);
  await page.getByLabel("Add readings from a CSV").setInputFiles(table(info.outputPath("k.csv")));
  expect(await index(page, "EmoNPS")).toBe(-25);
  await page.getByLabel(/^K,/).fill("1");
  expect(await index(page, "EmoNPS")).toBe(-50);
  expect(await index(page, "Emotional Experience Index")).toBe(0);
  await expect(page.locator("[data-viewer='Viewer 9'] [data-column=emonps]")).toHaveText("−50.0");
});

test("pausing reads nothing, and going back keeps to the film's clock", async ({ page }) => {
  let sent = 0;
  page.on("websocket", (socket) => {
    socket.on("framesent", () => {
      sent += 1;
    });
  });
  await choose(page);
  await agree(page, "Start camera");
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeEnabled();
  await page.waitForTimeout(1500);
  expect(sent, "pictures sent before the film plays").toBe(0);
  await play(page);
  await at(page, 3);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByText("The film stands still: nothing is read.")).toBeVisible();
  await page.waitForTimeout(800);
  const standing = await count(page);
  await page.waitForTimeout(1500);
  expect(await count(page)).toBe(standing);
  await film(page).evaluate((video: HTMLVideoElement) => {
    video.currentTime = 0.5;
  });
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await at(page, 1.5);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  const stopped = await film(page).evaluate((video: HTMLVideoElement) => video.currentTime);
  expect(stopped).toBeLessThan(3);
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(page.getByRole("heading", { name: "All viewers" })).toBeVisible();
  const seconds = secondsOf((await saved(page, "Save readings (CSV)")).text);
  const back = seconds.findIndex((time, place) => time < (seconds[place - 1] ?? 0));
  expect(back, "the readings after the jump back").toBeGreaterThan(0);
  const [first, second] = [seconds.slice(0, back), seconds.slice(back)];
  expect(first).toEqual([...first].sort((one, other) => one - other));
  expect(Math.max(...first)).toBeGreaterThan(2);
  expect(Math.min(...second)).toBeGreaterThanOrEqual(0.5);
  expect(Math.max(...second)).toBeLessThanOrEqual(stopped + 0.1);
});

test("viewers are laid over one another, saved and added again", async ({ page }, info) => {
  test.slow();
  await choose(page);
  await watch(page);
  const { name, text } = await saved(page, "Save readings (CSV)");
  expect(name).toBe("advert-readings.csv");
  const samples = page.locator("[data-viewer='Viewer 1'] [data-column=samples]");
  await expect(samples).toHaveText(String(rows(text).length));
  expect(Math.max(...secondsOf(text))).toBeLessThanOrEqual(8.1);
  expect(Math.max(...secondsOf(text))).toBeGreaterThan(7);
  await page.getByRole("button", { name: "Next viewer" }).click();
  await expect(page.getByLabel("Pseudonym of the viewer")).toHaveValue("Viewer 2");
  await expect(page.getByLabel("I have read this and agree")).not.toBeChecked();
  await watch(page);
  await expect(page.getByRole("img", { name: /valence.*of each viewer/ })).toBeVisible();
  await page.getByLabel("Compare by").selectOption("happy");
  await expect(page.getByRole("img", { name: /happy of each viewer/ })).toBeVisible();
  await lookAround(page, "screening-overlay");
  const kept = info.outputPath("advert-readings.csv");
  writeFileSync(kept, text);
  await page.getByLabel("Add readings from a CSV").setInputFiles(kept);
  const added = page.locator("[data-viewer='Viewer 1 (2)'] td");
  const cells = await page.locator("[data-viewer='Viewer 1'] td").allInnerTexts();
  await expect(added).toHaveText(cells);
  const summary = await saved(page, "Save summary (CSV)");
  expect(rows(summary.text).map((row) => row.split(",")[0])).toEqual([
    "Viewer 1",
    "Viewer 2",
    "Viewer 1 (2)",
  ]);
  await page.getByRole("button", { name: "Remove Viewer 1 (2)" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(added).toHaveCount(0);
});

test("readings of another film are added only when wanted, others are refused", async ({
  page,
}, info) => {
  await choose(page);
  const pick = page.getByLabel("Add readings from a CSV");
  const wrong = info.outputPath("wrong.csv");
  writeFileSync(wrong, "Name,Age\r\nAnna,30\r\n");
  await pick.setInputFiles(wrong);
  await expect(page.getByRole("alert")).toContainText("Columns are missing: viewer, advert");
  await pick.setInputFiles(table(info.outputPath("other.csv"), "spring.mp4"));
  await expect(page.getByRole("alert")).toContainText("“spring.mp4”");
  await page.getByRole("button", { name: "Leave them out" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await pick.setInputFiles(table(info.outputPath("other.csv"), "spring.mp4"));
  await page.getByRole("button", { name: "Add them anyway" }).click();
  await expect(page.getByRole("heading", { name: "Viewer 9" })).toBeVisible();
});

test("a refused camera is told in words, and can be tried again", async ({ page }) => {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = (wanted) => {
      devices.getUserMedia = open;
      return Promise.reject(new DOMException(String(wanted), "NotAllowedError"));
    };
  });
  await choose(page);
  await agree(page, "Start camera");
  await expect(page.getByRole("alert")).toContainText("The camera was refused.");
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeDisabled();
  await page.getByRole("button", { name: "Try the camera again" }).click();
  await play(page);
});

test("unsaved readings are not lost by leaving", async ({ page }) => {
  await choose(page);
  await agree(page, "Start camera");
  await play(page);
  const camera = await page.evaluateHandle(
    () => document.querySelector<HTMLVideoElement>(".live-view video")?.srcObject,
  );
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await page.getByRole("link", { name: "Recommend" }).click();
  await page.getByRole("button", { name: "Stay" }).click();
  await expect(page).toHaveURL(/screening/);
  await page.getByRole("link", { name: "Recommend" }).click();
  await page.getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL(/recommend/);
  await expect
    .poll(() => camera.evaluate((stream) => stream instanceof MediaStream && stream.active))
    .toBe(false);
});

/** A table of four readings: one happy, one sad, two neutral. */
function table(path: string, advert = "advert.webm"): string {
  const labels = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"];
  const head = ["viewer", "advert", "advert_seconds", "seconds", ...labels, "dominant_emotion"];
  const rest = ["uncertain", "valence", "arousal", "conflict", "face_quality", "face_confidence"];
  const lines = ["happy", "sad", "neutral", "neutral"].map((label, second) => [
    "Viewer 9",
    advert,
    8,
    second,
    ...labels.map((one) => (one === label ? 0.7 : 0.05)),
    label,
    ...[false, 0, 0, 0, 0.9, 0.9],
  ]);
  writeFileSync(
    path,
    [[...head, ...rest], ...lines].map((line) => `${line.join(",")}\r\n`).join(""),
  );
  return path;
}
