import { useCallback, useEffect, useRef, useState } from 'react';
import type { LiveFrame } from '#core/views/sweep.ts';
import { useClient } from '#renderer/client.tsx';
import { createLatestWins, type LatestWins } from './latestWins.ts';

export interface SetUnit {
  readonly unit: number;
  /** Activation; null leaves it as it is in the start sample. */
  readonly value: number | null;
}

export interface LiveRequest {
  readonly project: string;
  /** Null takes the project's own choice. */
  readonly linker: string | null;
  readonly sample: number;
  readonly units: readonly SetUnit[];
  readonly mode: 'linked' | 'residual';
}

/** A frame whose pictures are decoded already, so that showing it never blanks. */
export interface ShownFrame {
  readonly request: LiveRequest;
  readonly frame: LiveFrame;
  readonly start: HTMLImageElement;
  readonly now: HTMLImageElement;
}

export interface Live {
  readonly shown: ShownFrame | null;
  readonly error: unknown;
  /** Frames a second of the last few frames; null before there are any. */
  readonly framesPerSecond: number | null;
  /** The newest request has waited longer than a person takes for at once. */
  readonly isLate: boolean;
  retry(): void;
}

const LATE_AFTER_MS = 250;

/** Renders on demand: the last request wins, and what is shown stays until the next frame is there. */
export function useLive(request: LiveRequest | null): Live {
  const client = useClient();
  const [shown, setShown] = useState<ShownFrame | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [elapsedMs, setElapsedMs] = useState<number | null>(null);
  const [isLate, setLate] = useState(false);
  const queue = useRef<LatestWins<LiveRequest> | null>(null);
  const text = JSON.stringify(request);

  useEffect(() => {
    const id = `unit-${crypto.randomUUID().slice(0, 8)}`;
    let late: ReturnType<typeof setTimeout> | undefined;
    let isWarm = false;
    let start: { readonly key: string; readonly image: HTMLImageElement } | null = null;
    const live = createLatestWins<LiveRequest, ShownFrame>({
      async send(asked) {
        const startedAt = performance.now();
        late = setTimeout(setLate, LATE_AFTER_MS, true);
        const frame = await client.sweep.live(callOf(asked, id));
        // The start picture is the same for all frames of a sample.
        const key = `${asked.linker} ${asked.mode} ${asked.sample}`;
        const [now, image] = await Promise.all([
          load(frame.url),
          start?.key === key ? start.image : load(frame.startUrl),
        ]);
        start = { key, image };
        const took = performance.now() - startedAt;
        // The first frame waits for the engine to start; it says nothing of the ones to come.
        if (isWarm) setElapsedMs((before) => (before === null ? took : before * 0.7 + took * 0.3));
        isWarm = true;
        return { request: asked, frame, start: image, now };
      },
      onAnswer(answer) {
        clearTimeout(late);
        setLate(false);
        setError(null);
        setShown(answer);
      },
      onError(thrown) {
        clearTimeout(late);
        setLate(false);
        setError(thrown);
      },
    });
    queue.current = live;
    return () => {
      clearTimeout(late);
      live.close();
    };
  }, [client]);

  const submit = useCallback(() => {
    const asked = JSON.parse(text) as LiveRequest | null;
    if (asked !== null) queue.current?.submit(asked);
  }, [text]);
  useEffect(submit, [submit]);

  return { shown, error, framesPerSecond: elapsedMs === null ? null : 1000 / elapsedMs, isLate, retry: submit };
}

/** What the frame on screen says of one of its units; of a frame before, only while it is of the same start. */
export function frameOf({ shown }: Live, sample: number, unit: number, place: number) {
  const isOurs = shown !== null && shown.request.sample === sample && shown.request.units[place]?.unit === unit;
  return {
    start: isOurs ? (shown.frame.start[place] ?? null) : null,
    realised: isOurs ? (shown.frame.realised[place] ?? null) : null,
  };
}

async function load(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

function callOf({ linker, units, ...rest }: LiveRequest, id: string) {
  return { ...rest, id, units: [...units], ...(linker === null ? {} : { linker }) };
}
