/* What every spec does: agree to be read, look for accessibility violations, keep screenshots. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const SIZES = [
  { name: "phone", width: 390, height: 844 },
  { name: "desktop", width: 1440, height: 900 },
] as const;
const SCHEMES = ["light", "dark"] as const;
const SCREENSHOTS = Boolean(process.env.MIEN_E2E_SCREENSHOTS);

/** Ticks that the notice was read, and starts. */
export async function agree(page: Page, action: string | RegExp): Promise<void> {
  await page.getByLabel("I have read this and agree").check();
  await page.getByRole("button", { name: action }).click();
}

/** Fails on any violation of WCAG 2.2 AA that axe finds, and names it. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html}`);
  expect(found).toEqual([]);
}

/**
 * The page as it stands, on a phone in light and on a desktop in dark: contrast does not hang on
 * the size, nor structure on the scheme. Screenshots are kept of every size and scheme, on wish.
 */
export async function lookAround(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const { name: size, width, height } of SIZES) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of SCHEMES) {
      const looked = (size === "phone") === (colorScheme === "light");
      if (!looked && !SCREENSHOTS) continue;
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(300);
      if (SCREENSHOTS) await keep(page, `${name}-${size}-${colorScheme}`);
      await expectNoSidewaysScroll(page);
      if (looked) await expectAccessible(page);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

async function keep(page: Page, name: string): Promise<void> {
  const path = `e2e/screenshots/${name}.png`;
  await page.screenshot({ path, fullPage: true, animations: "disabled" });
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider, "the page is wider than the window").toBeLessThanOrEqual(0);
}
