/**
 * Every failure a person may meet: one sentence that says what happened, and a code that scripts can test.
 * What was kept and what to do go into the sentence or, where a screen has room, into the two optional fields.
 */
export type FailureCode =
  | 'BAD_INPUT'
  | 'BAD_SHAPE'
  | 'RANK'
  | 'NOT_FOUND'
  | 'NOT_A_PROJECT'
  | 'NEWER_PROJECT'
  | 'DAMAGED_PROJECT'
  | 'PROJECT_IN_USE'
  | 'READ_ONLY'
  | 'FORBIDDEN'
  | 'DISK_FULL'
  | 'DISK_ERROR'
  | 'BAD_MANIFEST'
  | 'BAD_MODEL'
  | 'MODEL_MISSING'
  | 'NO_SAMPLES'
  | 'ENGINE_DOWN'
  | 'CONNECTION_LOST'
  | 'CANCELLED'
  | 'USAGE'
  | 'INTERNAL';

export interface FailureDetail {
  /** What was kept, as a sentence. */
  readonly kept?: string;
  /** What the person can do, as a sentence. */
  readonly remedy?: string;
  readonly cause?: unknown;
}

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly kept: string | undefined;
  readonly remedy: string | undefined;

  constructor(code: FailureCode, sentence: string, detail: FailureDetail = {}) {
    super(sentence, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.kept = detail.kept;
    this.remedy = detail.remedy;
  }
}

/** A failure as plain data, for the wire and the job table. */
export interface FailureData {
  readonly code: FailureCode;
  readonly message: string;
  readonly kept?: string;
  readonly remedy?: string;
  /** Technical detail (a stack), folded away on screens. */
  readonly detail?: string;
}

/** Describes whatever was thrown; unknown errors become INTERNAL with their message kept. */
export function describeFailure(thrown: unknown): FailureData {
  if (thrown instanceof Failure) {
    return {
      code: thrown.code,
      message: thrown.message,
      ...(thrown.kept === undefined ? {} : { kept: thrown.kept }),
      ...(thrown.remedy === undefined ? {} : { remedy: thrown.remedy }),
      ...(thrown.cause === undefined ? {} : { detail: String((thrown.cause as Error)?.stack ?? thrown.cause) }),
    };
  }
  if (thrown instanceof Error) {
    if (thrown.name === 'AbortError') return { code: 'CANCELLED', message: 'Cancelled.' };
    return {
      code: 'INTERNAL',
      message: thrown.message,
      ...(thrown.stack === undefined ? {} : { detail: thrown.stack }),
    };
  }
  return { code: 'INTERNAL', message: String(thrown) };
}

/** The reverse of `describeFailure`: data that crossed a process becomes an error again. */
export function reviveFailure(data: FailureData): Failure {
  return new Failure(data.code, data.message, {
    ...(data.kept === undefined ? {} : { kept: data.kept }),
    ...(data.remedy === undefined ? {} : { remedy: data.remedy }),
    ...(data.detail === undefined ? {} : { cause: data.detail }),
  });
}
