import type { Estimate } from '#core/summary.ts';
import { formatNumber, UNKNOWN } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './EstimateText.module.css';

export interface EstimateTextProps {
  /** Null is shown as `n/a`, never as 0. */
  readonly estimate: Estimate | null;
  readonly decimals?: number;
  /** Shows `n = 400` behind the interval; leave it out where a caption says it for all rows. */
  readonly withCount?: boolean;
}

/** A number never comes alone: `0.91 [0.89, 0.93]  n = 400`. */
export function EstimateText({ estimate, decimals = 2, withCount = false }: EstimateTextProps) {
  if (estimate === null) return <span className="num t3">{UNKNOWN}</span>;
  const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((each) => formatNumber(each, decimals));
  const n = formatNumber(estimate.n);
  const spoken = t('shared.intervalSpoken', { value: value ?? '', low: low ?? '', high: high ?? '', n });
  return (
    <span className={`num ${classes.estimate}`}>
      <span className={classes.spoken}>{spoken}</span>
      <span aria-hidden>
        <b>{value}</b> <span className="t2">{`[${low}, ${high}]`}</span>
        {withCount && <span className={`t3 ${classes.count}`}>{t('shared.count', { n })}</span>}
      </span>
    </span>
  );
}
