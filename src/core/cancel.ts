/**
 * What a long function needs of an AbortSignal. Declared here because core has neither DOM nor Node types;
 * every host's AbortSignal fits.
 */
export interface CancelSignal {
  readonly aborted: boolean;
  throwIfAborted(): void;
}

/** Reports how far a long function is, in items of its own kind. */
export type OnProgress = (done: number, total: number) => void;
