/* The camera and microphone of this tab.

   start() -> asking -> live | failed(reason) ; a device that is pulled out -> failed("lost") */
import { useCallback, useEffect, useRef, useState } from "react";

export type CameraFault = "refused" | "none" | "busy" | "insecure" | "lost" | "other";

export type CameraState =
  | { readonly phase: "off" }
  | { readonly phase: "asking" }
  | { readonly phase: "live"; readonly stream: MediaStream; readonly sound: boolean }
  | { readonly phase: "failed"; readonly fault: CameraFault };

export interface Camera {
  readonly state: CameraState;
  /** Asks for the camera, and the microphone where sound is wanted and there is one. */
  start(sound: boolean): Promise<void>;
  stop(): void;
}

const PICTURE: MediaTrackConstraints = {
  facingMode: "user",
  width: { ideal: 640 },
  height: { ideal: 480 },
  frameRate: { ideal: 30 },
};

export function useCamera(): Camera {
  const [state, setState] = useState<CameraState>({ phase: "off" });
  const stream = useRef<MediaStream | null>(null);
  const asked = useRef(0);
  const letGo = useCallback(() => {
    asked.current += 1;
    release(stream.current);
    stream.current = null;
  }, []);
  const stop = useCallback(() => {
    letGo();
    setState({ phase: "off" });
  }, [letGo]);
  const start = useCallback(
    async (sound: boolean) => {
      letGo();
      const own = asked.current;
      setState({ phase: "asking" });
      try {
        const opened = await open(sound);
        // Whoever left or stopped while the browser asked must not be filmed.
        if (asked.current !== own) return release(opened);
        stream.current = opened;
        const [picture] = opened.getVideoTracks();
        picture?.addEventListener("ended", () => setState({ phase: "failed", fault: "lost" }));
        setState({ phase: "live", stream: opened, sound: opened.getAudioTracks().length > 0 });
      } catch (error) {
        if (asked.current === own) setState({ phase: "failed", fault: faultOf(error) });
      }
    },
    [letGo],
  );
  useEffect(() => letGo, [letGo]);
  return { state, start, stop };
}

async function open(sound: boolean): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new DOMException("", "SecurityError");
  if (!sound) return await navigator.mediaDevices.getUserMedia({ video: PICTURE });
  try {
    return await navigator.mediaDevices.getUserMedia({ video: PICTURE, audio: true });
  } catch (error) {
    // A missing or refused microphone must not cost the picture.
    if (faultOf(error) === "busy") throw error;
    return await navigator.mediaDevices.getUserMedia({ video: PICTURE });
  }
}

function release(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

const FAULTS: Readonly<Record<string, CameraFault>> = {
  NotAllowedError: "refused",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
  SecurityError: "insecure",
};

function faultOf(error: unknown): CameraFault {
  return (error instanceof DOMException && FAULTS[error.name]) || "other";
}
