import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { lookAround } from "./walking";

const SMILING = join(import.meta.dirname, "..", "..", "tests", "data", "astronaut.png");

const measure = (page: Page, name: string) => page.locator(`[data-measure="${name}"]`);
const now = (page: Page, name: string) => measure(page, name).locator(".measure-now");
const points = async (page: Page, name: string) =>
  Number(await measure(page, name).getByRole("img").getAttribute("data-points"));

/** Posts pictures one after another until it is stopped. */
function traffic(request: APIRequestContext): { stop: () => Promise<void> } {
  const data = readFileSync(SMILING);
  let going = true;
  const posting = (async () => {
    while (going) {
      await request.post("/predict", { data, headers: { "Content-Type": "image/png" } });
    }
  })();
  return {
    stop: () => {
      going = false;
      return posting;
    },
  };
}

test("figures move while pictures are read, and charts grow", async ({ page, request }) => {
  test.slow();
  await page.goto("/ops");
  const posted = traffic(request);
  try {
    await expect(now(page, "requests")).toHaveText(/^[1-9][\d,]*(\.\d)?$|^0\.[1-9]$/);
    await expect(now(page, "routes")).toHaveText("/predict");
    await expect(now(page, "latency")).toHaveText(/^[\d.]+ (ms|sec)$/);
    await expect(now(page, "inference")).toHaveText(/^[\d.]+ (ms|sec)$/);
    await expect(now(page, "faces")).toHaveText(/^\d+(\.\d)?$/);
    await expect(now(page, "batch")).toHaveText(/^[1-9]\d*(\.\d)?$/);
    await expect(now(page, "queue")).toHaveText(/^\d+$/);
    await expect(measure(page, "batch").getByRole("table")).toContainText("face-detector");
    await expect(page.getByRole("row", { name: /^\/predict / })).toContainText(/ms|sec/);
    const before = await points(page, "requests");
    await expect.poll(() => points(page, "requests")).toBeGreaterThan(before + 2);
    await lookAround(page, "ops");
  } finally {
    await posted.stop();
  }
});

test("models are listed with where they run and their cards", async ({ page, request }) => {
  const { models } = await (await request.get("/models")).json();
  await page.goto("/ops");
  const table = page.getByRole("region", { name: "What is loaded" }).getByRole("table");
  for (const { name, version, licence } of models) {
    const row = table.getByRole("row", { name });
    await expect(row).toContainText("CPU");
    await expect(row).toContainText(version);
    await expect(row).toContainText(licence);
    const card = await row.getByRole("link", { name: "Card" }).getAttribute("href");
    expect((await request.get(card ?? "")).ok()).toBe(true);
  }
  await expect(page.getByText(/^Mien \d/)).toBeVisible();
});

test("without requests it says so instead of dividing by nothing", async ({ page }) => {
  await page.route("**/metrics", async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    const requests = /^mien_(requests_total|request_seconds)/;
    const body = text.split("\n").filter((line) => !requests.test(line));
    await route.fulfill({ response, body: body.join("\n") });
  });
  await page.goto("/ops");
  await expect(now(page, "latency")).toHaveText("No traffic in this window");
  await expect(now(page, "requests")).toHaveText("0");
});

test("a metric that an older server lacks is not reported", async ({ page }) => {
  await page.route("**/metrics", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/^mien_queue_pictures.*$/gm, "");
    await route.fulfill({ response, body });
  });
  await page.goto("/ops");
  await expect(now(page, "queue")).toHaveText("not reported");
});

test("a server that is gone is said with its last answer, and comes back by itself", async ({
  page,
}) => {
  await page.goto("/ops");
  await expect(now(page, "requests")).not.toHaveText("Measuring…");
  await page.route("**/metrics", (route) => route.abort());
  await expect(page.getByRole("alert")).toContainText("The server does not answer.");
  await expect(page.getByRole("alert")).toContainText(/Its last answer came at \d+:\d\d:\d\d/);
  await page.unroute("**/metrics");
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("it can be paused, and the charts can be read as tables", async ({ page }) => {
  await page.goto("/ops");
  await expect.poll(() => points(page, "requests")).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused. Last answer at")).toBeVisible();
  await measure(page, "requests").getByText("As a table").click();
  const table = measure(page, "requests").getByRole("table");
  await expect(table.getByRole("columnheader")).toHaveText([
    "When",
    "all",
    "wrong (4xx)",
    "too many (429)",
    "failed (5xx)",
  ]);
  await expect(table.getByRole("rowheader").first()).toHaveText("now");
});

test("nothing is asked while the tab is hidden", async ({ page }) => {
  await page.goto("/ops");
  await expect.poll(() => points(page, "requests")).toBeGreaterThan(0);
  const show = (state: DocumentVisibilityState) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "visibilityState", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
  await show("hidden");
  let asked = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/metrics")) asked += 1;
  });
  await page.waitForTimeout(4500);
  expect(asked).toBe(0);
  await show("visible");
  await expect.poll(() => asked).toBeGreaterThan(0);
});
