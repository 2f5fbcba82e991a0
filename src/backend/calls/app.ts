import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { Failure } from '#core/failure.ts';
import type { AppInfo, FolderEntry, ServerEvent, Settings } from '#core/views/app.ts';
import type { Context } from '../context.ts';

export function appInfo({ options, settings }: Context): AppInfo {
  return {
    version: options.version,
    host: options.host,
    dialogs: options.dialogs,
    projectFolder: settings.get().projectFolder,
    annotator: null,
  };
}

type SettingsChanges = { readonly [K in keyof Settings]?: Settings[K] | undefined };

/** Device, batch and threads take effect at once: the engine restarts between two batches. */
export async function setSettings(context: Context, changes: SettingsChanges): Promise<Settings> {
  const before = context.settings.get();
  const after = context.settings.set(changes);
  context.events.publish('event', { kind: 'settings' });
  const { device, batch, threads } = after;
  if (before.device !== device || before.batch !== batch || before.threads !== threads) {
    await context.engine.restart({ device, batch, threads });
  }
  return after;
}

interface Browsed {
  readonly folder: string;
  readonly parent: string | null;
  readonly entries: FolderEntry[];
}

/** What a person may pick in a folder: sub-folders, projects, manifests, models, arrays. Hidden ones are left out. */
export function browse({ settings }: Context, folder: string | undefined): Browsed {
  const place = resolve(folder ?? nearestFolder(settings.get().projectFolder));
  const parent = dirname(place);
  return {
    folder: place,
    parent: parent === place ? null : parent,
    entries: namesIn(place).flatMap((name) => entryOf(join(place, name), name)),
  };
}

/** The project folder is made with the first project; until then, the folder that it will lie in. */
function nearestFolder(folder: string): string {
  const parent = dirname(folder);
  return existsSync(folder) || parent === folder ? folder : nearestFolder(parent);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort((a, b) => a.localeCompare(b));
  } catch (cause) {
    throw new Failure('NOT_FOUND', `The folder ${folder} cannot be read.`, { remedy: 'Choose another folder.', cause });
  }
}

/** Files that can be chosen, by how their names end. */
const KINDS: Readonly<Record<string, FolderEntry['kind'] | undefined>> = {
  '.unitloom': 'project',
  '.json': 'manifest',
  '.onnx': 'model',
  '.npz': 'arrays',
};

function entryOf(path: string, name: string): FolderEntry[] {
  try {
    const stat = statSync(path);
    const kind = stat.isDirectory() ? 'folder' : KINDS[extname(name)];
    return kind ? [{ name, path, kind, sizeBytes: stat.size, changedAt: stat.mtime.toISOString() }] : [];
  } catch {
    // A link to nowhere, or a file that went away meanwhile.
    return [];
  }
}

/** Everything that happens, until the caller goes away. Starts with the engine's state, so that a screen need not ask. */
export async function* streamEvents(
  { engine, events }: Context,
  signal: AbortSignal | undefined,
): AsyncGenerator<ServerEvent> {
  const subscription = events.subscribe('event', signal ? { signal } : {});
  yield { kind: 'engine', status: engine.status };
  yield* subscription;
}
