/** Debian's chromium with a camera that shows a smiling face, and a microphone that beeps. */
import { createReadStream, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { type Browser, chromium } from "playwright";
import { PICTURE, ROOT } from "./gateway.js";
import { printed } from "./printed.js";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

export async function browserWithCamera(): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), "mien-camera-"));
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${await cameraFile(folder)}`,
    ],
  });
  return browser.once("disconnected", () => rmSync(folder, { recursive: true }));
}

/** Thirty frames of the picture, which chromium repeats. */
async function cameraFile(folder: string): Promise<string> {
  const file = join(folder, "face.mjpeg");
  const encode = `
import sys, av, cv2
picture = cv2.copyMakeBorder(cv2.resize(cv2.imread(sys.argv[1]), (480, 480)), 0, 0, 80, 80, 0)
with av.open(sys.argv[2], "w") as clip:
    stream = clip.add_stream("mjpeg", rate=30)
    stream.width, stream.height, stream.pix_fmt = 640, 480, "yuvj420p"
    for _ in range(30):
        clip.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "bgr24")))
    clip.mux(stream.encode(None))
`;
  await printed(join(ROOT, ".venv/bin/python"), ["-c", encode, PICTURE, file], {});
  return file;
}

const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript" };

/** Pages by their path, or else files below `folder`; `policy` is the Content-Security-Policy. */
export async function serve(
  folder: string,
  pages: Record<string, string> = {},
  policy?: string,
): Promise<{ address: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://page").pathname;
    const page = pages[path];
    const type = page === undefined ? TYPES[extname(path)] : "text/html";
    response.setHeader("Content-Type", `${type ?? "application/octet-stream"}; charset=utf-8`);
    if (policy !== undefined) response.setHeader("Content-Security-Policy", policy);
    const file = resolve(folder, `.${path}`);
    if (page !== undefined) response.end(page);
    else if (existsSync(file)) createReadStream(file).pipe(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("no port is free");
  return { address: `http://127.0.0.1:${bound.port}`, server };
}
