/* What a first visit loads, and whether the live page keeps up: readings and animation frames a
   second, beside those of the same browser showing the same page before the camera starts. */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { resolve } from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { agree } from "../e2e/walking";

const SECONDS = 30;
const RESULTS = resolve(import.meta.dirname, "../../benchmarks/results/web.md");
const PAGES = ["/", "/live", "/clip", "/screening", "/watch", "/recommend", "/ops"];
const WIDTHS = [1440, 390];

interface Frames {
  perSecond: number;
  late: number;
  longest: number;
  readings: number;
}

test("figures", async ({ page, browser, baseURL }) => {
  const loads = [];
  for (const path of PAGES)
    loads.push([path, await scriptBytes(browser, `${baseURL}${path}`)] as const);
  const rows = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto("/live");
    await expect(page.getByLabel("I have read this and agree")).toBeVisible();
    const still = await watchFrames(page);
    await agree(page, "Start the camera");
    await expect(page.locator(".face-box")).toBeVisible();
    await page.waitForTimeout(3000);
    rows.push({ width, still, live: await watchFrames(page) });
  }
  writeFileSync(RESULTS, report(loads, rows));
});

/** Compressed bytes of scripts that a first visit of the page fetches. */
async function scriptBytes(browser: Browser, address: string): Promise<number> {
  const fresh = await browser.newPage();
  await fresh.goto(address);
  await fresh.waitForLoadState("networkidle");
  const bytes = await fresh.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry): entry is PerformanceResourceTiming => entry.name.endsWith(".js"))
      .reduce((sum, entry) => sum + entry.encodedBodySize, 0),
  );
  await fresh.close();
  return bytes;
}

/** Animation frames for SECONDS; one is late when it comes more than half a frame after its turn. */
async function watchFrames(page: Page): Promise<Frames> {
  return await page.evaluate(async (seconds) => {
    const gaps: number[] = [];
    let readings = 0;
    const counted = new MutationObserver(() => {
      readings += 1;
    });
    const plane = document.querySelector(".circumplex");
    if (plane) counted.observe(plane, { attributes: true, attributeFilter: ["data-valence"] });
    await new Promise<void>((done) => {
      const start = performance.now();
      let before = start;
      const step = (now: number) => {
        gaps.push(now - before);
        before = now;
        if (now - start < 1000 * seconds) requestAnimationFrame(step);
        else done();
      };
      requestAnimationFrame(step);
    });
    counted.disconnect();
    const frame = 1000 / 60;
    return {
      perSecond: gaps.length / seconds,
      late: gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / frame) - 1), 0),
      longest: Math.max(...gaps),
      readings: readings / seconds,
    };
  }, SECONDS);
}

function report(
  loads: (readonly [string, number])[],
  rows: { width: number; still: Frames; live: Frames }[],
): string {
  const kilobytes = loads.map(([path, bytes]) => `| \`${path}\` | ${(bytes / 1000).toFixed(0)} |`);
  const shown = rows.flatMap(({ width, still, live }) => [
    line(`${width} px, before the camera starts`, still, "–"),
    line(`${width} px, live`, live, live.readings.toFixed(1)),
  ]);
  return `${cpus()[0]?.model}, ${cpus().length} cores, which also run the gateway, its models and the
made-up camera; headless Chromium draws without a GPU.

| page, first visit | scripts, kB with gzip |
| --- | --- |
${kilobytes.join("\n")}

| live page, ${SECONDS} s | animation frames a second | left out | longest gap, ms | readings a second |
| --- | --- | --- | --- | --- |
${shown.join("\n")}
`;
}

function line(name: string, frames: Frames, readings: string): string {
  const { perSecond, late, longest } = frames;
  return `| ${name} | ${perSecond.toFixed(1)} | ${late} | ${longest.toFixed(0)} | ${readings} |`;
}
