import { type ContractRouterClient, ORPCError } from '@orpc/contract';
import type { Contract } from './api.ts';
import { describeFailure, Failure, type FailureData, reviveFailure } from './failure.ts';
import { describeIssues, type Issue } from './issues.ts';

/** What both ends of every wire agree on: how failures cross it, and that bytes do not. */

/** The typed calls, whatever carries them. */
export type BackendClient = ContractRouterClient<Contract>;

/**
 * A codec rule for both ends. Strings carry the calls, and a byte array would arrive as an object with a member per byte;
 * pictures go by URL instead, so meeting one here is a programming error.
 */
export const refuseBytes = {
  type: 100,
  condition: (data: unknown) => ArrayBuffer.isView(data) || data instanceof ArrayBuffer,
  serialize: (): never => {
    throw new Failure('INTERNAL', 'Bytes were about to travel through a call; they are fetched by URL.');
  },
  deserialize: (data: unknown) => data,
};

/** On the backend's end: whatever a handler threw, as the one error that crosses wires whole. */
export function toWireError(thrown: unknown): ORPCError<'FAILURE', FailureData> {
  const data = describeFailure(toFailure(thrown));
  return new ORPCError('FAILURE', { status: 422, message: data.message, data });
}

/** What a call threw, as the Failure it is: handlers' own, an input that did not fit the contract, or neither. */
export function toFailure(thrown: unknown): unknown {
  if (!(thrown instanceof ORPCError)) return thrown;
  const data: unknown = thrown.data;
  if (isFailureData(data)) return reviveFailure(data);
  if (hasIssues(data)) return new Failure('BAD_INPUT', describeIssues('The call', data.issues));
  return new Failure('INTERNAL', thrown.message, { cause: thrown });
}

/** On the caller's end. An error that the backend did not send comes from the wire itself. */
export function fromWireError(thrown: unknown, isAborted: boolean): Failure {
  const failure = toFailure(thrown);
  if (failure instanceof Failure) return failure;
  if (isAborted) return new Failure('CANCELLED', 'Cancelled.');
  return new Failure('CONNECTION_LOST', 'The connection to Unitloom was lost before the answer came.', {
    kept: 'Jobs go on, and everything stored is kept.',
    remedy: 'It connects again by itself; if it does not, start Unitloom again.',
    cause: thrown,
  });
}

function isFailureData(data: unknown): data is FailureData {
  return typeof data === 'object' && data !== null && 'code' in data && 'message' in data;
}

function hasIssues(data: unknown): data is { readonly issues: readonly Issue[] } {
  return typeof data === 'object' && data !== null && 'issues' in data && Array.isArray(data.issues);
}
