import { type ArtifactRecipe, hashText, type Part, partId } from '#core/artifact.ts';

/** What the tests store; apart from vitest, so that child processes can store it too. */

export const PAIR: ArtifactRecipe = { stage: 'pair', params: { pair: 'demo' }, inputs: [] };

/** Part `n`, different from every other in all it holds. */
export function partOf(n: number): Part {
  return {
    id: partId('samples', { n }, ['pair']),
    key: { n, of: ['a', null, 0.5] },
    arrays: {
      latents: { data: Float32Array.from({ length: 24 }, (_, i) => n + i / 7), shape: [4, 6] },
      accepted: { data: Uint8Array.from([n % 256, 1, 0, 255]), shape: [4] },
      loss: { data: Float64Array.of(Math.PI * n), shape: [] },
      classes: { data: Int32Array.of(-n, n), shape: [2] },
    },
    image: {
      hash: hashText(`picture ${n}`),
      mediaType: 'image/webp',
      tiles: 4,
      widthPx: 64,
      heightPx: 48,
      bytes: Uint8Array.from({ length: 5000 }, (_, i) => (n * 31 + i) % 256),
    },
  };
}

export function placed(from: number, to: number): { part: Part; ordinal: number }[] {
  return Array.from({ length: to - from }, (_, i) => ({ part: partOf(from + i), ordinal: from + i }));
}

export function samplesOf(pair: string, seed = 0): ArtifactRecipe {
  return { stage: 'samples', params: { seed }, inputs: [{ role: 'pair', id: pair }] };
}
