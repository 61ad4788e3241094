import { expect, type Locator, type Page, test } from "@playwright/test";
import { agree, lookAround } from "./walking";

interface Kept {
  viewer_id: string;
  token: string;
}

test("a film is watched elsewhere, talked about, learned from, and deleted again", async ({
  page,
  request,
}) => {
  test.setTimeout(400_000);
  await page.goto("/watch");
  await page.getByRole("button", { name: "Comedy", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Comedy" })).toBeVisible();
  await expect(page.getByRole("article").first()).toContainText("Comedy");
  await lookAround(page, "watch-categories");

  await page.getByLabel("Search titles").fill("modern times");
  await page.getByRole("button", { name: "Choose Modern Times" }).click();
  await expect(page.getByText("the EU AI Act prohibits it")).toBeVisible();
  await expect(page.getByLabel("Where you watch").locator("option")).toHaveCount(4);
  expect(await kept(page)).toBeNull();
  await lookAround(page, "watch-consent");
  await agree(page, "Agree and start");

  await page.getByRole("button", { name: "Start the clock" }).click();
  await expect(page.getByRole("timer")).not.toHaveText("00:00:00");
  await expect(page.getByText(/Apparently happy, \d+%/)).toBeVisible();
  await grows(page, 10);
  await say(page, "I loved it, it was wonderful and very funny!", "sounds positive");
  await say(page, "I loved the music, but I hate the ending.", /liked: .*music/);
  await say(page, "I would like to see more comedies.", /liked: comed/);
  await say(page, "I do not want horror.", /disliked: .*horror/);
  await expect(page.getByText("Everything was asked.")).toBeVisible();
  await lookAround(page, "watch-watching");
  await page.getByRole("button", { name: "End and see the report" }).click();

  await expect(page.getByRole("heading", { name: "Report on Modern Times" })).toBeVisible();
  for (const name of [/seven apparent expressions/, /positive and of the negative/]) {
    const points = await page.getByRole("img", { name }).getAttribute("data-points");
    expect(Number(points)).toBeGreaterThan(5);
  }
  expect(Number(await page.locator("[data-score]").getAttribute("data-score"))).toBeGreaterThan(0);
  await undoAndRedo(page);
  await expect(page.getByText("Why:").first()).toBeVisible();
  await page.getByRole("button", { name: "More of the same" }).click();
  await expect(page.getByRole("article").getByText("Why:")).toHaveCount(6);
  await lookAround(page, "watch-report");
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the report" }).click();
  expect((await downloading).suggestedFilename()).toBe("report.html");

  await page.getByRole("button", { name: "What we hold about you" }).click();
  await expect(page.locator("[data-table=viewing_session]")).toHaveText("1");
  await expect(page.locator("[data-table=chat_line]")).not.toHaveText("0");
  await lookAround(page, "watch-held");
  const exporting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download everything" }).click();
  expect((await exporting).suggestedFilename()).toBe("viewer.zip");

  const viewer = await kept(page);
  await page.getByRole("button", { name: "Delete my data" }).click();
  await page.getByRole("button", { name: "Delete everything" }).click();
  await expect(page.getByRole("heading", { name: "Your data was deleted" })).toBeVisible();
  await expect(page.locator("[data-deleted=viewing_session]")).toHaveText("1");
  await lookAround(page, "watch-receipt");
  expect(await kept(page)).toBeNull();
  const gone = await request.get(`/api/v1/viewers/${viewer?.viewer_id}`);
  expect(gone.status()).toBe(404);
});

test("readings wait while the server is away, and none is lost or doubled", async ({ page }) => {
  test.setTimeout(120_000);
  const session = await watch(page);
  await grows(page, 5);
  let times = 0;
  await page.route("**/readings", async (route) => {
    times += 1;
    // The first one arrives and only its answer is lost; the others do not arrive.
    if (times === 1) await route.fetch();
    await route.abort();
  });
  await expect(
    page.getByText(/The server does not answer. \d+ readings? (is|are) kept/),
  ).toBeVisible();
  await expect.poll(() => times).toBeGreaterThan(3);
  const before = await stored(page);
  await page.unroute("**/readings");
  await expect(page.getByText("The server does not answer.")).toBeHidden();
  await grows(page, before + 10);

  await page.getByRole("button", { name: "Pause reading" }).click();
  await expect(page.locator("[data-waiting='0']")).toBeAttached();
  await settled(page.locator("[data-stored]"));
  const shown = await stored(page);
  const path = `/api/v1/sessions/${session}/readings?limit=10000`;
  const held = await page.request.get(path, { headers: await authorization(page) });
  expect((await held.json()).readings).toHaveLength(shown);
});

test("a withdrawn consent stops the camera, and the session can still be ended", async ({
  page,
}) => {
  await watch(page);
  await grows(page, 1);
  await page.getByRole("button", { name: "Withdraw consent" }).click();
  await expect(
    page.getByText("You withdrew your consent: nothing is read any more."),
  ).toBeVisible();
  await expect(page.getByLabel("Your camera, as in a mirror")).toHaveCount(0);
  await expect(page.getByLabel("Your answer")).toBeDisabled();
  await page.getByRole("button", { name: "End and see the report" }).click();
  await expect(page.getByText("There is no score")).toBeVisible();
});

test("a line that was not answered is said once, by the keyboard alone", async ({ page }) => {
  test.setTimeout(120_000);
  await watch(page);
  let lost = true;
  await page.route("**/chat", async (route) => {
    if (!lost) return await route.continue();
    lost = false;
    await route.fetch();
    await route.abort();
  });
  await page.getByLabel("Your answer").fill("It was wonderful.");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("cannot be reached", { timeout: 60_000 });
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("Understood: sounds positive")).toBeVisible();
  await expect(page.getByRole("log").getByText("It was wonderful.")).toHaveCount(1);
});

test("an earlier session is ended and its report opened again", async ({ page }) => {
  await watch(page);
  await page.goto("/watch");
  await page.getByRole("button", { name: "End the session on Modern Times" }).click();
  await expect(page.getByRole("heading", { name: "Report on Modern Times" })).toBeVisible();
  await page.getByRole("button", { name: "Back", exact: true }).click();
  await page.getByRole("button", { name: "Report on Modern Times" }).click();
  await expect(page.getByRole("heading", { name: "Report on Modern Times" })).toBeVisible();
});

test("a viewer whom the server forgot starts afresh", async ({ page }) => {
  await page.goto("/");
  await page.evaluate(() =>
    localStorage.setItem("mien.viewer", '{"viewer_id": "vw_gone", "token": "mien_v_gone"}'),
  );
  await page.goto("/watch");
  await expect(page.getByText("does not know this browser's viewer any more")).toBeVisible();
  expect(await kept(page)).toBeNull();
  await watch(page);
});

test("a video of one's own plays here beside the chat", async ({ page }) => {
  await page.goto("/watch");
  await page.getByRole("button", { name: "A video of my own" }).click();
  const clip = `${process.env.MIEN_E2E_DIR}/happy.mp4`;
  await page.getByLabel("Video file").setInputFiles(clip);
  await expect(page.getByLabel("Title")).toHaveValue("happy");
  await page.getByLabel("Tags").fill("smiles, sunshine");
  await page.getByRole("button", { name: "Watch this video" }).click();
  await agree(page, "Agree and start");
  const film = page.getByLabel("happy.mp4");
  await expect(film).toBeVisible();
  await expect
    .poll(() => film.evaluate((video: HTMLVideoElement) => video.readyState))
    .toBeGreaterThan(0);
  await grows(page, 1);
});

test("products are chosen by category, and without words there is no chat", async ({ page }) => {
  await page.goto("/watch");
  await page.getByRole("button", { name: "Products" }).click();
  await page.getByRole("button", { name: "self-care" }).click();
  await page.getByLabel("Search products").fill("mirror");
  await page.getByRole("button", { name: "Choose Affirmation mirror stickers" }).click();
  await expect(page.getByLabel("Where you watch")).toHaveValue("shop");
  await page.getByLabel("Read what I write in the chat too").uncheck();
  await agree(page, "Agree and start");
  await expect(page.getByText("so there is no chat in this session")).toBeVisible();
  await grows(page, 1);
});

test("the page speaks Russian", async ({ page }) => {
  await page.goto("/watch");
  await page.getByLabel("Language").selectOption("ru");
  await expect(page.getByRole("heading", { name: "Смотреть и говорить" })).toBeVisible();
  await page.getByLabel("Поиск по названиям").fill("modern times");
  await page.getByRole("button", { name: "Выбрать: Modern Times" }).click();
  await page.getByLabel("Я это прочитал(а) и даю согласие").check();
  await page.getByRole("button", { name: "Согласиться и начать" }).click();
  await expect(page.getByText(/По-видимому, радость/)).toBeVisible();
});

/** Begins a session on a film, and answers its id. */
async function watch(page: Page): Promise<string> {
  await page.goto("/watch");
  await page.getByLabel("Search titles").fill("modern times");
  await page.getByRole("button", { name: "Choose Modern Times" }).click();
  const begun = page.waitForResponse((response) => response.url().endsWith("/api/v1/sessions"));
  await agree(page, "Agree and start");
  const { session_id } = await (await begun).json();
  await expect(page.getByRole("log")).not.toBeEmpty();
  return session_id;
}

async function say(page: Page, line: string, understood: string | RegExp): Promise<void> {
  await page.getByLabel("Your answer").fill(line);
  await page.keyboard.press("Enter");
  const said = page.getByRole("log").locator("div", { hasText: line }).last();
  // The server opens its dictionary at the first line, which takes a while on a busy machine.
  await expect(said.getByText(understood)).toBeVisible({ timeout: 60_000 });
}

async function undoAndRedo(page: Page): Promise<void> {
  const comedy = page.locator("[data-tag=comedy]");
  const weight = () => comedy.locator("summary").textContent();
  const before = await weight();
  expect(before).toContain("+");
  await comedy.locator("summary").click();
  await comedy.getByRole("button", { name: /^Undo/ }).first().click();
  await expect(comedy.getByText("undone")).toBeVisible();
  expect(await weight()).not.toBe(before);
  await comedy.getByRole("button", { name: /^Redo/ }).click();
  await expect(comedy.getByText("undone")).toBeHidden();
  expect(await weight()).toBe(before);
}

async function stored(page: Page): Promise<number> {
  return Number(await page.locator("[data-stored]").getAttribute("data-stored"));
}

async function grows(page: Page, beyond: number): Promise<void> {
  await expect.poll(() => stored(page), { timeout: 30_000 }).toBeGreaterThan(beyond);
}

/** Waits until the number does not change for a while. */
async function settled(place: Locator): Promise<void> {
  let before = "";
  await expect
    .poll(
      async () => {
        const now = (await place.getAttribute("data-stored")) ?? "";
        const same = now === before;
        before = now;
        return same;
      },
      { intervals: [2_500] },
    )
    .toBe(true);
}

async function kept(page: Page): Promise<Kept | null> {
  return JSON.parse((await page.evaluate(() => localStorage.getItem("mien.viewer"))) ?? "null");
}

async function authorization(page: Page): Promise<{ Authorization: string }> {
  return { Authorization: `Bearer ${(await kept(page))?.token}` };
}
