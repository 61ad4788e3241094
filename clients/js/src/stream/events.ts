/** The events of a live stream, by name, so that `addEventListener` knows what each carries. */
import type { Problem } from "../errors.js";
import type { Sample } from "../replies.js";
import type { StreamState } from "./connection.js";

export interface LiveStreamEvents {
  /** The answer to one picture. */
  readonly sample: CustomEvent<Sample>;
  /** The phase of the stream changed, or the reason for it. */
  readonly state: CustomEvent<StreamState>;
  /** Something could not be used; the stream goes on unless its state says otherwise. */
  readonly fault: CustomEvent<Problem>;
  /** The server keeps a recording under this name. */
  readonly recording: CustomEvent<{ readonly name: string }>;
}

type Listener<Name extends keyof LiveStreamEvents> =
  | ((event: LiveStreamEvents[Name]) => void)
  | { handleEvent(event: LiveStreamEvents[Name]): void };

interface LiveStreamTarget extends EventTarget {
  addEventListener<Name extends keyof LiveStreamEvents>(
    type: Name,
    listener: Listener<Name> | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Name extends keyof LiveStreamEvents>(
    type: Name,
    listener: Listener<Name> | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

export const LiveStreamEventTarget = EventTarget as new () => LiveStreamTarget;
