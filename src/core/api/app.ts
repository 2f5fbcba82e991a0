import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { AppInfo, FolderEntry, ServerEvent, Settings } from '../views/app.ts';
import { path } from './inputs.ts';

/** Calls on the window; part of the contract in ../api.ts. */

export const appContract = {
  info: oc.output(type<AppInfo>()),
  settings: oc.output(type<Settings>()),
  setSettings: oc
    .input(
      z
        .object({
          theme: z.enum(['system', 'dark', 'light']),
          annotator: z.string().max(100),
          device: z.enum(['auto', 'cuda', 'webgpu', 'cpu']),
          batch: z.int().min(1).max(1024).nullable(),
          threads: z.int().min(1).max(256).nullable(),
          projectFolder: path,
          modelFolders: z.array(path).max(100),
        })
        .partial(),
    )
    .output(type<Settings>()),
  /** Folders and projects below a folder, for hosts without file dialogs. */
  browse: oc
    .input(z.object({ folder: path.optional() }))
    .output(type<{ folder: string; parent: string | null; entries: FolderEntry[] }>()),
  events: oc.output(eventIterator(type<ServerEvent>())),
};
