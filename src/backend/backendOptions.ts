import type { HostKind } from '#core/views/app.ts';
import type { SpawnEngine } from './engine/port.ts';

/** What a host gives the backend. Everything else is the same in a window, a browser and a terminal. */
export interface BackendOptions {
  readonly host: HostKind;
  /** Settings, list of recent projects, model library index, demo project. */
  readonly userFolder: string;
  /** Shipped files; contains `demo/`. */
  readonly resourcesFolder: string;
  readonly spawnEngine: SpawnEngine;
  readonly version: string;
  /** Whether the host can show file dialogs. */
  readonly dialogs: boolean;
}
