/** The packed package, installed without network into an empty folder. */
import { cpSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PICTURE } from "./gateway.js";
import { printed } from "./printed.js";

const PACKAGE = resolve(import.meta.dirname, "..");

/** A folder with the package in `node_modules`, and `face.png`; expects a build. */
export async function installed(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "mien-packed-"));
  const npm = (cwd: string, ...words: string[]) => printed("npm", words, { cwd });
  await npm(PACKAGE, "pack", "--ignore-scripts", "--pack-destination", folder);
  const [tarball] = readdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  await npm(folder, "install", "--offline", "--no-audit", `./${tarball}`);
  cpSync(PICTURE, join(folder, "face.png"));
  return folder;
}

/** Runs a script of that folder in a Node of its own; what it printed. */
export async function ran(folder: string, name: string, script: string): Promise<string> {
  writeFileSync(join(folder, name), script);
  return printed(process.execPath, [name], { cwd: folder });
}
