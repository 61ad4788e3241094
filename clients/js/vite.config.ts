/** The package's three forms, one a mode: `esm`, `cjs` for require, `script` for script tags. */
import type { LibraryFormats, Plugin } from "vite";
import { defineConfig } from "vitest/config";

interface Form {
  readonly entry: string;
  readonly format: LibraryFormats;
  readonly file: string;
}

const FORMS: Record<string, Form> = {
  esm: { entry: "src/index.ts", format: "es", file: "index.js" },
  cjs: { entry: "src/script.ts", format: "cjs", file: "index.js" },
  script: { entry: "src/script.ts", format: "iife", file: "emotion-tracker.js" },
};

export default defineConfig(({ mode }) => {
  const form = FORMS[mode];
  if (form === undefined) return { test: { include: ["tests/**/*.test.ts"] } };
  return {
    plugins: [packageMark(form.format)],
    build: {
      outDir: `dist/${mode}`,
      target: "es2022",
      minify: form.format === "iife" ? "esbuild" : false,
      lib: {
        entry: form.entry,
        formats: [form.format],
        name: "EmotionTracker",
        fileName: () => form.file,
      },
    },
  };
});

/** Within a package of modules a folder of CommonJS says so. */
function packageMark(format: LibraryFormats): Plugin {
  return {
    name: "package-mark",
    generateBundle() {
      if (format !== "cjs") return;
      const source = JSON.stringify({ type: "commonjs" });
      this.emitFile({ type: "asset", fileName: "package.json", source });
    },
  };
}
