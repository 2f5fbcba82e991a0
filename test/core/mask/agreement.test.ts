import { describe, expect, it } from 'vitest';
import { type MaskPair, measureAgreement } from '#core/mask/agreement.ts';
import oracle from '../../fixtures/mask/agreement.json' with { type: 'json' };

const pairs: MaskPair[] = oracle.pairs.map(({ a, b, ...size }) => ({
  ...size,
  a: Uint8Array.from(a, Number),
  b: Uint8Array.from(b, Number),
}));

describe('agreement of two people', () => {
  it('is what scikit-learn, OpenCV and the definition of alpha say', () => {
    const { parts, alpha, same } = measureAgreement(pairs, oracle.labels);
    expect(parts).toHaveLength(oracle.parts.length);
    parts.forEach((part, at) => {
      const expected = oracle.parts[at];
      expect(part.iou).toBeCloseTo(expected?.iou as number, 10);
      expect(part.boundaryF).toBeCloseTo(expected?.boundaryF as number, 10);
      expect(part.alpha).toBeCloseTo(expected?.alpha as number, 10);
    });
    expect(alpha).toBeCloseTo(oracle.alpha, 10);
    expect(same).toBeCloseTo(oracle.same, 10);
  });

  it('lies within its interval, which is narrower for what agrees more', () => {
    const { parts } = measureAgreement(pairs, oracle.labels);
    for (const { iou, iouInterval } of parts) {
      expect(iouInterval?.[0]).toBeLessThanOrEqual(iou as number);
      expect(iouInterval?.[1]).toBeGreaterThanOrEqual(iou as number);
    }
  });

  it('of a mask with itself is perfect, and of a part that nobody drew is unknown', () => {
    const [{ a, widthPx, heightPx }] = pairs as [MaskPair];
    const { parts, alpha, same } = measureAgreement([{ a, b: a, widthPx, heightPx }], oracle.labels + 1);
    expect(parts.slice(0, 3).map(({ iou, boundaryF }) => [iou, boundaryF])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(parts[3]).toMatchObject({ pictures: 0, iou: null, boundaryF: null, alpha: null });
    expect([alpha, same]).toEqual([1, 1]);
  });

  it('of a part that one of them missed is none', () => {
    const mask = (label: number) => Uint8Array.of(0, 0, label, label);
    const [part] = measureAgreement([{ a: mask(1), b: mask(0), widthPx: 2, heightPx: 2 }], 2).parts;
    expect(part).toMatchObject({ pictures: 1, iou: 0, boundaryF: 0 });
    expect(part?.alpha).toBeLessThan(0);
  });
});
