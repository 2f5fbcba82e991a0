import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where this copy of Unitloom keeps what it ships with. */
const root = new URL('../../', import.meta.url);

export const resourcesFolder = fileURLToPath(new URL('resources', root));
export const rendererFolder = fileURLToPath(new URL('out/renderer', root));

export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
  return version;
}
