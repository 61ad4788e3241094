import { execFile } from "node:child_process";
import { promisify } from "node:util";

interface Place {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** What a command prints. Rejects with what it said where it fails. */
export async function printed(command: string, words: string[], place: Place): Promise<string> {
  return (await promisify(execFile)(command, words, { ...place, encoding: "utf8" })).stdout;
}
