/* The figures of benchmarks/results/web.md: `make bench-web`, with nothing else running. */
import { defineConfig } from "@playwright/test";
import walked from "./playwright.config";

export default defineConfig(walked, { testDir: "bench", timeout: 300_000 });
