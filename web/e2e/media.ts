/* The clip that stands for a camera and a microphone: made once a run from real pictures. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

export interface Media {
  /** Motion JPEG of a smiling face, 640x480, 30 frames a second. */
  readonly picture: string;
  /** The clip's sound, or a quiet tone where it has none. */
  readonly sound: string;
  /** The same as a file to upload. */
  readonly clip: string;
  /** Two seconds each of a red, green, blue and yellow scene. */
  readonly advert: string;
}

export function media(root: string, folder: string): Media {
  const made = {
    picture: join(folder, "camera.mjpeg"),
    sound: join(folder, "microphone.wav"),
    clip: join(folder, "happy.mp4"),
    advert: join(folder, "advert.webm"),
  };
  if (!existsSync(made.clip)) {
    const python = join(root, ".venv", "bin", "python");
    execFileSync(python, [join(root, "web", "e2e", "make_media.py"), folder], { stdio: "inherit" });
  }
  return made;
}

export function chromiumArguments({ picture, sound }: Media): string[] {
  return [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${picture}`,
    `--use-file-for-fake-audio-capture=${sound}`,
    "--autoplay-policy=no-user-gesture-required",
  ];
}
