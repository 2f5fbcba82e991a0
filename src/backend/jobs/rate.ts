/** Items per second over the last seconds, and the time the rest will take at that pace. */
export interface RateMeter {
  add(done: number): void;
  rate(): number | null;
  etaMs(total: number): number | null;
}

const WINDOW_MS = 8000;
/** Below this span a rate is noise. */
const SHORTEST_MS = 400;

export function createRateMeter(now: () => number = Date.now): RateMeter {
  const marks: { at: number; done: number }[] = [];
  const rate = () => {
    const first = marks[0];
    const last = marks[marks.length - 1];
    if (!first || !last || last.at - first.at < SHORTEST_MS) return null;
    return ((last.done - first.done) * 1000) / (last.at - first.at);
  };
  return {
    add(done) {
      const at = now();
      marks.push({ at, done });
      while (marks.length > 2 && at - (marks[0] as { at: number }).at > WINDOW_MS) marks.shift();
    },
    rate,
    etaMs(total) {
      const perSecond = rate();
      const done = marks[marks.length - 1]?.done ?? 0;
      return perSecond === null || perSecond <= 0 ? null : ((total - done) / perSecond) * 1000;
    },
  };
}
