import type { Job } from '#core/views/job.ts';
import { formatCount, formatDuration, formatFixed, formatRate } from './format.ts';

export interface ProgressView {
  update(job: Job): void;
  /** Leaves the line to whoever prints next. */
  finish(): void;
}

type Stream = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;

const BAR_TILES = 24;
const SPARSE_SHARE = 0.25;
const SPARSE_MS = 15_000;

/** A bar that is drawn over on a terminal; elsewhere, in a log, a line every now and then. */
export function showProgress(stream: Stream): ProgressView {
  return stream.isTTY ? drawBar(stream) : writeLines(stream);
}

function drawBar(stream: Stream): ProgressView {
  let isDrawn = false;
  return {
    update(job) {
      isDrawn = true;
      const filled = Math.round(BAR_TILES * shareOf(job));
      stream.write(`\r\x1b[2K${'█'.repeat(filled)}${'░'.repeat(BAR_TILES - filled)} ${describe(job)}`);
    },
    finish() {
      if (isDrawn) stream.write('\n');
      isDrawn = false;
    },
  };
}

function writeLines(stream: Stream): ProgressView {
  let jobId = '';
  let nextShare = 0;
  let nextMs = 0;
  return {
    update(job) {
      if (job.total === 0 && job.activity === null) return;
      if (job.id !== jobId) nextShare = 0;
      jobId = job.id;
      const share = shareOf(job);
      if (job.total === 0 ? Date.now() < nextMs : share < nextShare && Date.now() < nextMs) return;
      if (job.total > 0) nextShare = Math.floor(share / SPARSE_SHARE + 1) * SPARSE_SHARE;
      nextMs = Date.now() + SPARSE_MS;
      stream.write(`${describe(job)}\n`);
    },
    finish() {},
  };
}

function shareOf({ done, total }: Job): number {
  return total > 0 ? Math.min(done / total, 1) : 0;
}

function describe(job: Job): string {
  if (job.total === 0) return `${job.title}: ${doing(job)}`;
  if (job.activity !== null && job.done >= job.total) return `${job.title}: ${doing(job)}`;
  const parts = [
    `${job.title}: ${Math.floor(100 * shareOf(job))} %`,
    `${formatCount(job.done)} of ${formatCount(job.total)} ${job.item}`,
    ...(job.rate === null ? [] : [formatRate(job.rate, 'a second')]),
    ...(job.etaMs === null || job.done >= job.total ? [] : [`${formatDuration(job.etaMs)} left`]),
  ];
  return parts.join(', ');
}

/** The last losses stand beside the epoch they come from. */
function doing({ state, activity }: Job): string {
  const last = activity?.epochs?.at(-1);
  if (last === undefined) return activity?.doing ?? state;
  return `${activity?.doing}, loss ${formatFixed(last.trainLoss, 4)}, validation ${formatFixed(last.validationLoss, 4)}`;
}
