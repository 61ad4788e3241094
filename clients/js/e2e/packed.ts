/** The packed package, installed without network into an empty folder. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PICTURE } from "./gateway.js";

const PACKAGE = resolve(import.meta.dirname, "..");

/** A folder with the package in `node_modules`, and `face.png`; expects a build. */
export function installed(): string {
  const folder = mkdtempSync(join(tmpdir(), "mien-packed-"));
  const npm = (cwd: string, ...words: string[]) =>
    execFileSync("npm", words, { cwd, stdio: "pipe" });
  npm(PACKAGE, "pack", "--ignore-scripts", "--pack-destination", folder);
  const [tarball] = readdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  npm(folder, "install", "--offline", "--no-audit", `./${tarball}`);
  cpSync(PICTURE, join(folder, "face.png"));
  return folder;
}

/** Runs a script of that folder in a Node of its own; what it printed. */
export function ran(folder: string, name: string, script: string): string {
  writeFileSync(join(folder, name), script);
  return execFileSync(process.execPath, [name], { cwd: folder, encoding: "utf8", timeout: 60_000 });
}
