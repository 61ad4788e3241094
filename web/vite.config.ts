import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const gateway = process.env.MIEN_GATEWAY ?? "http://localhost:3000";
const served = ["/predict", "/analyze", "/jobs", "/models", "/metrics", "/limits", "/api", "/docs"];

export default defineConfig({
  esbuild: { jsx: "automatic" },
  resolve: {
    alias: [
      {
        find: /^emotion-tracker-js$/,
        replacement: fileURLToPath(new URL("../clients/js/src/index.ts", import.meta.url)),
      },
    ],
  },
  build: { target: "es2022", assetsInlineLimit: 0, reportCompressedSize: true },
  server: {
    proxy: {
      ...Object.fromEntries(served.map((path) => [path, gateway])),
      "/stream": { target: gateway, ws: true },
    },
  },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
});
