export { MienError, type Problem, refusal, unreachable } from "./errors.js";
export type { Cancellable } from "./gateway.js";
export { LABELS, type Label, type Percentages, type Shares } from "./labels.js";
export type * from "./recommending.js";
export type * from "./replies.js";
export type { StateCallback, TrackedState } from "./state.js";
export type { StreamPhase, StreamState } from "./stream/connection.js";
export type { LiveStreamEvents } from "./stream/events.js";
export { LiveStream } from "./stream/live-stream.js";
export type { StreamOptions } from "./stream/options.js";
export type { StreamStatistics } from "./stream/statistics.js";
export {
  DEFAULT_URL,
  EmotionTracker,
  EmotionTracker as default,
  type Picture,
  type TrackerOptions,
} from "./tracker.js";
