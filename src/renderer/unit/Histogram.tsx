import type { UnitView } from '#core/views/sweep.ts';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { barHeights, type SliderScale, shareOf } from './sliderScale.ts';

export interface HistogramProps {
  readonly histogram: UnitView['histogram'];
  readonly scale: SliderScale;
  readonly className: string | undefined;
}

const BOX = { width: 1000, height: 100 } as const;

/** How often each activation occurs in the samples, on the slider's own scale. */
export function Histogram({ histogram, scale, className }: HistogramProps) {
  const { edges, counts } = histogram;
  const { heights, cut } = barHeights(counts);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    <svg
      className={className}
      viewBox={`0 0 ${BOX.width} ${BOX.height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t('unit.histogramLabel', { n: formatNumber(total) })}
    >
      {heights.map((height, bin) => {
        const left = shareOf(scale, edges[bin] ?? 0) * BOX.width;
        const right = shareOf(scale, edges[bin + 1] ?? 0) * BOX.width;
        return (
          <rect
            key={edges[bin]}
            data-cut={bin === cut}
            x={left}
            y={(1 - height) * BOX.height}
            width={Math.max(0.5, right - left - 2)}
            height={height * BOX.height}
          >
            {bin === cut && (
              <title>
                {t('unit.cutBar', { count: formatNumber(counts[bin]), value: formatNumber(edges[bin], 2) })}
              </title>
            )}
          </rect>
        );
      })}
    </svg>
  );
}
