import fc from 'fast-check';
import { runsText } from '#core/mask/runs.ts';
import type { Stroke } from '#core/mask/stroke.ts';

/** Strokes of every tool at random, for a picture of a given size. */
export function anyStroke(widthPx: number, heightPx: number): fc.Arbitrary<Stroke> {
  const label = fc.integer({ min: 0, max: 5 });
  const point = fc.tuple(
    fc.integer({ min: -40, max: 8 * widthPx + 40 }),
    fc.integer({ min: -40, max: 8 * heightPx + 40 }),
  );
  const path = (minLength: number) =>
    fc.array(point, { minLength, maxLength: 8 }).map((points) => points.flat() as number[]);
  const guards = fc.record({ only: fc.boolean(), locked: fc.subarray([0, 1, 2, 3]) }).map(({ only, locked }) => ({
    ...(only ? { onlyBackground: true as const } : {}),
    ...(locked.length > 0 ? { locked } : {}),
  }));
  const brush = fc
    .record({
      tool: fc.constantFrom('brush' as const, 'contour' as const),
      label,
      shape: fc.constantFrom('round' as const, 'square' as const),
      size: fc.integer({ min: 1, max: 100 }),
      points: path(1),
      isPen: fc.boolean(),
    })
    .map(({ isPen, ...stroke }) =>
      isPen
        ? {
            ...stroke,
            sizes: Array.from({ length: stroke.points.length / 2 }, (_, index) => 1 + ((index * 37) % stroke.size)),
          }
        : stroke,
    );
  const region = fc
    .record({
      tool: fc.constantFrom('colour wand' as const, 'feature wand' as const, 'proposal' as const, 'paste' as const),
      label,
      bits: fc.uint8Array({ minLength: widthPx * heightPx, maxLength: widthPx * heightPx, max: 1 }),
    })
    .map(({ bits, ...stroke }) => ({ ...stroke, runs: runsText(bits) }));
  const whole = fc
    .uint8Array({ minLength: widthPx * heightPx, maxLength: widthPx * heightPx, max: 5 })
    .map((labels) => ({ tool: 'import' as const, runs: runsText(labels) }));
  const small = fc.integer({ min: 1, max: 4 });
  const bare: fc.Arbitrary<Stroke> = fc.oneof(
    { arbitrary: brush, weight: 6 },
    fc.record({ tool: fc.constantFrom('polygon' as const, 'lasso' as const), label, points: path(3) }),
    fc.record({
      tool: fc.constant('bucket' as const),
      label,
      x: fc.integer({ min: 0, max: widthPx - 1 }),
      y: fc.integer({ min: 0, max: heightPx - 1 }),
    }),
    region,
    whole,
    fc.record({
      tool: fc.constantFrom('grow' as const, 'shrink' as const, 'smooth' as const),
      label,
      radiusPx: small,
    }),
    fc.record({
      tool: fc.constantFrom('holes' as const, 'specks' as const),
      label: fc.option(label),
      maxAreaPx: fc.integer({ min: 1, max: 30 }),
    }),
  );
  return fc.tuple(bare, guards).map(([stroke, extra]) => ({ ...stroke, ...extra }));
}
