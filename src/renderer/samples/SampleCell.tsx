import type { Sample } from '#core/views/samples.ts';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './SampleCell.module.css';

export interface SampleCellProps {
  readonly id: string;
  /** Null until its page is read. */
  readonly sample: Sample | null;
  readonly classNames: readonly string[];
  readonly sizePx: number;
  readonly isPicked: boolean;
  onPick(): void;
}

/** A picture of the wall, with a mark where it was rejected or held out. */
export function SampleCell({ id, sample, classNames, sizePx, isPicked, onPick }: SampleCellProps) {
  const label = sample === null ? '' : sampleName(sample, classNames);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a cell of a grid that is no table
    // biome-ignore lint/a11y/useKeyWithClickEvents: arrows walk the cells of the grid
    <div
      id={id}
      role="gridcell"
      tabIndex={-1}
      className={classes.cell}
      aria-selected={isPicked}
      aria-label={label}
      title={label}
      onClick={onPick}
    >
      <Picture picture={sample?.picture ?? null} label="" sizePx={sizePx}>
        {sample !== null && <SampleMark sample={sample} />}
      </Picture>
    </div>
  );
}

/** Told by shape: a diamond for rejected, an open square for held out. */
function SampleMark({ sample }: { readonly sample: Sample }) {
  if (!sample.accepted) return <span className={`${classes.mark} ${classes.rejected}`} />;
  return sample.heldOut ? <span className={`${classes.mark} ${classes.heldOut}`} /> : null;
}

/** What the marks mean. */
export function MarkLegend() {
  return (
    <span className={`caption t2 ${classes.legend}`}>
      <span className={classes.heldOut} /> {t('samples.legendHeldOut')}
      <span className={classes.rejected} /> {t('samples.legendRejected')}
    </span>
  );
}

export function sampleName(sample: Sample, classNames: readonly string[]): string {
  const values = {
    asked: classNames[sample.classIndex] ?? '',
    draw: formatNumber(sample.draw),
    predicted: classNames[sample.predictedIndex] ?? '',
    probability: formatShare(sample.probability),
  };
  return sample.accepted ? t('samples.picture', values) : t('samples.pictureRejected', values);
}
