import type { Mask } from '#core/mask/mask.ts';
import { runsText } from '#core/mask/runs.ts';
import type { Stroke } from '#core/mask/stroke.ts';

export interface Difference {
  /** Pixels whose label differs. */
  readonly pixels: number;
  /** Label that takes part in most of them; null where nothing differs. */
  readonly mostAt: number | null;
}

/** Where a proposal [H W] and a mask differ. The background takes part everywhere and is not named. */
export function differenceOf({ data }: Mask, proposal: Uint8Array): Difference {
  const counts = new Uint32Array(256);
  let pixels = 0;
  data.forEach((own, at) => {
    const proposed = proposal[at] as number;
    if (own === proposed) return;
    pixels++;
    for (const label of [own, proposed]) counts[label] = (counts[label] as number) + 1;
  });
  counts[0] = 0;
  const most = counts.indexOf(Math.max(...counts));
  return { pixels, mostAt: pixels === 0 ? null : most };
}

/**
 * The stroke that takes a proposal: wherever the mask or the proposal has the label, what the proposal has; everywhere when no label is
 * given. Locked labels keep their pixels.
 */
export function takeProposal(
  { data }: Mask,
  proposal: Uint8Array,
  label: number | null,
  locked: readonly number[],
): Stroke {
  const taken =
    label === null
      ? proposal
      : data.map((own, at) => (own === label || proposal[at] === label ? (proposal[at] as number) : own));
  return { tool: 'import', runs: runsText(taken), ...(locked.length > 0 ? { locked: [...locked] } : {}) };
}
