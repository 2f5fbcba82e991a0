import { useEffect, useState } from 'react';

const STEPS_PER_SECOND = 6;

/** Runs through the steps, there and back, while it plays; `step` is null when it rests. */
export function usePlay(steps: number) {
  const [tick, setTick] = useState<number | null>(null);
  const isPlaying = tick !== null;
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => setTick((at) => (at === null ? null : at + 1)), 1000 / STEPS_PER_SECOND);
    return () => clearInterval(timer);
  }, [isPlaying]);
  return {
    step: tick === null ? null : thereAndBack(tick, steps),
    start: (from: number) => setTick(from),
    stop: () => setTick(null),
  };
}

/** 0 1 2 3 2 1 0 1 … for four steps. */
export function thereAndBack(tick: number, steps: number): number {
  if (steps < 2) return 0;
  const period = 2 * (steps - 1);
  const at = tick % period;
  return at < steps ? at : period - at;
}
