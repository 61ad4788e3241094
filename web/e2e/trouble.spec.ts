/* What can go wrong while the camera is read: each is said in words, and passes. */
import { chromium, expect, type LaunchOptions, type Page, test } from "@playwright/test";
import { Road } from "./road";
import { agree, lookAround } from "./walking";

const happy = (page: Page) => page.getByText("Apparent expression: happy");
const faceBox = (page: Page) => page.locator(".face-box");

async function start(page: Page, address = "") {
  await page.goto(`${address}/live`);
  await agree(page, "Start the camera");
}

/** A browser without those of the usual arguments that begin so. */
async function without(options: LaunchOptions, ...arguments_: string[]) {
  const args = options.args?.filter((one) => !arguments_.some((left) => one.startsWith(left)));
  return await chromium.launch({ ...options, ...(args && { args }) });
}

test("a refused camera is said, and can be tried again once allowed", async ({
  launchOptions,
  baseURL,
}) => {
  const browser = await without(launchOptions, "--use-fake-ui");
  const context = await browser.newContext({ baseURL: baseURL ?? "", permissions: [] });
  const page = await context.newPage();
  await start(page);
  await expect(page.getByText("The camera was refused.")).toBeVisible();
  await lookAround(page, "live-refused");
  await context.grantPermissions(["camera", "microphone"]);
  await page.getByRole("button", { name: "Try the camera again" }).click();
  await expect(happy(page)).toBeVisible();
  await browser.close();
});

test("a machine without a camera is told so", async ({ launchOptions, baseURL }) => {
  const browser = await without(launchOptions, "--use-fake-device", "--use-file");
  const page = await browser.newPage({ baseURL: baseURL ?? "" });
  await start(page);
  await expect(page.getByText("No camera was found.")).toBeVisible();
  await browser.close();
});

test("a camera that is pulled out is said, and comes back", async ({ page }) => {
  await start(page);
  await expect(happy(page)).toBeVisible();
  await page.evaluate(() => {
    const stream = document.querySelector("video")?.srcObject;
    if (!(stream instanceof MediaStream)) throw new Error("no camera is shown");
    for (const track of stream.getVideoTracks()) track.dispatchEvent(new Event("ended"));
  });
  await expect(page.getByText("The camera went away.")).toBeVisible();
  await page.getByRole("button", { name: "Try the camera again" }).click();
  await expect(happy(page)).toBeVisible();
});

test.describe("on a road of its own", () => {
  let road: Road;

  test.beforeEach(async ({ baseURL }) => {
    road = new Road(baseURL ?? "");
    await road.open();
  });
  test.afterEach(() => road.close());

  test("a server that goes is said to be gone, and is found again", async ({ page }) => {
    await start(page, road.address);
    await expect(happy(page)).toBeVisible();
    await road.close();
    await expect(page.getByText(/The connection is lost/)).toBeVisible();
    await lookAround(page, "live-lost");
    await road.open();
    await expect(page.getByText(/The connection is lost/)).toBeHidden({ timeout: 45_000 });
    await expect.poll(() => answers(page)).toBeGreaterThan(0);
  });

  test("a server that is away before the first picture leaves nothing dead", async ({ page }) => {
    await page.goto(`${road.address}/`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await road.close();
    await page.getByRole("navigation").getByRole("link", { name: "Live" }).click();
    await expect(page.getByText("This page could not be shown")).toBeVisible();
    await road.open();
    await page.getByRole("button", { name: "Load the page again" }).click();
    await expect(page.getByLabel("I have read this and agree")).toBeVisible();
  });

  test("texts that do not come leave a sentence instead of an empty page", async ({ page }) => {
    await page.route(/assets\/en-/, (route) => route.abort());
    await page.goto(`${road.address}/live`);
    await expect(page.getByText("The server went away while this page was loaded.")).toBeVisible();
    await page.unroute(/assets\/en-/);
    await page.getByRole("link", { name: "Load it again" }).click();
    await expect(page.getByRole("heading", { name: "Live" })).toBeVisible();
  });

  test("a notice that does not come can be asked for again", async ({ page }) => {
    await page.route("**/api/v1/notice?*", (route) => route.abort());
    await page.goto(`${road.address}/live`);
    await expect(page.getByText("The server cannot be reached.")).toBeVisible();
    await page.unroute("**/api/v1/notice?*");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByLabel("I have read this and agree")).toBeVisible();
  });

  test("a slow network lowers the rate and keeps the lag short", async ({ page }) => {
    await start(page, road.address);
    await expect(happy(page)).toBeVisible();
    road.width = 60_000;
    await expect.poll(() => statistic(page, "skipped")).toBeGreaterThan(10);
    await expect.poll(() => statistic(page, "rate")).toBeGreaterThan(0);
    expect(await statistic(page, "round_trip")).toBeLessThan(6_000);
    road.width = Number.POSITIVE_INFINITY;
    await expect.poll(() => statistic(page, "round_trip")).toBeLessThan(1_000);
  });
});

test("only one tab reads, and the other can take over", async ({ context }) => {
  const first = await context.newPage();
  await start(first);
  await expect(happy(first)).toBeVisible();
  const second = await context.newPage();
  await start(second);
  await expect(
    second.getByText("Another tab of this browser is reading the camera."),
  ).toBeVisible();
  await lookAround(second, "live-elsewhere");
  await second.getByRole("button", { name: "Read here" }).click();
  await expect(faceBox(second)).toBeVisible();
  await expect(first.getByText("Another tab of this browser is reading the camera.")).toBeVisible();
  await expect(first.locator("video")).toHaveCount(0);
});

test("a hidden tab sends nothing, and goes on when it is shown", async ({ page }) => {
  await start(page);
  await expect(happy(page)).toBeVisible();
  await hide(page, true);
  await expect(page.getByText("Paused: nothing is sent.")).toBeVisible();
  await hide(page, false);
  await expect(page.getByText("Paused: nothing is sent.")).toBeHidden();
  await expect.poll(() => answers(page)).toBeGreaterThan(0);
});

test("a full server is said to be full, and is tried again", async ({ page }) => {
  await page.routeWebSocket("**/stream", (socket) =>
    socket.close({ code: 1013, reason: "64 streams are open already" }),
  );
  await start(page);
  await expect(page.getByText("The connection is lost", { exact: false })).toBeVisible();
});

/** A headless browser shows every tab: what the page hears when one is hidden is played to it. */
async function hide(page: Page, hidden: boolean) {
  await page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => value });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}

async function statistic(page: Page, name: string): Promise<number> {
  const text = await page.locator(`[data-statistic=${name}] dd`).textContent();
  return Number.parseFloat((text ?? "").replaceAll(/[^0-9.]/g, ""));
}

const answers = (page: Page) => statistic(page, "rate");
