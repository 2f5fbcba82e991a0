import { Tooltip } from '@mantine/core';
import type { TrainingSummary } from '#core/summary.ts';
import { t } from '#renderer/text.ts';
import classes from './LossSparkline.module.css';

const WIDTH_PX = 120;
const HEIGHT_PX = 28;

/** How the losses fall while a network is trained, on a logarithmic scale: on unseen rows, and paler on those trained on. */
export function LossSparkline({ epochs }: { readonly epochs: TrainingSummary['epochs'] }) {
  if (epochs.length < 2) return null;
  const logs = epochs.flatMap(({ trainLoss, validationLoss }) => [logOf(trainLoss), logOf(validationLoss)]);
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  const line = (loss: (epoch: (typeof epochs)[number]) => number) =>
    epochs
      .map((epoch, at) => {
        const x = (at / (epochs.length - 1)) * (WIDTH_PX - 2) + 1;
        const share = high > low ? (logOf(loss(epoch)) - low) / (high - low) : 0.5;
        return `${x.toFixed(1)},${((1 - share) * (HEIGHT_PX - 4) + 2).toFixed(1)}`;
      })
      .join(' ');
  return (
    <Tooltip label={t('shell.lossMeaning')}>
      <svg
        width={WIDTH_PX}
        height={HEIGHT_PX}
        role="img"
        aria-label={t('shell.lossSparkline')}
        className={classes.sparkline}
      >
        <polyline className={classes.train} points={line(({ trainLoss }) => trainLoss)} />
        <polyline className={classes.validation} points={line(({ validationLoss }) => validationLoss)} />
      </svg>
    </Tooltip>
  );
}

function logOf(loss: number): number {
  return Math.log(Math.max(loss, 1e-12));
}
