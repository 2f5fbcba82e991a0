import { resolve } from 'node:path';

/** The project file among the arguments of a start: double-clicked, dropped on the icon, or typed. */
export function findProjectPath(argv: readonly string[], folder: string): string | null {
  const argument = argv.slice(1).findLast((text) => !text.startsWith('-') && text.endsWith('.unitloom'));
  return argument === undefined ? null : resolve(folder, argument);
}
