/* A server that requires keys: the page asks for one, keeps it in the tab, and goes on. */
import { expect, test } from "@playwright/test";
import { GatewayServer } from "../../clients/js/e2e/gateway";
import { agree, lookAround } from "./walking";

let gateway: GatewayServer;
let key: string;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  gateway = await GatewayServer.start({ MIEN_REQUIRE_KEYS: "true" });
  const printed = await gateway.mien("keys", "create", "browser", "--scopes", "perceive,recommend");
  key = /mien_k_[\w-]+/.exec(printed)?.[0] ?? "";
});
test.afterAll(() => gateway[Symbol.asyncDispose]());

test("the live page asks for a key, refuses a wrong one, and reads with a right one", async ({
  page,
}) => {
  await page.goto(`${new URL("/live", gateway.predict)}`);
  await agree(page, "Start the camera");
  const dialog = page.getByRole("dialog", { name: "This server asks for a key" });
  await expect(dialog).toBeVisible();
  await lookAround(page, "key");
  await dialog.getByLabel("API key").fill("mien_k_wrong");
  await dialog.getByRole("button", { name: "Use this key" }).click();
  await expect(dialog.getByText("The server refused the last key")).toBeVisible();
  await dialog.getByLabel("API key").fill(key);
  await dialog.getByRole("button", { name: "Use this key" }).click();
  await expect(page.getByText("Apparent expression: happy")).toBeVisible();
});

test("a key is forgotten with its tab", async ({ context, page }) => {
  await page.goto(`${new URL("/recommend", gateway.predict)}`);
  await page.evaluate((value) => sessionStorage.setItem("mien.key", value), key);
  const other = await context.newPage();
  await other.goto(`${new URL("/recommend", gateway.predict)}`);
  expect(await other.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
});
