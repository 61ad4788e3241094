/* Walks the pages against a real gateway, with a camera and a microphone that play a clip.

   MIEN_E2E_PORT, MIEN_E2E_DIR (database, jobs, media), MIEN_WEB_DIR (built app) can be set, so that
   several runs do not meet. With MIEN_E2E_SCREENSHOTS=1 pictures of the pages stay in
   e2e/screenshots. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { defineConfig } from "@playwright/test";
import { chromiumArguments, media } from "./e2e/media";

const root = resolve(import.meta.dirname, "..");
const port = process.env.MIEN_E2E_PORT ?? "3917";
process.env.MIEN_E2E_DIR ??= mkdtempSync(join(tmpdir(), "mien-e2e-"));
const folder = process.env.MIEN_E2E_DIR;
const mien = join(root, ".venv", "bin", "mien");

export default defineConfig({
  testDir: "e2e",
  outputDir: join(folder, "results"),
  workers: 2,
  // What the operator's page shows is of the whole server, so nobody else may use it meanwhile.
  projects: [
    { name: "alone", testMatch: "ops.spec.ts" },
    { name: "pages", testIgnore: "ops.spec.ts", dependencies: ["alone"] },
  ],
  // A machine that does other work may keep one waiting too long; what needs a second try is listed.
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  use: {
    baseURL: `http://localhost:${port}`,
    locale: "en-GB",
    viewport: { width: 1440, height: 900 },
    permissions: ["camera", "microphone"],
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: chromiumArguments(media(root, folder)),
    },
  },
  webServer: {
    command: `${mien} catalog load recommender_api/catalog/starter && exec ${mien} serve --port ${port}`,
    cwd: root,
    url: `http://localhost:${port}/readyz`,
    timeout: 120_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    env: {
      BENTOML_DO_NOT_TRACK: "True",
      MIEN_DATABASE_URL: `sqlite:///${folder}/mien.db`,
      MIEN_JOBS_DIR: join(folder, "jobs"),
      MIEN_WEB_DIR: process.env.MIEN_WEB_DIR ?? join(root, "web", "dist"),
    },
  },
});
