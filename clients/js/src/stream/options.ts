export interface StreamOptions {
  /** The sound of the video's own MediaStream (true), or of another one. Default: no sound. */
  readonly audio?: boolean | MediaStream | undefined;
  /**
   * The address of the package's `sound-worklet.js`, for pages whose Content-Security-Policy
   * forbids `blob:` scripts. Without it such pages read sound on their own thread.
   */
  readonly worklet?: string | undefined;
  /** Pictures a second at most. Default: 10. */
  readonly rate?: number | undefined;
  /** The longer side in pixels of the pictures that are sent. Default: 640. */
  readonly side?: number | undefined;
  /** Asks the server to keep a recording; ask the people in it first. */
  readonly record?: boolean | undefined;
  /** Closes the stream when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Seconds, stamped on each picture and sound. It must grow; nothing is sent while it stands
   * still. Default: seconds since the start of the stream.
   */
  readonly clock?: (() => number) | undefined;
}
