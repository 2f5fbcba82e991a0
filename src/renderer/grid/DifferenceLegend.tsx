import { useComputedColorScheme } from '@mantine/core';
import { t } from '#renderer/text.ts';
import classes from './DifferenceLegend.module.css';
import { differenceGradient, differenceStops, MOST_DIFFERENCE } from './differenceMap.ts';

/** What the colours of a difference mean: 0 to 64 grey levels. */
export function DifferenceLegend() {
  const scheme = useComputedColorScheme('dark');
  return (
    <span className={`num ${classes.legend}`} title={t('units.differenceLegend')}>
      0
      <span className={classes.map} style={{ background: differenceGradient(scheme) }} />
      {MOST_DIFFERENCE}
    </span>
  );
}

export const DIFFERENCE_FILTER_ID = 'difference-map';

/** Once on a page: gives the difference of two overlaid pictures the colours of the legend, as `filter: url(#difference-map)`. */
export function DifferenceFilter() {
  const stops = differenceStops(useComputedColorScheme('dark'));
  const table = (channel: number) => stops.map((colour) => ((colour[channel] ?? 0) / 255).toFixed(3)).join(' ');
  // Mean of the three channels, stretched so that the largest difference of the map is 1.
  const weight = (255 / MOST_DIFFERENCE / 3).toFixed(4);
  const mean = `${weight} ${weight} ${weight} 0 0`;
  return (
    <svg className={classes.filter} aria-hidden>
      <filter id={DIFFERENCE_FILTER_ID} colorInterpolationFilters="sRGB" x="0" y="0" width="100%" height="100%">
        <feColorMatrix values={`${mean} ${mean} ${mean} 0 0 0 1 0`} />
        <feComponentTransfer>
          <feFuncR type="table" tableValues={table(0)} />
          <feFuncG type="table" tableValues={table(1)} />
          <feFuncB type="table" tableValues={table(2)} />
        </feComponentTransfer>
      </filter>
    </svg>
  );
}
