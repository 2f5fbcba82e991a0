/** From values to pixels, and where the ticks stand. */

export interface Scale {
  readonly domain: readonly [number, number];
  /** Pixels, rounded to a tenth: finer than a screen or a printer shows, and figures compare as text. */
  at(value: number): number;
  readonly ticks: readonly number[];
  /** Decimals that tell two ticks apart. */
  readonly decimals: number;
}

export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
  wantedTicks = 5,
): Scale {
  const [low, high] = domain;
  const [start, end] = range;
  const step = tickStep(high - low, wantedTicks);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return {
    domain,
    at: (value) => px(start + ((value - low) / (high - low)) * (end - start)),
    ticks: Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step),
    decimals: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)),
  };
}

export function px(value: number): number {
  return Math.round(value * 10) / 10;
}

/** 1, 2 or 5 times a power of ten, at most `wanted` of them in a length. */
function tickStep(length: number, wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(length / wanted));
  return power * ([1, 2, 5].find((factor) => length / (factor * power) <= wanted + 1e-9) ?? 10);
}

/** The smallest domain with round ends that holds all values; never empty. */
export function roundDomain(values: readonly number[], wantedTicks = 5): readonly [number, number] {
  const finite = values.filter(Number.isFinite);
  const low = finite.length > 0 ? Math.min(...finite) : 0;
  const high = finite.length > 0 ? Math.max(...finite) : 1;
  if (low === high) return [low - 0.5, high + 0.5];
  const step = tickStep(high - low, wantedTicks);
  return [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
}
