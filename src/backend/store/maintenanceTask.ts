import type { FailureData } from '#core/failure.ts';

/** What the worker thread is asked to do. */
export type MaintenanceTask =
  | { readonly kind: 'verify'; readonly path: string }
  | { readonly kind: 'backup'; readonly path: string; readonly to: string }
  | { readonly kind: 'compact'; readonly path: string };

export interface MaintenanceOrder {
  readonly task: MaintenanceTask;
  /** One int32 in shared memory, 1 once the task is to end: a thread that computes hears no messages. */
  readonly cancelled: Int32Array;
}

export type MaintenanceAnswer = { readonly report: unknown } | { readonly failure: FailureData };
