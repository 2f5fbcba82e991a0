import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { Failure } from '#core/failure.ts';
import { readZip, writeZip } from '../arrays/zip.ts';
import type { Files } from './formats/maskFile.ts';

/** Files of masks in a folder, in a zip archive, or one alone. What comes from elsewhere is bounded before it is believed. */

const MOST_FILES = 20_000;
const LARGEST_FILE_BYTES = 256 * 1024 ** 2;
const MOST_BYTES = 2 * 1024 ** 3;
const READ = new Set(['.png', '.npy', '.json', '.txt']);

/** @throws Failure NOT_FOUND, or BAD_INPUT for an archive whose paths climb out or that is larger than sensible */
export function readFiles(from: string): Files {
  const path = resolve(from);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new Failure('NOT_FOUND', `There is no file or folder ${from}.`);
  if (stat.isDirectory()) return readFolder(path);
  expectSize(stat.size, from);
  const bytes = readFileSync(path);
  if (extname(path).toLowerCase() !== '.zip') return new Map([[path.slice(dirname(path).length + 1), bytes]]);
  return checked(readZip(bytes, from, MOST_BYTES), from);
}

function readFolder(root: string): Files {
  const files = new Map<string, Uint8Array>();
  let total = 0;
  for (const name of readdirSync(root, { recursive: true }) as string[]) {
    const path = join(root, name);
    // A link could lead out of the folder.
    const stat = lstatSync(path);
    if (!stat.isFile() || !READ.has(extname(name).toLowerCase())) continue;
    expectSize(stat.size, name);
    total += stat.size;
    if (files.size >= MOST_FILES || total > MOST_BYTES) throw tooMuch(root);
    files.set(name.replaceAll('\\', '/'), readFileSync(path));
  }
  return files;
}

function checked(entries: ReadonlyMap<string, Uint8Array>, name: string): Files {
  const files = new Map<string, Uint8Array>();
  let total = 0;
  for (const [path, bytes] of entries) {
    if (/^([/\\]|[a-z]:)/i.test(path) || path.split(/[/\\]/).includes('..')) {
      throw new Failure('BAD_INPUT', `${name} holds the path ${path}, which leads out of it.`, {
        kept: 'Nothing was read.',
        remedy: 'Do not trust this archive.',
      });
    }
    if (path.endsWith('/') || !READ.has(extname(path).toLowerCase())) continue;
    total += bytes.length;
    if (files.size >= MOST_FILES || total > MOST_BYTES) throw tooMuch(name);
    files.set(path, bytes);
  }
  return files;
}

function expectSize(bytes: number, name: string): void {
  if (bytes > LARGEST_FILE_BYTES) throw new Failure('BAD_INPUT', `${name} is larger than 256 MB, too large for masks.`);
}

function tooMuch(name: string): Failure {
  return new Failure('BAD_INPUT', `${name} holds more than ${MOST_FILES} files or 2 GB.`, {
    remedy: 'Import it in pieces.',
  });
}

/** Into a zip archive where the name ends so, else into a folder. Files of the same name are replaced. */
export function writeFiles(to: string, files: Files): string {
  const path = resolve(to);
  try {
    if (extname(path).toLowerCase() === '.zip') {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, writeZip(files));
      return path;
    }
    for (const [name, bytes] of files) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), bytes);
    }
    return path;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code === 'ENOSPC' ? 'DISK_FULL' : 'READ_ONLY';
    throw new Failure(code, `${path} could not be written.`, { remedy: 'Choose another place.', cause });
  }
}
