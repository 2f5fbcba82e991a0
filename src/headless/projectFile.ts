import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The file of a project as an absolute path. The ending may be left out, as where a project is made; a file of just that name goes first. */
export function projectFile(name: string): string {
  const path = resolve(name);
  const withEnding = `${path}.unitloom`;
  return !existsSync(path) && existsSync(withEnding) ? withEnding : path;
}
