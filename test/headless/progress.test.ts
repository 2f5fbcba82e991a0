import { expect, test } from 'vitest';
import type { Job } from '#core/views/job.ts';
import { showProgress } from '#headless/progress.ts';

function jobAt(done: number, total = 100): Job {
  return {
    id: 'j',
    project: 'p',
    projectName: 'P',
    stage: 'sweep',
    title: 'Sweep',
    state: 'running',
    artifactId: 'a',
    done,
    total,
    item: 'strips',
    rate: 12.34,
    etaMs: 65_000,
    activity: null,
    attempts: 1,
    createdAt: '',
    startedAt: null,
    finishedAt: null,
    failure: null,
  };
}

function recordStream(isTTY: boolean) {
  const writes: string[] = [];
  return { writes, isTTY, write: (text: string) => writes.push(text) > 0 };
}

test('on a terminal one line is drawn over, with bar, rate and time left', () => {
  const stream = recordStream(true);
  const view = showProgress(stream);
  for (const done of [0, 50, 100]) view.update(jobAt(done));
  view.finish();
  view.finish();
  expect(stream.writes).toHaveLength(4);
  expect(stream.writes[1]).toBe(
    `\r\x1b[2K${'█'.repeat(12)}${'░'.repeat(12)} Sweep: 50 %, 50 of 100 strips, 12.3 a second, 1 min 5 s left`,
  );
  expect(stream.writes.at(-1)).toBe('\n');
});

test('in a log a line now and then, and one for the end', () => {
  const stream = recordStream(false);
  const view = showProgress(stream);
  for (let done = 0; done <= 100; done++) view.update(jobAt(done));
  view.finish();
  expect(stream.writes.length).toBeLessThanOrEqual(6);
  expect(stream.writes.at(-1)).toContain('100 %, 100 of 100 strips');
  expect(stream.writes.join('')).not.toContain('\r');
});

test('while no item is done it says what goes on, with the newest losses', () => {
  const activity = {
    doing: 'fitting, epoch 2 of at most 9',
    epochs: [
      { trainLoss: 1, validationLoss: 2 },
      { trainLoss: 0.5, validationLoss: 0.75 },
    ],
  };
  const expected = 'Sweep: fitting, epoch 2 of at most 9, loss 0.5000, validation 0.7500';
  for (const isTTY of [true, false]) {
    const stream = recordStream(isTTY);
    const view = showProgress(stream);
    view.update({ ...jobAt(0, 0), activity });
    view.update({ ...jobAt(0, 0), activity });
    expect(stream.writes.at(-1)).toContain(expected);
    // A log is not flooded.
    expect(stream.writes.length).toBe(isTTY ? 2 : 1);
  }
});

test('a job whose length is not known yet says nothing in a log', () => {
  const stream = recordStream(false);
  showProgress(stream).update(jobAt(0, 0));
  expect(stream.writes).toEqual([]);
});
