import { describe, expect, it } from 'vitest';
import { featureDistance } from '#core/mask/featureDistance.ts';
import oracle from '../../fixtures/mask/feature_distance.json' with { type: 'json' };

describe('distance in features', () => {
  it.each(oracle.cases)(
    "from ($x, $y) is PyTorch's upsampled cosine",
    ({ maps, widthPx, heightPx, x, y, distance }) => {
      const own = featureDistance(
        maps.map((map) => ({ ...map, data: Float32Array.from(map.data) })),
        widthPx,
        heightPx,
        x,
        y,
      );
      own.forEach((value, at) => {
        expect(value).toBeCloseTo(distance[at] as number, 3);
      });
    },
  );

  it('is as far as nothing in common where a map says nothing', () => {
    const flat = { channels: 2, size: 4, margin: 0, data: new Float32Array(32).fill(3) };
    expect([...featureDistance([flat], 4, 4, 1, 1)]).toEqual(Array(16).fill(127.5));
  });
});
