import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Failure } from '#core/failure.ts';
import type { Settings } from '#core/views/app.ts';

const settingsSchema = z.object({
  theme: z.enum(['system', 'dark', 'light']).catch('system'),
  annotator: z.string().catch(''),
  device: z.enum(['auto', 'cuda', 'webgpu', 'cpu']).catch('auto'),
  batch: z.int().min(1).max(1024).nullable().catch(null),
  threads: z.int().min(1).max(256).nullable().catch(null),
  projectFolder: z.string().catch(() => join(homedir(), 'Unitloom')),
  modelFolders: z.array(z.string()).catch([]),
});

export interface SettingsFile {
  get(): Settings;
  set(changes: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Settings;
}

/** Settings of this machine's user. A field that does not read back takes its default, so an old file never stops the start. */
export function openSettings(userFolder: string): SettingsFile {
  const file = join(userFolder, 'settings.json');
  let current: Settings = settingsSchema.parse(readJson(file) ?? {});
  return {
    get: () => current,
    set(changes) {
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      current = settingsSchema.parse({ ...current, ...given });
      writeJson(file, current);
      return current;
    },
  };
}

/** Undefined when the file is missing or is not JSON. */
export function readJson(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Writes beside the file and renames, so that a crash leaves the old content or the new one. */
export function writeJson(file: string, value: unknown): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const beside = `${file}.${process.pid}.new`;
    writeFileSync(beside, `${JSON.stringify(value, null, 2)}\n`);
    renameSync(beside, file);
  } catch (cause) {
    throw new Failure('READ_ONLY', `${file} could not be written.`, {
      remedy: 'Check that the folder exists, is writable and has room.',
      cause,
    });
  }
}
