/* A clip that was recorded or chosen, and why it might not be worth sending.

   File -> admit(limits) -> ClipFile | Misfit, in words before a byte is sent */
import { limits } from "../../server/limits";

export interface ClipFile {
  readonly blob: Blob;
  readonly name: string;
  readonly recorded: boolean;
}

export type Misfit =
  | { readonly why: "not-video" | "empty" | "unreadable" }
  | { readonly why: "too-large"; readonly size: number; readonly limit: number };

const EXTENSIONS =
  ".3gp .avi .flv .gif .m2ts .m4v .mkv .mov .mp4 .mpeg .mpg .mts .mxf .ogv .png .ts .webm .wmv";

/** What a file picker offers first. */
export const ACCEPTED = `video/*,${EXTENSIONS.replaceAll(" ", ",")}`;

/** Null for a clip that the server would take, as far as can be told from here. */
export async function admit({ blob, name }: ClipFile): Promise<Misfit | null> {
  if (!blob.size) return { why: "empty" };
  if (!mayBeVideo(blob.type, name)) return { why: "not-video" };
  if (!(await readable(blob))) return { why: "unreadable" };
  const { max_clip_bytes: limit } = await limits();
  return blob.size > limit ? { why: "too-large", size: blob.size, limit } : null;
}

/** By type or by name: systems differ in which containers they know. */
export function mayBeVideo(type: string, name: string): boolean {
  const ending = /\.[^.]+$/.exec(name.toLowerCase())?.[0];
  return type.startsWith("video/") || (ending !== undefined && known.has(ending));
}

const known = new Set(EXTENSIONS.split(" "));

/** False for folders, and for files that were moved or changed since they were chosen. */
export async function readable(blob: Blob): Promise<boolean> {
  return blob
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
}

/** A name for what was made of a clip: "talk.mp4", "report.html" -> "talk-report.html". */
export function resultName(clip: string, file: string): string {
  return `${clip.replace(/\.[^.]+$/, "")}-${file}`;
}
