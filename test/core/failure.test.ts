import { describe, expect, it } from 'vitest';
import { describeFailure, Failure, reviveFailure } from '#core/failure.ts';

describe('describeFailure', () => {
  it('keeps sentence, code, what was kept and what to do', () => {
    const failure = new Failure('DISK_FULL', 'The disk is full.', {
      kept: '12 samples are kept.',
      remedy: 'Free some space.',
    });
    expect(describeFailure(failure)).toEqual({
      code: 'DISK_FULL',
      message: 'The disk is full.',
      kept: '12 samples are kept.',
      remedy: 'Free some space.',
    });
  });

  it('keeps the stack of the cause as detail', () => {
    const cause = new Error('SQLITE_FULL');
    expect(describeFailure(new Failure('DISK_FULL', 'The disk is full.', { cause })).detail).toBe(cause.stack);
    expect(describeFailure(new Failure('DISK_FULL', 'The disk is full.', { cause: 'exit code 9' })).detail).toBe(
      'exit code 9',
    );
  });

  it('says that an abort is a cancellation', () => {
    const controller = new AbortController();
    controller.abort();
    expect(describeFailure(controller.signal.reason)).toEqual({ code: 'CANCELLED', message: 'Cancelled.' });
  });

  it('keeps the message of an unknown error, and whatever else was thrown', () => {
    const error = new TypeError('x is not a function');
    expect(describeFailure(error)).toEqual({ code: 'INTERNAL', message: 'x is not a function', detail: error.stack });
    expect(describeFailure('a string')).toEqual({ code: 'INTERNAL', message: 'a string' });
  });
});

it.each([
  { code: 'RANK', message: 'No single answer.' } as const,
  {
    code: 'ENGINE_DOWN',
    message: 'Stopped.',
    kept: 'All samples.',
    remedy: 'Try again.',
    detail: 'at line 3',
  } as const,
])('a failure that crossed a process is the same again: $code', (data) => {
  const revived = reviveFailure(JSON.parse(JSON.stringify(data)));
  expect(revived).toBeInstanceOf(Failure);
  expect(describeFailure(revived)).toEqual(data);
});
