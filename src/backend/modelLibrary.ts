import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { readJson, writeJson } from './settings.ts';

const indexSchema = z.record(z.string(), z.array(z.string())).catch({});

/** Finds model files by what they contain, wherever they were moved on this machine. */
export interface ModelLibrary {
  /** Remembers where a file with this hash was seen. */
  remember(sha256: string, path: string): void;
  /** Path of a file with this hash, checked against its content; null when none of the known places has it. */
  locate(sha256: string): Promise<string | null>;
}

/**
 * @param folders searched, with their direct sub-folders, for manifests that name the hash; read anew at each search
 */
export function openModelLibrary(userFolder: string, folders: () => readonly string[]): ModelLibrary {
  const file = join(userFolder, 'models.json');
  const index = indexSchema.parse(readJson(file) ?? {});
  const hashes = new Map<string, string>();

  const hashOf = async (path: string): Promise<string> => {
    const { size, mtimeMs } = statSync(path);
    const stamp = `${path} ${size} ${mtimeMs}`;
    const known = hashes.get(stamp);
    if (known) return known;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    const digest = hash.digest('hex');
    hashes.set(stamp, digest);
    return digest;
  };

  return {
    remember(sha256, path) {
      const paths = index[sha256] ?? [];
      if (paths[0] === path) return;
      index[sha256] = [path, ...paths.filter((other) => other !== path)].slice(0, 8);
      writeJson(file, index);
    },
    async locate(sha256) {
      for (const path of [...(index[sha256] ?? []), ...pathsNamed(sha256, folders())]) {
        if (existsSync(path) && (await hashOf(path)) === sha256) return path;
      }
      return null;
    },
  };
}

/** Files that manifests in these folders name and that may have this hash. */
function pathsNamed(sha256: string, folders: readonly string[]): string[] {
  return folders
    .flatMap(manifestsIn)
    .flatMap((manifest) => filesNamed(readJson(manifest), sha256).map((name) => join(dirname(manifest), name)));
}

function manifestsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return [folder, ...entriesOf(folder)].flatMap((place) =>
    entriesOf(place).filter((path) => path.endsWith('.json') && statSync(path).size < 1_000_000),
  );
}

function entriesOf(path: string): string[] {
  try {
    return statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [];
  } catch {
    return [];
  }
}

/** Every file inside a manifest, at any depth, that is said to have the hash, or of which no hash is said (a head). */
function filesNamed(value: unknown, sha256: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const mayBeIt =
    'file' in value && typeof value.file === 'string' && (!('sha256' in value) || value.sha256 === sha256);
  const here = mayBeIt ? [value.file as string] : [];
  return [...here, ...Object.values(value).flatMap((member) => filesNamed(member, sha256))];
}
