/* Sends the camera to the gateway and keeps what comes back.

   video -> LiveStream (emotion-tracker-js) -> newest sample + state, as React state */
import {
  EmotionTracker,
  type LiveStream,
  type Problem,
  type Sample,
  type StreamState,
} from "emotion-tracker-js";
import worklet from "emotion-tracker-js/sound-worklet.js?url";
import { type RefObject, useEffect, useRef, useState } from "react";
import { key, onKeyChanged, wantKey } from "../server/key";
import { address } from "../server/request";

export interface LiveReadings {
  /** The newest sample; null while nothing comes. */
  readonly sample: Sample | null;
  readonly state: StreamState | null;
  /** The stream itself while it is on, for its statistics and to pause it. */
  readonly stream: LiveStream | null;
  /** What the server or this browser could not read last; null once a sample came after it. */
  readonly fault: Problem | null;
}

export interface LiveOptions {
  /** The camera's stream; null keeps the connection closed. */
  camera: MediaStream | null;
  /** Whether its sound is sent too. */
  sound: boolean;
  /** Pictures a second at most; by default the client's 10. */
  rate?: number;
  /** Called with every sample, in order. */
  onSample?: (sample: Sample) => void;
  /** The clock that stamps pictures, in seconds that grow; by default since the start. */
  clock?: () => number;
}

export function useLiveStream(
  video: RefObject<HTMLVideoElement | null>,
  options: LiveOptions,
): LiveReadings {
  const [sample, setSample] = useState<Sample | null>(null);
  const [state, setState] = useState<StreamState | null>(null);
  const [stream, setStream] = useState<LiveStream | null>(null);
  const [fault, setFault] = useState<Problem | null>(null);
  const [keys, setKeys] = useState(0);
  const latest = useRef(options);
  latest.current = options;
  const { camera, sound } = options;
  useEffect(() => onKeyChanged(() => setKeys((count) => count + 1)), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key opens another stream
  useEffect(() => {
    if (!camera || !video.current) return;
    const { clock, rate } = latest.current;
    const opened = tracker().stream(video.current, {
      audio: sound ? camera : false,
      worklet,
      ...(clock && { clock }),
      ...(rate && { rate }),
    });
    opened.addEventListener("sample", ({ detail }) => {
      setSample(detail);
      setFault(null);
      latest.current.onSample?.(detail);
    });
    opened.addEventListener("fault", ({ detail }) => {
      setFault(detail);
      if (detail.status === 401) wantKey();
    });
    opened.addEventListener("state", ({ detail }) => {
      setState(detail);
      if (detail.phase !== "open") setSample(null);
    });
    setState(opened.state);
    setStream(opened);
    return () => {
      opened.close();
      setStream(null);
      setState(null);
      setSample(null);
      setFault(null);
    };
  }, [camera, sound, video, keys]);
  return { sample, state, stream, fault };
}

export function tracker(): EmotionTracker {
  const own = key();
  return new EmotionTracker(undefined, address("/predict"), own ? { key: own } : {});
}
