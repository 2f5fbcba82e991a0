import type { EngineStatus } from '../engine.ts';
import type { Job } from './job.ts';

/** What the calls on the window answer: made for screens and for `--json`, never stored. */

export type HostKind = 'electron' | 'server' | 'cli';

export interface AppInfo {
  readonly version: string;
  readonly host: HostKind;
  /** True where the host can show file dialogs; elsewhere paths are typed or picked by `app.browse`. */
  readonly dialogs: boolean;
  /** Folder that new projects go to unless told otherwise. */
  readonly projectFolder: string;
  /** Set in the window of somebody who was let in to annotate one project under one name, and sees nothing else. */
  readonly annotator: { readonly name: string; readonly project: string } | null;
}

export type Theme = 'system' | 'dark' | 'light';

export interface Settings {
  readonly theme: Theme;
  readonly annotator: string;
  /** Device wanted; `auto` takes the first usable of cuda, webgpu, cpu. */
  readonly device: 'auto' | 'cuda' | 'webgpu' | 'cpu';
  /** Pictures per engine run; null lets the engine choose. */
  readonly batch: number | null;
  readonly threads: number | null;
  readonly projectFolder: string;
  /** Folders searched for model files by hash. */
  readonly modelFolders: readonly string[];
}

export interface FolderEntry {
  readonly name: string;
  readonly path: string;
  readonly kind: 'folder' | 'project' | 'manifest' | 'model' | 'arrays';
  readonly sizeBytes: number;
  readonly changedAt: string;
}

export type ServerEvent =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'artifact'; readonly project: string; readonly artifactId: string }
  | { readonly kind: 'journal'; readonly project: string }
  /** A mask, the queue or the labels changed; `mask` is null for the latter two. */
  | { readonly kind: 'mask'; readonly project: string; readonly mask: string | null; readonly through: number }
  /** The live segmenter of a project goes on, or has learned. */
  | { readonly kind: 'live'; readonly project: string }
  | { readonly kind: 'engine'; readonly status: EngineStatus }
  | { readonly kind: 'project'; readonly project: string | null }
  | { readonly kind: 'settings' };
