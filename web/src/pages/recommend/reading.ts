/* One picture to the server and its reading back; neither is kept.

   Blob -> size and type checked here -> POST /predict -> PictureReading */
import { MienError, type PictureReading } from "emotion-tracker-js";
import i18next from "i18next";
import { useCallback, useEffect, useRef, useState } from "react";
import { limits } from "../../server/limits";
import { ask } from "../../server/request";

export interface Reading {
  readonly picture: Blob | null;
  readonly reading: PictureReading | null;
  readonly error: unknown;
  read(picture: Blob): void;
  clear(): void;
}

export function useReading(): Reading {
  const [picture, setPicture] = useState<Blob | null>(null);
  const [reading, setReading] = useState<PictureReading | null>(null);
  const [error, setError] = useState<unknown>(null);
  const stop = useRef<AbortController | null>(null);
  const clear = useCallback(() => {
    stop.current?.abort();
    setPicture(null);
    setReading(null);
    setError(null);
  }, []);
  const read = useCallback(
    (chosen: Blob) => {
      clear();
      setPicture(chosen);
      const current = new AbortController();
      stop.current = current;
      readPicture(chosen, current.signal)
        .then((answered) => current.signal.aborted || setReading(answered))
        .catch((reason: unknown) => current.signal.aborted || setError(reason));
    },
    [clear],
  );
  useEffect(() => () => stop.current?.abort(), []);
  return { picture, reading, error, read, clear };
}

async function readPicture(picture: Blob, signal: AbortSignal): Promise<PictureReading> {
  if (!picture.type.startsWith("image/")) throw problem(415, "undecodable-image");
  const { max_body_bytes } = await limits();
  if (picture.size > max_body_bytes) throw problem(413, "body-too-large");
  return await ask<PictureReading>("/predict", { body: picture, signal });
}

function problem(status: number, code: "undecodable-image" | "body-too-large"): MienError {
  const detail = i18next.t(`shell:problem.${code}.detail`);
  const action = i18next.t(`shell:problem.${code}.action`);
  return new MienError({ status, code, detail, action });
}
